package page

import (
	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

func summaryOf(b measure.Bulletin) summary {
	s := summary{
		Period: b.Period.Key, Label: b.Period.Label(), Facts: map[string]fact{},
		Rule: ruleOf(b.Rule),
	}
	for _, f := range b.Facts.All() {
		s.Facts[f.Key] = factOf(f)
	}
	return s
}

func ruleOf(r measure.Rule) ruleJSON {
	out := ruleJSON{
		Name: r.Name, Title: r.Title, Digest: r.Digest, Note: r.Note, FewCases: r.Thresholds.FewCases,
		Formulas: nonNil(r.Formulas), Ties: r.Ties, Targets: nonNil(r.Targets),
		Thresholds: thresholds{nonNil(r.Thresholds.LowSatisfaction), r.Thresholds.MeanDays, r.Thresholds.OverdueDays, r.Thresholds.Ends},
	}
	for _, p := range r.Parts {
		out.Parts = append(out.Parts, part(p))
	}
	for _, t := range r.Tiers {
		out.Tiers = append(out.Tiers, tier(t))
	}
	return out
}

func nonNil[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

func factOf(f measure.Fact) fact {
	out := fact{
		Label: f.Label, Number: f.Number, Text: f.Text, Unit: f.Unit, Subject: f.Subject, Word: f.Word, Formula: f.Formula,
		Cells: f.Cells, Places: f.Places,
	}
	for _, i := range f.Items {
		out.Items = append(out.Items, item{i.Unit.ID, i.Unit.Name, i.Number, i.Text, i.Cell, i.Few})
	}
	return out
}

func rankingsOf(b measure.Bulletin) rankings {
	out := rankings{Period: b.Period.Key, Rule: b.Rule.Name, Tables: []table{}}
	for _, t := range b.Tables {
		j := table{
			Key: t.Key(), Channel: t.Channel, Group: t.Group, Title: t.Title, Metrics: t.Metrics, Hidden: t.Hidden, Place: t.Place,
			Formula: b.Rule.Formula(t.Channel, t.Group), Rows: []row{},
		}
		for _, r := range t.Rows {
			j.Rows = append(j.Rows, rowOf(r))
		}
		out.Tables = append(out.Tables, j)
	}
	return out
}

func rowOf(r measure.Row) row {
	out := row{
		Unit: r.Unit.ID, Name: r.Unit.Name, PublishedName: r.Name, Registered: r.Unit.Registered,
		Rank: r.Rank, Tied: r.Tied, PublishedRank: r.PublishedRank, PreviousRank: r.PreviousRank, FewCases: r.Few, Tier: r.Tier, Place: r.Place,
		Cells: map[string]cell{}, Recomputed: recomputed{ExcellentRate: r.Excellent, Score: r.Score},
	}
	for metric, v := range r.Values {
		c := cell{Text: v.Text, Previous: r.Previous[metric].Text}
		if v.State == record.Known {
			c.Value = &v.Number
		}
		out.Cells[metric] = c
	}
	if d, ok := measure.ScoreDifference(r); ok {
		out.Recomputed.ScoreDifference = &d
	}
	return out
}

func casesOf(b measure.Bulletin) cases {
	out := cases{Period: b.Period.Key, HighStars: []highStar{}, Overdue: []overdue{}, Typical: []typical{}}
	for _, c := range b.HighStars {
		out.HighStars = append(out.HighStars, highStar{c.CaseNo, c.Unit.ID, c.Unit.Name, c.Star, c.Reason, c.Title, c.Asked, c.Result, satisfied(c.Satisfaction), c.Place})
	}
	for _, o := range b.Overdue {
		out.Overdue = append(out.Overdue, overdue{o.Unit.ID, o.Unit.Name, o.Count.Number, o.Place})
	}
	for _, c := range b.Typical() {
		out.Typical = append(out.Typical, typical{c.CaseNo, c.Why})
	}
	return out
}

func satisfied(v record.Verdict) *bool {
	if v == record.Unknown {
		return nil
	}
	return new(v == record.Yes)
}

func findingsOf(b measure.Bulletin) findings {
	out := findings{Period: b.Period.Key, Findings: []measure.Finding{}}
	out.Findings = append(out.Findings, b.Findings...)
	return out
}
