package main

import "github.com/xuri/excelize/v2"

// pinnedTime stands for every date in the file's properties: a clock there would change the bytes on each run.
const pinnedTime = "2021-10-22T00:00:00Z"

// book is a workbook under construction. It keeps the first error, as bufio.Writer does, so that laying out a sheet
// reads as layout.
type book struct {
	file  *excelize.File
	looks styles
	err   error
}

// page is one sheet of a book with the number of the next free row.
type page struct {
	*book
	sheet string
	row   int
}

func newBook() *book {
	b := &book{file: excelize.NewFile()}
	var err error
	b.looks, err = newStyles(b.file)
	b.check(err)
	b.check(b.file.SetDocProps(&excelize.DocProperties{Created: pinnedTime, Modified: pinnedTime}))
	return b
}

func (b *book) check(err error) {
	if b.err == nil {
		b.err = err
	}
}

// page adds a sheet with the given column widths; the first one takes over the sheet a new file has.
func (b *book) page(sheet string, first bool, widths ...float64) *page {
	if first {
		b.check(b.file.SetSheetName(b.file.GetSheetName(0), sheet))
	} else {
		_, err := b.file.NewSheet(sheet)
		b.check(err)
	}
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.check(err)
		b.check(b.file.SetColWidth(sheet, name, name, width))
	}
	return &page{book: b, sheet: sheet, row: 1}
}

// bytes closes the book and returns the finished file.
func (b *book) bytes() ([]byte, error) {
	if b.err != nil {
		return nil, b.err
	}
	defer b.file.Close()
	buffer, err := b.file.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// put writes one cell; a nil value leaves the cell empty but drawn.
func (p *page) put(col, row int, value any, look int) {
	cell, err := excelize.CoordinatesToCellName(col, row)
	p.check(err)
	if value != nil {
		p.check(p.file.SetCellValue(p.sheet, cell, value))
	}
	p.check(p.file.SetCellStyle(p.sheet, cell, cell, look))
}

// block writes one value into a merged rectangle.
func (p *page) block(left, top, right, bottom int, value any, look int) {
	from, err := excelize.CoordinatesToCellName(left, top)
	p.check(err)
	to, err := excelize.CoordinatesToCellName(right, bottom)
	p.check(err)
	p.check(p.file.SetCellValue(p.sheet, from, value))
	p.check(p.file.MergeCell(p.sheet, from, to))
	p.check(p.file.SetCellStyle(p.sheet, from, to, look))
}

// banner writes one line across the width of a table: a title above it or a remark below.
func (p *page) banner(text string, width, look int) {
	p.block(1, p.row, width, p.row, text, look)
	p.row++
}

// line writes a plain row of cells in one look.
func (p *page) line(look int, values ...any) {
	for i, value := range values {
		p.put(i+1, p.row, value, look)
	}
	p.row++
}
