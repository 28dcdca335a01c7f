package sample

// oneIn is how many rows there are to one duplicate, and to one case out of the period: 0.5 %.
const oneIn = 200

// strays adds cases that are no matter of the period: dispatched and closed well before it, and not rated in it.
func (p *planner) strays(f *File) {
	f.OutOfPeriod = max(1, f.Rows/oneIn)
	for range f.OutOfPeriod {
		f.cases = append(f.cases, p.stray(f.cases[p.rng.IntN(f.Rows)].unit))
	}
}

func (p *planner) stray(unit int32) caseRow {
	sent := p.first - 70 - p.rng.IntN(40)
	if unit == 0 {
		c := p.answered()
		back := c.received/minutesOfDay - int32(sent)
		c.received -= back * minutesOfDay
		c.fed -= back * minutesOfDay
		c.closed = c.fed
		return c
	}
	c := caseRow{unit: unit, seed: p.rng.Uint32(), verdict: unrated}
	closed := sent + p.rng.IntN(10)
	steps, days := []*int32{&c.received, &c.sent, &c.fed, &c.closed}, []int{sent, sent, closed, closed}
	if p.rng.IntN(2) == 0 {
		steps, days = append(steps, &c.rated), append(days, closed+p.rng.IntN(10))
		c.star = 5
	}
	p.clock(steps, days)
	c.due = p.dueAfter(c)
	return c
}

// repeat puts exact duplicates a few rows behind their originals, as exports that were pasted together have them.
func (p *planner) repeat(f *File) {
	f.Duplicates = max(1, f.Rows/oneIn)
	again := map[int]bool{}
	for _, i := range p.rng.Perm(len(f.cases))[:f.Duplicates] {
		again[i] = true
	}
	out := make([]caseRow, 0, len(f.cases)+f.Duplicates)
	var waiting []caseRow
	for i, c := range f.cases {
		out = append(out, c)
		if again[i] {
			waiting = append(waiting, c)
		}
		if len(waiting) > 0 && p.rng.IntN(4) == 0 {
			out, waiting = append(out, waiting...), waiting[:0]
		}
	}
	f.cases = append(out, waiting...)
}
