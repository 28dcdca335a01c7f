// Package answers answers questions about rankings: 三季度满意率最低的县区, 市住建局 2021 热线 综评分, 阜蒙县 历次排名.
//
// In: the files of the rankings page (site/series), the language file (Compile), and a question. Out: figures with the cells
// they stand in, or nothing. A question is understood as a whole or not at all: a wrong answer said with confidence is worse
// than none.
package answers

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Answer is figures of one or more rankings.
type Answer struct {
	Understood []string `json:"understood"` // how the question was taken, part by part
	Tables     []Table  `json:"tables"`
}

// Table is the part of a ranking that answers. Values of a row stand by period.
type Table struct {
	Key     string   `json:"key"` // network-county
	Kind    string   `json:"kind"`
	Metric  string   `json:"metric"`
	Label   string   `json:"label"` // of the metric
	Unit    string   `json:"unit"`
	Order   string   `json:"order,omitempty"` // high, low, best, worst, first or last, where units were picked by it
	Periods []Period `json:"periods"`
	Rows    []Row    `json:"rows"`
	Of      int      `json:"of"`               // units that have a value
	Count   *int     `json:"count,omitempty"`  // units that a limit or a change lets pass, where one was asked for
	Broken  bool     `json:"broken,omitempty"` // the rule changed between the periods: no change can be given
	// Difference is the first row's value less the second's, where two units were compared.
	Difference *float64 `json:"difference,omitempty"`
}

// Title is what the table shows: 网络县区满意率.
func (t Table) Title() string { return titleOf(t) }

// Period is one bulletin's period; Sample where its figures are invented.
type Period struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Sample bool   `json:"sample,omitempty"`
}

// Row is one unit's values, null where it has none.
type Row struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Values   []*float64 `json:"values"`
	Places   []int      `json:"places,omitempty"`    // among the table's units by the metric, where asked for; 0 without a value
	Change   *float64   `json:"change,omitempty"`    // the last value less the first, where asked for
	FewCases []bool     `json:"few_cases,omitempty"` // left out where none is
}

type kind struct {
	Kind    string   `json:"kind"`
	Periods []Period `json:"periods"`
	Tables  []table  `json:"tables"`
}

type table struct {
	Key     string   `json:"key"`
	Channel string   `json:"channel"`
	Group   string   `json:"group"`
	Metrics []metric `json:"metrics"`
	Units   []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"units"`
	Breaks []int `json:"breaks"` // periods that cannot be compared with the ones before
}

type metric struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Kind   string `json:"kind"`
	Unit   string `json:"unit"`
	Better string `json:"better"`
}

// Rankings are opened files of the rankings page.
type Rankings struct {
	kinds    []kind
	files    map[string][]byte
	language language
}

const folder = "static/rankings/"

// Open reads files as site/series makes them, with the language file among them.
func Open(files map[string][]byte) (*Rankings, error) {
	r := &Rankings{files: files}
	var meanings []meaning
	for name, into := range map[string]any{folder + "index.json": &r.kinds, LanguageFile: &meanings} {
		if err := json.Unmarshal(files[name], into); err != nil {
			return nil, fmt.Errorf("%s：%w", name, err)
		}
	}
	r.language = newLanguage(meanings)
	return r, nil
}

// Answer is nil where the text is no question that the rankings answer.
func (r *Rankings) Answer(text string) (*Answer, error) {
	tokens, ok := r.language.read(text)
	if !ok {
		return nil, nil
	}
	q, ok := parse(tokens)
	if !ok {
		return nil, nil
	}
	c, ok := r.chosen(q)
	if !ok {
		return nil, nil
	}
	places, base, ok := c.places(q)
	if !ok {
		return nil, nil
	}
	a := &Answer{}
	for _, t := range c.Tables {
		if !concerns(t, q) {
			continue
		}
		for _, key := range q.metrics {
			found, err := r.answer(c, t, key, q, places, base)
			if err != nil || found == nil {
				return nil, err
			}
			a.Tables = append(a.Tables, found...)
		}
	}
	if !complete(a.Tables, c, q) {
		return nil, nil
	}
	a.Understood = understood(q, c, places, base, a.Tables)
	return a, nil
}

// concerns tells whether a ranking is one of those asked for. That of the province's cities is another city's matter, unless
// it is named.
func concerns(t table, q question) bool {
	if len(q.channels) > 0 && !slices.Contains(q.channels, t.Channel) || len(q.groups) > 0 && !slices.Contains(q.groups, t.Group) {
		return false
	}
	return len(q.groups) > 0 || len(q.units) > 0 || t.Group != "city"
}

// complete tells whether all that was named is answered: part of an answer would pass for the whole.
func complete(tables []Table, c calendar, q question) bool {
	seen := map[string]bool{}
	together := false
	for _, t := range tables {
		at := slices.IndexFunc(c.Tables, func(of table) bool { return of.Key == t.Key })
		seen[c.Tables[at].Channel], seen[c.Tables[at].Group], seen[t.Metric] = true, true, true
		for _, row := range t.Rows {
			seen[row.ID] = true
		}
		together = together || len(t.Rows) == len(q.units)
	}
	wanted := slices.Concat(q.channels, q.groups, q.metrics)
	if len(q.orders) == 0 {
		wanted = append(wanted, q.units...)
	}
	for _, key := range wanted {
		if !seen[key] {
			return false
		}
	}
	return len(tables) > 0 && (together || !q.spaced && !q.compare)
}

// sorted are the keys of a map, in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
