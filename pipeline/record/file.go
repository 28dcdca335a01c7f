package record

import (
	"slices"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/sheet"
)

// Found is what one file holds.
type Found struct {
	Records  Records
	Tables   []Table
	Sheets   []FoundSheet
	Problems []sheet.Problem
	Rejects  []Reject    // rows of cases that were not counted
	Masked   mask.Counts // personal data hidden in the texts that a bulletin shows
}

// FoundSheet is one sheet of a file.
type FoundSheet struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"` // number of its last row
	Hidden bool   `json:"hidden"`
}

// ReadFile reads a file. The rows of rankings and lists become records; the rows of cases, which may be any number, are
// handed to take one by one while the file is read. After a problem of severity Error that names no row, everything
// taken must be forgotten. The error is that of take.
func (r *Reader) ReadFile(f *sheet.File, names *Names, take Take) (Found, error) {
	head, more, problems := f.Head()
	out := Found{}
	if len(head.Sheets) == 0 {
		if out.Problems = problems; len(problems) == 0 {
			out.Problems = append(out.Problems, noTable(grid{file: f.Name}))
		}
		return out, nil
	}
	for i, s := range head.Sheets {
		one := reads{Reader: r, file: f, index: i, names: names, take: take, known: ofSheet(problems, s.Name)}
		if err := one.sheet(&out, s, more[i]); err != nil {
			return out, err
		}
	}
	if len(out.Tables) == 0 && len(out.Problems) == 0 {
		out.Problems = append(out.Problems, noTable(grid{file: f.Name}))
	}
	if len(out.Tables) == 0 {
		blocking(out.Problems)
	}
	return out, nil
}

// ofSheet gives the problems that the reading of the first rows found in one sheet.
func ofSheet(problems []sheet.Problem, name string) []sheet.Problem {
	var out []sheet.Problem
	for _, p := range problems {
		if p.Place.Sheet == name {
			out = append(out, p)
		}
	}
	return out
}

// blocking makes it an error that a file holds nothing that is known: its contents would be missing without a word.
func blocking(problems []sheet.Problem) {
	for i := range problems {
		if problems[i].Code == "no-table" {
			problems[i].Severity = sheet.Error
		}
	}
}

// reads is the reading of one sheet of a file.
type reads struct {
	*Reader
	file  *sheet.File
	index int
	names *Names
	take  Take
	known []sheet.Problem // with its first rows
}

// sheet reads a sheet, of which the first rows are known and perhaps more follow. A table of cases ends what can be read
// of a sheet: the tables above it are read as well, one below it is reported when it comes.
func (r reads) sheet(out *Found, s sheet.Sheet, more bool) error {
	tables, problems := r.find(newGrid(r.file.Name, s))
	if at := casesAt(tables); at < 0 && more {
		s, r.known = r.file.Sheet(r.index)
		tables, problems = r.find(newGrid(r.file.Name, s))
	}
	out.Problems = append(out.Problems, problems...)
	at := casesAt(tables)
	if at < 0 {
		out.Sheets = append(out.Sheets, FoundSheet{s.Name, lastRow(s), s.Hidden})
		out.Problems = append(append(out.Problems, r.known...), r.readTables(tables, &out.Records, &out.Masked)...)
		out.Tables = append(out.Tables, tables...)
		return nil
	}
	out.Problems = append(out.Problems, r.readTables(tables[:at], &out.Records, &out.Masked)...)
	out.Tables = append(out.Tables, tables[:at]...)
	return r.cases(out, s, tables[at])
}

func casesAt(tables []Table) int {
	return slices.IndexFunc(tables, func(t Table) bool { return t.Kind == KindCases })
}

func (r reads) cases(out *Found, s sheet.Sheet, t Table) error {
	run, found, err := r.streamCases(r.file, r.index, &t, r.names, r.take)
	out.Sheets = append(out.Sheets, FoundSheet{s.Name, run.lines, s.Hidden})
	out.Tables = append(out.Tables, t)
	out.Rejects = append(out.Rejects, run.rejects...)
	out.Masked.Add(run.masked)
	out.Problems = append(out.Problems, found...)
	if t.Counts.Rows == 0 && len(found) == 0 {
		out.Problems = append(out.Problems, noRows(t))
	}
	return err
}

func lastRow(s sheet.Sheet) int {
	if len(s.Rows) == 0 {
		return 0
	}
	return s.Rows[len(s.Rows)-1].Number
}

func noRows(t Table) sheet.Problem {
	return sheet.Problem{
		Place: t.Place, Severity: sheet.Warning, Code: "no-rows", Message: "表头下面没有数据行", Expected: "每件诉求一行",
		Hint: "请核对导出是否完整；确实没有诉求时不必理会",
	}
}
