package main

import (
	"fmt"
	"os"
	"slices"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

func withSheet(path string) (*tally, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	f, problems := sheet.Open(path, file, info.Size())
	if f == nil {
		return nil, fmt.Errorf("%v", problems)
	}
	want, err := wanted(f)
	if err != nil {
		return nil, err
	}
	t := &tally{units: map[string]*counts{}}
	problems, err = f.Rows(0, want, func(l *sheet.Line) error {
		if l.Number == 1 {
			return nil
		}
		var times [4]int64
		for i := range times {
			m, _ := record.ParseMoment(l.Fields[5+i])
			times[i] = int64(m)
		}
		x := l.Fields
		t.add(x[0].Text, x[1].Text, x[2].Text, x[3].Text, x[4].Text, times)
		return nil
	})
	if len(problems) > 0 {
		return nil, fmt.Errorf("%v", problems)
	}
	return t, err
}

// wanted finds the columns of the work in the header.
func wanted(f *sheet.File) ([]int, error) {
	head, _, _ := f.Head()
	var want []int
	for _, name := range columns {
		i := slices.IndexFunc(head.Sheets[0].Rows[0].Cells, func(c sheet.Cell) bool { return c.Text == name })
		if i < 0 {
			return nil, fmt.Errorf("no column %s", name)
		}
		want = append(want, i+1)
	}
	return want, nil
}
