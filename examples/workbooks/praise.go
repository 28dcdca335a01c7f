package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

// highStars are the marks of a high-star case, by heading.
func highStars() map[string]int { return map[string]int{"10星": 10, "15星": 15, "25星": 25} }

// praisedCase is one high-star case.
type praisedCase struct {
	file, unit, reason string
	star, number       int
}

// praise chooses the quarter's high-star cases: larger units have more of them, and none has a reason twice.
func (p *past) praise(s season) []praisedCase {
	var cases []praisedCase
	used := map[string]bool{}
	for most := 17 + p.random.IntN(5); len(cases) < most; {
		unit := p.pickPraised()
		reason := unit.reasons[p.random.IntN(len(unit.reasons))]
		if used[unit.unit+reason] {
			continue
		}
		used[unit.unit+reason] = true
		cases = append(cases, praisedCase{
			file: unit.file, unit: unit.unit, reason: reason, star: starOf(p.random, unit.file, cases),
			number: s.firstCase + p.random.IntN(1_200_000),
		})
	}
	slices.SortStableFunc(cases, func(a, b praisedCase) int {
		return cmp.Or(cmp.Compare(b.star, a.star), cmp.Compare(a.file, b.file), cmp.Compare(a.unit, b.unit))
	})
	return cases
}

// pickPraised picks a unit, by the root of its cases: a unit with four times the cases has twice the praise.
func (p *past) pickPraised() reasons {
	all := 0.0
	for _, r := range praiseworthy() {
		all += p.weight(r)
	}
	at := p.random.Float64() * all
	for _, r := range praiseworthy() {
		if at -= p.weight(r); at < 0 {
			return r
		}
	}
	return praiseworthy()[0]
}

func (p *past) weight(r reasons) float64 {
	i := slices.IndexFunc(p.habits[r.file], func(h habit) bool { return h.unit == r.unit })
	return math.Sqrt(p.habits[r.file][i].assigned)
}

// starOf gives most cases ten stars, some fifteen, and at most one of a quarter twenty-five, for which counties have no
// column.
func starOf(random *rand.Rand, file string, before []praisedCase) int {
	n := random.IntN(20)
	given := slices.ContainsFunc(before, func(c praisedCase) bool { return c.star == 25 })
	switch {
	case n == 0 && file == departmentFile && !given:
		return 25
	case n < 5:
		return 15
	}
	return 10
}

// praiseOf counts a unit's high-star cases by heading.
func praiseOf(cases []praisedCase, file, unit string) map[string]int {
	counts := map[string]int{}
	for _, c := range cases {
		if c.file == file && c.unit == unit {
			counts[strconv.Itoa(c.star)+"星"]++
		}
	}
	return counts
}

func praiseTable(header []string, cases []praisedCase) table {
	t := table{header: header}
	for i, c := range cases {
		t.rows = append(t.rows, []string{strconv.Itoa(i + 1), strconv.Itoa(c.number), c.unit, strconv.Itoa(c.star), c.reason})
	}
	return t
}
