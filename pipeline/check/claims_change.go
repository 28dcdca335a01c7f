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
	return append(out, c.cells(d)...)
}

// cells are the changes of single figures of a ranking and of ranks, which each row carries.
func (c changeClaim) cells(d data) []measure.Fact {
	if c.base == "vs-year-before" {
		return nil
	}
	var out []measure.Fact
	for _, unit := range c.units {
		for _, s := range d.seats(unit, c.channel) {
			for _, part := range parts(c.metric) {
				if f, ok := d.CellChange(s.table, s.row, part); ok {
					out = append(out, f)
				}
			}
		}
	}
	return out
}

// keys are those of the figures of a whole that may have changed.
func (c changeClaim) keys(d data) []string {
	if len(c.units) > 0 {
		return nil // every row carries its own
	}
	var out []string
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
	case c.dir == "same" && strings.Contains(f.Text, "持平"): // 基本持平 hides a slight change
		return nil
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

// earlierClaim says the figure of the period before: 由81件变为87件.
type earlierClaim struct{ changeClaim }

// before are the figures that may be meant.
func (c earlierClaim) before(d data) []measure.Fact {
	var out []measure.Fact
	for _, key := range c.keys(d) {
		if f, ok := d.Facts.Get(key + ".previous"); ok {
			out = append(out, f)
		}
	}
	return out
}

func (c earlierClaim) check(d data) []remark {
	facts := c.before(d)
	for _, f := range facts {
		if c.figure.fits(f.Number) {
			return nil
		}
	}
	return []remark{wrong("wrong-total", fmt.Sprintf("%s上一期：文中为%s，数据为%s", c.name(d), c.figure, withUnit(facts[0].Number, c.metric)), hintProse, facts[0].Key)}
}

// streakClaim says that a rate of units rose or fell several periods in a row.
type streakClaim struct {
	where
	units  []string
	metric string
	dir    string
}

func (c streakClaim) check(d data) []remark {
	ends := map[string]string{"up": "rise", "down": "decline"}
	against := map[string]string{"up": "decline", "down": "rise"}
	var out []remark
	for _, unit := range c.units {
		if _, ok := c.listed(d, unit, ends[c.dir]); ok {
			continue
		}
		if f, ok := c.listed(d, unit, against[c.dir]); ok {
			out = append(out, wrong("wrong-direction", fmt.Sprintf("%s%s：文中的方向与数据相反（%s）", d.name(unit), metricName(c.metric), f.Label), hintProse, f.Key))
			continue
		}
		out = append(out, doubt("no-comparison", fmt.Sprintf("%s%s是否连续变化：本期数据里没有记录", d.name(unit), metricName(c.metric)), "请先导入往期数据，或核对出处"))
	}
	return out
}

// listed finds a unit among those whose rate rose, or fell, in a row.
func (c streakClaim) listed(d data, unit, end string) (measure.Fact, bool) {
	for _, t := range d.tables(c.channel, nil) {
		f, ok := d.Facts.Get(t.Key() + "." + c.metric + "." + end)
		if ok && slices.ContainsFunc(f.Items, func(i measure.Item) bool { return i.Unit.ID == unit }) {
			return f, true
		}
	}
	return measure.Fact{}, false
}
