package sample

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// maxRows is how many rows a sheet of a workbook holds.
const maxRows = 1 << 20

// workbook streams a workbook of one sheet, part after part: nothing but the shared strings is kept.
type workbook struct {
	zip    *zip.Writer
	out    *bufio.Writer  // the part that is being written
	shared map[string]int // nil where strings stand in their cells
	order  []string       // the shared strings in the order of their numbers
	uses   int
	row    int
	cell   []byte // of the row that is being written
}

func newWorkbook(w io.Writer, name string, shared bool) (sink, error) {
	b := &workbook{zip: zip.NewWriter(w)}
	// A million rows are a gigabyte of XML that deflates well at any level: the fastest is good enough.
	b.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	if shared {
		b.shared = map[string]int{}
	}
	for _, part := range fixedParts(name, shared) {
		if err := b.part(part[0], part[1]); err != nil {
			return nil, err
		}
	}
	return b, b.open("xl/worksheets/sheet1.xml", sheetHead)
}

// epoch is the time of every part, so that the same rows make the same bytes; a zip knows none before it.
func epoch() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

func (b *workbook) open(name, text string) error {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch()})
	if err != nil {
		return err
	}
	b.out = bufio.NewWriterSize(w, 64<<10)
	_, err = b.out.WriteString(text)
	return err
}

func (b *workbook) part(name, text string) error {
	if err := b.open(name, text); err != nil {
		return err
	}
	return b.out.Flush()
}

func (b *workbook) line(cells []Value) error {
	if b.row++; b.row > maxRows {
		return fmt.Errorf("工作表最多 %d 行，放不下这些数据；请减少行数或改用 CSV", maxRows)
	}
	number := strconv.Itoa(b.row)
	b.cell = append(append(append(b.cell[:0], `<row r="`...), number...), `">`...)
	for i, c := range cells {
		if c.Kind != Empty {
			b.cell = append(append(append(b.cell, `<c r="`...), column(i)...), number...)
			b.value(c)
		}
	}
	b.cell = append(b.cell, "</row>"...)
	_, err := b.out.Write(b.cell)
	return err
}

// value ends a cell that was begun with its place.
func (b *workbook) value(c Value) {
	switch {
	case c.Kind == Integer:
		b.cell = append(b.cell, `"><v>`...)
		b.cell = strconv.AppendInt(b.cell, int64(c.Number), 10)
	case c.Kind == Moment:
		b.cell = append(b.cell, `" s="1"><v>`...)
		b.cell = strconv.AppendFloat(b.cell, serial(c.Time), 'f', 10, 64)
	case b.shared != nil:
		b.cell = append(b.cell, `" t="s"><v>`...)
		b.cell = strconv.AppendInt(b.cell, int64(b.index(c.Text)), 10)
	default:
		b.cell = append(b.cell, `" t="inlineStr"><is>`...)
		b.cell = append(appendText(b.cell, c.Text), "</is></c>"...)
		return
	}
	b.cell = append(b.cell, "</v></c>"...)
}

func (b *workbook) index(text string) int {
	b.uses++
	i, known := b.shared[text]
	if !known {
		i = len(b.order)
		b.shared[text] = i
		b.order = append(b.order, text)
	}
	return i
}

func (b *workbook) close() error {
	b.out.WriteString("</sheetData></worksheet>") // its error stays with the writer, and Flush returns it
	if err := b.out.Flush(); err != nil {
		return err
	}
	if b.shared != nil {
		if err := b.strings(); err != nil {
			return err
		}
	}
	return b.zip.Close()
}

// strings writes the shared strings last, when all are known.
func (b *workbook) strings() error {
	head := fmt.Sprintf(`<sst xmlns="%s" count="%d" uniqueCount="%d">`, mainSpace, b.uses, len(b.order))
	if err := b.open("xl/sharedStrings.xml", xmlHead+head); err != nil {
		return err
	}
	for _, text := range b.order {
		b.cell = append(appendText(append(b.cell[:0], "<si>"...), text), "</si>"...)
		if _, err := b.out.Write(b.cell); err != nil {
			return err
		}
	}
	b.out.WriteString("</sst>")
	return b.out.Flush()
}

// serial is the days since 1899-12-30, as workbooks count them.
func serial(t time.Time) float64 {
	const untilUnix = 25569
	return untilUnix + float64(t.Unix())/(60*minutesOfDay)
}

// column is the letter of a column counted from 0; a row of cases has twenty.
func column(i int) string { return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i : i+1] }

func appendText(to []byte, text string) []byte {
	to = append(to, "<t"...)
	if strings.TrimSpace(text) != text {
		to = append(to, ` xml:space="preserve"`...)
	}
	return append(append(append(to, '>'), escape(text)...), "</t>"...)
}
