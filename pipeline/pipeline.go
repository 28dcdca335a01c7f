// Package pipeline turns one period's exports into the data and sections of a bulletin: it plans, then applies.
//
// In: an opened archive, a period and the theme's vocabularies. Out: a [Plan] that says everything that would change
// and everything that is wrong, and changes nothing; [Plan.Apply] writes it. The packages below it are pure; files and
// paths are touched here. What it writes is read by package site, and by nothing else of ours: they meet on disk.
package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Options are what a run needs beside the archive.
type Options struct {
	Theme   fs.FS  // holds data/*.toml; the archive's own files win
	Version string // of the program, written to sources.json
}

// Prepare reads the exports of a period and plans what to write. The error means that nothing can be said; everything
// that is wrong with the exports is in the plan.
func Prepare(ctx context.Context, a *archive.Archive, period record.Period, o Options) (*Plan, error) {
	setup, err := newSetup(a, o.Theme)
	if err != nil {
		return nil, err
	}
	rule, err := setup.rule(period)
	if err != nil {
		return nil, err
	}
	in, err := readExports(ctx, a, period, setup.reader)
	if err != nil {
		return nil, err
	}
	b := measure.Compute(period, in.records, rule, setup.metrics)
	in.problems = append(in.problems, agree(in.records, a)...)
	plan := &Plan{
		Period: period.Key, Label: period.Label(), Rule: rule.Title, Sources: in.sources, Problems: in.problems,
		Findings: b.Findings, Kept: []page.Kept{}, Changes: []Change{}, root: a.Root,
	}
	if len(in.sources) == 0 {
		return plan, nil
	}
	return plan, plan.write(a, b, setup, o.Version)
}

// input is what the exports of one period hold.
type input struct {
	records  record.Records
	sources  []page.Source
	problems []sheet.Problem
}

func readExports(ctx context.Context, a *archive.Archive, period record.Period, r *record.Reader) (input, error) {
	in := input{sources: []page.Source{}, problems: []sheet.Problem{}}
	names, err := a.Exports(period.Key)
	if err != nil {
		return in, err
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return in, err
		}
		data, err := os.ReadFile(filepath.Join(a.ExportsDir(period.Key), name))
		if err != nil {
			return in, err
		}
		in.add(name, data, r)
	}
	problems := in.keepFirst()
	in.problems = append(in.problems, problems...)
	return in, nil
}

func (in *input) add(name string, data []byte, r *record.Reader) {
	book, problems := sheet.Read(name, data)
	sum := sha256.Sum256(data)
	source := page.Source{
		File: name, SHA256: hex.EncodeToString(sum[:]), Bytes: len(data), Format: book.Format, Encoding: book.Encoding,
		Tables: []record.Table{},
	}
	in.problems = append(in.problems, problems...)
	if !fatal(problems) {
		records, tables, problems := r.Read(book)
		in.records.Add(records)
		in.problems = append(in.problems, problems...)
		source.Tables = append(source.Tables, tables...)
	}
	in.sources = append(in.sources, source)
}

// fatal tells whether a file could not be read as a whole; its tables must not be trusted.
func fatal(problems []sheet.Problem) bool {
	for _, p := range problems {
		if p.Severity == sheet.Error && p.Place.Row == 0 {
			return true
		}
	}
	return false
}

// keepFirst drops rankings that come a second time, in another file or sheet, and reports them.
func (in *input) keepFirst() []sheet.Problem {
	first := map[string]sheet.Place{}
	var problems []sheet.Problem
	in.records.Rankings = slices.DeleteFunc(in.records.Rankings, func(r record.Ranking) bool {
		at, seen := first[r.Key()]
		if !seen {
			first[r.Key()] = r.Place
			return false
		}
		problems = append(problems, repeatedTable(r, at))
		return true
	})
	return problems
}

func repeatedTable(r record.Ranking, first sheet.Place) sheet.Problem {
	return sheet.Problem{
		Place: r.Place, Severity: sheet.Error, Code: "repeated-table", Value: r.Title,
		Message:  fmt.Sprintf("同一张排名表出现两次：%s%s，另见 %s", measure.GroupNames[r.Group], measure.ChannelNames[r.Channel], first),
		Expected: "每个渠道、每类单位一张表", Hint: "请移走多余的文件或工作表，或改正标题",
	}
}

// agree reports rows whose table is not the group that the register gives the unit for this channel.
func agree(in record.Records, a *archive.Archive) []sheet.Problem {
	var problems []sheet.Problem
	for _, r := range in.Rankings {
		for _, row := range r.Rows {
			group := row.Unit.Groups[r.Channel]
			if !row.Unit.Registered || group == r.Group {
				continue
			}
			problems = append(problems, sheet.Problem{
				Place: row.Place, Severity: sheet.Warning, Code: "other-group", Value: row.Name,
				Message:  fmt.Sprintf("登记册里“%s”的%s类别是“%s”，这里却列在“%s”表", row.Unit.Name, measure.ChannelNames[r.Channel], groupName(group), groupName(r.Group)),
				Expected: groupName(group), Hint: "请核对表格，或改 " + archive.UnitsFile + " 里的 groups",
			})
		}
	}
	return problems
}

func groupName(group string) string {
	if name, ok := measure.GroupNames[group]; ok {
		return name
	}
	return "不参与排名"
}
