// Package sheet turns the bytes of an export (.xlsx, .csv, HTML) into sheets of cells that know their place.
//
// In: a file name (for messages only) and its bytes, by [Open] or [Read]. Out: a [Book], or one sheet row by row, and
// the problems found. The contents decide what a file is, never its name. The package does not know what a column means
// (package record does), opens no file and reads no clock. What cannot be read is answered with a [Problem] that says
// in Chinese what it is and what to do.
package sheet

import (
	"fmt"
	"strings"
)

// Place says where in an input something stands. Row and Col count from 1; zero means "the whole of it".
type Place struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row,omitempty"`
	Col   int    `json:"col,omitempty"`
}

// String gives the place as an editor reads it: 文件 › 工作表 › 第 6 行 C 列.
func (p Place) String() string {
	parts := []string{p.File}
	if p.Sheet != "" {
		parts = append(parts, p.Sheet)
	}
	switch {
	case p.Row > 0 && p.Col > 0:
		parts = append(parts, fmt.Sprintf("第 %d 行 %s 列", p.Row, ColumnName(p.Col)))
	case p.Row > 0:
		parts = append(parts, fmt.Sprintf("第 %d 行", p.Row))
	case p.Col > 0:
		parts = append(parts, ColumnName(p.Col)+" 列")
	}
	return strings.Join(parts, " › ")
}

// ColumnName gives the letters a spreadsheet shows above a column: 1 is A, 27 is AA.
func ColumnName(col int) string {
	name := ""
	for ; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

// Kind says how a cell was stored.
type Kind uint8

// The kinds of cells. A Percent cell holds a number whose format shows it as a percentage (0.9196 shown as 91.96%).
const (
	Empty Kind = iota
	Text
	Number
	Percent
	Date
	Bool
	Failed // a formula's error value, such as #REF!
)

// Cell is one cell. Text is trimmed of outer white space; numbers keep their stored digits, not their display
// (0.9196, 44440), dates come as 2021-08-31 or 2021-08-31 15:04:05.
type Cell struct {
	Kind Kind
	Text string
}

// Span is a merged range, both corners included, counted from 1.
type Span struct{ Row1, Col1, Row2, Col2 int }

// Row is one row that is not empty, or stands between rows that are not.
type Row struct {
	Number int // as the spreadsheet or text file counts it, from 1
	Cells  []Cell
}

// Cell gives the cell of a column counted from 1, empty beyond the last.
func (r Row) Cell(col int) Cell {
	if col < 1 || col > len(r.Cells) {
		return Cell{}
	}
	return r.Cells[col-1]
}

// Blank tells whether no cell of the row holds anything.
func (r Row) Blank() bool {
	for _, c := range r.Cells {
		if c.Kind != Empty {
			return false
		}
	}
	return true
}

// Sheet is one sheet of a workbook, or the whole of a text file.
type Sheet struct {
	Name   string // "" for text files
	Hidden bool
	Rows   []Row
	Merges []Span
}

// Book is one file that could be read.
type Book struct {
	File     string
	Format   string // "xlsx", "csv" or "html"
	Encoding string // of text files: "UTF-8", "UTF-8 BOM", "UTF-16LE", "UTF-16BE", "GB18030"
	Sheets   []Sheet
}

// textCell is a cell of text without its outer white space; one that holds nothing else is empty.
func textCell(text string) Cell {
	text = strings.TrimSpace(text)
	if text == "" {
		return Cell{}
	}
	return Cell{Text, text}
}
