package check

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
)

// changeClaim says that a metric rose, fell or stayed, against the period before or the same one of last year.
type changeClaim struct {
	where
	units  []string // nil for the whole
	metric string
	base   string // vs-previous, vs-year-before; "" where prose says neither
	dir    string // up, down, same
	figure figure
	sized  bool
}

func (c changeClaim) check(d data) []remark {
	facts := c.facts(d)
	if len(facts) == 0 {
		if c.base == "" && !c.sized {
			return nil
		}
		return []remark{doubt("no-comparison", c.name(d)+"的升降：本期数据里没有可以比较的往期数", "请先导入往期数据，或核对出处")}
	}
	var first []remark
	for _, f := range facts {
		remarks := c.compare(d, f)
		if remarks == nil {
			return nil
		}
		if first == nil {
			first = remarks
		}
	}
	return first
}

func (c changeClaim) name(d data) string {
	if len(c.units) > 0 {
		return d.names(c.units) + channelName(c.channel) + metricName(c.metric)
	}
	return (scope{c.channel, c.groups}).name() + metricName(c.metric)
}

// facts are the changes that may be meant.
func (c changeClaim) facts(d data) []measure.Fact {
	bases := []string{c.base}
	if c.base == "" {
		bases = []string{"vs-previous", "vs-year-before"}
	}
	var out []measure.Fact
	for _, key := range c.keys(d) {
		for _, base := range bases {
			if f, ok := d.Facts.Get(key + "." + base); ok {
				out = append(out, f)
			}
		}
	}
	return append(out, c.moves(d)...)
}

// moves are the facts about those who climbed or fell most, where the claim is about one of them.
func (c changeClaim) moves(d data) []measure.Fact {
	if c.metric != "rank" || len(c.units) == 0 || c.base == "vs-year-before" {
		return nil
	}
	var out []measure.Fact
	for _, t := range d.tables(c.channel, append([]string{"city"}, local...)) {
		for _, end := range []string{"climb", "fall"} {
			f, ok := d.Facts.Get(t.Key() + "." + end)
			if ok && slices.ContainsFunc(f.Items, func(i measure.Item) bool { return i.Unit.ID == c.units[0] }) {
				out = append(out, f)
			}
		}
	}
	return out
}

// keys are those of the figures that may have changed.
func (c changeClaim) keys(d data) []string {
	var out []string
	for _, unit := range c.units {
		for _, s := range d.seats(unit, c.channel) {
			for _, part := range parts(c.metric) {
				out = append(out, measure.CellKey(s.table, s.row, part))
				if unit == d.home {
					out = append(out, s.table.Key()+".home."+part)
				}
			}
		}
	}
	if len(c.units) > 0 {
		return out
	}
	for _, t := range d.tables(c.channel, c.groups) {
		if c.groups != nil {
			for _, part := range parts(c.metric) {
				out = append(out, t.Key()+"."+part+".total", t.Key()+"."+part)
			}
		}
	}
	if c.groups != nil {
		return out
	}
	if c.channel == "" {
		out = append(out, "overview."+c.metric)
	}
	for _, channel := range c.channels() {
		out = append(out, "overview."+channel+"."+c.metric, channel+"."+c.metric, channel+"."+c.metric+".total")
	}
	for _, s := range d.seats(d.home, c.channel) {
		out = append(out, measure.CellKey(s.table, s.row, c.metric), s.table.Key()+".home."+c.metric)
	}
	return append(out, c.metric, "overview."+c.metric)
}

func (c changeClaim) compare(d data, f measure.Fact) []remark {
	dir := "same"
	switch {
	case f.Number > 0:
		dir = "up"
	case f.Number < 0:
		dir = "down"
	}
	against := map[bool]string{true: "上一期", false: "上年同期"}[strings.HasSuffix(f.Key, "vs-previous")]
	words := map[string]string{"up": "上升", "down": "下降", "same": "持平"}
	switch {
	case dir != c.dir:
		return []remark{wrong("wrong-direction", fmt.Sprintf("%s与%s相比：文中为%s，数据为%s", c.name(d), against, words[c.dir], f.Text), hintProse, f.Key)}
	case !c.sized || c.agrees(f):
		return nil
	case c.figure.measure == "件" && !strings.Contains(f.Text, "件"):
		return nil // the fact states it in percent
	default:
		return []remark{wrong("wrong-change", fmt.Sprintf("%s与%s相比：文中变化%s，数据为%s", c.name(d), against, c.figure, f.Text), hintProse, f.Key)}
	}
}

