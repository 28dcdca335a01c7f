package pipeline

import (
	"cmp"
	"fmt"
	"slices"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// rule gives the rule in effect at a period's start: the archive's, or the theme's default.
func (s *setup) rule(p record.Period) (measure.Rule, error) {
	if r, ok := s.archive.Rule(p.Start()); ok {
		return s.compile("rules/"+r.File, r)
	}
	data, err := s.dataFile("rule.toml")
	if err != nil {
		return measure.Rule{}, err
	}
	r, err := archive.DecodeRule("data/rule.toml", data)
	if err != nil {
		return measure.Rule{}, err
	}
	return s.compile(r.File, r)
}

// compile makes a rule ready to use; the error names its file and what is wrong with it.
func (s *setup) compile(file string, r archive.Rule) (measure.Rule, error) {
	rule, err := measure.NewRule(r.Name, r.Title, r.Note, r.Score, measure.Thresholds{
		FewCases: r.Thresholds.FewCases, LowSatisfaction: r.Thresholds.LowSatisfaction,
		OverdueDays: r.Thresholds.OverdueDays, MeanDays: r.Thresholds.MeanDays, Ends: r.Thresholds.Ends,
	}, partsOf(r)...)
	if err != nil {
		return rule, fmt.Errorf("%s：%w", file, err)
	}
	rule.Terms = measure.CaseTerms{TransferHours: cmp.Or(r.Cases.TransferHours, transferHours), WorkingDays: r.Cases.WorkingDays}
	rule.Columns, rule.Show, rule.Ties, rule.Targets, rule.Digest = r.Columns, r.Show, r.Ties, r.Targets, r.Digest
	for _, t := range r.Tiers {
		rule.Tiers = append(rule.Tiers, measure.Tier{Name: t.Name, From: t.From, Share: t.Share, Tables: t.Tables})
	}
	if err := cmp.Or(rule.Check(s.figure), s.checkColumns(r)); err != nil {
		return rule, fmt.Errorf("%s：%w", file, err)
	}
	return rule, nil
}

func partsOf(r archive.Rule) []measure.Part {
	var parts []measure.Part
	for _, p := range r.Parts {
		parts = append(parts, measure.Part{Name: p.Name, Metric: p.Metric, Tables: p.Tables, Points: p.Points, Steps: p.Steps})
	}
	return parts
}

// transferHours is how soon a case must be dispatched to count as 即时转办, where the rule does not say.
const transferHours = 24

func (s *setup) metric(key string) bool {
	return slices.ContainsFunc(s.metrics, func(m record.Metric) bool { return m.Key == key })
}

// figure tells the metrics of the tables and of the overview.
func (s *setup) figure(key string) bool {
	return s.metric(key) || slices.ContainsFunc(s.words.Overview, func(w record.OverviewWord) bool { return w.Key == key })
}

func (s *setup) checkColumns(r archive.Rule) error {
	for what, lists := range map[string]map[string][]string{"columns": r.Columns, "show": r.Show} {
		for key, columns := range lists {
			for _, column := range columns {
				if !s.metric(column) {
					return fmt.Errorf("评分办法 %s 的 %s.%s 里没有 %q 这个指标（见 data/metrics.toml）", r.Name, what, key, column)
				}
			}
		}
	}
	return nil
}
