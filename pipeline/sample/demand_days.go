package sample

import (
	"fmt"

	"tongbao/pipeline/record"
)

// usualDays is the mean where a table has none.
const usualDays = 2

// totalDays is the sum of the closed cases' days. No case may be older than the cut-off allows.
func (p *planner) totalDays(d *demand) int {
	most := d.closed * (p.cutoff - p.first)
	v := d.row.Values["days"]
	if v.State != record.Known {
		return min(usualDays*d.closed, most)
	}
	sum, exact := sumOf(hundredths(v), d.closed)
	if !exact || sum > most {
		p.miss(d, fmt.Sprintf("%s %s 不能由 %d 件已办结诉求得出", labels["days"], v.Text, d.closed))
	}
	return min(sum, most)
}

// rate decides which cases are rated: closed ones first, then open ones that are fed back, then cases of the time
// before. A rated case closes within the period, so a mean longer than the period leaves fewer of the first kind.
func (p *planner) rate(d *demand) {
	rated, closed := len(d.stars), d.closed
	within, beyond := p.last-p.first, p.cutoff-p.first
	d.ratedClosed = min(rated, closed)
	if beyond > within {
		d.ratedClosed = min(d.ratedClosed, (closed*beyond-d.days)/(beyond-within))
	}
	d.ratedOpen = min(rated-d.ratedClosed, d.open())
	d.earlier = rated - d.ratedClosed - d.ratedOpen
}

// caseDays draws the days of each closed case, rated ones first; their sum is the demand's.
func (p *planner) caseDays(d *demand) []int {
	days := make([]int, d.closed)
	left := d.days
	for i := range days {
		// The sum of two uniform draws lies around the mean and reaches from nothing to twice of it.
		twice := float64(d.days) / float64(d.closed)
		days[i] = min(int(twice*(p.rng.Float64()+p.rng.Float64())+0.5), p.mostDays(d, i))
		left -= days[i]
	}
	p.settle(d, days, left)
	p.vary(d, days)
	return days
}

func (p *planner) mostDays(d *demand, i int) int {
	if i < d.ratedClosed {
		return p.last - p.first
	}
	return p.cutoff - p.first
}

// settle adds what is left over to the cases, a day at a time, where there is room. It starts anywhere, so that the
// first cases are not always those that were changed.
func (p *planner) settle(d *demand, days []int, left int) {
	if len(days) == 0 {
		return
	}
	step := 1
	if left < 0 {
		step = -1
	}
	start := p.rng.IntN(len(days))
	for moved := true; left != 0 && moved; {
		moved = false
		for j := range days {
			i := (start + j) % len(days)
			if next := days[i] + step; left != 0 && next >= 0 && next <= p.mostDays(d, i) {
				days[i], left, moved = next, left-step, true
			}
		}
	}
}

// vary makes two of several equal cases differ, which small numbers do not do by themselves.
func (p *planner) vary(d *demand, days []int) {
	for i := range days {
		if days[i] != days[0] {
			return
		}
	}
	n := len(days)
	if n > 1 && days[0] > 0 && days[n-1] < p.mostDays(d, n-1) {
		days[0]--
		days[n-1]++
	}
}
