// Package pipeline turns one period's exports into the data and sections of a bulletin: it plans, then applies.
//
// In: an opened archive, a period and the theme's vocabularies. Out: a [Plan] that says everything that would change
// and everything that is wrong, and changes nothing; [Plan.Apply] writes it. The packages below it are pure; files and
// paths are touched here. What it writes is read by package site, and by nothing else of ours: they meet on disk.
package pipeline

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Options are what a run needs beside the archive.
type Options struct {
	Theme    fs.FS  // holds data/*.toml; the archive's own files win
	Version  string // of the program, written to sources.json
	Progress func(Progress)
}

// Prepare reads the exports of a period and plans what to write. The error means that nothing can be said; everything
// that is wrong with the exports is in the plan.
func Prepare(ctx context.Context, a *archive.Archive, period record.Period, o Options) (*Plan, error) {
	setup, err := newSetup(a, o.Theme, period.Start())
	if err != nil {
		return nil, err
	}
	rule, err := setup.rule(period)
	if err != nil {
		return nil, err
	}
	in, err := readExports(ctx, a, period, setup, rule, o.Progress)
	if err != nil {
		return nil, err
	}
	in.records.Computed = in.ledger.Rankings(setup.register, rule, setup.metrics)
	in.addCases(setup.register)
	b := measure.Compute(period, setup.register.Find(a.Settings.City).ID, in.records, rule, setup.metrics)
	in.problems = append(in.problems, agree(in.records, a)...)
	in.problems = append(in.problems, in.unknownUnits(setup.register)...)
	plan := &Plan{
		Period: period.Key, Label: period.Label(), Rule: rule.Title, Sources: in.sources, Problems: hideProblems(in.problems), Masked: in.masked,
		Findings: b.Findings, Kept: []page.Kept{}, Changes: []Change{}, Cases: in.ledger.Len(), root: a.Root, rejects: in.rejects,
	}
	if len(in.sources) == 0 {
		return plan, nil
	}
	if err := plan.compare(a, &b, setup, in); err != nil {
		return plan, err
	}
	return plan, plan.write(a, b, setup, in, o.Version)
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
			if !row.Unit.Registered || row.Unit.In(r.Channel, r.Group) {
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
