package check

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/pipeline/record"
)

func trim(n float64) string { return record.FormatNumber(n) }

// listClaim says which units meet a condition, or how many: 满意率低于80%的有10个：….
type listClaim struct {
	where
	condition
	groups  []string
	ids     []string
	etc     int
	count   int
	counted bool
	sum     float64     // of the figures said of its members
	whole   *totalClaim // the total that its members are parts of
}

func (c *listClaim) add(ids []string, etc int) {
	c.ids = append(c.ids, ids...)
	if etc != 0 {
		c.etc = etc
	}
}

func (c *listClaim) members() int { return len(c.ids) }

func (c *listClaim) close() claim {
	if len(c.ids) == 0 && !c.counted {
		return nil
	}
	return c
}

func (c *listClaim) check(d data) []remark {
	if c.groups != nil {
		c.where.groups = c.groups
	}
	remarks, ok := c.judge(func(s scope) answer {
		column, has := d.column(s, c.metric)
		if !has {
			return answer{}
		}
		meeting := slices.DeleteFunc(column, func(v value) bool { return !c.holds(v.number) })
		return answer{true, append(c.number(d, s, meeting), c.compare(d, s, meeting)...)}
	})
	if !ok {
		return noColumn(channelName(c.channel) + metricName(c.metric))
	}
	return remarks
}

// number compares how many there are.
func (c *listClaim) number(d data, s scope, meeting []value) []remark {
	n, stated := c.count, c.counted
	if c.etc > 0 {
		n, stated = c.etc, true
	}
	if !stated || n == len(meeting) {
		return nil
	}
	message := fmt.Sprintf("%s%s的单位：文中为%d个，数据为%d个", s.name(), c.condition, n, len(meeting))
	if len(meeting) > 0 {
		message += "，即" + d.with(meeting, c.metric)
	}
	return []remark{wrong("wrong-count", message, hintList, keysOf(meeting)...)}
}

// compare looks for members that are missing or do not belong.
func (c *listClaim) compare(d data, s scope, meeting []value) []remark {
	if len(c.ids) == 0 {
		return nil
	}
	var out []remark
	missing := slices.DeleteFunc(slices.Clone(meeting), func(v value) bool { return c.names(d, v.unit) })
	if len(missing) > 0 && c.complete() {
		out = append(out, wrong("missing-unit", fmt.Sprintf("%s%s的单位：文中缺%s", s.name(), c.condition, d.with(missing, c.metric)), hintList, keysOf(missing)...))
	}
	if c.sum > 0 && c.op == ">" {
		return out // each member's own figure is checked: what is none there is said there
	}
	return append(out, c.strangers(d, s, meeting)...)
}

// names tells whether a list has a unit, or an office whose cases count for it.
func (c *listClaim) names(d data, unit string) bool {
	return slices.ContainsFunc(c.ids, func(id string) bool { return id == unit || d.units[id].Parent == unit })
}

// complete tells whether a list claims to name everybody: one with 等 does not, nor one whose figures leave some of
// their whole to others.
func (c *listClaim) complete() bool {
	return c.etc == 0 && (c.whole == nil || c.sum == c.whole.figure.value)
}

// strangers are members that do not meet the condition.
func (c *listClaim) strangers(d data, s scope, meeting []value) []remark {
	var names []string
	var keys []string
	for _, id := range c.ids {
		if id == "" || d.units[id].Parent != "" || slices.ContainsFunc(meeting, func(v value) bool { return v.unit == id }) {
			continue
		}
		name := d.name(id)
		for _, seat := range d.seats(id, s.channel) {
			if x, ok := seat.cell(c.metric); ok {
				name += "（数据为" + x.said(c.metric) + "）"
				keys = append(keys, x.key)
				break
			}
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil
	}
	return []remark{wrong("wrong-member", fmt.Sprintf("%s%s的单位：文中多%s", s.name(), c.condition, strings.Join(names, "、")), hintList, keys...)}
}

// limitClaim says that units, or the whole, meet a condition: 甲县、乙县满意率低于80%.
type limitClaim struct {
	where
	units []string
	condition
}

func (c limitClaim) check(d data) []remark {
	if len(c.units) == 0 {
		return c.whole(d)
	}
	var out []remark
	for _, unit := range c.units {
		seats := d.seats(unit, c.channel)
		met, seen := false, cell{}
		for _, s := range seats {
			if x, ok := s.cell(c.metric); ok && x.State == record.Known {
				seen = x
				met = met || c.holds(x.Number)
			}
		}
		if seen.key != "" && !met {
			out = append(out, wrong("limit-not-met", fmt.Sprintf("%s%s：文中称%s，数据为%s", d.name(unit), channelName(seen.table.Channel), c.condition, seen.said(c.metric)), hintProse, seen.key))
		}
	}
	return out
}

// whole checks a condition on the figure of a channel or the city.
func (c limitClaim) whole(d data) []remark {
	candidates := (&totalClaim{where: c.where, metric: c.metric}).candidates(d)
	for _, x := range candidates {
		if c.holds(x.number) {
			return nil
		}
	}
	if len(candidates) == 0 {
		return noColumn(channelName(c.channel) + metricName(c.metric))
	}
	return []remark{wrong("limit-not-met", fmt.Sprintf("%s：文中称%s，数据为%s", candidates[0].name, c.condition, withUnit(candidates[0].number, c.metric)), hintProse, candidates[0].key)}
}

// allClaim says that every unit of a group meets a condition: 县区按时反馈率均为100%.
type allClaim struct {
	where
	metric string
	op     string
	figure figure
}

func (c allClaim) check(d data) []remark {
	limit := condition{c.metric, c.op, c.figure}
	remarks, ok := c.judge(func(s scope) answer {
		column, has := d.column(s, c.metric)
		if !has || len(column) == 0 {
			return answer{}
		}
		failing := slices.DeleteFunc(column, func(v value) bool { return limit.holds(v.number) })
		if len(failing) == 0 {
			return answer{applies: true}
		}
		return answer{true, []remark{wrong("not-all", fmt.Sprintf("%s并非均%s：%s", s.name(), limit, d.with(failing, c.metric)), hintProse, keysOf(failing)...)}}
	})
	if !ok {
		s := c.scopes()[0]
		return noColumn(s.name() + metricName(c.metric))
	}
	return remarks
}
