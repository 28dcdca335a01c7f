package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// workbookRows reads one sheet row by row.
func (f *File) workbookRows(sheet int, want []int, each func(*Line) error) ([]Problem, error) {
	w, entry := f.workbook, f.workbook.sheets[sheet]
	s := rowStream{workbook: w, entry: entry, slots: slots(want), line: Line{Fields: make([]Field, len(want))}, each: each}
	err := s.read()
	var stop stopped
	if errors.As(err, &stop) {
		return nil, stop.error
	}
	if err != nil {
		return []Problem{f.damagedSheet(entry, err)}, nil
	}
	var problems []Problem
	for _, at := range s.unsolved {
		problems = append(problems, formulaWithoutValue(Place{f.Name, entry.name, at.row, at.col}))
	}
	return append(problems, s.mergedRows(f.Name)...), nil
}

// mergedRows reports merged cells that cover several rows of a wanted column: only the first of these rows has the value.
func (s *rowStream) mergedRows(file string) []Problem {
	var problems []Problem
	for _, m := range s.merges {
		for col := m.Col1; col <= m.Col2 && col < len(s.slots) && m.Row2 > m.Row1; col++ {
			if s.slots[col] > 0 && len(problems) < mostReported {
				problems = append(problems, Problem{
					Place: Place{file, s.entry.name, m.Row1, col}, Severity: Error, Code: "merged-cells",
					Message:  fmt.Sprintf("第 %d 至 %d 行的这一列是合并单元格，只有第一行有内容", m.Row1, m.Row2),
					Expected: "每一行都有自己的内容", Hint: "请取消合并，把内容填到每一行",
				})
			}
		}
	}
	return problems
}

// mostReported is how many formulas without a result, or merged cells, of a sheet that is read row by row are listed.
const mostReported = 100

// rowStream hands over the wanted cells of a sheet.
type rowStream struct {
	*workbook
	entry    sheetEntry
	slots    []int
	join     *sharedJoin // nil once the sheet had to be looked through
	shared   *sharedStrings
	line     Line
	each     func(*Line) error
	unsolved []at
	merges   []Span
	scratch  []byte // texts whose entities had to be resolved
}

func (s *rowStream) read() error {
	join, err := s.joinShared()
	if err != nil {
		return err
	}
	defer join.Close()
	s.join, s.shared = join, join.sharedStrings
	r, err := s.scan(s.entry.part, s.slots, s.row)
	if err != nil {
		return err
	}
	if s.merges = r.merges; s.join == nil {
		return nil
	}
	return join.rest()
}

// readShared keeps the shared strings that the wanted columns use: it looks through the whole sheet for their numbers.
func (s *rowStream) readShared() error {
	used := &bitset{}
	_, err := s.scan(s.entry.part, s.slots, func(r *rowReader) error {
		r.use(used)
		return nil
	})
	if err != nil {
		return err
	}
	s.join = nil
	s.shared, err = s.workbook.readShared(used, 0)
	return err
}

// follow makes the shared strings of a row known.
func (s *rowStream) follow(r *rowReader) error {
	if s.join == nil {
		return nil
	}
	known, err := s.join.follow(r)
	if err == nil && !known {
		err = s.readShared()
	}
	return err
}

func (s *rowStream) row(r *rowReader) error {
	clear(s.line.Fields)
	s.line.Number, s.line.Filled = r.row, r.filled
	s.scratch = s.scratch[:0]
	if err := s.follow(r); err != nil {
		return err
	}
	for _, c := range r.cells {
		field, err := s.field(c, r.text[c.from:c.to])
		if err != nil {
			return fmt.Errorf("单元格 %s%d：%w", ColumnName(c.col), r.row, err)
		}
		if c.unsolved && len(s.unsolved) < mostReported {
			s.unsolved = append(s.unsolved, at{r.row, c.col})
		}
		s.line.Fields[s.slots[c.col]-1] = field
	}
	if err := s.each(&s.line); err != nil {
		return stopped{err}
	}
	return nil
}

