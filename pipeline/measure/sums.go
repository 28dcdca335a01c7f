package measure

import (
	"cmp"
	"slices"

	"tongbao/pipeline/record"
)

// sums are the counts of one unit in one channel, from which its figures are made.
type sums struct {
	unit record.Unit

	assigned, closed, fedBack, due, onTime, timed, prompt      int
	evaluated, satisfied, calledBack, validCall, days, overdue int
	dated                                                      int // closed at a known time: the base of the mean
	interim, repeated, rated                                   int
	stars                                                      [mostStars + 1]int
}

// mostStars is the highest mark of the platform.
const mostStars = 25

func (s *sums) add(e *entry) {
	for _, c := range []struct {
		m marks
		n *int
	}{
		{assigned, &s.assigned}, {closed, &s.closed}, {dated, &s.dated}, {fedBack, &s.fedBack}, {due, &s.due}, {onTime, &s.onTime}, {timed, &s.timed},
		{prompt, &s.prompt}, {evaluated, &s.evaluated}, {satisfied, &s.satisfied}, {calledBack, &s.calledBack},
		{validCall, &s.validCall}, {overdue, &s.overdue}, {rated, &s.rated},
	} {
		if e.marks&c.m != 0 {
			*c.n++
		}
	}
	if e.marks&assigned != 0 {
		s.days += int(e.days)
		if e.marks&interim != 0 {
			s.interim++
		}
		if e.marks&repeated != 0 {
			s.repeated++
		}
	}
	if e.marks&rated != 0 {
		s.stars[e.star]++
	}
}

// value gives a figure of the ranking tables; Blank where nothing of it was exported, NoBase where there is nothing to
// divide by.
func (s *sums) value(metric string) record.Value {
	switch metric {
	case "assigned":
		return count(s.assigned)
	case "close_rate":
		return rate(s.closed, s.assigned)
	case "on_time_rate":
		return rate(s.onTime, s.due)
	case "satisfaction_rate":
		return rate(s.satisfied, s.evaluated)
	case "excellent_rate":
		return rate(s.starsIn(excellentFrom, mostStars), s.rated)
	case "days":
		return mean(s.days, s.dated)
	case "transfer_rate":
		return rate(s.prompt, s.timed)
	case "callback_rate":
		return rate(s.validCall, s.calledBack)
	case "stars-below-3":
		return some(s.starsIn(0, 2))
	case "stars-above-5":
		return some(s.starsIn(excellentFrom+1, mostStars))
	}
	if star, ok := starOf(metric); ok {
		return some(s.stars[star])
	}
	return record.Value{}
}

// excellentFrom is the least star of an excellent case (优秀).
const excellentFrom = 5

func (s *sums) starsIn(low, high int) int {
	n := 0
	for _, k := range s.stars[low : high+1] {
		n += k
	}
	return n
}

func starOf(metric string) (int, bool) {
	for star, key := range starKeys {
		if key == metric {
			return star, true
		}
	}
	return 0, false
}

var starKeys = map[int]string{3: "stars-3", 4: "stars-4", 5: "stars-5", 10: "stars-10", 15: "stars-15", 25: "stars-25"}

func count(n int) record.Value {
	return record.Value{State: record.Known, Number: float64(n), Text: record.FormatNumber(float64(n))}
}

// some leaves a column of stars blank where there are none, as the tables of the platform do.
func some(n int) record.Value {
	if n == 0 {
		return record.Value{}
	}
	return count(n)
}

// rate divides in whole numbers, rounding half up to two decimals of a percent.
func rate(part, whole int) record.Value {
	if whole == 0 {
		return record.Value{State: record.NoBase, Text: "---"}
	}
	n := hundredths(part*100, whole)
	return record.Value{State: record.Known, Number: n, Text: record.FormatNumber(n) + "%"}
}

func mean(sum, n int) record.Value {
	if n == 0 {
		return record.Value{State: record.NoBase, Text: "---"}
	}
	d := hundredths(sum, n)
	return record.Value{State: record.Known, Number: d, Text: record.FormatNumber(d)}
}

func hundredths(a, b int) float64 { return float64((200*a+b)/(2*b)) / 100 }

// ranked gives the sums of one channel by the unit that is ranked for them, in a fixed order.
func (l *Ledger) ranked(register *record.Register, channel string) []*sums {
	byID := map[string]*sums{}
	owners := make([]*sums, len(l.names.Units))
	for i, name := range l.names.Units {
		u := register.Ranked(name.Unit, channel)
		if byID[u.ID] == nil {
			byID[u.ID] = &sums{unit: u}
		}
		owners[i] = byID[u.ID]
	}
	number := channelNumber(channel)
	l.each(func(e *entry) {
		if e.channel == number && e.unit != noUnit {
			owners[e.unit].add(e)
		}
	})
	var out []*sums
	for _, s := range byID {
		if s.assigned+s.rated+s.evaluated+s.overdue > 0 {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b *sums) int {
		return cmp.Or(cmp.Compare(b.assigned, a.assigned), cmp.Compare(a.unit.ID, b.unit.ID))
	})
	return out
}
