// Package measure turns records into what a bulletin states: rankings with shared ranks and recomputed figures, facts
// with their formula and the cells they come from, and findings where the data contradict themselves.
//
// In: one period's records and a dated [Rule]. Out: a [Bulletin] of values. It knows no files, no clock and no prose.
package measure

import (
	"slices"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Bulletin is everything measured about one period.
type Bulletin struct {
	Period       record.Period
	Rule         Rule
	Home         string // id of the unit that stands for the city itself in the 地市 table
	Tables       []Table
	HighStars    []record.HighStar
	Overdue      []record.Overdue
	Instructions []record.Instruction
	Facts        Facts
	Findings     []Finding
}

// Table is one ranking (排名表). Its rows stand in rank order.
type Table struct {
	Channel, Group string
	Title          string
	Computed       bool            // from cases; equal scores stand by their number of cases
	Metrics        []record.Metric // those shown, in column order
	TieOrder       string          // how equal scores stand, in prose: 按公布顺序排列
	Hidden         []record.Metric // those of the export that the rule does not show
	Rows           []Row
	Place          sheet.Place
}

// Key names the table in cell and fact keys: network-county.
func (t Table) Key() string { return t.Channel + "-" + t.Group }

// Every gives all metrics of the table, those as well that the rule does not show: what counts and sums are made of.
func (t Table) Every() []record.Metric {
	return slices.Concat(t.Metrics, t.Hidden)
}

// Row is one unit of a ranking.
type Row struct {
	Unit          record.Unit
	Name          string // as the export has it
	Rank          int    // shared by equal scores; 0 where nothing ranks
	Tied          bool
	PublishedRank int
	Tier          string // 档, "" where the rule has none
	Few           bool   // fewer cases than the rule's few_cases: 件数过少
	Values        map[string]record.Value
	Excellent     *float64 // 优秀率 recomputed from the stars, percent; nil without stars
	Score         *float64 // 综评分 recomputed by the rule; nil where the rule has no expression or a part is missing
	PreviousRank  int      // in the period before; 0 where it is not known
	Previous      map[string]record.Value
	Place         sheet.Place
}

// Compute measures one period; home is the id of the unit that stands for the city itself, "" where none does. The order of
// the tables is that of groupOrder, whatever order the exports came in.
func Compute(p record.Period, home string, in record.Records, rule Rule, metrics []record.Metric) Bulletin {
	b := Bulletin{
		Period: p, Rule: rule, Home: home, HighStars: in.HighStars, Overdue: in.Overdue, Instructions: in.Instructions,
	}
	for _, r := range choose(in) {
		b.Tables = append(b.Tables, rule.rank(r, metrics))
	}
	sortTables(b.Tables)
	b.Facts = collect(b, in.Overview)
	b.Findings = append(examine(b), recount(in, metrics)...)
	return b
}

// Table finds a ranking by channel and group.
func (b Bulletin) Table(channel, group string) (Table, bool) {
	for _, t := range b.Tables {
		if t.Channel == channel && t.Group == group {
			return t, true
		}
	}
	return Table{}, false
}

// Value gives a row's figure, Blank where the export has none.
func (r Row) Value(metric string) record.Value { return r.Values[metric] }

// CellKey names one figure of a ranking: network-county/fumeng/assigned. It is a promise: links, notes and search
// point to it.
func CellKey(t Table, r Row, metric string) string { return t.Key() + "/" + r.Unit.ID + "/" + metric }
