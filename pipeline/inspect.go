package pipeline

import (
	"io/fs"
	"os"
	"path/filepath"

	"tongbao/archive"
	"tongbao/pipeline/mask"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Inspection says what the program sees in one file.
type Inspection struct {
	File     string              `json:"file"`
	Format   string              `json:"format,omitempty"`
	Encoding string              `json:"encoding,omitempty"`
	Sheets   []record.FoundSheet `json:"sheets"`
	Tables   []record.Table      `json:"tables"`
	Problems []sheet.Problem     `json:"problems"`
}

// anyDay is after all: names of today count.
const anyDay = "9999-12-31"

// Inspect reads one file and reports; it changes nothing. a may be nil: then no unit is registered and units are not
// reported as unknown.
func Inspect(path string, a *archive.Archive, theme fs.FS) (Inspection, error) {
	s, err := newSetup(a, theme, anyDay)
	if err != nil {
		return Inspection{}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return Inspection{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Inspection{}, err
	}
	out := Inspection{File: path, Sheets: []record.FoundSheet{}, Tables: []record.Table{}, Problems: []sheet.Problem{}}
	names := record.NewNames()
	f, problems := sheet.Open(filepath.Base(path), file, info.Size())
	if f != nil {
		out.Format, out.Encoding = f.Format, f.Encoding
		found, err := s.reader.ReadFile(f, names, func(*record.Case) (record.Outcome, error) { return record.Counted, nil })
		if err != nil {
			return out, err
		}
		problems = append(problems, found.Problems...)
		out.Sheets = append(out.Sheets, found.Sheets...)
		if !fatal(problems) {
			out.Tables = append(out.Tables, hideTables(found.Tables)...)
		}
	}
	for i := range out.Sheets {
		out.Sheets[i].Name = mask.Text(out.Sheets[i].Name)
	}
	for _, p := range hideProblems(append(problems, (&input{names: names}).unknownNames(s.register)...)) {
		if a != nil || p.Code != "unknown-unit" {
			out.Problems = append(out.Problems, p)
		}
	}
	return out, nil
}