// agrees compares the size in the fact's own unit: 个百分点 is not %.
func (c changeClaim) agrees(f measure.Fact) bool {
	if isPoints(c.figure.measure) != strings.Contains(f.Text+f.Unit, "百分点") {
		return false
	}
	return c.figure.fits(math.Abs(f.Number)) || strings.Contains(f.Text, c.figure.String())
}

func isPoints(measure string) bool {
	return slices.Contains([]string{"个百分点", "百分点"}, measure)
}

// verdictClaim says that a standard is met or not: 平均办件天数达标.
type verdictClaim struct {
	where
	units  []string
	metric string
	pass   bool
	all    bool
}

func (c verdictClaim) check(d data) []remark {
	var out []remark
	for _, channel := range c.channels() {
		w := c.where
		w.channel = channel
		limit, ok := d.standard(c.metric, channel)
		if !ok {
			out = append(out, c.without(d, w)...)
			continue
		}
		remarks := c.against(d, w, limit)
		if len(remarks) == 0 {
			return nil
		}
		out = append(out, remarks...)
	}
	if len(out) > 1 {
		return out[:1]
	}
	return out
}

// without says that there is no standard, or not even the column.
func (c verdictClaim) without(d data, w where) []remark {
	s := w.scopes()[0]
	if column, ok := d.column(s, c.metric); (!ok || len(column) == 0) && (c.all || len(c.units) > 0 || w.groups != nil || w.heading != nil) {
		return noColumn(s.name() + metricName(c.metric))
	}
	return []remark{doubt("no-standard", channelName(w.channel)+metricName(c.metric)+"：评分办法里没有这个指标的标准，无从判断是否达标", "请在评分办法里补充标准，或核对出处")}
}

// standard is what the rule demands of a metric.
func (d data) standard(metric, channel string) (condition, bool) {
	switch metric {
	case "satisfaction_rate":
		limit, ok := d.Rule.Thresholds.LowSatisfaction[channel]
		return condition{metric, ">=", figure{value: limit, step: 1, measure: "%"}}, ok
	case "days":
		limit := d.Rule.Thresholds.MeanDays
		return condition{metric, "<=", figure{value: limit, step: 1, measure: "天"}}, limit > 0
	}
	return condition{}, false
}

func (c verdictClaim) against(d data, w where, limit condition) []remark {
	if !c.pass {
		limit.op = map[string]string{">=": "<", "<=": ">"}[limit.op]
	}
	switch {
	case len(c.units) > 0:
		return limitClaim{w, c.units, limit}.check(d)
	case c.all && c.pass:
		return allClaim{w, limit.metric, limit.op, limit.limit}.check(d)
	case c.all || w.groups != nil:
		return nil
	}
	return limitClaim{where: w, condition: limit}.check(d)
}

// overdueLimit says after how many days a case is overdue.
type overdueLimit struct {
	where
	figure figure
}

func (c overdueLimit) check(d data) []remark {
	days := d.Rule.Thresholds.OverdueDays
	if days == 0 || c.figure.value == float64(days) {
		return nil
	}
	return []remark{doubt("limit-differs", fmt.Sprintf("超期的天数：文中为%s，评分办法为%d天", c.figure, days), hintProse, "overdue")}
}

// overdueUnits says how many units have overdue cases.
type overdueUnits struct {
	where
	figure figure
}

func (c overdueUnits) check(d data) []remark {
	f, ok := d.Facts.Get("overdue.units")
	if !ok || c.figure.fits(f.Number) {
		return nil
	}
	return []remark{wrong("wrong-count", fmt.Sprintf("有超期未报诉求的单位：文中为%s，数据为%s个", c.figure, f.Text), hintProse, "overdue.units")}
}

// sizeClaim says how many units a ranking has.
type sizeClaim struct {
	where
	figure figure
}

func (c sizeClaim) check(d data) []remark {
	remarks, _ := c.judge(func(s scope) answer {
		n := 0
		for _, t := range d.tables(s.channel, s.groups) {
			n += len(t.Rows)
		}
		if n == 0 || c.figure.fits(float64(n)) {
			return answer{applies: n > 0}
		}
		return answer{true, []remark{wrong("wrong-count", fmt.Sprintf("%s参与排名的单位：文中为%s，数据为%d个", s.name(), c.figure, n), hintProse)}}
	})
	return remarks
}
