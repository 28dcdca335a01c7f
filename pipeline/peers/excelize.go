package main

import (
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"tongbao/pipeline/sheet"
)

func withExcelize(path string) (*tally, error) {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return nil, err
	}
	t := &tally{units: map[string]*counts{}}
	var at []int
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if at == nil {
			for _, name := range columns {
				at = append(at, slices.Index(cells, name))
			}
			continue
		}
		t.row(cells, at)
	}
	return t, rows.Close()
}

func (t *tally) row(cells []string, at []int) {
	cell := func(i int) []byte {
		if at[i] < len(cells) {
			return []byte(cells[at[i]])
		}
		return nil
	}
	var times [4]int64
	for i := range times {
		if n, err := strconv.ParseFloat(string(cell(5+i)), 64); err == nil {
			times[i] = sheet.SerialSeconds(n)
		}
	}
	t.add(cell(0), cell(1), cell(2), cell(3), cell(4), times)
}
