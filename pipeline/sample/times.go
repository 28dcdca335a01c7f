package sample

import "slices"

// trip is what is decided of a case before its times are drawn.
type trip struct {
	sent  int // day of dispatch
	days  int // from dispatch to close, or stillOpen
	rated bool
	slow  bool // dispatched more than 24 hours after it was received
}

const stillOpen = -1

// travel draws the times of an assigned case: received ≤ dispatched ≤ fed back ≤ closed ≤ rated, the last in the period.
func (p *planner) travel(c *caseRow, t trip) {
	steps := []*int32{&c.sent, &c.fed}
	days := []int{t.sent, p.feedback(t)}
	if t.days != stillOpen {
		steps, days = append(steps, &c.closed), append(days, t.sent+t.days)
	}
	if t.rated {
		end := days[len(days)-1]
		steps, days = append(steps, &c.rated), append(days, p.soon(end, p.last, 10))
	}
	switch {
	case t.slow:
		c.received = p.waking(max(t.sent-slowDays-p.rng.IntN(3), p.first))
	case t.sent > p.first && p.rng.IntN(10) == 0:
		c.received = p.evening(t.sent - 1)
	default:
		steps, days = append([]*int32{&c.received}, steps...), append([]int{t.sent}, days...)
	}
	p.clock(steps, days)
}

// feedback is the day of feedback: a closed case had it in its last days, an open one soon after dispatch.
func (p *planner) feedback(t trip) int {
	if t.days != stillOpen {
		return t.sent + t.days - p.rng.IntN(min(t.days, 2)+1)
	}
	if t.rated {
		return p.soon(t.sent, p.last, 7)
	}
	return p.soon(t.sent, p.cutoff, 7)
}

// soon is a day from a day on, within so many days, and not after the last.
func (p *planner) soon(from, last, within int) int {
	return from + p.rng.IntN(min(within, last-from)+1)
}

// before makes a case of the time before the period that is rated in it: such cases are among the stars and nowhere
// else.
func (p *planner) before(c *caseRow) {
	const most = 60
	sent := p.first - 1 - p.rng.IntN(most)
	closed := p.soon(sent, p.first-1, 12)
	fed := p.soon(sent, closed, 12)
	rated := p.soon(p.first, p.last, 20)
	p.clock([]*int32{&c.received, &c.sent, &c.fed, &c.closed, &c.rated}, []int{sent, sent, fed, closed, rated})
}

// Office hours in minutes of the day.
const (
	opening = 8 * 60
	hours   = 10 * 60
	waking  = 7 * 60
	awake   = 15 * 60
)

// clock draws a minute in office hours for each step of the given days, which do not fall. No two are the same: sorting
// keeps every one on its day, and its place is added.
func (p *planner) clock(steps []*int32, days []int) {
	var at [5]int32
	for i, day := range days {
		at[i] = int32(day*minutesOfDay + opening + p.rng.IntN(hours))
	}
	slices.Sort(at[:len(days)])
	for i, step := range steps {
		*step = at[i] + int32(i)
	}
}

// waking is any time at which citizens call.
func (p *planner) waking(day int) int32 { return int32(day*minutesOfDay + waking + p.rng.IntN(awake)) }

// evening is late enough that the next day's office hours lie within 24 hours.
func (p *planner) evening(day int) int32 {
	const late = opening + hours + 10
	return int32(day*minutesOfDay + late + p.rng.IntN(3*60))
}

// dueAfter is a usual term, or the first longer one that the feedback kept.
func (p *planner) dueAfter(c caseRow) int32 {
	due := c.sent + int32([...]int{5, 5, 7, 10, 15}[p.rng.IntN(5)]*minutesOfDay)
	for due < c.fed {
		due += 5 * minutesOfDay
	}
	return due
}

// dueBefore is a term that the feedback missed: whole days where there is one, else part of the time it took. It does not
// end at midnight: a term that is a day without a time lasts until that day's end.
func (p *planner) dueBefore(c caseRow) int32 {
	took := c.fed - c.sent
	if whole := (took - 1) / minutesOfDay; whole > 0 {
		return c.sent + minutesOfDay*(1+p.rng.Int32N(whole))
	}
	due := c.sent + took/2
	if due%minutesOfDay == 0 {
		due--
	}
	return due
}

// answered makes a hotline case that the operator answered: no unit, closed within the hour.
func (p *planner) answered() caseRow {
	c := caseRow{seed: p.rng.Uint32()}
	c.received = p.waking(p.first + p.rng.IntN(p.last-p.first+1))
	c.fed = c.received + 2 + p.rng.Int32N(30)
	c.closed = c.fed
	return c
}
