package sheet

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// compareStream reads a file both ways, as a whole and row by row, and wants the same cells.
func compareStream(t *testing.T, name string, data []byte) {
	t.Helper()
	book, problems := Read(name, data)
	if fatalProblem(problems) {
		return
	}
	f, _ := Open(name, bytes.NewReader(data), int64(len(data)))
	compareHead(t, name, f, book)
	for i, s := range book.Sheets {
		width := 0
		for _, row := range s.Rows {
			width = max(width, len(row.Cells))
		}
		rows := map[int]Row{}
		for _, row := range s.Rows {
			rows[row.Number] = row
		}
		want := make([]int, 0, width)
		for col := width; col >= 1; col-- { // any order
			want = append(want, col)
		}
		seen := 0
		problems, err := f.Rows(i, want, func(l *Line) error {
			row := rows[l.Number]
			if !row.Blank() {
				seen++
			}
			for k, col := range want {
				compareField(t, fmt.Sprintf("%s, sheet %d, row %d, column %d", name, i, l.Number, col), row.Cell(col), l.Fields[k])
			}
			return nil
		})
		check(t, err)
		if fatalProblem(problems) {
			t.Errorf("%s: %+v", name, problems)
		}
		for _, row := range s.Rows {
			if !row.Blank() {
				seen--
			}
		}
		if seen != 0 {
			t.Errorf("%s, sheet %d: %d rows more than read as a whole", name, i, seen)
		}
	}
}

// compareHead wants the first rows to be those of the whole.
func compareHead(t *testing.T, name string, f *File, book Book) {
	t.Helper()
	head, more, problems := f.Head()
	if fatalProblem(problems) || len(head.Sheets) != len(book.Sheets) {
		t.Fatalf("%s: head has %d sheets of %d: %+v", name, len(head.Sheets), len(book.Sheets), problems)
	}
	for i, s := range head.Sheets {
		whole := book.Sheets[i].Rows
		if !more[i] && len(s.Rows) != len(whole) || len(s.Rows) > len(whole) {
			t.Fatalf("%s, sheet %d: head has %d rows, of %d, more: %v", name, i, len(s.Rows), len(whole), more[i])
		}
		for k, row := range s.Rows {
			if row.Number != whole[k].Number || !slices.Equal(row.Cells, whole[k].Cells) {
				t.Fatalf("%s, sheet %d, row %d differs: %v, %v", name, i, row.Number, row.Cells, whole[k].Cells)
			}
		}
	}
}

func compareField(t *testing.T, place string, cell Cell, field Field) {
	t.Helper()
	text := string(field.Text)
	if field.Kind == Date && cell.Kind == Date && len(text) > 0 && field.Seconds != 0 {
		text = dateCell(text, false).Text
		if text != cell.Text && dateCell(string(field.Text), true).Text == cell.Text {
			text = cell.Text
		}
	}
	if cell.Kind != field.Kind || cell.Text != text {
		t.Errorf("%s: %v %q row by row, %v %q as a whole", place, field.Kind, text, cell.Kind, cell.Text)
	}
}

func fatalProblem(problems []Problem) bool {
	for _, p := range problems {
		if p.Severity == Error && p.Code != "merged-cells" { // of a header too: who reads cases leaves those out
			return true
		}
	}
	return false
}

func TestRowsAgreeWithRead(t *testing.T) {
	files, err := filepath.Glob("../../examples/fuxin/exports/*/*")
	check(t, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		check(t, err)
		compareStream(t, filepath.Base(file), data)
	}
	for name, text := range map[string]string{
		"a.csv":  "编号,单位\r\n\r\n\"1\r\n2\",阜蒙县,多\r\n3\r\n\"a\"\"b\",\r\n",
		"b.txt":  "编号\t单位\n1\t彰武 县 \n",
		"c.csv":  "sep=;\n编号;单位\n1,5;b\"c\n",
		"d.csv":  "编号,单位\r1,2\r3,4",
		"e.html": "<table><caption>甲</caption><tr><td rowspan=2>a<td>b<br>c<tr><td>d</table><table><tr><th>e</th></tr></table>",
		"f.html": "<table><tr><td>a<table><tr><td>内</td></tr></table></td><td>b</td></tr></table>",
	} {
		compareStream(t, name, []byte(text))
		compareStream(t, name, encoded(t, simplifiedchinese.GB18030.NewEncoder().Bytes, text))
	}
}

// Columns that are not asked for cost no memory: their shared strings are not kept.
func TestOnlyWantedStringsAreKept(t *testing.T) {
	var rows [][]any
	for i := range 40000 {
		rows = append(rows, []any{fmt.Sprintf("编号%d", i), fmt.Sprintf("很长的标题很长的标题很长的标题很长的标题很长的标题%d", i)})
	}
	data := newWorkbook(t, rows)
	f, problems := Open("a.xlsx", bytes.NewReader(data), int64(len(data)))
	if f == nil {
		t.Fatal(problems)
	}
	s := rowStream{workbook: f.workbook, entry: f.workbook.sheets[0], slots: slots([]int{1})}
	s.line.Fields = make([]Field, 1)
	s.each = func(*Line) error { return nil }
	check(t, s.read())
	if s.join == nil {
		t.Error("the sheet was looked through although its strings come in order")
	}
	joined := s.shared
	check(t, s.readShared())
	for _, shared := range []*sharedStrings{joined, s.shared} {
		if most := 40000 * 16; len(shared.text) > most {
			t.Errorf("%d bytes kept, at most %d belong to the wanted column", len(shared.text), most)
		}
	}
	compareStream(t, "a.xlsx", data)
}
