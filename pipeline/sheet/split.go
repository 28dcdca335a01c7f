package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// textReader splits a text into rows and fields (RFC 4180; a quote within an unquoted field is a character, as in
// spreadsheet programs). It works on the stored bytes: a comma, quote, tab or line end never is part of a character in
// UTF-8 or GB18030, so only the fields that are asked for are ever decoded.
type textReader struct {
	layout
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool

	line   int // of the row's first line, counted from 1
	after  int // lines up to the next row
	last   int // the last column that is wanted; 0 means all
	fields [][]byte
	width  int  // up to which field the row holds something, wanted or not
	count  int  // how many fields it has, empty ones at its end included
	cut    bool // the row has no line end although others had one, and fewer fields than the one before
	ended  bool // some row had a line end

	mended   bool // a decoder has put U+FFFD in place of what it did not know
	unquoted []byte
	decoder  transform.Transformer
	decoded  map[string][]byte
}

const (
	textBuffer = 256 << 10
	maxRow     = 16 << 20
	maxField   = 256 << 10 // of a quoted field, line ends included: a cell holds 32,767 characters
)

func (f *File) newTextReader() *textReader {
	l := f.layout
	r := f.reader()
	if l.encoding.gb && !(len(l.separator) == 1 && l.separator[0] < 0x30) {
		r, l.encoding = transform.NewReader(r, simplifiedchinese.GB18030.NewDecoder()), encoding{}
	}
	return newTextReader(r, l)
}

func newTextReader(r io.Reader, l layout) *textReader {
	_, mended := r.(*transform.Reader)
	t := &textReader{layout: l, r: r, mended: mended, buf: make([]byte, textBuffer), decoded: map[string][]byte{}}
	if l.encoding.gb {
		t.decoder = simplifiedchinese.GB18030.NewDecoder()
	}
	for range l.lines {
		if n, err := t.lineFrom(0); err == nil {
			t.take(n)
			t.after++
		}
	}
	return t
}

// next reads the next row that is not an empty line; io.EOF at the end.
func (t *textReader) next() error {
	before := t.count
	for {
		t.line += t.after
		t.after = 0
		n, err := t.lineFrom(0)
		if err != nil {
			return err
		}
		t.line++
		row := t.buf[t.pos : t.pos+n]
		switch {
		case len(bytes.TrimRight(row, "\r")) == 0:
			t.take(n)
		case bytes.IndexByte(row, '"') < 0:
			t.split(bytes.TrimRight(row, "\r"))
			t.take(n)
			t.cut = t.cut && t.count < before
			return nil
		default:
			err := t.quoted(n)
			t.cut = t.cut && t.count < before
			return err
		}
	}
}

// lineFrom gives the length of what stands from pos to the line end at or behind an offset, filling the buffer as
// needed; io.EOF where nothing is left.
func (t *textReader) lineFrom(offset int) (int, error) {
	for {
		if i := bytes.IndexByte(t.buf[t.pos+offset:t.end], t.lineEnd); i >= 0 {
			t.cut, t.ended = false, true
			return offset + i, nil
		}
		offset = t.end - t.pos
		if !t.eof {
			if err := t.fill(); err != nil {
				return 0, err
			}
			continue
		}
		if offset == 0 {
			return 0, io.EOF
		}
		t.cut = t.ended
		return offset, nil
	}
}

var errLongRow = errors.New("一行文字过长，不像表格")

func (t *textReader) fill() error {
	kept := t.end - t.pos
	if kept > maxRow {
		return errLongRow
	}
	if kept > len(t.buf)/2 {
		t.buf = append(t.buf, make([]byte, len(t.buf))...)
	}
	copy(t.buf, t.buf[t.pos:t.end])
	t.pos, t.end = 0, kept
	n, err := t.r.Read(t.buf[t.end:])
	t.end += n
	if t.eof = errors.Is(err, io.EOF); t.eof {
		return nil
	}
	return err
}

// take passes over a row of n bytes and its line end.
func (t *textReader) take(n int) { t.pos = min(t.pos+n+1, t.end) }

