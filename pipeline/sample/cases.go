package sample

import (
	"cmp"
	"slices"
)

// caseRow is one case, small because a file may hold a million. Times are minutes since 1970-01-01, 0 where there is
// none; its texts are drawn from seed when it is written.
type caseRow struct {
	received, sent, due, fed, closed, rated int32

	unit   int32 // place in the set's units from 1; 0 is answered at once
	serial int32 // running number of the day
	seed   uint32
	listed int16 // place in the high-star list from 1
	star   uint8
	silent bool // its time of receipt is not stated
	verdict
	callback
}

type (
	verdict  uint8
	callback uint8
)

// The verdicts, in the order of verdictNames; below very they count nowhere.
const (
	noVerdict verdict = iota
	unrated
	very
	satisfied
	basically
	dissatisfied
	angry
)

const (
	notCalled callback = iota
	reached
	notReached
)

// casesOf makes the cases of one unit. Their order is: closed (rated ones first), open (rated ones first, overdue ones
// last), then those of the time before.
func (p *planner) casesOf(d *demand, unit int) []caseRow {
	rows := make([]caseRow, d.rows())
	days := p.caseDays(d)
	spans := p.spans(d, days)
	slow := p.slow(d, spans)
	for i := range rows {
		rows[i].unit, rows[i].seed = int32(unit), p.rng.Uint32()
		switch {
		case i >= d.assigned:
			p.before(&rows[i])
		case i < d.closed:
			p.travel(&rows[i], trip{sent: p.within(spans[i]), days: days[i], rated: i < d.ratedClosed, slow: slow[i]})
		default:
			p.travel(&rows[i], trip{sent: p.within(spans[i]), days: stillOpen, rated: i < d.closed+d.ratedOpen, slow: slow[i]})
		}
	}
	p.silence(d, rows, slow)
	p.setDue(d, rows)
	p.setVerdicts(d, rows)
	setStars(d, rows)
	return rows
}

// silence hides the time of receipt of some of the cases that were dispatched in time: they are not in the base of
// the transfer rate.
func (p *planner) silence(d *demand, rows []caseRow, slow []bool) {
	left := d.assigned - d.received
	for _, i := range p.rng.Perm(d.assigned) {
		if left > 0 && !slow[i] {
			rows[i].silent = true
			left--
		}
	}
}

// setDue gives due times: late cases are fed back after theirs, the rest before; some have none.
func (p *planner) setDue(d *demand, rows []caseRow) {
	for i := d.assigned; i < len(rows); i++ {
		rows[i].due = p.dueAfter(rows[i])
	}
	for order, i := range p.rng.Perm(d.assigned) {
		switch {
		case order < d.timed-d.onTime:
			rows[i].due = p.dueBefore(rows[i])
		case order < d.timed:
			rows[i].due = p.dueAfter(rows[i])
		}
	}
}

// setVerdicts gives verdicts and callbacks to the first cases, which are the rated and closed ones; who among them was
// dissatisfied, or not reached, is drawn.
func (p *planner) setVerdicts(d *demand, rows []caseRow) {
	for i := range d.closed {
		rows[i].verdict = unrated
	}
	content := []verdict{very, very, very, satisfied, satisfied, basically}
	for order, i := range p.rng.Perm(d.judged) {
		rows[i].verdict = dissatisfied + verdict(p.rng.IntN(2))
		if order < d.content {
			rows[i].verdict = content[p.rng.IntN(len(content))]
		}
	}
	for order, i := range p.rng.Perm(d.called) {
		rows[i].callback = notReached
		if order < d.reached {
			rows[i].callback = reached
		}
	}
}

func setStars(d *demand, rows []caseRow) {
	used := map[int]int{}
	next := 0
	for i := range rows {
		if rows[i].rated == 0 || next == len(d.stars) {
			continue
		}
		star := d.stars[next]
		next++
		rows[i].star = uint8(star)
		if list := d.listed[star]; used[star] < len(list) {
			rows[i].listed = int16(list[used[star]] + 1)
			used[star]++
		}
	}
}

// maxOfDay is the highest running number that keeps a case number at 14 digits.
const maxOfDay = 999_999

// number sorts a file's cases by the time they were received and gives each its number of the day. numbers goes on
// from file to file, so that no two cases share one.
func number(cases []caseRow, numbers map[int32]int32) {
	slices.SortFunc(cases, func(a, b caseRow) int {
		return cmp.Or(cmp.Compare(a.received, b.received), cmp.Compare(a.seed, b.seed))
	})
	for i := range cases {
		day := cases[i].received / minutesOfDay
		numbers[day]++
		cases[i].serial = numbers[day]
	}
}
