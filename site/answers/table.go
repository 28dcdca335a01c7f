package answers

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// column is one metric of one ranking.
type column struct {
	calendar
	table  table
	metric metric
	values [][]*float64 // by unit, then by period
	ranks  [][]*float64
	few    [][]*float64
}

var rank = metric{Key: "rank", Label: "名次", Kind: "rank", Unit: "位", Better: "low"}

// answer gives the tables of one metric of one ranking: none where it has no such metric or nothing to say, nil where the
// question has no sense for it, which leaves the whole without an answer.
func (r *Rankings) answer(c calendar, t table, key string, q question, places []int, base int) ([]Table, error) {
	none := []Table{}
	col := column{calendar: c, table: t, metric: rank}
	if at := slices.IndexFunc(t.Metrics, func(m metric) bool { return m.Key == key }); at >= 0 {
		col.metric = t.Metrics[at]
	} else if key != "rank" {
		return none, nil
	}
	var err error
	if col.values, err = r.values(c.Kind, t.Key, key); err != nil {
		return nil, err
	}
	if col.ranks, err = r.values(c.Kind, t.Key, "rank"); err != nil {
		return nil, err
	}
	if col.few, err = r.values(c.Kind, t.Key, "few"); err != nil {
		return nil, err
	}
	switch {
	case q.delta != "":
		return col.changes(q, places[0], base), nil
	case len(q.orders) > 0 && len(q.units) == 0, len(q.limits) > 0:
		return col.picks(q, places), nil
	case len(q.units) > 0:
		return col.named(q, places), nil
	}
	return col.all(q, places), nil
}

func (r *Rankings) values(kind, table, name string) (values [][]*float64, err error) {
	name = folder + kind + "/" + table + "/" + name + ".json"
	if err := json.Unmarshal(r.files[name], &values); err != nil {
		return nil, fmt.Errorf("%s：%w", name, err)
	}
	return values, nil
}

// rows are the units that have a value in one of the periods.
func (c column) rows(places []int) []Row {
	var out []Row
	for i, u := range c.table.Units {
		row := Row{ID: u.ID, Name: u.Name}
		some, few := false, false
		for _, p := range places {
			row.Values = append(row.Values, c.values[i][p])
			row.FewCases = append(row.FewCases, c.few[i][p] != nil)
			some, few = some || c.values[i][p] != nil, few || c.few[i][p] != nil
		}
		if !few {
			row.FewCases = nil
		}
		if some {
			out = append(out, row)
		}
	}
	return out
}

func (c column) tableOf(places []int, rows []Row) Table {
	t := Table{Key: c.table.Key, Kind: c.Kind, Metric: c.metric.Key, Label: c.metric.Label, Unit: c.metric.Unit, Rows: rows, Of: len(c.rows(places))}
	for _, p := range places {
		t.Periods = append(t.Periods, c.Periods[p])
	}
	return t
}

// named gives the units that were named, in that order or in the one that was asked for.
func (c column) named(q question, places []int) []Table {
	all := c.rows(places)
	var rows []Row
	for _, id := range q.units {
		if at := slices.IndexFunc(all, func(r Row) bool { return r.ID == id }); at >= 0 {
			rows = append(rows, all[at])
		}
	}
	if len(rows) == 0 {
		return []Table{}
	}
	if len(q.orders) > 0 {
		return c.picked(q, places, rows)
	}
	if q.sort != "" {
		down, ok := c.down(q.sort)
		if !ok || len(places) > 1 || slices.ContainsFunc(rows, func(r Row) bool { return r.Values[0] == nil }) {
			return nil
		}
		arrange(rows, down)
	}
	if q.ranked && !c.place(rows, places) {
		return nil
	}
	t := c.tableOf(places, rows)
	if q.compare && len(rows) == 2 && len(places) == 1 {
		t.Difference = less(rows[0].Values[0], rows[1].Values[0])
	}
	return []Table{t}
}

