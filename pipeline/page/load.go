package page

import (
	"io/fs"
	"slices"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Load reads a bulletin back from its data files, as [Data] wrote them: what a check or a comparison needs of it, without
// the exports. Instructions and findings are not kept there. The error is fs.ErrNotExist where the period has no data.
func Load(archive fs.FS, period record.Period) (measure.Bulletin, error) {
	var s summary
	var r rankings
	var c cases
	for name, into := range map[string]any{"summary.json": &s, "rankings.json": &r, "cases.json": &c} {
		if err := ReadJSON(archive, DataDir(period)+"/"+name, into); err != nil {
			return measure.Bulletin{}, err
		}
	}
	b := measure.Bulletin{Period: period, Rule: s.Rule.rule(), Facts: factsFrom(s.Facts)}
	for _, t := range r.Tables {
		b.Tables = append(b.Tables, t.table())
	}
	for _, h := range c.HighStars {
		u := record.Unit{ID: h.Unit, Name: h.Name}
		b.HighStars = append(b.HighStars, record.HighStar{
			CaseNo: h.CaseNo, Unit: u, Name: h.Name, Star: h.Star, Reason: h.Reason, Title: h.Title, Asked: h.Asked, Result: h.Result, Place: h.Place,
			Satisfaction: verdict(h.Satisfied),
		})
	}
	for _, o := range c.Overdue {
		b.Overdue = append(b.Overdue, record.Overdue{Unit: record.Unit{ID: o.Unit, Name: o.Name}, Name: o.Name, Count: known(o.Count), Place: o.Place})
	}
	return b, nil
}

// valueOf reads a figure back from its text, which was written by us.
func valueOf(metrics []record.Metric, key, text string) (record.Value, bool) {
	i := slices.IndexFunc(metrics, func(m record.Metric) bool { return m.Key == key })
	if i < 0 || text == "" {
		return record.Value{}, false
	}
	v, err := record.ParseValue(sheet.Cell{Text: text}, metrics[i].Kind, false)
	return v, err == nil
}

func verdict(satisfied *bool) record.Verdict {
	switch {
	case satisfied == nil:
		return record.Unknown
	case *satisfied:
		return record.Yes
	}
	return record.No
}

func known(n float64) record.Value {
	return record.Value{State: record.Known, Number: n, Text: record.FormatNumber(n)}
}

func (r ruleJSON) rule() measure.Rule {
	out := measure.Rule{
		Name: r.Name, Title: r.Title, Digest: r.Digest, Note: r.Note, Formulas: r.Formulas, Ties: r.Ties, Targets: r.Targets,
		Thresholds: measure.Thresholds{
			FewCases: r.FewCases, LowSatisfaction: r.Thresholds.LowSatisfaction,
			OverdueDays: r.Thresholds.OverdueDays, MeanDays: r.Thresholds.MeanDays, Ends: r.Thresholds.Ends,
		},
	}
	for _, p := range r.Parts {
		out.Parts = append(out.Parts, measure.Part(p))
	}
	for _, t := range r.Tiers {
		out.Tiers = append(out.Tiers, measure.Tier(t))
	}
	return out
}

// factsFrom puts the facts in the order of their keys.
func factsFrom(stored map[string]fact) measure.Facts {
	list := make([]measure.Fact, 0, len(stored))
	for key, f := range stored {
		m := measure.Fact{
			Key: key, Label: f.Label, Number: f.Number, Text: f.Text, Unit: f.Unit, Subject: f.Subject, Word: f.Word,
			Formula: f.Formula, Cells: f.Cells, Places: f.Places,
		}
		for _, i := range f.Items {
			m.Items = append(m.Items, measure.Item{Unit: record.Unit{ID: i.Unit, Name: i.Name}, Number: i.Number, Text: i.Text, Cell: i.Cell, Few: i.Few})
		}
		list = append(list, m)
	}
	slices.SortFunc(list, measure.ByKey)
	return measure.NewFacts(list)
}

func (t table) table() measure.Table {
	out := measure.Table{Channel: t.Channel, Group: t.Group, Title: t.Title, Metrics: t.Metrics, Hidden: t.Hidden, Place: t.Place}
	for _, r := range t.Rows {
		row := measure.Row{
			Unit: record.Unit{ID: r.Unit, Name: r.Name, Registered: r.Registered}, Name: r.PublishedName, Rank: r.Rank, Tied: r.Tied,
			PublishedRank: r.PublishedRank, PreviousRank: r.PreviousRank, Previous: map[string]record.Value{}, Few: r.FewCases, Tier: r.Tier, Values: map[string]record.Value{},
			Excellent: r.Recomputed.ExcellentRate, Score: r.Recomputed.Score, Place: r.Place,
		}
		for metric, c := range r.Cells {
			row.Values[metric] = record.Value{State: record.NoBase, Text: c.Text}
			if before, ok := valueOf(t.Metrics, metric, c.Previous); ok {
				row.Previous[metric] = before
			}
			if c.Value != nil {
				row.Values[metric] = record.Value{State: record.Known, Number: *c.Value, Text: c.Text}
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
