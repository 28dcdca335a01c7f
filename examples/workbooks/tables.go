package main

import (
	"cmp"
	"slices"
	"strconv"
)

// rankingTable prints standings as the platform does: the best score first, equal scores in the order they came and with
// consecutive ranks, no cases as a blank.
func rankingTable(header []string, standings []standing) table {
	ranked := slices.Clone(standings)
	slices.SortStableFunc(ranked, func(a, b standing) int { return cmp.Compare(b.score, a.score) })
	t := table{header: header}
	for i, s := range ranked {
		t.rows = append(t.rows, s.cells(i+1))
	}
	return t
}

func (s standing) cells(rank int) []string {
	row := make([]string, len(s.header))
	for i, heading := range s.header {
		row[i] = s.cell(heading, rank)
	}
	return row
}

func (s standing) cell(heading string, rank int) string {
	switch {
	case heading == "名次":
		return strconv.Itoa(rank)
	case heading == unitColumn:
		return s.unit
	case heading == assignedColumn:
		return strconv.Itoa(s.assigned)
	case heading == excellentColumn:
		return s.excellent().text()
	case heading == daysColumn:
		return plain(s.days)
	case heading == scoreColumn:
		return plain(s.score)
	case isStar(heading) && s.stars[heading] == 0:
		return ""
	case isStar(heading):
		return strconv.Itoa(s.stars[heading])
	}
	return s.rates[heading].text()
}

// overdue lists the units whose network cases have been open for too long: some of what each has not closed.
func (p *past) overdue(tables ...[]standing) table {
	t := table{header: p.published.tables[overdueFile].header}
	for _, standings := range tables {
		var rows [][]string
		for _, s := range standings {
			open := s.assigned - s.rates[closedColumn].of
			if late := part(open, 0.3+sway(p.random, 0.25)); late > 0 {
				rows = append(rows, []string{"", s.unit, strconv.Itoa(late)})
			}
		}
		slices.SortStableFunc(rows, func(a, b []string) int { return cmp.Compare(number(b[2]), number(a[2])) })
		t.rows = append(t.rows, rows...)
	}
	for i := range t.rows {
		t.rows[i][0] = strconv.Itoa(i + 1)
	}
	return t
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