// place adds the units' places by the metric, the best first; false where none is better than another, or blanks hide some.
func (c column) place(rows []Row, places []int) bool {
	down, ok := c.down("first")
	for at, p := range places {
		if !ok || c.blank(p) {
			return false
		}
		for i, r := range rows {
			rows[i].Places = append(rows[i].Places, 0)
			if r.Values[at] == nil {
				continue
			}
			place := 1
			for _, values := range c.values {
				if v := values[p]; v != nil && (down && *v > *r.Values[at] || !down && *v < *r.Values[at]) {
					place++
				}
			}
			rows[i].Places[at] = place
		}
	}
	return true
}

// all gives every unit, as the latest ranking has them, or sorted by the metric of the only period.
func (c column) all(q question, places []int) []Table {
	order := q.sort
	if order == "" && q.ranked {
		order = "first"
	}
	rows := c.rows(places)
	if order != "" {
		down, ok := c.down(order)
		if !ok || len(places) > 1 {
			return nil
		}
		arrange(rows, down)
	}
	if len(rows) == 0 {
		return []Table{}
	}
	return []Table{c.tableOf(places, rows)}
}

// picks gives a table for each period, of the units that the orders or limits choose.
func (c column) picks(q question, places []int) []Table {
	out := []Table{}
	for _, p := range places {
		at := []int{p}
		rows := c.rows(at)
		if len(rows) == 0 {
			continue
		}
		if len(q.limits) > 0 {
			t, ok := c.limited(q, at, rows)
			if !ok {
				return nil
			}
			out = append(out, t)
			continue
		}
		tables := c.picked(q, at, rows)
		if tables == nil {
			return nil
		}
		out = append(out, tables...)
	}
	return out
}

// limited keeps the units within the limits. A blank count may be a zero, which a lower limit alone shuts out.
func (c column) limited(q question, at []int, rows []Row) (Table, bool) {
	t := c.tableOf(at, nil)
	kept := []Row{}
	for _, l := range q.limits {
		if !l.fits(c.metric) || c.blank(at[0]) && l.op != "gt" && l.op != "ge" {
			return t, false
		}
	}
	for _, r := range rows {
		if !slices.ContainsFunc(q.limits, func(l limit) bool { return !l.holds(*r.Values[0]) }) {
			kept = append(kept, r)
		}
	}
	down := !slices.ContainsFunc(q.limits, func(l limit) bool { return l.op == "lt" || l.op == "le" })
	arrange(kept, down)
	t.Rows, t.Count = kept, new(len(kept))
	return t, true
}

var measures = map[string]string{"rate": "%", "score": "分", "days": "天", "count": "件"}

// fits tells whether a limit is one of the metric's kind; a rate below 1 without its sign may be a share of one.
func (l limit) fits(m metric) bool {
	if m.Kind == "rate" && (l.value > 100 || l.measure == "" && l.value <= 1) {
		return false
	}
	return m.Kind != "rank" && (l.measure == "" || l.measure == measures[m.Kind])
}

func (l limit) holds(v float64) bool {
	switch l.op {
	case "lt":
		return v < l.value
	case "le":
		return v <= l.value
	case "gt":
		return v > l.value
	case "ge":
		return v >= l.value
	}
	return v == l.value
}

// picked gives a table for each order: the units that come first by it, as many as are asked for.
func (c column) picked(q question, at []int, rows []Row) []Table {
	out := []Table{}
	for _, order := range q.orders {
		down, ok := c.down(order)
		if !ok || len(at) > 1 || !down && c.blank(at[0]) || slices.ContainsFunc(rows, func(r Row) bool { return r.Values[0] == nil }) {
			return nil
		}
		sorted := slices.Clone(rows)
		arrange(sorted, down)
		sorted = cut(sorted, func(r Row) float64 { return *r.Values[0] }, q)
		if len(sorted) == 0 {
			continue
		}
		t := c.tableOf(at, sorted)
		t.Order = order
		out = append(out, t)
	}
	return out
}

