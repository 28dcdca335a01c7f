package check

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// totalClaim says a figure of the whole: of a group, a channel, or the city.
type totalClaim struct {
	where
	metric  string
	figure  figure
	mean    bool
	carried []string // units of the sentence before, which may be meant still
	sum     *sumClaim
	scoped  bool // the sentence names a channel
}

// candidate is a figure of the data that a total may be.
type candidate struct {
	name   string
	number float64
	key    string
	sure   bool // of this very metric and scope: what differs from it is wrong
}

func (c *totalClaim) check(d data) []remark {
	all := c.candidates(d)
	agreeing := -1
	for i, x := range all {
		if c.figure.fits(x.number) {
			agreeing = i
			break
		}
	}
	what := c.name()
	switch {
	case len(all) == 0:
		return noColumn(what + c.figure.String())
	case agreeing >= 0:
		return c.disputed(all, all[agreeing])
	}
	return []remark{c.differs(all)}
}

func (c *totalClaim) name() string {
	return (scope{c.channel, c.groups}).name() + metricName(c.metric)
}

// differs says that no figure of the data is the stated one.
func (c *totalClaim) differs(all []candidate) remark {
	first := all[0]
	message := fmt.Sprintf("%s：文中为%s，数据为%s", first.name, c.figure, withUnit(first.number, c.metric))
	for _, x := range all[1:] {
		if x.number != first.number && len(all) <= 3 {
			message += fmt.Sprintf("（%s为%s）", x.name, withUnit(x.number, c.metric))
		}
	}
	if !first.sure || c.metric == "overdue" && c.scoped || c.heading != nil && c.groups == nil && classOf(c.metric) != "count" || len(c.carried) > 0 {
		return doubt("wrong-total", message, hintProse, first.key)
	}
	return wrong("wrong-total", message, hintProse, first.key)
}

// disputed notes that one source of the high stars bears a figure out and another does not: the list of cases, and the
// tables.
func (c *totalClaim) disputed(all []candidate, agreed candidate) []remark {
	if c.metric != "high-stars" && !slices.Contains(parts("high-stars"), c.metric) {
		return nil
	}
	for _, x := range all {
		if x.sure && agreed.sure && !c.figure.fits(x.number) {
			message := fmt.Sprintf("%s：%s为%s，%s为%s", metricName(c.metric), agreed.name, withUnit(agreed.number, c.metric), x.name, withUnit(x.number, c.metric))
			return []remark{aside("sources-disagree", message, "请核对两处来源", agreed.key, x.key)}
		}
	}
	return nil
}

// candidates gathers what the figure may be, the likeliest first.
func (c *totalClaim) candidates(d data) []candidate {
	if c.groups != nil {
		out := c.ofGroups(d, c.groups)
		if slices.Contains(c.groups, "city") {
			out = append(out, c.ofHome(d, d.homeSeats(c.channel))...)
		}
		return out
	}
	out := c.ofFacts(d)
	if home := d.homeSeats(c.channel); len(home) > 0 && (home[0].table.Channel == c.channel || len(out) == 0 && !c.scoped) {
		out = append(out, c.ofHome(d, home)...)
	}
	if classOf(c.metric) == "count" {
		for _, channel := range c.channels() {
			out = append(out, c.ofTables(d, channel, nil, c.channel != "" || isStar(c.metric))...)
		}
	}
	if c.heading != nil {
		out = append(out, c.ofGroups(d, c.heading)...)
	}
	for _, unit := range c.carried {
		for _, s := range d.seats(unit, c.channel) {
			if x, ok := s.cell(c.metric); ok && x.State == record.Known {
				out = append(out, candidate{d.name(unit) + metricName(c.metric), x.Number, x.key, false})
			}
		}
	}
	return out
}

// ofFacts are the figures of the overview and of the lists.
func (c *totalClaim) ofFacts(d data) []candidate {
	var out []candidate
	for _, key := range c.factKeys() {
		f, ok := d.Facts.Get(key)
		if !ok {
			continue
		}
		name := f.Label
		if strings.HasPrefix(key, "high-stars") {
			name += "清单"
		}
		out = append(out, candidate{name, f.Number, key, true})
		if c.channel != "" {
			break // what the whole city has is another figure
		}
	}
	return out
}

