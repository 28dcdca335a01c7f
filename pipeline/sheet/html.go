package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// HTML: many systems export a web page under the name of a workbook. Each table is a sheet, named by its caption or its
// number; a table inside another is a sheet of its own. Tables that hold nothing are left out.

// readHTML reads all tables into memory.
func (f *File) readHTML() (Book, []Problem) {
	book, _, problems := f.htmlBook(0)
	return book, problems
}

func (f *File) htmlHead() (Book, []bool, []Problem) { return f.htmlBook(headRows) }

// htmlBook reads of every table the first rows or, with 0, all.
func (f *File) htmlBook(rows int) (Book, []bool, []Problem) {
	book := Book{File: f.Name, Format: f.Format, Encoding: f.Encoding}
	if rows == 0 && f.size > maxReadBytes {
		return book, nil, []Problem{damaged(f.Name, fmt.Sprintf("没有可识别的工单表头，整个文件又超过 %d MB，不能读取", maxReadBytes>>20))}
	}
	var tables []*htmlTable
	var more []bool
	err := f.scanHTML(func(t *htmlTable, row Row) error {
		if len(tables) == 0 || !holds(tables, t) {
			tables, more = append(tables, t), append(more, false)
		}
		if rows > 0 && len(t.rows) == rows {
			more[place(tables, t)] = true
			return nil
		}
		t.rows = append(t.rows, row)
		return nil
	})
	if err != nil {
		return book, nil, []Problem{f.badPage(err)}
	}
	for i, t := range tables {
		book.Sheets = append(book.Sheets, Sheet{Name: t.title(i), Rows: trimBlank(t.rows), Merges: t.merges})
	}
	return book, more, nil
}

func (t *htmlTable) title(i int) string {
	if name := strings.TrimSpace(t.caption); name != "" {
		return name
	}
	return "表格" + strconv.Itoa(i+1)
}

func holds(tables []*htmlTable, t *htmlTable) bool { return place(tables, t) >= 0 }

// place looks from the end, where an open table stands.
func place(tables []*htmlTable, t *htmlTable) int {
	for i := len(tables) - 1; i >= 0; i-- {
		if tables[i] == t {
			return i
		}
	}
	return -1
}

// htmlRows reads one table row by row.
func (f *File) htmlRows(sheet int, want []int, each func(*Line) error) ([]Problem, error) {
	var seen []*htmlTable
	line := Line{Fields: make([]Field, len(want))}
	err := f.scanHTML(func(t *htmlTable, row Row) error {
		if !holds(seen, t) {
			seen = append(seen, t)
		}
		if place(seen, t) != sheet {
			return nil
		}
		line.Number, line.Filled = row.Number, 0
		for _, c := range row.Cells {
			if c.Kind != Empty {
				line.Filled++
			}
		}
		for i, col := range want {
			c := row.Cell(col)
			line.Fields[i] = Field{Kind: c.Kind, Text: []byte(c.Text)}
		}
		if err := each(&line); err != nil {
			return stopped{err}
		}
		return nil
	})
	var stop stopped
	if errors.As(err, &stop) {
		return nil, stop.error
	}
	if err != nil {
		return []Problem{f.badPage(err)}, nil
	}
	return nil, nil
}

func (f *File) badPage(err error) Problem {
	if !errors.Is(err, errCutPage) {
		return damaged(f.Name, err.Error())
	}
	return Problem{
		Place: Place{File: f.Name}, Severity: Error, Code: "cut-file", Message: "网页里的表格没有结束，后面的行可能已经丢失",
		Expected: "完整的导出", Hint: "请重新导出或重新拷贝",
	}
}

// htmlCell makes a cell of what a reader sees of it; bytes that make no text are Failed.
func htmlCell(text string) Cell {
	if strings.ContainsRune(text, utf8.RuneError) {
		return Cell{Failed, "乱码"}
	}
	return textCell(text)
}
