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
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}},
		Alignment: &excelize.Alignment{Vertical: "center"},
	})
	if err != nil {
		return err
	}
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, NumFmt: textFormat})
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := writeTable(out, rows, bold, wrap); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	return f.Write(w)
}

// textFormat is the built-in number format "@".
const textFormat = 49

func writeTable(out *excelize.StreamWriter, rows [][]string, head, body int) error {
	for col, width := range widths(rows) {
		if err := out.SetColWidth(col+1, col+1, width); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range rows {
		style := body
		if i == 0 {
			style = head
		}
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = excelize.Cell{StyleID: style, Value: text}
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

const (
	narrowest = 6.0
	widest    = 60.0
)

func widths(rows [][]string) []float64 {
	var out []float64
	for _, row := range rows {
		for j, text := range row {
			if j == len(out) {
				out = append(out, narrowest)
			}
			out[j] = min(widest, max(out[j], float64(runewidth.StringWidth(text)+2)))
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
