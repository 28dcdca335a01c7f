package sample

import "fmt"

// span is the days, both included, on which a case may be dispatched.
type span struct{ from, to int }

func (p *planner) within(s span) int { return s.from + p.rng.IntN(s.to-s.from+1) }

func (p *planner) spans(d *demand, days []int) []span {
	out := make([]span, d.assigned)
	for i := range out {
		switch {
		case i < d.ratedClosed:
			out[i] = span{p.first, p.last - days[i]}
		case i < d.closed:
			out[i] = span{p.first, min(p.last, p.cutoff-days[i])}
		case i >= d.assigned-d.overdue:
			out[i] = span{p.first, min(p.last, p.cutoff-overdueDays-1)}
		default:
			out[i] = span{min(max(p.first, p.cutoff-overdueDays), p.last), p.last}
		}
	}
	return out
}

// slowDays is how long before its dispatch a case that took more than 24 hours was received, at least.
const slowDays = 2

// slow chooses the cases dispatched after 24 hours. They were received in the period too, so they are dispatched later
// in it.
func (p *planner) slow(d *demand, spans []span) []bool {
	out := make([]bool, d.assigned)
	left := d.received - d.prompt
	for _, i := range p.rng.Perm(d.assigned) {
		if left > 0 && spans[i].to-slowDays >= p.first {
			spans[i].from = max(spans[i].from, p.first+slowDays)
			out[i] = true
			left--
		}
	}
	if left > 0 {
		p.miss(d, fmt.Sprintf("%s %s：有 %d 件在期间内排不下", labels["transfer_rate"], d.row.Values["transfer_rate"].Text, left))
	}
	return out
}
