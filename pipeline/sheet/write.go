package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes a table as a workbook of one sheet: a header row that stays in sight, columns wide enough. Every
// cell is text, so nothing in it is ever a formula.
func WriteXLSX(w io.Writer, name string, rows [][]string) error {
	all := make([][]any, len(rows))
	for i, row := range rows {
		for _, text := range row {
			all[i] = append(all[i], text)
		}
	}
	return writeBook(w, name, all)
}

// writeBook writes a sheet whose first row is its head.
func writeBook(w io.Writer, name string, rows [][]any) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	s, err := newStyles(f)
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := s.writeTable(out, rows); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	return f.Write(w)
}

// textFormat is the built-in number format "@".
const textFormat = 49

func (s styles) writeTable(out *excelize.StreamWriter, rows [][]any) error {
	for col, width := range widths(rows) {
		if err := out.SetColWidth(col+1, col+1, width); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, value := range row {
			cell, err := s.cell(value)
			if err != nil {
				return err
			}
			if i == 0 {
				cell.StyleID = s.head
			}
			cells[j] = cell
		}
		axis, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := out.SetRow(axis, cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

// kindError says that a value is of a kind that no cell has.
type kindError struct{ value any }

func (k *kindError) Error() string { return fmt.Sprintf("sheet: no cell for %T", k.value) }

const (
	narrowest = 6.0
	widest    = 60.0
)

// widths are as wide as each column's widest line.
func widths(rows [][]any) []float64 {
	var out []float64
	for _, row := range rows {
		for j, value := range row {
			if j == len(out) {
				out = append(out, narrowest)
			}
			for line := range strings.SplitSeq(shown(value), "\n") {
				out[j] = min(widest, max(out[j], float64(runewidth.StringWidth(line)+2)))
			}
		}
	}
	return out
}

// Inert makes a text safe in a CSV that a spreadsheet program opens: one that would be taken for a formula gets an
// apostrophe in front (OWASP ASVS 5.0, 1.2.10).
func Inert(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") || strings.HasPrefix(text, "＝") || strings.HasPrefix(text, "＋") ||
		strings.HasPrefix(text, "－") || strings.HasPrefix(text, "＠") {
		return "'" + text
	}
	return text
}