// factKeys are the keys of facts that a total may be, the likeliest first. The low stars of the overview were summed by
// hand: there only the tables count.
func (c *totalClaim) factKeys() []string {
	switch {
	case c.metric == "high-stars" || c.metric == "overdue":
		return []string{c.metric}
	case slices.Contains(parts("high-stars"), c.metric):
		return []string{"high-stars." + strings.TrimPrefix(c.metric, "stars-")}
	case isStar(c.metric):
		return nil
	}
	whole := "overview." + c.metric
	if c.channel != "" {
		return []string{"overview." + c.channel + "." + c.metric, whole}
	}
	return []string{whole, "overview.network." + c.metric, "overview.hotline." + c.metric}
}

// ofHome is the row of the city itself in the province's table.
func (c *totalClaim) ofHome(d data, seats []seat) []candidate {
	var out []candidate
	for _, s := range seats {
		if x, ok := s.cell(c.metric); ok && x.State == record.Known {
			out = append(out, candidate{measure.GroupNames[s.table.Group] + "表" + d.name(d.home) + metricName(c.metric), x.Number, x.key, c.metric != "received"})
		}
	}
	return out
}

// ofGroups are totals of groups, and means of rates and days.
func (c *totalClaim) ofGroups(d data, groups []string) []candidate {
	var out []candidate
	for _, channel := range c.channels() {
		if classOf(c.metric) == "count" {
			out = append(out, c.ofTables(d, channel, groups, true)...)
			continue
		}
		column, _ := d.column(scope{channel, groups}, c.metric)
		sum := 0.0
		for _, v := range column {
			sum += v.number
		}
		if len(column) > 0 && c.mean {
			out = append(out, candidate{name: (scope{channel, groups}).name() + metricName(c.metric) + "的简单平均", number: sum / float64(len(column))})
		}
	}
	return out
}

// ofTables is the sum of a column.
func (c *totalClaim) ofTables(d data, channel string, groups []string, sure bool) []candidate {
	column, ok := d.column(scope{channel, groups}, c.metric)
	if !ok || c.metric == "overdue" {
		return nil
	}
	sum := 0.0
	for _, v := range column {
		sum += v.number
	}
	units := "各单位"
	if groups != nil {
		units = ""
	}
	x := candidate{name: (scope{channel, groups}).name() + units + metricName(c.metric) + "合计", number: sum, sure: sure && c.metric != "received" && c.metric != "closed"}
	key := channel + "." + c.metric
	if len(groups) == 1 {
		key = channel + "-" + groups[0] + "." + c.metric
		if c.metric == "assigned" {
			key += ".total"
		}
	}
	if _, known := d.Facts.Get(key); known {
		x.key = key
	}
	return []candidate{x}
}

// sumClaim says that parts make a whole: 低星件25件，其中四星21件，三星4件.
type sumClaim struct {
	where
	whole *totalClaim
	parts []*totalClaim
}

// exhaustive are the parts that make a whole.
var exhaustive = map[string][]string{
	"low-stars":  {"stars-3", "stars-4"},
	"high-stars": {"stars-10", "stars-15", "stars-25"},
	"received":   {"direct", "transferred"},
}

func (c *sumClaim) check(data) []remark {
	sum, found, tolerance := 0.0, 0, c.whole.figure.step/2
	said := ""
	for _, p := range c.parts {
		if slices.Contains(exhaustive[c.whole.metric], p.metric) {
			sum += p.figure.value
			tolerance += p.figure.step / 2
			found++
			said += "、" + metricName(p.metric) + p.figure.String()
		}
	}
	if found < 2 || c.whole.figure.step == 1 {
		tolerance = 0
	}
	complete := found == len(exhaustive[c.whole.metric])
	if found < 2 || math.Abs(sum-c.whole.figure.value) <= tolerance || !complete && sum < c.whole.figure.value {
		return nil
	}
	return []remark{wrong("parts-differ", fmt.Sprintf("%s%s与各部分之和%s不符（%s）", metricName(c.whole.metric), c.whole.figure,
		figure{value: sum, step: c.whole.figure.step, measure: "件"}, said[len("、"):]), hintProse)}
}
