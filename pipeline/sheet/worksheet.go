package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// at is a cell's place within its sheet.
type at struct{ row, col int }

// worksheet is one sheet read into memory.
type worksheet struct {
	*workbook
	sheet    Sheet
	more     bool
	unsolved []at // formulas without a stored result
	cells    int
}

// errEnough ends the reading of a sheet whose first rows are all that was asked for.
var errEnough = errors.New("enough")

// readSheet reads a sheet's first rows or, with 0, all of them.
func (w *workbook) readSheet(entry sheetEntry, rows int) (worksheet, error) {
	s := worksheet{workbook: w, sheet: Sheet{Name: entry.name, Hidden: entry.hidden}}
	if rows == 0 && w.size(entry.part) > maxReadBytes {
		return s, fmt.Errorf("没有可识别的工单表头，整张表又超过 %d MB，不能读取", maxReadBytes>>20)
	}
	shared, err := w.sharedFor(entry, rows)
	if err != nil {
		return s, err
	}
	r, err := w.scan(entry.part, nil, func(r *rowReader) error {
		if rows > 0 && len(s.sheet.Rows) == rows {
			s.more = true
			return stopped{errEnough}
		}
		return s.row(r, shared)
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	if err == nil {
		s.sheet.Merges = r.merges
	}
	s.sheet.Rows = trimBlank(s.sheet.Rows)
	return s, err
}

// sharedFor reads the shared strings that a sheet's first rows or, with 0, any sheet may need.
func (w *workbook) sharedFor(entry sheetEntry, rows int) (*sharedStrings, error) {
	var err error
	if rows == 0 && w.shared == nil {
		w.shared, err = w.readShared(nil, 0)
	}
	if w.shared != nil || err != nil {
		return w.shared, err
	}
	used, most, seen := &bitset{}, -1, 0
	_, err = w.scan(entry.part, nil, func(r *rowReader) error {
		if seen++; seen > rows {
			return stopped{errEnough}
		}
		most = max(most, r.use(used))
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return w.readShared(used, most+1)
}

// use notes which shared strings the row's kept cells name, and gives the highest number.
func (r *rowReader) use(used *bitset) int {
	most := -1
	for _, c := range r.cells {
		if c.stored != storedShared {
			continue
		}
		if i := number(bytes.TrimSpace(r.text[c.from:c.to])); i >= 0 && i < maxShared {
			used.add(i)
			most = max(most, i)
		}
	}
	return most
}

// row takes one row into memory.
func (s *worksheet) row(r *rowReader, shared *sharedStrings) error {
	row := Row{Number: r.row}
	for _, c := range r.cells {
		if s.cells++; s.cells > maxSheetCells {
			return fmt.Errorf("单元格超过 %d 个", maxSheetCells)
		}
		cell, err := s.cell(c, r.text[c.from:c.to], shared)
		if err != nil {
			return fmt.Errorf("单元格 %s%d：%w", ColumnName(c.col), r.row, err)
		}
		if c.unsolved && cell.Kind == Empty {
			s.unsolved = append(s.unsolved, at{r.row, c.col})
		}
		if cell.Kind == Empty {
			continue // styled but empty, perhaps to the far right of the sheet
		}
		if c.col > maxSheetCols {
			return fmt.Errorf("单元格 %s%d 的列超过 %d", ColumnName(c.col), r.row, maxSheetCols)
		}
		for len(row.Cells) < c.col {
			row.Cells = append(row.Cells, Cell{})
		}
		row.Cells[c.col-1] = cell
	}
	s.sheet.Rows = append(s.sheet.Rows, row)
	return nil
}

// cell makes a cell of what is stored.
func (w *workbook) cell(c rawCell, raw []byte, shared *sharedStrings) (Cell, error) {
	switch {
	case len(raw) == 0:
		return Cell{}, nil
	case c.stored == storedShared:
		text, ok := shared.getString(number(bytes.TrimSpace(raw)))
		if !ok {
			return Cell{}, fmt.Errorf("共享文字序号 %q 不存在", raw)
		}
		return checkedCell(text)
	case c.plain:
		return checkedCell(unescapeControls(string(raw)))
	}
	text, err := unescape(raw)
	if err != nil {
		return Cell{}, err
	}
	switch c.stored {
	case storedInline:
		return checkedCell(unescapeControls(text))
	case storedText:
		return checkedCell(unescapeControls(strings.TrimSpace(text)))
	}
	return w.plainCell(c, strings.TrimSpace(text))
}

// checkedCell is a cell of text, which is no longer than cells may be.
func checkedCell(text string) (Cell, error) {
	if len(text) > maxCellRunes && utf8.RuneCountInString(text) > maxCellRunes {
		return Cell{}, fmt.Errorf("超过 %d 字", maxCellRunes)
	}
	return textCell(text), nil
}

// plainCell makes a cell of a value that is no text.
func (w *workbook) plainCell(c rawCell, text string) (Cell, error) {
	switch c.stored {
	case storedError:
		return Cell{Failed, text}, nil
	case storedBool:
		return Cell{Bool, text}, nil
	case storedDate:
		return Cell{Date, strings.Replace(strings.TrimSuffix(text, "Z"), "T", " ", 1)}, nil
	}
	if text == "" {
		return Cell{}, nil
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return Cell{}, fmt.Errorf("数值 %q 不成立", text)
	}
	if kind := w.kindOf(c.style); kind != Date {
		return Cell{kind, text}, nil
	}
	return dateCell(text, w.date1904), nil
}

// kindOf says what a cell style's number format makes of a number.
func (w *workbook) kindOf(style int) Kind {
	if style < len(w.kinds) {
		return w.kinds[style]
	}
	return Number
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
