package sheet

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// at is a cell's place within its sheet.
type at struct{ row, col int }

// worksheet is the reading of one sheet's part.
type worksheet struct {
	*workbook
	sheet    Sheet
	unsolved []at // formulas without a stored result

	row      Row
	col      int
	cells    int
	style    int
	stored   string // the cell's t attribute
	value    []byte // the text of its v
	inline   strings.Builder
	formula  bool
	valued   bool
	phonetic bool
}

func (w *workbook) readSheet(entry sheetEntry) (Sheet, []at, error) {
	r := &worksheet{workbook: w, sheet: Sheet{Name: entry.name, Hidden: entry.hidden}}
	err := w.each(entry.part, r.tag)
	r.sheet.Rows = trimBlank(r.sheet.Rows)
	return r.sheet, r.unsolved, err
}

func trimBlank(rows []Row) []Row {
	for len(rows) > 0 && rows[len(rows)-1].Blank() {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// tag takes one tag of the part. The names are those of ECMA-376 §18.3.1; what is not named here is passed over.
func (r *worksheet) tag(x *xmlReader, t tag) error {
	switch string(t.name) {
	case "row":
		return r.rowTag(t)
	case "c":
		return r.cellTag(t)
	case "f":
		r.formula = true
	case "v":
		if t.closes && !t.opens {
			r.value, r.valued = append(r.value[:0], x.text...), true
		}
	case "t":
		return r.inlineText(x, t)
	case "rPh":
		r.phonetic = t.opens && !t.closes
	case "mergeCell":
		return r.merge(t)
	}
	return nil
}

func (r *worksheet) rowTag(t tag) error {
	if t.opens {
		next := r.row.Number + 1
		if ref := t.attribute("r"); ref != nil {
			if next = number(ref); next <= r.row.Number {
				return fmt.Errorf("行号 %q 错乱", ref)
			}
		}
		if next > maxSheetRows {
			return fmt.Errorf("行号 %d 超过 %d", next, maxSheetRows)
		}
		r.row = Row{Number: next}
		r.col = 0
	}
	if t.closes {
		r.sheet.Rows = append(r.sheet.Rows, r.row)
	}
	return nil
}

func (r *worksheet) cellTag(t tag) error {
	if t.opens {
		if err := r.startCell(t); err != nil {
			return err
		}
	}
	if t.closes {
		return r.endCell()
	}
	return nil
}

func (r *worksheet) startCell(t tag) error {
	if r.cells++; r.cells > maxSheetCells {
		return fmt.Errorf("单元格超过 %d 个", maxSheetCells)
	}
	col := r.col + 1
	if ref := t.attribute("r"); ref != nil {
		row := 0
		if col, row = coordinates(ref); col <= r.col || row != r.row.Number {
			return fmt.Errorf("单元格 %q 的位置错乱", ref)
		}
	}
	r.col, r.style, r.stored = col, max(number(t.attribute("s")), 0), string(t.attribute("t"))
	r.value, r.valued, r.formula = r.value[:0], false, false
	r.inline.Reset()
	return nil
}

// mostLetters is the longest column name, XFD.
const mostLetters = 3

// coordinates reads AB12; zeros where it is none.
func coordinates(ref []byte) (col, row int) {
	i := 0
	for ; i < len(ref) && i < mostLetters && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		col = col*26 + int(ref[i]-'A') + 1
	}
	if row = number(ref[i:]); row < 1 {
		return 0, 0
	}
	return col, row
}

func (r *worksheet) inlineText(x *xmlReader, t tag) error {
	if t.opens || r.phonetic {
		return nil
	}
	text, err := unescape(x.text)
	r.inline.WriteString(text)
	return err
}

func (r *worksheet) endCell() error {
	cell, err := r.cell()
	if err != nil {
		return fmt.Errorf("单元格 %s%d：%w", ColumnName(r.col), r.row.Number, err)
	}
	if r.formula && !r.valued && cell.Kind == Empty {
		r.unsolved = append(r.unsolved, at{r.row.Number, r.col})
	}
	if utf8.RuneCountInString(cell.Text) > maxCellRunes {
		return fmt.Errorf("单元格 %s%d 超过 %d 字", ColumnName(r.col), r.row.Number, maxCellRunes)
	}
	if cell.Kind == Empty {
		return nil // styled but empty, perhaps to the far right of the sheet
	}
	if r.col > maxSheetCols {
		return fmt.Errorf("单元格 %s%d 的列超过 %d", ColumnName(r.col), r.row.Number, maxSheetCols)
	}
	for len(r.row.Cells) < r.col {
		r.row.Cells = append(r.row.Cells, Cell{})
	}
	r.row.Cells[r.col-1] = cell
	return nil
}

// cell makes the cell that has just ended (ECMA-376 §18.18.11 lists the stored types).
func (r *worksheet) cell() (Cell, error) {
	if r.stored == "inlineStr" {
		return textCell(unescapeControls(r.inline.String())), nil
	}
	if !r.valued || len(r.value) == 0 {
		return Cell{}, nil
	}
	if r.stored == "s" {
		return r.shared()
	}
	text, err := unescape(bytes.TrimSpace(r.value))
	if err != nil {
		return Cell{}, err
	}
	switch r.stored {
	case "str":
		return textCell(unescapeControls(text)), nil
	case "e":
		return Cell{Failed, text}, nil
	case "b":
		return Cell{Bool, text}, nil
	case "d":
		return Cell{Date, strings.Replace(strings.TrimSuffix(text, "Z"), "T", " ", 1)}, nil
	}
	return r.number(text)
}

func (r *worksheet) shared() (Cell, error) {
	i := number(bytes.TrimSpace(r.value))
	if i < 0 || i >= len(r.strings) {
		return Cell{}, fmt.Errorf("共享文字序号 %q 不存在", r.value)
	}
	return textCell(r.strings[i]), nil
}

func (r *worksheet) number(text string) (Cell, error) {
	if text == "" {
		return Cell{}, nil
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return Cell{}, fmt.Errorf("数值 %q 不成立", text)
	}
	kind := Number
	if r.style < len(r.kinds) {
		kind = r.kinds[r.style]
	}
	if kind == Date {
		return dateCell(text, r.date1904), nil
	}
	return Cell{kind, text}, nil
}

func (r *worksheet) merge(t tag) error {
	if !t.opens {
		return nil
	}
	ref := t.attribute("ref")
	from, to, two := bytes.Cut(ref, []byte(":"))
	if !two {
		to = from
	}
	c1, r1 := coordinates(from)
	c2, r2 := coordinates(to)
	if c1 < 1 || c2 < c1 || r2 < r1 {
		return fmt.Errorf("合并区域 %q 无法识别", ref)
	}
	r.sheet.Merges = append(r.sheet.Merges, Span{r1, c1, r2, c2})
	return nil
}

// unescapeControls turns _x000D_ and its kin, by which workbooks write characters that XML cannot hold, into white
// space or nothing (ECMA-376 §22.9.2.19); _x005F_ is an underscore that protects such a text.
func unescapeControls(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for {
		i := strings.Index(text, "_x")
		if i < 0 {
			out.WriteString(text)
			return out.String()
		}
		code, ok := controlCode(text[i:])
		if !ok {
			out.WriteString(text[:i+2])
			text = text[i+2:]
			continue
		}
		out.WriteString(text[:i])
		if code != 0 {
			out.WriteRune(code)
		}
		text = text[i+len("_x0000_"):]
	}
}

// controlCode reads _xHHHH_ at the start of a text.
func controlCode(text string) (rune, bool) {
	if len(text) < 7 || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}
