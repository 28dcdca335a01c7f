package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tongbao/archive"
	"tongbao/pipeline/mask"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// input is what the exports of one period hold.
type input struct {
	records  record.Records
	names    *record.Names
	ledger   *measure.Ledger
	sources  []page.Source
	problems []sheet.Problem
	rejects  []record.Reject
	masked   mask.Counts
}

// exports is the reading of one period's files.
type exports struct {
	ctx      context.Context
	dir      string
	reader   *record.Reader
	limit    float64 // percent of a file's case rows that may be rejected
	progress *meter
	shut     map[string]bool // files that turned out damaged after some of their cases had been taken
}

// readExports reads every export of a period. A file that shows its damage only at its end has had its cases taken by
// then: all is read again, and of that file nothing is taken.
func readExports(ctx context.Context, a *archive.Archive, period record.Period, s *setup, rule measure.Rule, progress func(Progress)) (input, error) {
	names, err := a.Exports(period.Key)
	if err != nil {
		return input{}, err
	}
	e := exports{ctx: ctx, dir: a.ExportsDir(period.Key), reader: s.reader, limit: a.Settings.Limits.RejectedPercent, shut: map[string]bool{}}
	if e.limit == 0 {
		e.limit = rejectedPercent
	}
	for {
		in := input{sources: []page.Source{}, problems: []sheet.Problem{}, names: record.NewNames()}
		in.ledger = measure.NewLedger(s.terms(period, rule), in.names)
		if s.leaveOut != nil {
			in.ledger.LeaveOut(s.leaveOut)
		}
		if e.progress, err = newMeter(e.dir, names, progress); err != nil {
			return in, err
		}
		again, err := e.readAll(&in, names)
		if err != nil || !again {
			in.problems = append(in.problems, in.keepFirst()...)
			return in, err
		}
	}
}

// rejectedPercent is how much of a file's case rows may be rejected where the settings do not say.
const rejectedPercent = 2

func (e *exports) readAll(in *input, names []string) (again bool, err error) {
	for _, name := range names {
		spoiled, err := e.read(in, name)
		if err != nil {
			return false, err
		}
		if spoiled {
			e.shut[name], again = true, true
		}
		in.ledger.NextFile()
	}
	e.progress.done()
	return again, nil
}

// read reads one file; spoiled tells that cases of it were taken which must be forgotten.
func (e *exports) read(in *input, name string) (spoiled bool, err error) {
	file, err := os.Open(filepath.Join(e.dir, name))
	if err != nil {
		return false, err
	}
	defer file.Close()
	source, size, err := e.source(name, file)
	if err != nil {
		return false, err
	}
	f, problems := sheet.Open(name, e.progress.reader(e.ctx, name, file), size)
	if f != nil {
		source.Format, source.Encoding = f.Format, f.Encoding
		found, taken, err := e.readFile(in, f, name)
		if err = errors.Join(e.ctx.Err(), err); err != nil {
			return false, err
		}
		problems = append(problems, found.Problems...)
		if bad := fatal(problems); bad {
			spoiled = taken > 0
		} else {
			in.records.Add(found.Records)
			in.rejects = append(in.rejects, found.Rejects...)
			in.masked.Add(found.Masked)
			source.Tables = append(source.Tables, hideTables(found.Tables)...)
			problems = append(problems, e.tooMany(found.Tables)...)
		}
	}
	in.problems = append(in.problems, problems...)
	in.sources = append(in.sources, source)
	return spoiled, nil
}

// source notes what a file is, by its bytes.
func (e *exports) source(name string, file *os.File) (page.Source, int64, error) {
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	return page.Source{File: mask.Text(name), SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: int(size), Tables: []record.Table{}}, size, err
}

// interruptEvery is how many cases are taken between two looks whether the run was interrupted.
const interruptEvery = 1024

// readFile hands the file's cases to the ledger, unless the file was found to be damaged before.
func (e *exports) readFile(in *input, f *sheet.File, name string) (found record.Found, taken int, err error) {
	names := in.names
	if e.shut[name] {
		names = record.NewNames() // of what is not taken nothing is said
	}
	found, err = e.reader.ReadFile(f, names, func(c *record.Case) (record.Outcome, error) {
		if taken++; taken%interruptEvery == 0 {
			e.progress.rows(interruptEvery)
			if err := e.ctx.Err(); err != nil {
				return record.Counted, err
			}
		}
		if e.shut[name] {
			return record.Counted, nil
		}
		return in.ledger.Add(c)
	})
	if e.shut[name] {
		taken = 0
	}
	return found, taken, err
}

// tooMany stops a run that would lose many of a table's cases.
func (e *exports) tooMany(tables []record.Table) []sheet.Problem {
	var problems []sheet.Problem
	for _, t := range tables {
		c := t.Counts
		if t.Kind != record.KindCases || float64(c.Rejected)*100 <= e.limit*float64(c.Rows) {
			continue
		}
		at := t.Place
		problems = append(problems, sheet.Problem{
			Place: at, Severity: sheet.Error, Code: "too-many-rejects",
			Message:  fmt.Sprintf("%d 行里有 %d 行不能计入，超过 %s%%", c.Rows, c.Rejected, record.FormatNumber(e.limit)),
			Expected: "绝大多数行可以计入", Hint: "请先按退回清单改正；确要照此计算，可加 --force，或在 tongbao.toml 的 [limits] 里改 rejected_percent",
		})
	}
	return problems
}

// fatal tells whether a file could not be read as a whole, or not to its end; its tables must not be trusted.
func fatal(problems []sheet.Problem) bool {
	for _, p := range problems {
		if p.Severity == sheet.Error && (p.Place.Row == 0 || p.Code == "bad-quotes" || p.Code == "second-table") {
			return true
		}
	}
	return false
}