// down tells whether an order has the largest value first; not ok of what it has no sense for: of 3星件 neither the most nor
// the fewest are 前三 without a doubt.
func (c column) down(order string) (down, ok bool) {
	better := c.metric.Better
	doubtful := c.metric.Kind == "count" && better == "low"
	switch order {
	case "high":
		return true, true
	case "low":
		return false, true
	case "first":
		return better != "low", !doubtful
	case "last":
		return better == "low", !doubtful
	case "best":
		return better == "high", better != "none" && !doubtful
	}
	return better == "low", better != "none" && !doubtful
}

// blank tells whether a count is left out of a ranked unit, which may be a zero: then nobody knows the fewest.
func (c column) blank(p int) bool {
	if c.metric.Kind != "count" {
		return false
	}
	for i, values := range c.values {
		if values[p] == nil && c.ranks[i][p] != nil {
			return true
		}
	}
	return false
}

func arrange(rows []Row, down bool) {
	slices.SortStableFunc(rows, func(a, b Row) int {
		if down {
			a, b = b, a
		}
		return cmp.Compare(*a.Values[0], *b.Values[0])
	})
}

// cut takes the place or the number asked for, one without, with those that tie with the last.
func cut(rows []Row, value func(Row) float64, q question) []Row {
	if q.place > 0 {
		return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool {
			return 1+slices.IndexFunc(rows, func(o Row) bool { return value(o) == value(r) }) != q.place
		})
	}
	n := min(max(q.count, 1), len(rows))
	for n > 0 && n < len(rows) && value(rows[n]) == value(rows[n-1]) {
		n++
	}
	return rows[:n]
}

// changes gives values of two periods with what changed between them.
func (c column) changes(q question, at, base int) []Table {
	places := []int{base, at}
	broken := slices.ContainsFunc(c.table.Breaks, func(b int) bool { return base < b && b <= at }) && (c.metric.Kind == "rank" || c.metric.Kind == "score")
	rows := slices.DeleteFunc(c.rows(places), func(r Row) bool {
		return len(q.units) > 0 && !slices.Contains(q.units, r.ID)
	})
	if broken && len(q.units) == 0 {
		return nil
	}
	for i, r := range rows {
		if !broken {
			rows[i].Change = less(r.Values[1], r.Values[0])
		}
	}
	if len(q.units) == 0 {
		return c.moved(q, places, rows)
	}
	t := c.tableOf(places, rows)
	t.Broken = broken
	if len(rows) == 0 {
		return []Table{}
	}
	return []Table{t}
}

// moved keeps of all units those that changed in the direction asked for, the largest change first.
func (c column) moved(q question, places []int, rows []Row) []Table {
	rows = slices.DeleteFunc(rows, func(r Row) bool { return r.Change == nil })
	if len(rows) == 0 {
		return []Table{}
	}
	sign, ok := c.sign(q.delta)
	if !ok || c.blank(places[0]) || c.blank(places[1]) {
		return nil
	}
	t := c.tableOf(places, rows)
	if !q.listed || q.most {
		rows = slices.DeleteFunc(rows, func(r Row) bool { return *r.Change*sign <= 0 })
		t.Count = new(len(rows))
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(*b.Change*sign, *a.Change*sign) })
	if q.most && len(rows) > 0 {
		t.Count = nil
		rows = cut(rows, func(r Row) float64 { return *r.Change }, q)
	}
	t.Rows = rows
	return []Table{t}
}

// sign is 1 where a larger value is what was asked for. A rank that rises is a smaller number.
func (c column) sign(delta string) (float64, bool) {
	up := 1.0
	if c.metric.Kind == "rank" {
		up = -1
	}
	better := map[string]float64{"high": 1, "low": -1}[c.metric.Better]
	switch delta {
	case "down":
		return -up, true
	case "better":
		return better, better != 0
	case "worse":
		return -better, better != 0
	}
	return up, true
}

// less is the difference to the hundredth, which is as fine as any figure is.
func less(a, b *float64) *float64 {
	if a == nil || b == nil {
		return nil
	}
	return new(math.Round((*a-*b)*100) / 100)
}
