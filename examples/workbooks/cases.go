package main

import (
	"slices"
	"strconv"
)

// highStarWorkbook lists the cases rated above five stars. Two people kept it: one pasted case numbers as text and wrote
// "15星", the other typed plain numbers.
func highStarWorkbook(q quarter) ([]byte, error) {
	t := q.tables[highStarsFile]
	number, stars := slices.Index(t.header, "诉求编号"), slices.Index(t.header, "评星")
	b := newBook()
	p := b.page("高星件", true, 6, 12, 26, 8, 52)
	p.banner(q.title("高星件情况"), len(t.header), p.looks.title)
	p.line(p.looks.heading, anySlice(t.header)...)
	for i, row := range t.rows {
		values := anySlice(row)
		values[0] = i + 1
		if i%3 == 1 {
			values[stars] = row[stars] + "星"
		} else {
			values[stars] = asNumber(row[stars])
		}
		if i%2 == 1 {
			values[number] = asNumber(row[number])
		}
		p.line(p.looks.cell, values...)
	}
	return b.bytes()
}

func asNumber(cell string) any {
	if n, err := strconv.Atoi(cell); err == nil {
		return n
	}
	return cell
}

func anySlice(cells []string) []any {
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = cell
	}
	return values
}
