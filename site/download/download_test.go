package download

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestFiles(t *testing.T) {
	files, err := Files(fstest.MapFS{
		"rankings.json": {Data: []byte(`{"tables": [{"key": "network-county",
			"metrics": [{"key": "assigned", "label": "交办总量", "unit": "件"}, {"key": "close_rate", "label": "办结率", "unit": "%"}, {"key": "callback_rate", "label": "有效回访率", "unit": "%"}],
			"rows": [
				{"name": "甲县", "rank": 1, "previous_rank": 2, "cells": {"assigned": {"text": "12"}, "close_rate": {"text": "91.67%"}, "callback_rate": {"text": "---"}}},
				{"name": "=HYPERLINK(\"x\"),乙", "rank": 0, "cells": {"assigned": {"text": "-3"}}}]}]}`)},
		"cases.json": {Data: []byte(`{"high_stars": [{"case_no": "0012", "name": "甲县", "star": 15, "reason": "@SUM(1)"}]}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"network-county.csv": "\ufeff名次,受理单位,上期名次,交办总量（件）,办结率,有效回访率\r\n1,甲县,2,12,91.67%,---\r\n,\"'=HYPERLINK(\"\"x\"\"),乙\",,-3,,\r\n",
		HighStars:            "\ufeff序号,诉求编号,承办单位,星级,评星原因\r\n1,0012,甲县,15,'@SUM(1)\r\n",
	}
	if len(files) != len(want) {
		t.Errorf("%d files, want %d: a list without cases has none", len(files), len(want))
	}
	for name, body := range want {
		if got := string(files[name]); got != body {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, body)
		}
	}
}

func TestFilesNamesWhatCannotBeRead(t *testing.T) {
	_, err := Files(fstest.MapFS{"rankings.json": {Data: []byte(`{`)}, "cases.json": {Data: []byte(`{}`)}})
	if err == nil || !strings.Contains(err.Error(), "rankings.json") {
		t.Errorf("error %v does not name the file", err)
	}
}
