package check

import "fmt"

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

// opposite turns a standard into what misses it.
var opposite = map[string]string{">=": "<", "<=": ">"}

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
		limit.op = opposite[limit.op]
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
