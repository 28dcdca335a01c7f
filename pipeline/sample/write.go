package sample

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// Format is a way in which offices export tables.
type Format string

// The formats. HTML is what old systems name .xls.
const (
	XLSX       Format = "xlsx"        // strings in their cells
	XLSXShared Format = "xlsx-shared" // strings in a table of their own, as spreadsheet programs write them
	CSV        Format = "csv"         // UTF-8 with a byte order mark
	CSVUTF8    Format = "csv-utf8"    // without
	CSVGB18030 Format = "csv-gb18030"
	CSVUTF16   Format = "csv-utf16" // little-endian, with a byte order mark
	TXT        Format = "txt"       // UTF-8, separated by tabs
	HTML       Format = "html"
)

// Formats lists all of them.
func Formats() []Format {
	return []Format{XLSX, XLSXShared, CSV, CSVUTF8, CSVGB18030, CSVUTF16, TXT, HTML}
}

// Ext is the extension of the format's files, with its dot; "" for a format that is none.
func (f Format) Ext() string {
	switch f {
	case XLSX, XLSXShared:
		return ".xlsx"
	case CSV, CSVUTF8, CSVGB18030, CSVUTF16:
		return ".csv"
	case TXT:
		return ".txt"
	case HTML:
		return ".xls"
	}
	return ""
}

// sink takes a table's lines one after another. Cells must not be kept.
type sink interface {
	line(cells []Value) error
	close() error
}

// Write writes a file: its header and its rows, or with messy the same cases as badly as real exports hold them. The
// error is the writer's, or says that the format cannot hold the file.
func Write(w io.Writer, header []string, f File, format Format, messy bool) error {
	out, err := newSink(w, f.Name, format)
	if err != nil {
		return err
	}
	if messy {
		err = (&mess{sink: out, header: header, file: f}).write()
	} else {
		err = clean(out, header, f)
	}
	if err != nil {
		return err
	}
	return out.close()
}

func newSink(w io.Writer, name string, format Format) (sink, error) {
	switch format {
	case XLSX, XLSXShared:
		return newWorkbook(w, name, format == XLSXShared)
	case HTML:
		return newPage(w, name)
	case CSV, CSVUTF8, CSVGB18030, CSVUTF16, TXT:
		return newText(w, format)
	}
	return nil, fmt.Errorf("不认识的格式 %q", format)
}

func clean(out sink, header []string, f File) error {
	if err := out.line(texts(header)); err != nil {
		return err
	}
	return f.Each(func(r Row) error { return out.line(r[:]) })
}

func texts(words []string) []Value {
	out := make([]Value, len(words))
	for i, w := range words {
		out[i] = textValue(w)
	}
	return out
}

// plain is how a value stands in a file without types.
func plain(v Value) string {
	switch v.Kind {
	case Integer:
		return strconv.Itoa(v.Number)
	case Moment:
		return v.Time.Format(time.DateTime)
	}
	return v.Text
}
