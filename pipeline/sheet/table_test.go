package sheet

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// What is written is read again by excelize as it was: text as text, whatever it looks like, times as dates.
func TestWriteTable(t *testing.T) {
	east := time.FixedZone("UTC+8", 8*3600)
	texts := []string{"=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+1", "-1", "@SUM(A1)", "\t=1", "007", "1e5", "两行\n第二行", "<b>&\"'", "_x0041_", "=cmd|' /C calc'!A0", ""}
	rows := [][]any{}
	for i, text := range texts {
		rows = append(rows, []any{i + 1, text, time.Date(2021, 10, 22, 0, 0, 0, 0, east), time.Date(2021, 10, 22, 9, 5, 0, 0, east), time.Time{}})
	}
	var out bytes.Buffer
	err := WriteTable(&out, "督办台账", []string{"序号", "批示内容", "日期", "签收时间", "销号时间"}, rows)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := book.GetSheetList(); len(got) != 1 || got[0] != "督办台账" {
		t.Errorf("sheets %v", got)
	}
	for i, want := range texts {
		row := string(rune('0'+(i+2)/10)) + string(rune('0'+(i+2)%10))
		row = strings.TrimPrefix(row, "0")
		cell := "B" + row
		if got, _ := book.GetCellValue("督办台账", cell); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
		if formula, _ := book.GetCellFormula("督办台账", cell); formula != "" {
			t.Errorf("%s is the formula %q", cell, formula)
		}
		if kind, _ := book.GetCellType("督办台账", cell); kind != excelize.CellTypeInlineString && want != "" {
			t.Errorf("%s is of type %v", cell, kind)
		}
		for column, want := range map[string]string{"A": "", "C": "2021-10-22", "D": "2021-10-22 09:05", "E": ""} {
			got, _ := book.GetCellValue("督办台账", column+row)
			if column != "A" && got != want {
				t.Errorf("%s%s: %q, want %q", column, row, got, want)
			}
		}
	}
	if raw, _ := book.GetCellValue("督办台账", "D2", excelize.Options{RawCellValue: true}); !strings.HasPrefix(raw, "44491.378") {
		t.Errorf("a time is no date: %s", raw)
	}
	panes, err := book.GetPanes("督办台账")
	if err != nil {
		t.Fatal(err)
	}
	if !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the head is not frozen: %+v", panes)
	}
	if width, _ := book.GetColWidth("督办台账", "D"); width < 17 {
		t.Errorf("a time needs room: %v", width)
	}
}

func TestWriteTableRefusesOtherKinds(t *testing.T) {
	if err := WriteTable(&bytes.Buffer{}, "x", []string{"a"}, [][]any{{1.5}}); err == nil {
		t.Error("a kind without a cell was written")
	}
}
