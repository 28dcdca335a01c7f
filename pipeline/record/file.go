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
	out := Found{Problems: problems}
	if len(head.Sheets) == 0 {
		if len(problems) == 0 {
			out.Problems = append(out.Problems, noTable(grid{file: f.Name}))
		}
		return out, nil
	}
	out.Problems = nil // the sheets are read again and say the same
	if !slices.Contains(more, true) {
		out.Problems = problems
	}
	for i, s := range head.Sheets {
		if err := r.readSheet(&out, f, i, s, more[i], names, take); err != nil {
			return out, err
		}
	}
	if len(out.Tables) == 0 && len(out.Problems) == 0 {
		out.Problems = append(out.Problems, noTable(grid{file: f.Name}))
	}
	return out, nil
}

// readSheet reads one sheet, of which the first rows are known and perhaps more follow.
func (r *Reader) readSheet(out *Found, f *sheet.File, i int, s sheet.Sheet, more bool, names *Names, take Take) error {
	g := newGrid(f.Name, s)
	tables, problems := r.find(g)
	if at := slices.IndexFunc(tables, func(t Table) bool { return t.Kind == KindCases }); at >= 0 {
		t := tables[at]
		run, found, err := r.streamCases(f, i, &t, names, take)
		out.Sheets = append(out.Sheets, FoundSheet{s.Name, run.lines, s.Hidden})
		out.Tables = append(out.Tables, t)
		out.Rejects = append(out.Rejects, run.rejects...)
		out.Masked.Add(run.masked)
		out.Problems = append(append(out.Problems, problems...), found...)
		if t.Counts.Rows == 0 && len(found) == 0 {
			out.Problems = append(out.Problems, noRows(t))
		}
		return err
	}
	if more {
		var found []sheet.Problem
		s, found = f.Sheet(i)
		out.Problems = append(out.Problems, found...)
		tables, problems = r.find(newGrid(f.Name, s))
	}
	out.Sheets = append(out.Sheets, FoundSheet{s.Name, lastRow(s), s.Hidden})
	out.Problems = append(out.Problems, problems...)
	out.Problems = append(out.Problems, r.readTables(tables, &out.Records, &out.Masked)...)
	out.Tables = append(out.Tables, tables...)
	return nil
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
