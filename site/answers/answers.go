// Package answers answers questions about rankings: 三季度满意率最低的县区, 市住建局 2021 热线 综评分, 阜蒙县 历次排名.
//
// In: the files of the rankings page (site/series), and a question. Out: figures with the cells they stand in, or nothing.
// A question is understood as a whole or not at all: a wrong answer said with confidence is worse than none.
package answers

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Answer is figures of one or more rankings.
type Answer struct {
	Understood []string `json:"understood"` // how the question was taken, part by part
	Tables     []Table  `json:"tables"`
}

// Table is the part of a ranking that answers. Values of a row stand by period.
type Table struct {
	Key     string   `json:"key"` // network-county
	Metric  string   `json:"metric"`
	Label   string   `json:"label"` // of the metric
	Unit    string   `json:"unit"`
	Periods []Period `json:"periods"`
	Rows    []Row    `json:"rows"`
}

// Title is what the table shows: 网络县区满意率.
func (t Table) Title() string {
	channel, group, _ := strings.Cut(t.Key, "-")
	return said[channel] + said[group] + t.Label
}

// Period is one bulletin's period; Sample where its figures are invented.
type Period struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Sample bool   `json:"sample,omitempty"`
}

// Row is one unit's values, null where it has none.
type Row struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Values []*float64 `json:"values"`
}

type kind struct {
	Kind    string   `json:"kind"`
	Periods []Period `json:"periods"`
	Tables  []table  `json:"tables"`
}

