package pipeline

import (
	"io/fs"
	"os"
	"path/filepath"

	"tongbao/archive"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Inspection says what the program sees in one file.
type Inspection struct {
	File     string          `json:"file"`
	Format   string          `json:"format,omitempty"`
	Encoding string          `json:"encoding,omitempty"`
	Sheets   []SheetSummary  `json:"sheets"`
	Tables   []record.Table  `json:"tables"`
	Problems []sheet.Problem `json:"problems"`
}

// SheetSummary is one sheet of the file.
type SheetSummary struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
	Hidden bool   `json:"hidden"`
}

// Inspect reads one file and reports; it changes nothing. a may be nil: then no unit is registered and units are not
// reported as unknown.
func Inspect(path string, a *archive.Archive, theme fs.FS) (Inspection, error) {
	s, err := newSetup(a, theme)
	if err != nil {
		return Inspection{}, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Inspection{}, err
	}
	book, problems := sheet.Read(filepath.Base(path), data)
	out := Inspection{
		File: path, Format: book.Format, Encoding: book.Encoding,
		Sheets: []SheetSummary{}, Tables: []record.Table{}, Problems: []sheet.Problem{},
	}
	for _, sh := range book.Sheets {
		out.Sheets = append(out.Sheets, SheetSummary{sh.Name, len(sh.Rows), sh.Hidden})
	}
	if !fatal(problems) {
		_, tables, more := s.reader.Read(book)
		out.Tables = append(out.Tables, tables...)
		problems = append(problems, more...)
	}
	for _, p := range problems {
		if a != nil || p.Code != "unknown-unit" {
			out.Problems = append(out.Problems, p)
		}
	}
	return out, nil
}
