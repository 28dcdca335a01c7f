package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// layout is how a text file is laid out, as its first bytes show.
type layout struct {
	encoding  encoding
	skip      int64 // bytes of a byte order mark
	separator []byte
	lineEnd   byte
	lines     int // taken off by a sep= line
}

// sampleBytes is how much of a file is looked at to recognise it.
const sampleBytes = 1 << 20

// openText finds out encoding, separator and line ends; none of them is asked.
func (f *File) openText(sample []byte) {
	l := &f.layout
	l.encoding = encodingOf(sample, f.whole(sample))
	l.skip = int64(l.encoding.mark)
	f.Encoding = l.encoding.name
	text := l.encoding.decodeSample(sample[l.skip:])
	l.lineEnd = '\n'
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		l.lineEnd = '\r' // old Macintosh exports
	}
	l.separator, l.lines = separatorOf(text, l.lineEnd)
}

// reader gives the text from its first row on: as stored where rows can be split on the stored bytes, else as UTF-8.
func (f *File) reader() io.Reader {
	r := io.Reader(io.NewSectionReader(f.r, f.layout.skip, f.size-f.layout.skip))
	switch f.layout.encoding.name {
	case "UTF-16LE":
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case "UTF-16BE":
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	}
	return r
}

// readText reads a text table into memory.
func (f *File) readText() (Book, []Problem) {
	book, _, problems := f.textBook(0)
	return book, problems
}

func (f *File) textHead() (Book, []bool, []Problem) { return f.textBook(headRows) }

// textBook reads the first rows or, with 0, all.
func (f *File) textBook(rows int) (Book, []bool, []Problem) {
	book := Book{File: f.Name, Format: f.Format, Encoding: f.Encoding}
	if rows == 0 && f.size > maxReadBytes {
		return book, nil, []Problem{damaged(f.Name, fmt.Sprintf("没有可识别的工单表头，整个文件又超过 %d MB，不能读取", maxReadBytes>>20))}
	}
	t := f.newTextReader()
	s := Sheet{}
	more := false
	for {
		err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if rows > 0 && len(s.Rows) == rows {
			more = true
			break
		}
		if err == nil && len(t.fields) > maxSheetCols {
			err = fmt.Errorf("第 %d 行起超过 %d 列", t.line, maxSheetCols)
		}
		if err == nil && len(s.Rows) >= maxSheetRows {
			err = fmt.Errorf("超过 %d 行", maxSheetRows)
		}
		if err != nil {
			book.Sheets = []Sheet{s}
			return book, []bool{false}, []Problem{f.badText(t, err)}
		}
		s.Rows = append(s.Rows, t.row())
	}
	book.Sheets = []Sheet{s}
	return book, []bool{more}, nil
}

// row makes a row of the fields.
func (t *textReader) row() Row {
	row := Row{Number: t.line, Cells: make([]Cell, len(t.fields))}
	for i := range t.fields {
		var f Field
		t.into(&f, t.fields[i])
		row.Cells[i] = Cell{f.Kind, string(f.Text)}
	}
	return row
}

// textRows reads a text table row by row.
func (f *File) textRows(want []int, each func(*Line) error) ([]Problem, error) {
	t := f.newTextReader()
	for _, col := range want {
		t.last = max(t.last, col)
	}
	line := Line{Fields: make([]Field, len(want))}
	for {
		err := t.next()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return []Problem{f.badText(t, err)}, nil
		}
		line.Number, line.Width, line.Count, line.Cut, line.Filled = t.line, t.width, t.count, t.cut, 0
		for i, col := range want {
			f := &line.Fields[i]
			if col > len(t.fields) {
				*f = Field{}
			} else if t.into(f, t.fields[col-1]); f.Kind != Empty {
				line.Filled++
			}
		}
		if err := each(&line); err != nil {
			return nil, err
		}
	}
}

// into makes a field of stored bytes; where they make no text it is Failed.
func (t *textReader) into(f *Field, raw []byte) {
	raw = t.trimmed(raw)
	if len(raw) == 0 {
		*f = Field{}
		return
	}
	text, ok := t.decode(raw)
	if !ok {
		*f = Field{Kind: Failed, Text: []byte("乱码")}
		return
	}
	if f.Kind, f.Text = Text, text; len(text) == 0 {
		f.Kind = Empty
	}
}

// trimmed takes white space off stored bytes: within GB18030 that of ASCII only, since other bytes there mean other
// things.
func (t *textReader) trimmed(raw []byte) []byte {
	if n := len(raw); n > 0 && solidStart(raw[0]) && solidEnd(raw) {
		return raw
	}
	if t.encoding.gb {
		return bytes.Trim(raw, " \t\r\n\v\f")
	}
	return bytes.TrimSpace(raw)
}

// No white space begins with these bytes in UTF-8; beyond ASCII it begins with C2, E1, E2 or E3.
func solidStart(c byte) bool { return c > ' ' && c < utf8.RuneSelf || c >= 0xe4 }

func solidEnd(raw []byte) bool {
	n := len(raw)
	return raw[n-1] > ' ' && raw[n-1] < utf8.RuneSelf || n >= 3 && raw[n-3] >= 0xe4
}

// errQuotes is a quoted field that does not end, or goes on behind its end.
var errQuotes = errors.New("quotes")

func (f *File) badText(t *textReader, err error) Problem {
	if !errors.Is(err, errQuotes) {
		return damaged(f.Name, err.Error())
	}
	return Problem{
		Place: Place{File: f.Name, Row: t.line}, Severity: Error, Code: "bad-quotes",
		Message: "引号不配对，从这一行起无法分列", Expected: `字段里的引号写成两个（""），整个字段再用引号括起`,
		Hint: "请检查这一行的引号，或用表格软件打开后另存为 .xlsx",
	}
}

// separatorOf gives the column separator and the number of lines that only state it.
func separatorOf(text []byte, lineEnd byte) (separator []byte, lines int) {
	first, _, _ := bytes.Cut(text, []byte{lineEnd})
	if sep, ok := bytes.CutPrefix(bytes.TrimSpace(first), []byte("sep=")); ok {
		if r, n := utf8.DecodeRune(sep); n > 0 && n == len(sep) && r != '"' {
			return sep, 1
		}
	}
	best, most := byte(','), 0
	for _, candidate := range []byte{',', '\t', ';'} {
		if n := agreement(text[:min(len(text), judgedBytes)], candidate, lineEnd); n > most {
			best, most = candidate, n
		}
	}
	return []byte{best}, 0
}

// judgedBytes is how much of a file the separator is judged by.
const judgedBytes = 64 << 10

// agreement counts the rows that a separator cuts into the same number of fields, two at least: the separator of a
// table makes most rows alike, a comma or semicolon within its texts does not.
func agreement(text []byte, separator, lineEnd byte) int {
	t := newTextReader(bytes.NewReader(text), layout{separator: []byte{separator}, lineEnd: lineEnd})
	widths := map[int]int{}
	most := 0
	for t.next() == nil {
		if t.count > 1 {
			widths[t.count]++
			most = max(most, widths[t.count])
		}
	}
	return most // at the end, or the cut of the sample
}
