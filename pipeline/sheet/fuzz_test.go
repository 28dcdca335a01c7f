package sheet

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzRead feeds any bytes: no panic, and what is read keeps its places in order.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("../../examples/fuxin/exports/*/*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no example exports to start from: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		check(f, err)
		f.Add(data)
	}
	f.Add([]byte("sep=;\na;b\n\"1\n2\";3\n"))
	f.Add([]byte(oleMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		compareStream(t, "f", data)
		if f, _ := Open("f", bytes.NewReader(data), int64(len(data))); f != nil {
			f.Head() // must not panic, whatever reading all makes of it
		}
		book, _ := Read("f", data)
		for _, s := range book.Sheets {
			last := 0
			for _, r := range s.Rows {
				if r.Number <= last {
					t.Fatalf("row %d after row %d", r.Number, last)
				}
				last = r.Number
			}
		}
	})
}

// FuzzWorksheet feeds any text as a sheet's XML, behind a package whose checksums fit: no panic, rows and columns in
// order and within the limits.
func FuzzWorksheet(f *testing.F) {
	base := newWorkbook(f, [][]any{{"受理单位", 333}})
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>a&amp;b</t></is></c></row></sheetData></worksheet>`)
	f.Add(`<x:worksheet><x:sheetData><x:row><x:c s="1"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></x:worksheet>`)
	f.Add(`<?xml version="1.0"?><!-- > --><worksheet a='"'><row r="9"/></worksheet>`)
	f.Fuzz(func(t *testing.T, xml string) {
		data := replaced(t, base, "xl/worksheets/sheet1.xml", xml)
		compareStream(t, "f.xlsx", data)
		if f, _ := Open("f.xlsx", bytes.NewReader(data), int64(len(data))); f != nil {
			f.Head() // must not panic, whatever reading all makes of it
		}
		book, problems := Read("f.xlsx", data)
		if len(problems) > 0 && problems[0].Code == "damaged-workbook" && len(book.Sheets) > 0 {
			t.Fatal("a damaged workbook gave sheets")
		}
		for _, s := range book.Sheets {
			last := 0
			for _, r := range s.Rows {
				if r.Number <= last || r.Number > maxSheetRows || len(r.Cells) > maxSheetCols {
					t.Fatalf("row %d after %d with %d cells", r.Number, last, len(r.Cells))
				}
				last = r.Number
			}
		}
	})
}
