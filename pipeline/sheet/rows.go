package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// rowReader reads a worksheet's part row by row. The names are those of ECMA-376 §18.3.1; what is not named here is
// passed over. Cells as spreadsheet programs write them are read straight from the buffer (see fast); every other form
// is read tag by tag, and whatever does not fit is an error.
type rowReader struct {
	x      *xmlReader
	slots  []int // by column: whether its cells are kept; nil keeps all
	row    int
	mark   []byte // the row's number and the quote behind it, as they end the references of its cells
	within bool
	col    int
	filled int
	cells  []rawCell
	text   []byte // of the kept cells
	merges []Span

	cell     rawCell // under way, tag by tag
	formula  bool
	valued   bool
	phonetic bool
}

// rawCell is a cell as stored: its text is rowReader.text[from:to].
type rawCell struct {
	col, style int
	stored     stored
	from, to   int
	plain      bool // entities are resolved and the characters checked
	unsolved   bool // a formula without a stored result
}

// stored is a cell's t attribute (ECMA-376 §18.18.11).
type stored byte

const (
	storedNumber stored = iota
	storedShared
	storedInline
	storedText
	storedError
	storedBool
	storedDate
)

var storedTypes = map[string]stored{
	"": storedNumber, "n": storedNumber, "s": storedShared, "inlineStr": storedInline, "str": storedText,
	"e": storedError, "b": storedBool, "d": storedDate,
}

// next reads the next row; io.EOF at the part's end. A row may be empty.
func (r *rowReader) next() error {
	r.cells, r.text, r.filled, r.col = r.cells[:0], r.text[:0], 0, 0
	for {
		if r.within {
			r.fast()
			if r.fastEnd() {
				return nil
			}
		}
		t, err := r.x.next()
		if err != nil {
			return err
		}
		if done, err := r.tag(t); done || err != nil {
			return err
		}
	}
}

func (r *rowReader) kept(col int) bool {
	return r.slots == nil || col < len(r.slots) && r.slots[col] > 0
}

// tag takes one tag; done at a row's end.
func (r *rowReader) tag(t tag) (done bool, err error) {
	switch string(t.name) {
	case "row":
		return t.closes, r.rowTag(t)
	case "c":
		err = r.cellTag(t)
	case "f":
		r.formula = true
	case "v":
		if t.closes && !t.opens {
			r.value()
		}
	case "t":
		err = r.inlineText(t)
	case "rPh":
		r.phonetic = t.opens && !t.closes
	case "mergeCell":
		err = r.merge(t)
	}
	return false, err
}

func (r *rowReader) rowTag(t tag) error {
	r.within = t.opens && !t.closes
	if !t.opens {
		return nil
	}
	next := r.row + 1
	if ref := t.attribute("r"); ref != nil {
		if next = number(ref); next <= r.row {
			return fmt.Errorf("行号 %q 错乱", ref)
		}
	}
	if next > maxSheetRows {
		return fmt.Errorf("行号 %d 超过 %d", next, maxSheetRows)
	}
	r.row = next
	r.mark = fmt.Appendf(r.mark[:0], `%d"`, next)
	return nil
}

func (r *rowReader) cellTag(t tag) error {
	if t.opens {
		if err := r.startCell(t); err != nil {
			return err
		}
	}
	if t.closes {
		r.endCell()
	}
	return nil
}

func (r *rowReader) startCell(t tag) error {
	col := r.col + 1
	if ref := t.attribute("r"); ref != nil {
		row := 0
		if col, row = coordinates(ref); col <= r.col || row != r.row {
			return fmt.Errorf("单元格 %q 的位置错乱", ref)
		}
	}
	kind, known := storedTypes[string(t.attribute("t"))]
	if !known {
		return fmt.Errorf("单元格 %s%d 的类型 %q 无法识别", ColumnName(col), r.row, t.attribute("t"))
	}
	r.col = col
	r.cell = rawCell{col: col, style: max(number(t.attribute("s")), 0), stored: kind, from: len(r.text), to: len(r.text)}
	r.cell.plain = kind == storedInline
	r.formula, r.valued = false, false
	return nil
}

func (r *rowReader) endCell() {
	r.cell.unsolved = r.formula && !r.valued && r.cell.from == r.cell.to
	if r.cell.from != r.cell.to || r.cell.unsolved {
		r.filled++
		if r.kept(r.cell.col) {
			r.cells = append(r.cells, r.cell)
		}
	}
}

// value takes the text of a cell's v; an inline text has none of its own.
func (r *rowReader) value() {
	if r.valued = true; r.cell.stored != storedInline {
		r.text = r.text[:r.cell.from]
		r.add(r.x.text)
	}
}

// add takes text of the cell under way.
func (r *rowReader) add(text []byte) {
	r.text = append(r.text, text...)
	r.cell.to = len(r.text)
}

func (r *rowReader) inlineText(t tag) error {
	if t.opens || r.phonetic || r.cell.stored != storedInline {
		return nil
	}
	text, err := unescape(r.x.text)
	r.add([]byte(text))
	return err
}

func (r *rowReader) merge(t tag) error {
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
	r.merges = append(r.merges, Span{r1, c1, r2, c2})
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

// scan reads the rows of a worksheet's part and passes each to one.
func (w *workbook) scan(part string, slots []int, one func(*rowReader) error) (*rowReader, error) {
	x, closer, err := w.open(part)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	r := &rowReader{x: x, slots: slots}
	for {
		err := r.next()
		if errors.Is(err, io.EOF) {
			return r, nil
		}
		if err == nil {
			err = one(r)
		}
		var stop stopped
		if errors.As(err, &stop) {
			return r, err
		}
		if err != nil {
			return r, errPart(part, broken(err))
		}
	}
}

// trimBlank takes off the blank rows at a sheet's end.
func trimBlank(rows []Row) []Row {
	for len(rows) > 0 && rows[len(rows)-1].Blank() {
		rows = rows[:len(rows)-1]
	}
	return rows
}
