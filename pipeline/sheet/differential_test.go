package sheet

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Our reader and excelize see the same cells and merges in every sound workbook: the example's, and 200 made at random.
func TestReadsWhatExcelizeReads(t *testing.T) {
	files, err := filepath.Glob("../../examples/fuxin/exports/*/*.xlsx")
	check(t, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		check(t, err)
		compareWithExcelize(t, filepath.Base(file), data)
	}
	r := rand.New(rand.NewPCG(7, 7))
	for i := range 200 {
		compareWithExcelize(t, fmt.Sprintf("random %d", i), randomWorkbook(t, r))
	}
}

func compareWithExcelize(t *testing.T, name string, data []byte) {
	t.Helper()
	compareStream(t, name, data)
	book, problems := Read(name, data)
	if len(problems) > 0 {
		t.Errorf("%s: %+v", name, problems)
		return
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	check(t, err)
	defer f.Close()
	for i, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		check(t, err)
		g := map[int]Row{}
		for _, r := range book.Sheets[i].Rows {
			g[r.Number] = r
		}
		for n, row := range rows {
			for c, want := range row {
				got := g[n+1].Cell(c + 1)
				if got.Kind != Date && got.Text != strings.TrimSpace(want) {
					t.Errorf("%s, %s, row %d column %d = %q, excelize %q", name, sheet, n+1, c+1, got.Text, want)
				}
			}
		}
		merges, err := f.GetMergeCells(sheet)
		check(t, err)
		if len(merges) != len(book.Sheets[i].Merges) {
			t.Errorf("%s, %s: %d merges, excelize %d", name, sheet, len(book.Sheets[i].Merges), len(merges))
		}
	}
}

var randomTexts = []string{"阜蒙县", "a & b < c > \"d\" 'e'", "两\n行", " 前后 ", "", "100%", "---", "=1+1", "𠮷喆", "_x000D_", "]]>", "&amp;"}

func randomWorkbook(t *testing.T, r *rand.Rand) []byte {
	t.Helper()
	f := excelize.NewFile()
	for s := range 1 + r.IntN(3) {
		sheet := fmt.Sprintf("表%d", s)
		_, err := f.NewSheet(sheet)
		check(t, err)
		for range r.IntN(60) {
			axis, err := excelize.CoordinatesToCellName(1+r.IntN(30), 1+r.IntN(50))
			check(t, err)
			check(t, f.SetCellValue(sheet, axis, randomValue(r)))
		}
		if r.IntN(2) == 0 {
			check(t, f.MergeCell(sheet, "B2", "D4"))
		}
	}
	return saved(t, f)
}

func randomValue(r *rand.Rand) any {
	switch r.IntN(5) {
	case 0:
		return r.IntN(1e6)
	case 1:
		return r.NormFloat64() * 1000
	case 2:
		return r.IntN(2) == 0
	default:
		return randomTexts[r.IntN(len(randomTexts))]
	}
}

// What other programs write and excelize does not: inline and rich strings, missing references, prefixes, ISO dates.
func TestReadsOtherDialects(t *testing.T) {
	base := newWorkbook(t, [][]any{{"x"}})
	body := `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!-- a > b -->
<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:dimension ref="A1"/><x:sheetData>
<x:row><x:c t="inlineStr"><x:is><x:r><x:t>富</x:t></x:r><x:r><x:t xml:space="preserve"> 文本</x:t></x:r><x:rPh><x:t>注音</x:t></x:rPh></x:is></x:c><x:c><x:v>1.5</x:v></x:c></x:row>
<x:row r="5" spans="1:3"><x:c r="C5" t='d'><x:v>2021-08-02T10:30:00</x:v></x:c><x:c r="D5"/><x:c r="E5" t="e"><x:f>A1/0</x:f><x:v>#DIV/0!</x:v></x:c></x:row>
<x:row r="6"/><x:row><x:c t="str"><x:f>"a&gt;b"</x:f><x:v>a&gt;b_x000D_</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c></x:row>
</x:sheetData></x:worksheet>`
	book, problems := Read("a.xlsx", replaced(t, base, "xl/worksheets/sheet1.xml", body))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got := map[string]Cell{}
	for _, row := range book.Sheets[0].Rows {
		for i, c := range row.Cells {
			if c.Kind != Empty {
				got[fmt.Sprintf("%s%d", ColumnName(i+1), row.Number)] = c
			}
		}
	}
	want := map[string]Cell{
		"A1": {Text, "富 文本"}, "B1": {Number, "1.5"}, "C5": {Date, "2021-08-02 10:30:00"}, "E5": {Failed, "#DIV/0!"},
		"A7": {Text, "a>b"}, "B7": {Bool, "1"},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDateCell(t *testing.T) {
	for _, c := range []struct {
		serial string
		in1904 bool
		want   Cell
	}{
		{"44410", false, Cell{Date, "2021-08-02"}}, {"42948", true, Cell{Date, "2021-08-02"}}, {"44410.5", false, Cell{Date, "2021-08-02 12:00:00"}},
		{"1", false, Cell{Date, "1900-01-01"}}, {"59", false, Cell{Date, "1900-02-28"}}, {"61", false, Cell{Date, "1900-03-01"}},
		{"44410.9999999", false, Cell{Date, "2021-08-03 00:00:00"}}, {"-1", false, Cell{Number, "-1"}}, {"1e9", false, Cell{Number, "1e9"}},
	} {
		if got := dateCell(c.serial, c.in1904); got != c.want {
			t.Errorf("dateCell(%s, %v) = %v, want %v", c.serial, c.in1904, got, c.want)
		}
	}
}
