package check

import (
	"fmt"
	"math"
	"slices"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// condition is what a list or a statement demands of a unit's figure: satisfaction_rate < 80.
type condition struct {
	metric string
	op     string // <, <=, >, >=, =
	limit  figure
}

func (c condition) holds(x float64) bool {
	switch c.op {
	case "<":
		return x < c.limit.value
	case "<=":
		return x <= c.limit.value
	case ">":
		return x > c.limit.value
	case ">=":
		return x >= c.limit.value
	}
	return c.limit.fits(x)
}

// String says it as prose does: 满意率低于80%.
func (c condition) String() string {
	if isStar(c.metric) && c.op == ">" && c.limit.value == 0 {
		return "有" + metricName(c.metric)
	}
	words := map[string]string{"<": "低于", "<=": "不超过", ">": "高于", ">=": "不低于", "=": "为"}
	return metricName(c.metric) + words[c.op] + c.limit.String()
}

// String writes a figure in its shortest form.
func (f figure) String() string {
	n, scale := f.value, ""
	if f.step >= 1000 && f.value >= 1e4 {
		n, scale = n/1e4, "万"
	}
	return record.FormatNumber(math.Round(n*1e4)/1e4) + scale + f.measure
}

// value is a unit's figure, wherever it comes from.
type value struct {
	unit   string
	number float64
	key    string
	cell   cell // where it is one of a table
}

// column gives a metric of every unit in a scope; ok is false where the data have no such column.
func (d data) column(s scope, metric string) (out []value, ok bool) {
	if metric == "overdue" {
		return d.overdueIn(s), len(d.Overdue) > 0
	}
	cells, ok := d.cells(d.tables(s.channel, s.groups), metric)
	for _, c := range cells {
		out = append(out, value{c.row.Unit.ID, c.Number, c.key, c})
	}
	return out, ok
}

// overdueIn gives the overdue cases of the units in a scope. The list has no channel.
func (d data) overdueIn(s scope) []value {
	var out []value
	for _, o := range d.Overdue {
		in := s.groups == nil
		for _, seat := range d.seats(o.Unit.ID, s.channel) {
			in = in || slices.Contains(s.groups, seat.table.Group)
		}
		if in {
			out = append(out, value{unit: o.Unit.ID, number: o.Count.Number, key: "overdue.units"})
		}
	}
	return out
}

// with names units with their figures: 阜矿集团1件、….
func (d data) with(values []value, metric string) string {
	out := ""
	for i, v := range values {
		if i == mostNamed {
			return out + fmt.Sprintf("等%d个", len(values))
		}
		if i > 0 {
			out += "、"
		}
		out += d.name(v.unit) + withUnit(v.number, metric)
	}
	return out
}

// mostNamed is how many units a message names.
const mostNamed = 12

// groupOf gives the groups that a unit is ranked in.
func (d data) groupsOf(unit, channel string) []string {
	var out []string
	for _, s := range d.seats(unit, channel) {
		if !slices.Contains(out, s.table.Group) {
			out = append(out, s.table.Group)
		}
	}
	return out
}

// around lists the ways to understand which units a claim about these units compares: those of the groups it names, of
// their own group, of the heading, or all.
func (w where) around(d data, units []string) []scope {
	if len(units) == 0 {
		return w.scopes()
	}
	var out []scope
	for _, channel := range w.channels() {
		if w.groups != nil {
			out = append(out, scope{channel, w.groups})
			continue
		}
		if own := d.groupsOf(units[0], channel); own != nil {
			for _, g := range own {
				out = append(out, scope{channel, []string{g}})
			}
		}
		if w.heading != nil {
			out = append(out, scope{channel, w.heading})
		}
		out = append(out, scope{channel, nil})
	}
	return out
}

// nearest gives the one group that is spoken of where not all units stand in it: the one that the sentence or the heading
// names, or that most of the units are in. Units of others are strangers there.
func (w where) nearest(d data, units []string) (scope, bool) {
	channel := w.channel
	groups := w.groups
	if groups == nil {
		groups = w.heading
	}
	if channel == "" || len(units) == 0 {
		return scope{}, false
	}
	if len(groups) == 1 {
		return scope{channel, groups}, true
	}
	for _, group := range []string{"county", "department", "other", "city"} {
		in := 0
		for _, u := range units {
			if slices.Contains(d.groupsOf(u, channel), group) {
				in++
			}
		}
		if 2*in > len(units) && groups == nil {
			return scope{channel, []string{group}}, true
		}
	}
	return scope{}, false
}

func (w where) channels() []string {
	if w.channel == "" {
		return channels
	}
	return []string{w.channel}
}

// keys lists the keys of values.
func keysOf(values []value) []string {
	var out []string
	for _, v := range values {
		if v.key != "" {
			out = append(out, v.key)
		}
	}
	return out
}

// label says what a figure is: 县区网络满意率.
func label(t measure.Table, metric string) string {
	return measure.GroupNames[t.Group] + channelName(t.Channel) + metricName(metric)
}
