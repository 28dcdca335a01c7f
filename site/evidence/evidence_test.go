package evidence

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

const ranking = `{"tables": [{"key": "network-county", "channel": "network", "group": "county", "place": {"file": "网络.xlsx", "sheet": "县区"},
	"metrics": [{"key": "assigned", "label": "交办总量"}], "hidden": [{"key": "days", "label": "办件天数"}],
	"rows": [{"unit": "jia", "name": "甲县", "rank": 2, "previous_rank": 1, "place": {"row": 7},
		"cells": {"assigned": {"text": "12", "previous": "10"}, "days": {"text": "3"}}}]}]}`

func read(t *testing.T, facts, sources string) evidence {
	t.Helper()
	body, err := File(fstest.MapFS{
		"summary.json": {Data: []byte(facts)}, "rankings.json": {Data: []byte(ranking)}, "sources.json": {Data: []byte(sources)},
	})
	if err != nil {
		t.Fatal(err)
	}
	var e evidence
	if err := json.Unmarshal(body, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestFile(t *testing.T) {
	e := read(t, `{"facts": {
		"a": {"label": "交办", "text": "12", "unit": "件", "formula": "合计", "cells": ["network-county/jia/assigned"]},
		"b": {"label": "环比", "text": "持平", "unit": "件", "formula": "相减"},
		"c": {"label": "变化", "text": "0.72", "unit": "百分点", "formula": "相减"},
		"d": {"label": "受理", "text": "16.8万", "unit": "件", "formula": "概况"}}}`,
		`{"files": [{"tables": [{"kind": "ranking", "channel": "network", "group": "county", "counts": {"rows": 8}}, {"kind": "cases", "counts": {"rows": 900}}]}]}`)
	for key, text := range map[string]string{"a": "12件", "b": "持平", "c": "0.72", "d": "16.8万件"} {
		if got := e.Facts[key].Text; got != text {
			t.Errorf("%s: %q, want %q", key, got, text)
		}
	}
	table := e.Tables["network-county"]
	if table.Read != 8 || table.File != "网络.xlsx" || table.Metrics["days"] != "办件天数" {
		t.Errorf("table %+v", table)
	}
	row := table.Rows["jia"]
	if row.At != 7 || row.Cells["rank"] != "2" || row.Previous["rank"] != "1" || row.Previous["assigned"] != "10" {
		t.Errorf("row %+v", row)
	}
}

func TestRankingCountedFromCasesNamesTheirRows(t *testing.T) {
	e := read(t, `{}`, `{"files": [{"tables": [{"kind": "cases", "counts": {"rows": 900}}, {"kind": "cases", "counts": {"rows": 100}}]}]}`)
	if got := e.Tables["network-county"].Read; got != 1000 {
		t.Errorf("%d rows read, want 1000", got)
	}
}

func TestLongListsOfCellsAreCut(t *testing.T) {
	var cells []string
	for i := range mostCells + 5 {
		cells = append(cells, fmt.Sprintf(`"network-county/u%d/assigned"`, i))
	}
	e := read(t, `{"facts": {"a": {"text": "1", "cells": [`+strings.Join(cells, ",")+`]}}}`, `{}`)
	if f := e.Facts["a"]; len(f.Cells) != mostCells || f.More != 5 {
		t.Errorf("%d cells and %d more", len(f.Cells), f.More)
	}
}
