package record

import (
	"slices"
	"strings"

	"tongbao/pipeline/sheet"
)

// grid is a sheet whose merged cells can be asked for the text of their first cell.
type grid struct {
	sheet.Sheet
	file   string
	merged map[[2]int]sheet.Span // every covered cell → its span
}

// maxMergedCells bounds what one sheet's merges may cover: a real sheet merges titles and headers only.
const maxMergedCells = 1 << 16

func newGrid(file string, s sheet.Sheet) grid {
	g := grid{Sheet: s, file: file, merged: map[[2]int]sheet.Span{}}
	for _, m := range s.Merges {
		if cells := (m.Row2 - m.Row1 + 1) * (m.Col2 - m.Col1 + 1); cells < 1 || len(g.merged)+cells > maxMergedCells {
			continue
		}
		for row := m.Row1; row <= m.Row2; row++ {
			for col := m.Col1; col <= m.Col2; col++ {
				g.merged[[2]int{row, col}] = m
			}
		}
	}
	return g
}

func (g grid) place(row, col int) sheet.Place {
	return sheet.Place{File: g.file, Sheet: g.Name, Row: row, Col: col}
}

// at finds a row by its number.
func (g grid) at(number int) (sheet.Row, bool) {
	i, ok := slices.BinarySearchFunc(g.Rows, number, func(r sheet.Row, n int) int { return r.Number - n })
	if !ok {
		return sheet.Row{}, false
	}
	return g.Rows[i], true
}

// text gives the text of a header cell, filled in from the first cell of its merge.
func (g grid) text(row sheet.Row, col int) string {
	if m, ok := g.merged[[2]int{row.Number, col}]; ok {
		if anchor, found := g.at(m.Row1); found {
			return anchor.Cell(m.Col1).Text
		}
	}
	return row.Cell(col).Text
}

// header is a recognised header: its rows and what each column is.
type header struct {
	kind    string
	first   int // index into grid.Rows
	depth   int
	columns []Column
	profile Profile // that knows it; none where Name is empty
}

// maxHeaderDepth is how many header rows a table may have.
const maxHeaderDepth = 2

// findHeader looks whether a header begins at row index i. Deeper readings win when they recognise more columns.
func (r *Reader) findHeader(g grid, i int, context string) (header, bool) {
	if h, known := r.profiled(g, i, context); known {
		return h, true
	}
	best, found := header{}, false
	if r.headerLike(g, i) < minHeaders {
		return best, false
	}
	known := 0
	for depth := 1; depth <= maxHeaderDepth && i+depth <= len(g.Rows); depth++ {
		if depth > 1 && !r.continuesHeader(g, i) {
			break
		}
		h := header{first: i, depth: depth, columns: r.columns(g, g.Rows[i:i+depth])}
		fields := recognised(h.columns)
		h.kind = kindOf(fields, context)
		if h.kind != "" && len(fields) > known {
			best, found, known = h, true, len(fields)
		}
	}
	return best, found
}

// minHeaders is how many known headers the first row of a header must itself hold: a data row above a repeated header
// must not be taken for its upper level.
const minHeaders = 2

func (r *Reader) headerLike(g grid, i int) int {
	known := 0
	for col := 1; col <= len(g.Rows[i].Cells); col++ {
		if len(r.fields[normalise(g.text(g.Rows[i], col))]) > 0 {
			known++
		}
	}
	return known
}

// continuesHeader tells whether the row below row index i is a second header level: it holds nothing but known
// headers, or what is merged down into it.
func (r *Reader) continuesHeader(g grid, i int) bool {
	upper, lower := g.Rows[i], g.Rows[i+1]
	if lower.Number != upper.Number+1 {
		return false
	}
	leaves := 0
	for col := 1; col <= len(lower.Cells); col++ {
		text := lower.Cell(col).Text
		if text == "" {
			continue
		}
		if len(r.fields[normalise(text)]) == 0 {
			return false
		}
		leaves++
	}
	return leaves > 0
}

// columns reads the header of every column. A leaf ("3星") is tried first, then what stands above it; a label to the
// left of blanks in the upper row (评星量 over 3星…25星) covers them, merged or not.
func (r *Reader) columns(g grid, rows []sheet.Row) []Column {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.Cells))
	}
	c := choice{taken: map[string]claim{}}
	above := ""
	for col := 1; col <= width; col++ {
		if levels := r.levels(g, rows, col, &above); len(levels) > 0 {
			r.choose(&c, col, levels)
		}
	}
	return settleStar(c.columns)
}

// choice is the deciding of a header's columns: which of them holds a field, and how good its header is for it.
type choice struct {
	columns []Column
	taken   map[string]claim
}

type claim struct{ column, order int }

// choose decides what a column is from its header levels, the lowest first. Where two columns mean one field the header
// that stands first in the vocabulary has it, else the one to the left.
func (r *Reader) choose(c *choice, col int, levels []string) {
	column := Column{Col: col, Header: strings.Join(levels, " / ")}
	for _, text := range slices.Backward(levels) {
		candidates := r.fields[normalise(text)]
		if len(candidates) == 0 {
			continue
		}
		for _, s := range candidates {
			held, taken := c.taken[s.field]
			if taken && held.order <= s.order {
				column.Why = "同一字段已取“" + c.columns[held.column].Header + "”一列"
				continue
			}
			if taken {
				loser := &c.columns[held.column]
				loser.Field, loser.Why = "", "同一字段已取“"+column.Header+"”一列"
			}
			c.taken[s.field] = claim{len(c.columns), s.order}
			column.Field, column.Why = s.field, "表头“"+text+"”"
			break
		}
		break
	}
	c.columns = append(c.columns, column)
}

func (r *Reader) levels(g grid, rows []sheet.Row, col int, above *string) []string {
	top := oneLine(g.text(rows[0], col))
	if top != "" {
		*above = top
	}
	if len(rows) == 1 {
		return nonEmpty(top)
	}
	leaf := oneLine(g.text(rows[1], col))
	if top == "" && leaf != "" {
		top = *above
	}
	if leaf == top {
		leaf = ""
	}
	return nonEmpty(top, leaf)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), "") }

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

// settleStar decides what a lone 评星 column is: over 3星…25星 it is a heading, in a case list it is the star itself.
func settleStar(columns []Column) []Column {
	for i, c := range columns {
		if c.Field == "stars" && !slices.ContainsFunc(columns, func(o Column) bool { return o.Field == "stars-5" }) {
			columns[i].Field = "star"
		}
		if c.Field == "star" && slices.ContainsFunc(columns, func(o Column) bool { return o.Field == "stars-5" }) {
			columns[i].Field = "stars"
		}
	}
	return columns
}

func recognised(columns []Column) map[string]bool {
	fields := map[string]bool{}
	for _, c := range columns {
		if c.Field != "" {
			fields[c.Field] = true
		}
	}
	return fields
}
