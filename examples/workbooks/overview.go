package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// overview sums the tables up as the office's own list does. What no table holds drifts from the published figure.
func (p *past) overview(network, hotline sums, highStars int) table {
	all := sumOfSums(network, hotline)
	closed := all.rates[closedColumn]
	direct := tenThousands(103_500 * (1 + sway(p.random, 0.08)))
	given, done := tenThousands(float64(all.assigned)), tenThousands(float64(closed.of))
	answered := tenThousands(float64(closed.of) + 0.6*float64(closed.base-closed.of))
	stated := map[string]string{
		"受理总量/全市": direct.plus(given).text(), "直办/全市": direct.text(), "转部门办理/全市": given.text(),
		"办理反馈/全市": answered.text(), "办结/全市": done.text(),
		"即时转办率/全市": "100%", "按时反馈率/全市": "100%", "办结率/全市": closed.text(),
		"优秀率/网络平台": network.excellent().text(), "有效回访率/网络平台": network.rates[callbackColumn].text(),
		"满意率/网络平台":    network.rates[satisfiedColumn].text(),
		"群众满意率/热线平台":  hotline.rates[satisfiedColumn].text(),
		"平均办件天数/热线平台": plain(round(hotline.days+0.3+sway(p.random, 0.15), 2)) + "天",
		"低星件_三星/网络平台": network.low("3星"), "低星件_四星/网络平台": network.low("4星"),
		"低星件_三星/热线平台": hotline.low("3星"), "低星件_四星/热线平台": hotline.low("4星"),
		"高星件/网络平台": strconv.Itoa(highStars),
	}
	t := table{header: p.published.tables[overviewFile].header}
	for _, row := range p.published.tables[overviewFile].rows {
		value, ok := stated[row[0]+"/"+row[1]]
		if !ok {
			value = p.drifted(row[2], hotline)
		}
		t.rows = append(t.rows, []string{row[0], row[1], value})
	}
	return t
}

// drifted moves a published figure that no table holds: a rate, in whole cases of the hotline, or a number of cases.
func (p *past) drifted(published string, hotline sums) string {
	if text, ok := strings.CutSuffix(published, "%"); ok {
		n, _ := strconv.ParseFloat(text, 64)
		base := hotline.rates[satisfiedColumn].base
		return tally{part(base, n/100+sway(p.random, 0.012)), base}.text()
	}
	text, unit := strings.TrimSuffix(published, "件"), "件"
	return fmt.Sprint(math.Round(float64(number(text))*(1+sway(p.random, 0.12)))) + unit
}

func sumOfSums(parts ...sums) sums {
	all := sums{rates: map[string]tally{}}
	for _, s := range parts {
		all.assigned += s.assigned
		all.rates[closedColumn] = all.rates[closedColumn].plus(s.rates[closedColumn])
	}
	return all
}

// tenths is a number of cases in tenths of 万件, so that rounded parts still add up.
type tenths int

func tenThousands(cases float64) tenths { return tenths(math.Round(cases / 1000)) }

func (n tenths) plus(m tenths) tenths { return n + m }

func (n tenths) text() string { return plain(float64(n)/10) + "万件" }
