package measure

import "tongbao/pipeline/record"

// LeaveOut makes the ledger pass over the cases of some numbers, in every channel: what the figures would be without
// them. It comes before the first case.
func (l *Ledger) LeaveOut(numbers []string) {
	l.without = map[string]bool{}
	for _, n := range numbers {
		l.without[n] = false
	}
}

// NotMet gives those of some numbers, told to [Ledger.LeaveOut] before, that no case had.
func (l *Ledger) NotMet(numbers []string) []string {
	var out []string
	for _, n := range numbers {
		if !l.without[n] {
			out = append(out, n)
		}
	}
	return out
}

// leftOut tells whether a case is passed over. Its number may be given as the bulletin shows it.
func (l *Ledger) leftOut(c *record.Case) bool {
	if l.without == nil || len(c.No) == 0 {
		return false
	}
	for _, n := range []string{string(c.No), shownNumber(string(c.No))} {
		if _, wanted := l.without[n]; wanted {
			l.without[n] = true
			return true
		}
	}
	return false
}