type table struct {
	Key     string `json:"key"`
	Channel string `json:"channel"`
	Group   string `json:"group"`
	Metrics []struct {
		Key    string `json:"key"`
		Label  string `json:"label"`
		Unit   string `json:"unit"`
		Better string `json:"better"`
	} `json:"metrics"`
	Units []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"units"`
}

// Rankings are opened files of the rankings page.
type Rankings struct {
	quarters kind
	files    map[string][]byte
	names    map[string]string // what units are called, to their ids
	order    []string          // names, the longest first
}

const folder = "static/rankings/"

// Open reads the index of files as site/series makes them. OtherNames leads from what a unit is called as well to its name.
func Open(files map[string][]byte, otherNames map[string]string) (*Rankings, error) {
	var kinds []kind
	if err := json.Unmarshal(files[folder+"index.json"], &kinds); err != nil {
		return nil, err
	}
	r := &Rankings{files: files, names: map[string]string{}}
	for _, k := range kinds {
		if k.Kind == "quarter" {
			r.quarters = k
		}
	}
	for _, t := range r.quarters.Tables {
		for _, u := range t.Units {
			r.names[strings.ToLower(u.Name)] = u.ID
		}
	}
	for other, name := range otherNames {
		if id, ok := r.names[strings.ToLower(name)]; ok {
			if _, taken := r.names[strings.ToLower(other)]; !taken {
				r.names[strings.ToLower(other)] = id
			}
		}
	}
	for name := range r.names {
		r.order = append(r.order, name)
	}
	slices.SortFunc(r.order, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return r, nil
}

// Answer is nil where the text is no question that the rankings answer.
func (r *Rankings) Answer(text string) (*Answer, error) {
	q, ok := parse(text, r.order, r.names)
	if !ok {
		return nil, nil
	}
	places := r.periods(q)
	if len(places) == 0 {
		return nil, nil
	}
	a := &Answer{}
	for _, t := range r.quarters.Tables {
		if !r.concerns(t, q) {
			continue
		}
		found, err := r.answer(t, q, places)
		if err != nil {
			return nil, err
		}
		if found != nil {
			a.Tables = append(a.Tables, *found)
		}
	}
	if len(a.Tables) == 0 {
		return nil, nil
	}
	a.Understood = understood(q, r.quarters.Periods, places)
	return a, nil
}

// periods are the places of the periods asked for: the latest where none is.
func (r *Rankings) periods(q question) []int {
	all := r.quarters.Periods
	last := len(all) - 1
	var out []int
	switch {
	case last < 0:
	case q.year > 0 || q.quarter > 0 || q.lastYear:
		year := q.year
		if q.lastYear {
			year = yearOf(all[last]) - 1
		}
		for i, p := range all {
			if (year == 0 || yearOf(p) == year) && (q.quarter == 0 || quarterOf(p) == q.quarter) {
				out = append(out, i)
			}
		}
		if len(q.units) == 0 || year == 0 && !q.all {
			out = out[max(0, len(out)-1):] // a ranking is of one period: the latest that fits
		}
	case q.all:
		for i := range all {
			out = append(out, i)
		}
	case last-q.back >= 0:
		out = []int{last - q.back}
	}
	return out
}

func yearOf(p Period) int    { return number(p.Key[:4]) }
func quarterOf(p Period) int { return number(p.Key[len(p.Key)-1:]) }

// concerns tells whether a ranking is one of those asked for. That of the province's cities is another city's matter, unless
// it is named.
func (r *Rankings) concerns(t table, q question) bool {
	if q.channel != "" && t.Channel != q.channel || q.group != "" && t.Group != q.group {
		return false
	}
	return q.group != "" || len(q.units) > 0 || t.Group != "city"
}

func (r *Rankings) answer(t table, q question, places []int) (*Table, error) {
	metric := q.metric
	if metric == "" {
		metric = "rank"
	}
	out := Table{Key: t.Key, Metric: metric, Label: "名次", Unit: "位"}
	better := "low"
	known := metric == "rank"
	for _, m := range t.Metrics {
		if m.Key == metric {
			out.Label, out.Unit, better, known = m.Label, m.Unit, m.Better, true
		}
	}
	body, there := r.files[folder+r.quarters.Kind+"/"+t.Key+"/"+metric+".json"]
	if !known || !there || !answerable(q.order, better) {
		return nil, nil
	}
	var values [][]*float64
	if err := json.Unmarshal(body, &values); err != nil {
		return nil, fmt.Errorf("%s/%s.json：%w", t.Key, metric, err)
	}
	for _, p := range places {
		out.Periods = append(out.Periods, r.quarters.Periods[p])
	}
	for i, u := range t.Units {
		if len(q.units) > 0 && !slices.Contains(q.units, u.ID) {
			continue
		}
		row := Row{ID: u.ID, Name: u.Name}
		some := false
		for _, p := range places {
			row.Values = append(row.Values, values[i][p])
			some = some || values[i][p] != nil
		}
		if some {
			out.Rows = append(out.Rows, row)
		}
	}
	if len(q.units) == 0 {
		out.Rows = pick(out.Rows, q, better)
	}
	if len(out.Rows) == 0 {
		return nil, nil
	}
	return &out, nil
}

// answerable refuses 最好 of a metric of which more is neither better nor worse.
func answerable(order, better string) bool {
	return better != "none" || order == "" || order == "high" || order == "low"
}

// pick orders the units of one period by the wish and gives as many as are asked for, with those that tie with the last.
func pick(rows []Row, q question, better string) []Row {
	low := better == "low"
	switch q.order {
	case "high":
		low = false
	case "low":
		low = true
	case "worst":
		low = !low
	}
	value := func(r Row) float64 { return *r.Values[0] }
	slices.SortStableFunc(rows, func(a, b Row) int {
		if low {
			return cmp.Compare(value(a), value(b))
		}
		return cmp.Compare(value(b), value(a))
	})
	if q.place > 0 {
		var out []Row
		for _, r := range rows {
			if rankOf(rows, r) == q.place {
				out = append(out, r)
			}
		}
		return out
	}
	count := q.count
	if count == 0 && q.order != "" {
		count = 1
	}
	if count == 0 || count >= len(rows) {
		return rows
	}
	for count < len(rows) && value(rows[count]) == value(rows[count-1]) {
		count++
	}
	return rows[:count]
}

// rankOf is one more than those with another value that stand before.
func rankOf(rows []Row, r Row) int {
	return 1 + slices.IndexFunc(rows, func(o Row) bool { return *o.Values[0] == *r.Values[0] })
}

var said = map[string]string{
	"network": "网络", "hotline": "热线", "county": "县区", "department": "市直部门（单位）", "other": "其他单位", "city": "地市",
	"high": "最高", "low": "最低", "best": "最好", "worst": "最差",
}

func understood(q question, all []Period, places []int) []string {
	first, last := all[places[0]].Label, all[places[len(places)-1]].Label
	out := []string{first}
	if first != last {
		out[0] = first + "至" + last
	}
	for _, part := range []string{said[q.channel], said[q.group]} {
		if part != "" {
			out = append(out, part)
		}
	}
	switch {
	case q.place > 0:
		out = append(out, fmt.Sprintf("第%d位", q.place))
	case q.count > 0:
		out = append(out, fmt.Sprintf("%s的%d个", said[q.order], q.count))
	case q.order != "":
		out = append(out, said[q.order])
	}
	return out
}