// split cuts a row without quotes.
func (t *textReader) split(row []byte) {
	t.fields = t.fields[:0]
	for t.last == 0 || len(t.fields) < t.last {
		i := t.cutAt(row)
		if i < 0 {
			t.fields = append(t.fields, row)
			t.count = len(t.fields)
			t.width = t.held()
			return
		}
		t.fields = append(t.fields, row[:i])
		row = row[i+len(t.separator):]
	}
	t.count = len(t.fields) + 1 + bytes.Count(row, t.separator)
	if rest := bytes.TrimRight(row, t.blank()); len(rest) > 0 {
		t.width = len(t.fields) + 1 + bytes.Count(rest, t.separator)
	} else {
		t.width = t.held()
	}
}

// held counts the fields up to the last that holds something.
func (t *textReader) held() int {
	for i := len(t.fields); i > 0; i-- {
		if len(bytes.TrimSpace(t.fields[i-1])) > 0 {
			return i
		}
	}
	return 0
}

// blank are the characters that a row may end with without holding anything more.
func (t *textReader) blank() string {
	if len(t.separator) == 1 {
		return string(t.separator) + " \t"
	}
	return " \t"
}

func (t *textReader) cutAt(row []byte) int {
	if len(t.separator) == 1 {
		return bytes.IndexByte(row, t.separator[0])
	}
	return bytes.Index(row, t.separator)
}

// quoted cuts a row that has quotes; n is the length of its first line. A quoted field may go on over further lines.
func (t *textReader) quoted(n int) error {
	for {
		whole, err := t.splitQuoted(bytes.TrimRight(t.buf[t.pos:t.pos+n], "\r"))
		if err != nil {
			return err
		}
		if whole {
			t.take(n)
			return nil
		}
		if n > maxField || t.pos+n >= t.end && t.eof {
			return errQuotes
		}
		if n, err = t.lineFrom(n + 1); err != nil {
			return errQuotes
		}
		t.after++
	}
}

// splitQuoted cuts a row; whole is false where it ends within a quoted field.
func (t *textReader) splitQuoted(row []byte) (whole bool, err error) {
	t.fields, t.unquoted = t.fields[:0], t.unquoted[:0]
	for {
		if len(row) == 0 || row[0] != '"' {
			i := t.cutAt(row)
			if i < 0 {
				t.fields = append(t.fields, row)
				break
			}
			t.fields = append(t.fields, row[:i])
			row = row[i+len(t.separator):]
			continue
		}
		field, rest, closed := t.unquote(row[1:])
		if !closed {
			return false, nil
		}
		t.fields = append(t.fields, field)
		if len(rest) == 0 {
			break
		}
		if !bytes.HasPrefix(rest, t.separator) {
			return false, errQuotes
		}
		row = rest[len(t.separator):]
	}
	t.count, t.width = len(t.fields), t.held()
	return true, nil
}

// unquote reads a quoted field behind its first quote.
func (t *textReader) unquote(row []byte) (field, rest []byte, closed bool) {
	from := len(t.unquoted)
	for {
		i := bytes.IndexByte(row, '"')
		if i < 0 {
			return nil, nil, false
		}
		t.unquoted = append(t.unquoted, row[:i]...)
		row = row[i+1:]
		if len(row) == 0 || row[0] != '"' {
			return t.unquoted[from:len(t.unquoted):len(t.unquoted)], bytes.TrimLeft(row, " "), true
		}
		t.unquoted = append(t.unquoted, '"')
		row = row[1:]
	}
}

// maxDecoded is how many decoded texts are remembered: most columns of an export hold few different ones.
const (
	maxDecoded  = 4096
	longDecoded = 64
)

// decode gives stored bytes as UTF-8; ok is false where they are none.
func (t *textReader) decode(raw []byte) (text []byte, ok bool) {
	if isASCII(raw) {
		return raw, true
	}
	if t.decoder == nil {
		return raw, utf8.Valid(raw) && !(t.mended && bytes.ContainsRune(raw, utf8.RuneError))
	}
	if text, ok := t.decoded[string(raw)]; ok {
		return text, true
	}
	text = make([]byte, 2*len(raw))
	t.decoder.Reset()
	n, _, err := t.decoder.Transform(text, raw, true)
	text = bytes.TrimSpace(text[:n]) // the ideographic space is white too
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, false
	}
	if len(t.decoded) < maxDecoded && len(raw) < longDecoded {
		t.decoded[string(raw)] = text
	}
	return text, true
}

func isASCII(b []byte) bool {
	const high = 0x8080808080808080
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&high != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
