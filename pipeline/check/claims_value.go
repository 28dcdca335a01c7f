package check

import (
	"fmt"
	"slices"
)

// valueClaim says one figure of one or several units, each.
type valueClaim struct {
	where
	units  []string
	metric string
	figure figure
	etc    int
}

func (c valueClaim) check(d data) []remark {
	var out []remark
	for _, unit := range c.units {
		out = append(out, c.of(d, unit)...)
	}
	return out
}

// of checks one unit.
func (c valueClaim) of(d data, unit string) []remark {
	if c.metric == "overdue" {
		return c.overdue(d, unit)
	}
	var cells []cell
	seats := c.seats(d, unit)
	for _, s := range seats {
		if x, ok := s.cell(c.metric); ok {
			cells = append(cells, x)
		}
	}
	switch {
	case len(seats) == 0:
		return c.absent(d, unit)
	case len(cells) == 0:
		return noColumn(d.name(unit) + channelName(c.channel) + metricName(c.metric))
	}
	for _, x := range cells {
		if x.agrees(c.figure, c.metric) {
			return nil
		}
	}
	if n := d.listedStars(unit, c.metric); n > 0 && c.figure.fits(n) {
		return nil
	}
	return []remark{c.differs(d, cells[0])}
}

// seats gives the rows that may be meant: of the groups the sentence names where the unit stands in one of them.
func (c valueClaim) seats(d data, unit string) []seat {
	all := d.seats(unit, c.channel)
	named := slices.DeleteFunc(slices.Clone(all), func(s seat) bool { return c.groups != nil && !slices.Contains(c.groups, s.table.Group) })
	if len(named) > 0 {
		return named
	}
	return all
}

func (c valueClaim) differs(d data, x cell) remark {
	what := d.name(x.row.Unit.ID) + channelName(x.table.Channel) + metricName(c.metric)
	if x.Number == 0 && isStar(c.metric) {
		return wrong("wrong-value", fmt.Sprintf("%s：文中为%s，数据里没有", what, c.figure), hintProse, x.key)
	}
	return wrong("wrong-value", fmt.Sprintf("%s：文中为%s，数据为%s", what, c.figure, x.said(c.metric)), hintProse, x.key)
}

// absent says of a unit that no table of the channel has it. The office of a county counts there, so its own number of
// high stars is all that can be known.
func (c valueClaim) absent(d data, unit string) []remark {
	if c.metric == "high-stars" || d.units[unit].Parent != "" || d.units[unit].ID == "" {
		return nil
	}
	what := fmt.Sprintf("%s不在本期%s排名表里，文中的%s%s无从核对", d.name(unit), channelName(c.channel), metricName(c.metric), c.figure)
	if c.channel != "" && len(d.seats(unit, "")) > 0 {
		return []remark{wrong("no-row", what, "请核对单位和渠道")}
	}
	return []remark{doubt("no-row", what, "请核对单位和渠道")}
}

func (c valueClaim) overdue(d data, unit string) []remark {
	n, ok := d.overdueOf(unit)
	switch {
	case !ok:
		return noColumn(d.name(unit) + metricName(c.metric))
	case c.figure.fits(n):
		return nil
	}
	return []remark{wrong("wrong-value", fmt.Sprintf("%s%s：文中为%s，超期未报列表为%s件", d.name(unit), metricName(c.metric), c.figure, trim(n)), hintProse, "overdue.units")}
}

// togetherClaim says the sum of several units: 甲、乙共10件.
type togetherClaim struct {
	where
	units  []string
	metric string
	figure figure
}

func (c togetherClaim) check(d data) []remark {
	remarks, _ := c.judge(func(s scope) answer {
		sum, found := 0.0, 0
		column, ok := d.column(scope{s.channel, nil}, c.metric)
		for _, v := range column {
			if slices.Contains(c.units, v.unit) {
				sum += v.number
				found++
			}
		}
		if !ok || found != len(c.units) {
			return answer{}
		}
		if c.figure.fits(sum) {
			return answer{applies: true}
		}
		return answer{true, []remark{wrong("wrong-sum", fmt.Sprintf("%s%s合计：文中为%s，数据为%s", d.names(c.units), metricName(c.metric), c.figure, withUnit(sum, c.metric)), hintProse)}}
	})
	return remarks
}

// unsigned is a rate without its sign: 优秀率为98.48，.
type unsigned struct {
	where
	metric string
	figure figure
}

func (c unsigned) check(data) []remark {
	return []remark{doubt("rate-without-sign", fmt.Sprintf("%s%s后面缺“%%”", metricName(c.metric), c.figure), "请补上百分号")}
}
