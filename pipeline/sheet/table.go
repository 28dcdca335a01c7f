package sheet

import (
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// WriteTable writes a table of values as a workbook of one sheet, its head in sight and its columns wide enough. Text stays
// text and is never a formula; an int is a number; a time is a date with the clock that its own zone shows, at midnight the day
// alone, and nothing where it is zero. Values of other kinds are an error.
func WriteTable(w io.Writer, name string, head []string, rows [][]any) error {
	all := make([][]any, 0, len(rows)+1)
	first := make([]any, len(head))
	for i, text := range head {
		first[i] = text
	}
	return writeBook(w, name, append(append(all, first), rows...))
}

// styles are the numbers of a workbook's cell styles.
type styles struct{ head, text, number, day, minute int }

func newStyles(f *excelize.File) (s styles, err error) {
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	day, minute := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	for _, one := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}, Alignment: &excelize.Alignment{Vertical: "center"}}},
		{&s.text, excelize.Style{Alignment: top, NumFmt: textFormat}},
		{&s.number, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.day, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}, CustomNumFmt: &day}},
		{&s.minute, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}, CustomNumFmt: &minute}},
	} {
		if *one.id, err = f.NewStyle(&one.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

// cell is a value as excelize writes it: a time by the clock of its own zone, since a workbook knows none.
func (s styles) cell(value any) (excelize.Cell, error) {
	switch v := value.(type) {
	case string:
		return excelize.Cell{StyleID: s.text, Value: v}, nil
	case int:
		return excelize.Cell{StyleID: s.number, Value: v}, nil
	case time.Time:
		if v.IsZero() {
			return excelize.Cell{StyleID: s.text}, nil
		}
		style := s.minute
		if atMidnight(v) {
			style = s.day
		}
		return excelize.Cell{StyleID: style, Value: v}, nil
	}
	return excelize.Cell{}, &kindError{value}
}

func atMidnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// shown is a value as its cell reads, for the width of its column.
func shown(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case time.Time:
		switch {
		case v.IsZero():
			return ""
		case atMidnight(v):
			return v.Format(time.DateOnly)
		}
		return v.Format("2006-01-02 15:04")
	}
	return ""
}
