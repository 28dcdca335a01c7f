package check

import (
	"fmt"
	"slices"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// extremeClaim says who has the most or the least of a metric, everybody who ties.
type extremeClaim struct {
	where
	metrics []string
	max     bool
	word    string
	ids     []string
	etc     int
	tied    bool
}

func (c *extremeClaim) add(ids []string, etc int) { c.ids, c.etc = append(c.ids, ids...), etc }
func (c *extremeClaim) members() int              { return len(c.ids) }

func (c *extremeClaim) close() claim {
	if len(c.ids) == 0 || slices.Contains(c.ids, "") {
		return nil
	}
	return c
}

func (c *extremeClaim) check(d data) []remark {
	var out []remark
	for _, metric := range c.metrics {
		out = append(out, c.of(d, metric)...)
	}
	return out
}

func (c *extremeClaim) of(d data, metric string) []remark {
	var first []remark
	applied := false
	for _, s := range c.around(d, c.ids) {
		column, ok := d.column(s, metric)
		if !ok || !c.isIn(column) {
			continue
		}
		remarks := c.compare(d, s, metric, extremes(column, c.max))
		if len(remarks) == 0 {
			return c.asides(d, s, metric)
		}
		if !applied {
			first, applied = remarks, true
		}
	}
	if s, ok := c.nearest(d, c.ids); !applied && ok {
		if column, has := d.column(s, metric); has && len(column) > 0 {
			return c.compare(d, s, metric, extremes(column, c.max))
		}
	}
	if !applied && len(c.ids) > 0 && len(d.seats(c.ids[0], c.channel)) > 0 {
		return noColumn(d.name(c.ids[0]) + channelName(c.channel) + metricName(metric))
	}
	return first
}

// isIn tells whether all the units are among those compared.
func (c *extremeClaim) isIn(column []value) bool {
	for _, id := range c.ids {
		if !slices.ContainsFunc(column, func(v value) bool { return v.unit == id }) {
			return false
		}
	}
	return true
}

// extremes gives the units with the highest or the lowest figure.
func extremes(column []value, highest bool) []value {
	var best []value
	for _, v := range column {
		switch {
		case len(best) == 0 || v.number != best[0].number && (v.number > best[0].number) == highest:
			best = []value{v}
		case v.number == best[0].number:
			best = append(best, v)
		}
	}
	return best
}

func (c *extremeClaim) compare(d data, s scope, metric string, best []value) []remark {
	var ids []string
	for _, v := range best {
		ids = append(ids, v.unit)
	}
	what := s.name() + metricName(metric) + c.word
	switch missing, extra := without(ids, c.ids), without(c.ids, ids); {
	case len(extra) > 0:
		return []remark{wrong("not-the-extreme", fmt.Sprintf("%s的不是%s，是%s", what, d.names(extra), d.with(best, metric)), hintProse, keysOf(best)...)}
	case len(missing) > 0 && c.etc == 0:
		return []remark{wrong("tie-not-said", fmt.Sprintf("%s的还有%s，均为%s", what, d.names(missing), withUnit(best[0].number, metric)), "并列的单位应全部列出", keysOf(best)...)}
	case c.etc > 0 && c.etc != len(ids):
		return []remark{wrong("wrong-count", fmt.Sprintf("%s的：文中为%d个，数据为%d个，即%s", what, c.etc, len(ids), d.with(best, metric)), hintList, keysOf(best)...)}
	case c.tied && len(ids) == 1 && c.etc == 0:
		return []remark{wrong("wrong-word", fmt.Sprintf("%s的只有%s，不是并列", what, d.names(ids)), hintProse, keysOf(best)...)}
	}
	return nil
}

// asides notes what a reader should know of a claim that is right: that the tables call the metric otherwise, and that
// who is praised is last elsewhere.
func (c *extremeClaim) asides(d data, s scope, metric string) []remark {
	var out []remark
	switch metric {
	case "received":
		out = append(out, aside("other-term", "文中的“受理量”在排名表里是“交办总量”，请全文统一", "两个渠道用同一指标，读者才能比较"))
	case "closed":
		if len(c.metrics) > 1 {
			break // both are named, side by side
		}
		out = append(out, aside("other-term", "排名表里没有“办结量”一列，按交办总量 × 办结率推算；网络与热线宜用同一指标", "两个渠道用同一指标，读者才能比较"))
	}
	praised := c.max == (betterOf(metric) == "high") && betterOf(metric) != "none"
	if !praised || len(c.ids) != 1 {
		return out
	}
	for _, other := range []string{"close_rate", "satisfaction_rate", "excellent_rate", "days"} {
		column, _ := d.column(s, other)
		worst := extremes(column, other == "days")
		if other != metric && len(column) > 2 && len(worst) == 1 && worst[0].unit == c.ids[0] {
			out = append(out, aside("one-sided", fmt.Sprintf("%s%s%s，而%s%s%s，为其中最差", d.name(c.ids[0]), metricName(metric), c.word, s.name(), metricName(other), withUnit(worst[0].number, other)), "可同时写明，以免片面", keysOf(worst)...))
		}
	}
	return out
}

// betterOf tells which end of a metric is the better.
func betterOf(metric string) string {
	switch classOf(metric) {
	case "rate", "score":
		return "high"
	case "days":
		return "low"
	}
	return "none"
}

// endsClaim says who is among the first or the last: 甲、乙、丙列前3位. N is 3, or -3.
type endsClaim struct {
	where
	metric string // rank, or what the sentence orders by
	n      int
	ids    []string
	etc    int
}

func (c *endsClaim) add(ids []string, etc int) { c.ids, c.etc = append(c.ids, ids...), etc }
func (c *endsClaim) members() int              { return len(c.ids) }

func (c *endsClaim) close() claim {
	if len(c.ids) == 0 || slices.Contains(c.ids, "") {
		return nil
	}
	return c
}

func (c *endsClaim) check(d data) []remark {
	var first []remark
	for _, s := range c.around(d, c.ids) {
		for _, t := range d.tables(s.channel, s.groups) {
			order := d.order(t, c.metric)
			if len(order) == 0 || len(without(c.ids, idsOf(order))) > 0 {
				continue
			}
			remarks := c.compare(d, t, order)
			if len(remarks) == 0 {
				return nil
			}
			if first == nil {
				first = remarks
			}
		}
	}
	if s, ok := c.nearest(d, c.ids); first == nil && ok {
		for _, t := range d.tables(s.channel, s.groups) {
			if order := d.order(t, c.metric); len(order) > 0 {
				return c.compare(d, t, order)
			}
		}
	}
	return first
}

func abs(n int) int { return max(n, -n) }

// order lists the units of a table, the best first; number is the rank, shared by those that tie.
func (d data) order(t measure.Table, metric string) []value {
	var out []value
	for _, r := range t.Rows {
		if c, ok := (seat{t, r}).cell(metric); ok && c.State == record.Known {
			out = append(out, value{r.Unit.ID, c.Number, c.key, c})
		}
	}
	if metric != "rank" {
		slices.SortStableFunc(out, func(a, b value) int {
			if betterOf(metric) == "low" {
				a, b = b, a
			}
			switch {
			case a.number > b.number:
				return -1
			case a.number < b.number:
				return 1
			}
			return 0
		})
	}
	return out
}

func idsOf(values []value) []string {
	var out []string
	for _, v := range values {
		out = append(out, v.unit)
	}
	return out
}

// compare allows any choice among those that tie across the cut.
func (c *endsClaim) compare(d data, t measure.Table, order []value) []remark {
	n := abs(c.n)
	if n > len(order) {
		return []remark{wrong("wrong-count", fmt.Sprintf("%s只有%d个单位，文中称有第%d位", label(t, c.metric), len(order), n), hintProse)}
	}
	if c.n < 0 {
		order = slices.Clone(order)
		slices.Reverse(order)
	}
	cut := order[n-1].number
	var must, may []string
	for i, v := range order {
		switch {
		case v.number == cut:
			may = append(may, v.unit)
		case i < n:
			must = append(must, v.unit)
			may = append(may, v.unit)
		}
	}
	missing, extra := without(must, c.ids), without(c.ids, may)
	end := map[bool]string{true: "前", false: "后"}[c.n > 0]
	what := fmt.Sprintf("%s%s%d位", label(t, c.metric), end, n)
	right := order[:n]
	if c.n < 0 {
		right = slices.Clone(right)
		slices.Reverse(right)
	}
	switch {
	case len(missing)+len(extra) > 0:
		return []remark{wrong("wrong-ends", fmt.Sprintf("%s应为%s%s", what, d.names(idsOf(right)), d.difference(missing, extra)), hintList, keysOf(right)...)}
	case len(c.ids) != n && c.etc == 0:
		return []remark{wrong("wrong-count", fmt.Sprintf("%s：文中列了%d个，应为%s", what, len(c.ids), d.names(idsOf(right))), hintList, keysOf(right)...)}
	}
	return nil
}

// rankClaim says the place of one unit; -1 is the last. It is right by any of the orders it may mean.
type rankClaim struct {
	where
	unit    string
	metrics []string
	n       int
}

func (c rankClaim) check(d data) []remark {
	var first []remark
	seats := d.seats(c.unit, c.channel)
	if c.unit == d.home {
		seats = d.homeSeats(c.channel)
	}
	for _, s := range seats {
		if c.groups != nil && !slices.Contains(c.groups, s.table.Group) {
			continue
		}
		for _, metric := range c.metrics {
			remarks, ok := c.in(d, s, metric)
			if ok && remarks == nil {
				return nil
			}
			if first == nil {
				first = remarks
			}
		}
	}
	return first
}

// in compares one order; ok is false where the unit has no place in it.
func (c rankClaim) in(d data, s seat, metric string) (remarks []remark, ok bool) {
	order := d.order(s.table, metric)
	at := c.n - 1
	if c.n < 0 {
		at = len(order) + c.n
	}
	mine := slices.IndexFunc(order, func(v value) bool { return v.unit == c.unit })
	if mine < 0 || c.n == 0 {
		return nil, false
	}
	if at >= 0 && at < len(order) && order[mine].number == order[at].number ||
		metric == "rank" && s.row.PublishedRank == at+1 {
		return nil, true
	}
	place := 1 + slices.IndexFunc(order, func(v value) bool { return v.number == order[mine].number })
	return []remark{wrong("wrong-rank", fmt.Sprintf("%s在%s列第%d位（共%d个），%s", d.name(c.unit), label(s.table, metric), place, len(order), saidRank(c.n)), hintProse, order[mine].key)}, true
}

// equalClaim says that units have the same score.
type equalClaim struct {
	where
	units []string
}

func (c equalClaim) check(d data) []remark {
	var first []remark
	for _, s := range c.around(d, c.units) {
		for _, t := range d.tables(s.channel, s.groups) {
			column := slices.DeleteFunc(d.order(t, "score"), func(v value) bool { return !slices.Contains(c.units, v.unit) })
			if len(column) != len(c.units) {
				continue
			}
			if column[0].number == column[len(column)-1].number {
				return nil
			}
			if first == nil {
				first = []remark{wrong("not-equal", fmt.Sprintf("%s得分并不相同：%s", label(t, "score"), d.with(column, "score")), hintProse, keysOf(column)...)}
			}
		}
	}
	return first
}

func saidRank(n int) string {
	if n < 0 {
		return fmt.Sprintf("文中为倒数第%d", -n)
	}
	return fmt.Sprintf("文中为第%d", n)
}