// field makes a field of what is stored; the same rules as [workbook.cell], without a string for each.
func (s *rowStream) field(c rawCell, raw []byte) (Field, error) {
	switch c.stored {
	case storedShared:
		text, ok := s.shared.get(digits(raw))
		if !ok {
			return Field{}, fmt.Errorf("共享文字序号 %q 不存在", raw)
		}
		return textField(text), nil
	case storedNumber:
		return s.number(c, raw)
	case storedInline, storedText:
		if bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, '_') < 0 && utf8.Valid(raw) {
			return textField(raw), nil
		}
	}
	cell, err := s.cell(c, raw, s.shared)
	from := len(s.scratch)
	s.scratch = append(s.scratch, cell.Text...)
	return Field{Kind: cell.Kind, Text: s.scratch[from:len(s.scratch):len(s.scratch)]}, err
}

func textField(text []byte) Field {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return Field{}
	}
	return Field{Kind: Text, Text: text}
}

func (s *rowStream) number(c rawCell, raw []byte) (Field, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return Field{}, nil
	}
	kind := s.kindOf(c.style)
	if kind != Date && isDecimal(raw) {
		return Field{Kind: kind, Text: raw}, nil
	}
	if kind == Date {
		if seconds, ok := fastSerial(raw, s.date1904); ok {
			return Field{Date, raw, seconds}, nil
		}
	}
	n, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return Field{}, fmt.Errorf("数值 %q 不成立", raw)
	}
	if kind == Date && (n < 0 || n > maxSerial) {
		kind = Number
	}
	if kind != Date {
		return Field{Kind: kind, Text: raw}, nil
	}
	return Field{Date, raw, serialSeconds(n, s.date1904)}, nil
}

// fastSerial reads a serial number as it is usually stored, such as 44378.5069444444, in whole numbers: nine digits of a
// day are a tenth of a millisecond.
func fastSerial(raw []byte, date1904 bool) (seconds int64, ok bool) {
	whole, fraction, _ := bytes.Cut(raw, []byte{'.'})
	days := digits(whole)
	if days < 0 || days > maxSerial {
		return 0, false
	}
	part := int64(0)
	for i := range 9 {
		part *= 10
		if i < len(fraction) {
			part += int64(fraction[i] - '0')
		}
	}
	for _, c := range fraction {
		if c-'0' > 9 {
			return 0, false
		}
	}
	return startOfDay(days, date1904) + (part*86400+5e8)/1e9, true
}

// serialSeconds turns a serial number into wall-clock seconds since 1970, rounded as [dateCell] does.
func serialSeconds(serial float64, date1904 bool) int64 {
	days := math.Floor(serial)
	return startOfDay(int(days), date1904) + int64((serial-days)*86400+0.5)
}

// startOfDay gives the seconds at which the day of a serial number begins.
func startOfDay(days int, date1904 bool) int64 {
	const unix = 25569 // 1970-01-01 in the 1900 system
	switch {
	case date1904:
		days += 1462
	case days < 61:
		days++ // see dateCell
	}
	return int64(days-unix) * 86400
}

// SerialSeconds gives the wall-clock seconds since 1970 of a serial number of the 1900 date system, as exports that
// lost their date format have it.
func SerialSeconds(serial float64) int64 { return serialSeconds(serial, false) }

// isDecimal tells whether a number is written as digits, perhaps with a point among them.
func isDecimal(raw []byte) bool {
	points := 0
	for _, c := range raw {
		if c == '.' {
			points++
		} else if c-'0' > 9 {
			return false
		}
	}
	return points <= 1 && len(raw) > points
}

// digits reads a number of up to nine digits; -1 where it is none.
func digits(raw []byte) int {
	if len(raw) == 0 || len(raw) > 9 {
		return -1
	}
	n := 0
	for _, c := range raw {
		if c-'0' > 9 {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}
