package measure

import (
	"fmt"
	"slices"

	"tongbao/pipeline/record"
)

// Replay is one table before and after a change of the rule or of the cases: who moves.
type Replay struct {
	Key     string     `json:"key"`
	Title   string     `json:"title"`
	Note    string     `json:"note,omitempty"` // why the table was not ranked anew; then it has no rows
	Rows    []Replayed `json:"rows"`           // in the new order
	Changes []string   `json:"changes"`        // who crosses a tier or a limit, in Chinese
}

// Replayed is one unit's place before and after. A rank is 0, and a score nil, where there is none.
type Replayed struct {
	Unit     string   `json:"unit"`
	Name     string   `json:"name"`
	Rank     int      `json:"rank"`
	NewRank  int      `json:"new_rank"`
	Score    *float64 `json:"score"`
	NewScore *float64 `json:"new_score"`
	Tier     string   `json:"tier,omitempty"`
	NewTier  string   `json:"new_tier,omitempty"`
}

// Unscored gives records without the platform's own scores, so that a rule's expressions rank.
func Unscored(in record.Records) record.Records {
	rankings := slices.Clone(in.Rankings)
	for i, r := range rankings {
		rankings[i].Metrics = slices.DeleteFunc(slices.Clone(r.Metrics), func(m string) bool { return m == "score" })
		rankings[i].Rows = slices.Clone(r.Rows)
		for k, row := range r.Rows {
			values := map[string]record.Value{}
			for metric, v := range row.Values {
				if metric != "score" {
					values[metric] = v
				}
			}
			rankings[i].Rows[k].Values = values
		}
	}
	in.Rankings = rankings
	return in
}

// Standing gives the tables as they are.
func (b Bulletin) Standing() []Replay {
	out := []Replay{}
	for _, t := range b.Tables {
		r := Replay{Key: t.Key(), Title: t.Title, Rows: []Replayed{}, Changes: []string{}}
		for _, row := range t.Rows {
			score := decided(row)
			r.Rows = append(r.Rows, Replayed{row.Unit.ID, row.Unit.Name, row.Rank, row.Rank, score, score, row.Tier, row.Tier})
		}
		out = append(out, r)
	}
	return out
}

// Beside sets the tables of a bulletin beside those of the same period measured otherwise.
func (b Bulletin) Beside(after Bulletin) []Replay {
	out := []Replay{}
	for _, t := range b.Tables {
		r := Replay{Key: t.Key(), Title: t.Title, Rows: []Replayed{}, Changes: []string{}}
		now, ok := after.Table(t.Channel, t.Group)
		switch {
		case after.Rule.Formula(t.Channel, t.Group) == "":
			r.Note = fmt.Sprintf("评分办法“%s”没有这张表的式子，没有重排", after.Rule.Title)
		case !ok:
			r.Note = "这张表不再有单位"
		default:
			r.Rows = replayed(t, now)
			r.Changes = append(tierChanges(r.Rows), limitChanges(b.Rule, after.Rule, t, now)...)
		}
		out = append(out, r)
	}
	return out
}

func replayed(before, after Table) []Replayed {
	rows := []Replayed{}
	for _, r := range after.Rows {
		row := Replayed{Unit: r.Unit.ID, Name: r.Unit.Name, NewScore: r.Score, NewTier: r.Tier}
		if r.Score != nil {
			row.NewRank = r.Rank
		}
		if old, ok := before.rowOf(r.Unit.ID); ok {
			row.Rank, row.Score, row.Tier = old.Rank, decided(old), old.Tier
		}
		rows = append(rows, row)
	}
	for _, r := range before.Rows {
		if _, stays := after.rowOf(r.Unit.ID); !stays {
			rows = append(rows, Replayed{Unit: r.Unit.ID, Name: r.Unit.Name, Rank: r.Rank, Score: decided(r), Tier: r.Tier})
		}
	}
	return rows
}

func (t Table) rowOf(unit string) (Row, bool) {
	i := slices.IndexFunc(t.Rows, func(r Row) bool { return r.Unit.ID == unit })
	if i < 0 {
		return Row{}, false
	}
	return t.Rows[i], true
}

// decided is the score that ranked a row.
func decided(r Row) *float64 {
	if v := r.Value("score"); v.State == record.Known {
		return &v.Number
	}
	return r.Score
}

func tierChanges(rows []Replayed) []string {
	changes := []string{}
	for _, r := range rows {
		if r.Tier != r.NewTier {
			changes = append(changes, fmt.Sprintf("%s的分档由%s变为%s", r.Name, orNoTier(r.Tier), orNoTier(r.NewTier)))
		}
	}
	return changes
}

func orNoTier(name string) string {
	if name == "" {
		return "不分档"
	}
	return "“" + name + "”"
}

// limitChanges names the units that come to lie on the other side of the limit of low satisfaction.
func limitChanges(old, rule Rule, before, after Table) []string {
	changes := []string{}
	for _, r := range after.Rows {
		was, ok := before.rowOf(r.Unit.ID)
		if !ok {
			continue
		}
		then, now := old.low(before.Channel, was), rule.low(after.Channel, r)
		if then == now {
			continue
		}
		word := "不再列入"
		if now {
			word = "列入"
		}
		changes = append(changes, fmt.Sprintf("%s%s满意率偏低的单位（%s → %s）", r.Unit.Name, word, stated(was.Value("satisfaction_rate")), stated(r.Value("satisfaction_rate"))))
	}
	return changes
}

// low tells whether a unit's satisfaction is below the rule's limit.
func (r Rule) low(channel string, row Row) bool {
	limit, ok := r.Thresholds.LowSatisfaction[channel]
	v := row.Value("satisfaction_rate")
	return ok && v.State == record.Known && v.Number < limit
}
