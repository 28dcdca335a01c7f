package sample

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"io"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const byteOrderMark = "\ufeff"

// textSink writes CSV (RFC 4180) or tab-separated text. Each line is encoded as a whole, so no character is ever cut.
type textSink struct {
	w      io.Writer
	fields []string
	buffer bytes.Buffer
	csv    *csv.Writer
	encode func([]byte) ([]byte, error)
}

func newText(w io.Writer, format Format) (sink, error) {
	s := &textSink{w: w, encode: func(b []byte) ([]byte, error) { return b, nil }}
	s.csv = csv.NewWriter(&s.buffer)
	s.csv.UseCRLF = true
	switch format {
	case TXT:
		s.csv.Comma = '\t'
	case CSVGB18030:
		s.encode = simplifiedchinese.GB18030.NewEncoder().Bytes
	case CSVUTF16:
		s.encode = littleEndian
	}
	if format == CSV || format == CSVUTF16 {
		return s, s.put([]byte(byteOrderMark))
	}
	return s, nil
}

func (s *textSink) line(cells []Value) error {
	s.fields = s.fields[:0]
	for _, c := range cells {
		s.fields = append(s.fields, plain(c))
	}
	s.buffer.Reset()
	if err := s.csv.Write(s.fields); err != nil {
		return err
	}
	s.csv.Flush()
	return s.put(s.buffer.Bytes())
}

func (s *textSink) put(line []byte) error {
	out, err := s.encode(line)
	if err == nil {
		_, err = s.w.Write(out)
	}
	return err
}

func (s *textSink) close() error { return nil }

// littleEndian encodes UTF-8 as UTF-16LE.
func littleEndian(line []byte) ([]byte, error) {
	units := make([]uint16, 0, len(line))
	for _, c := range string(line) {
		units = utf16.AppendRune(units, c)
	}
	return binary.Append(nil, binary.LittleEndian, units)
}
