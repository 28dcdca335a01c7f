package series

import (
	"encoding/json"
	"slices"
)

// explorer is static/rankings/index.json: what the rankings page can choose from, a kind of period each.
type explorer struct {
	Kind    string          `json:"kind"` // quarter, month, …
	Periods []explorePeriod `json:"periods"`
	Tables  []exploreTable  `json:"tables"`
}

type explorePeriod struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Short  string `json:"short"`
	Sample bool   `json:"sample,omitempty"`
	Apart  bool   `json:"apart,omitempty"` // periods before it are missing
}

// exploreTable is one ranking over all periods of a kind. Breaks are the places, in Periods, that cannot be compared with
// the ones before, since the rule changed.
type exploreTable struct {
	Key     string        `json:"key"`
	Channel string        `json:"channel"`
	Group   string        `json:"group"`
	Metrics []Metric      `json:"metrics"`
	Units   []exploreUnit `json:"units"` // in the order of the latest ranking; those that only earlier ones have follow
	Breaks  []int         `json:"breaks"`
}

type exploreUnit struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ExploreFiles are the index and, for each table and metric, static/rankings/<kind>/<table>/<metric>.json: a list for each
// unit, in the index's order, of its values by period, null where it has none. The metric "rank" is the rank, and "few" is 1
// where a unit had few cases.
func ExploreFiles(bulletins []Bulletin) (map[string][]byte, error) {
	files := map[string][]byte{}
	index := []explorer{}
	for _, kind := range kindsOf(bulletins) {
		of := slices.DeleteFunc(slices.Clone(bulletins), func(b Bulletin) bool { return b.Period.Kind != kind })
		e := explorer{Kind: kind, Periods: explorePeriods(of), Tables: []exploreTable{}}
		for _, key := range tableKeys(of) {
			column := tableColumn(of, key)
			t := exploreTableOf(column)
			e.Tables = append(e.Tables, t)
			if err := addValues(files, "static/rankings/"+kind+"/"+key+"/", t, column); err != nil {
				return nil, err
			}
		}
		index = append(index, e)
	}
	body, err := json.Marshal(index)
	files["static/rankings/index.json"] = body
	return files, err
}

// kindsOf are the kinds of period there are, that of the latest bulletin first.
func kindsOf(bulletins []Bulletin) []string {
	var out []string
	for _, b := range slices.Backward(bulletins) {
		if !slices.Contains(out, b.Period.Kind) {
			out = append(out, b.Period.Kind)
		}
	}
	return out
}

func explorePeriods(bulletins []Bulletin) []explorePeriod {
	out := []explorePeriod{}
	for i, b := range bulletins {
		p := explorePeriod{Key: b.Period.Key, Label: b.Label, Short: b.Period.Short(), Sample: b.Sample}
		p.Apart = i > 0 && !b.Period.Follows(bulletins[i-1].Period)
		out = append(out, p)
	}
	return out
}

// tableKeys are the rankings in the order of the latest bulletin that has them.
func tableKeys(bulletins []Bulletin) []string {
	var out []string
	for _, b := range slices.Backward(bulletins) {
		for _, t := range b.Tables {
			if !slices.Contains(out, t.Key) {
				out = append(out, t.Key)
			}
		}
	}
	return out
}

// tabled is a bulletin with one of its tables; nil where it has none of that key.
type tabled struct {
	bulletin Bulletin
	table    *Table
}

func tableColumn(bulletins []Bulletin, key string) []tabled {
	out := make([]tabled, len(bulletins))
	for i, b := range bulletins {
		out[i].bulletin = b
		if at := slices.IndexFunc(b.Tables, func(t Table) bool { return t.Key == key }); at >= 0 {
			out[i].table = &b.Tables[at]
		}
	}
	return out
}

func exploreTableOf(column []tabled) exploreTable {
	out := exploreTable{Metrics: []Metric{}, Units: []exploreUnit{}, Breaks: []int{}}
	metrics, units := map[string]bool{}, map[string]bool{}
	for _, c := range slices.Backward(column) {
		if c.table == nil {
			continue
		}
		if out.Key == "" {
			out.Key, out.Channel, out.Group = c.table.Key, c.table.Channel, c.table.Group
		}
		for _, m := range c.table.Metrics {
			if !metrics[m.Key] {
				metrics[m.Key] = true
				out.Metrics = append(out.Metrics, m)
			}
		}
		for _, r := range c.table.Rows {
			if !units[r.Unit] {
				units[r.Unit] = true
				out.Units = append(out.Units, exploreUnit{r.Unit, r.Name})
			}
		}
	}
	out.Breaks = tableBreaks(column)
	return out
}

func tableBreaks(column []tabled) []int {
	out := []int{}
	last := -1
	for i, c := range column {
		if c.table == nil {
			continue
		}
		if last >= 0 && ruleChanged(column[last], c) {
			out = append(out, i)
		}
		last = i
	}
	return out
}

// ruleChanged tells whether two tables were scored differently. A rule's digest would not do: a comment in its file changes it.
func ruleChanged(was, is tabled) bool {
	return was.bulletin.Rule.Name != is.bulletin.Rule.Name || was.table.Formula != is.table.Formula
}

func addValues(files map[string][]byte, dir string, t exploreTable, column []tabled) error {
	place := map[string]int{}
	for i, u := range t.Units {
		place[u.ID] = i
	}
	for _, metric := range append([]Metric{{Key: "rank"}, {Key: "few"}}, t.Metrics...) {
		values := make([][]*float64, len(t.Units))
		for i := range values {
			values[i] = make([]*float64, len(column))
		}
		for i, c := range column {
			if c.table == nil {
				continue
			}
			for _, row := range c.table.Rows {
				values[place[row.Unit]][i] = row.number(metric.Key)
			}
		}
		body, err := json.Marshal(values)
		if err != nil {
			return err
		}
		files[dir+metric.Key+".json"] = body
	}
	return nil
}

// number is a metric's value, or the rank where there is one, or 1 for few cases.
func (r Row) number(metric string) *float64 {
	switch {
	case metric == "rank" && r.Rank > 0:
		return new(float64(r.Rank))
	case metric == "few" && r.FewCases:
		return new(1.0)
	case metric == "rank", metric == "few":
		return nil
	}
	return r.Cells[metric].Value
}
