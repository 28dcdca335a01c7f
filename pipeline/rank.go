package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// RankOptions say how to rank a period anew.
type RankOptions struct {
	Options
	Rule    string   // name of another rule; "" for the period's own
	Without []string // numbers of cases to leave out
	Table   string   // only this one, such as network-county; "" for all
}

// Ranked is a period's rankings as they are, and as they would be.
type Ranked struct {
	Period  string           `json:"period"`
	Label   string           `json:"label"`
	Rule    string           `json:"rule"`     // title of the period's own
	NewRule string           `json:"new_rule"` // title of the one replayed
	Without []string         `json:"without"`
	Errors  int              `json:"errors"` // in the exports
	Tables  []measure.Replay `json:"tables"`
}

// Rank reads the exports of a period and says who would move by another rule, or without some cases. It writes nothing. With
// cases left out both sides are counted from the cases; else the tables are those of the bulletin. The error says in
// Chinese why it cannot be told.
func Rank(ctx context.Context, a *archive.Archive, period record.Period, o RankOptions) (*Ranked, error) {
	s, err := newSetup(a, o.Theme, period.Start())
	if err != nil {
		return nil, err
	}
	own, err := s.rule(period)
	if err != nil {
		return nil, err
	}
	rule, err := s.ruleNamed(o.Rule, own)
	if err != nil {
		return nil, err
	}
	before, in, err := s.measured(ctx, period, view{rule: own, cases: o.Without != nil}, o.Progress)
	if err != nil {
		return nil, err
	}
	if o.Without != nil && in.ledger.Len() == 0 {
		return nil, fmt.Errorf("%s的导出里没有工单，只有汇总表，不能去掉某一件再算", period.Label())
	}
	out := &Ranked{
		Period: period.Key, Label: period.Label(), Rule: own.Title, NewRule: rule.Title, Without: append([]string{}, o.Without...),
		Errors: (&Plan{Problems: in.problems}).Errors(),
	}
	if o.Rule == "" && o.Without == nil {
		out.Tables = before.Standing()
		return out, out.only(o.Table)
	}
	after, in, err := s.measured(ctx, period, view{rule, o.Without != nil, o.Without, true}, o.Progress)
	if err != nil {
		return nil, err
	}
	if missing := in.ledger.NotMet(o.Without); len(missing) > 0 {
		return nil, fmt.Errorf("%s的导出里没有这些诉求编号：%s", period.Label(), strings.Join(missing, "、"))
	}
	out.Tables = before.Beside(after)
	return out, out.only(o.Table)
}

// ruleNamed gives an archive's rule by its name, own where none is named.
func (s *setup) ruleNamed(name string, own measure.Rule) (measure.Rule, error) {
	if name == "" {
		return own, nil
	}
	var names []string
	for _, r := range s.archive.Rules {
		if r.Name == name {
			return s.compile("rules/"+r.File, r)
		}
		names = append(names, r.Name)
	}
	return own, fmt.Errorf("没有名为 %q 的评分办法（rules/*.toml 里的 name）：有 %s", name, strings.Join(names, "、"))
}

// view is what a period is looked at by.
type view struct {
	rule     measure.Rule
	cases    bool     // only what is counted from the cases
	without  []string // numbers of cases to leave out
	unscored bool     // without the platform's scores, which would hide what the rule gives
}

func (s *setup) measured(ctx context.Context, period record.Period, v view, progress func(Progress)) (measure.Bulletin, input, error) {
	s.leaveOut = v.without
	in, err := readExports(ctx, s.archive, period, s, v.rule, progress)
	if err != nil {
		return measure.Bulletin{}, in, err
	}
	if len(in.sources) == 0 {
		return measure.Bulletin{}, in, fmt.Errorf("%s 里没有导出文件", s.archive.ExportsDir(period.Key))
	}
	records := in.records
	records.Computed = in.ledger.Rankings(s.register, v.rule, s.metrics)
	if v.cases {
		records.Rankings = nil
	}
	if v.unscored {
		records = measure.Unscored(records)
	}
	return measure.Compute(period, s.register.Find(s.archive.Settings.City).ID, records, v.rule, s.metrics), in, nil
}

// only keeps one table.
func (r *Ranked) only(key string) error {
	if key == "" {
		return nil
	}
	var keys []string
	for _, t := range r.Tables {
		keys = append(keys, t.Key)
	}
	if !slices.Contains(keys, key) {
		return fmt.Errorf("%s没有排名表 %q：有 %s", r.Label, key, strings.Join(keys, "、"))
	}
	r.Tables = slices.DeleteFunc(r.Tables, func(t measure.Replay) bool { return t.Key != key })
	return nil
}

// RuleNames lists the archive's rules, for completion.
func RuleNames(a *archive.Archive) []string {
	var names []string
	for _, r := range a.Rules {
		names = append(names, r.Name)
	}
	return names
}
