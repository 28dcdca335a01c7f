package measure

import (
	"math"
	"slices"
	"strings"

	"tongbao/pipeline/record"
)

// span is the least and the most that a figure may truly be, where what is stated was rounded.
type span struct{ low, high float64 }

// slip is what arithmetic in binary may be off by.
const slip = 1e-6

func (s span) add(o span) span { return span{s.low + o.low, s.high + o.high} }

// apart tells that no value can be both.
func (s span) apart(o span) bool { return s.low > o.high+slip || o.low > s.high+slip }

// whole writes a span of counts: 212, or 211 至 212.
func (s span) whole() string {
	if s.low == s.high {
		return record.FormatNumber(s.low)
	}
	return record.FormatNumber(math.Round(s.low)) + "至" + record.FormatNumber(math.Round(s.high))
}

// unrounded gives what a figure may have been before it was rounded, or cut off, to a step: offices do either.
func unrounded(n, step float64) span { return span{n - step/2, n + step} }

// step is the worth of the last digit of a figure as written: 0.01 of 95.76%, 1000 of 16.8万; 0 of a plain count, which
// is exact.
func step(text, kind string) float64 {
	bare, tenThousands := strings.CutSuffix(strings.TrimSuffix(text, "%"), "万")
	if kind == "count" && !tenThousands {
		return 0
	}
	_, decimals, _ := strings.Cut(bare, ".")
	worth := math.Pow10(-len(decimals))
	if tenThousands {
		worth *= 10000
	}
	return worth
}

// columnStep is the step of a column: texts drop zeros at their end, so the longest fraction tells what all have.
func columnStep(t Table, metric, kind string) float64 {
	least := 1.0
	for _, r := range t.Rows {
		if v := r.Value(metric); v.State == record.Known {
			least = min(least, step(v.Text, kind))
		}
	}
	return least
}

// parts gives the least and the most of n cases that a rate may stand for; ok is false where no whole number gives it.
func parts(n, rate, step float64) (of span, ok bool) {
	may := unrounded(rate, step)
	of = span{max(0, math.Ceil(n*may.low/100-slip)), min(n, math.Ceil(n*may.high/100-slip)-1)}
	if may.high > 100 {
		of.high = n
	}
	return of, of.low <= of.high
}

// seat is a unit's row in a table.
type seat struct {
	table Table
	row   Row
}

// seats are the rows of a channel's local tables, each unit once: what sums are made of.
func (b Bulletin) seats(channel string) []seat {
	var out []seat
	for _, group := range local {
		t, _ := b.Table(channel, group)
		for _, r := range t.Rows {
			if !slices.ContainsFunc(out, func(s seat) bool { return s.row.Unit.ID == r.Unit.ID }) {
				out = append(out, seat{t, r})
			}
		}
	}
	return out
}

// complete tells whether a channel has the tables that every bulletin has: sums over fewer say nothing about the whole.
func (b Bulletin) complete(channel string) bool {
	_, counties := b.Table(channel, "county")
	_, departments := b.Table(channel, "department")
	return counties && departments
}

// assigned is the row's number of cases; ok is false where the table has none.
func (s seat) assigned() (float64, bool) {
	v := s.row.Value("assigned")
	return v.Number, v.State == record.Known
}

// closed is how many of the row's cases may be closed; ok is false where the table does not say, or says what no whole
// number gives.
func (s seat) closed() (span, bool) {
	assigned, ok := s.assigned()
	rate := s.row.Value("close_rate")
	if !ok || rate.State != record.Known {
		return span{}, false
	}
	return parts(assigned, rate.Number, columnStep(s.table, "close_rate", "rate"))
}

// open is how many of the row's cases may be open still.
func (s seat) open() (span, bool) {
	closed, ok := s.closed()
	assigned := s.row.Value("assigned").Number
	return span{assigned - closed.high, assigned - closed.low}, ok
}

// sumOf adds up what every row of a channel says; ok is false where one of them does not say it.
func sumOf(seats []seat, of func(seat) (span, bool)) (sum span, ok bool) {
	for _, s := range seats {
		one, known := of(s)
		if !known {
			return span{}, false
		}
		sum = sum.add(one)
	}
	return sum, len(seats) > 0
}

func exactly(n float64, ok bool) (span, bool) { return span{n, n}, ok }
