package measure

import (
	"cmp"
	"fmt"
	"slices"

	"tongbao/pipeline/record"
)

// rules states the limits of the rule, which prose quotes, and whether the office's own figures keep them.
func (f *Facts) rules(r Rule) {
	for _, channel := range channelOrder {
		if limit, ok := r.Thresholds.LowSatisfaction[channel]; ok {
			f.limit("low-satisfaction."+channel, ChannelNames[channel]+"满意率标准", limit, record.FormatNumber(limit)+"%", "%", r)
		}
	}
	if n := r.Thresholds.OverdueDays; n > 0 {
		f.limit("overdue-days", "超期天数", float64(n), fmt.Sprint(n), "天", r)
	}
	if n := r.Thresholds.MeanDays; n > 0 {
		f.limit("mean-days", "平均办件天数标准", n, record.FormatNumber(n), "天", r)
		f.daysVerdict(n)
	}
}

func (f *Facts) limit(key, label string, n float64, text, unit string, r Rule) {
	f.add(Fact{Key: "rule." + key, Label: label, Number: n, Text: text, Unit: unit, Formula: "取自评分办法“" + r.Title + "”"})
}

// daysVerdict says whether the mean days of the hotline keep the standard.
func (f *Facts) daysVerdict(limit float64) {
	mean, ok := f.Get("overview.hotline.days")
	if !ok {
		return
	}
	word := "未超过"
	if mean.Number > limit {
		word = "超过"
	}
	f.add(Fact{
		Key: mean.Key + ".target", Label: "热线平均办件天数是否达标", Number: mean.Number, Unit: "天", Subject: "办件天数",
		Text:    fmt.Sprintf("%s%s个工作日", word, record.FormatNumber(limit)),
		Formula: fmt.Sprintf("平均办件天数 %s 天，标准 %s 个工作日", mean.Text, record.FormatNumber(limit)),
	})
}

// targets states the goals of the rule (达标), and table by table which units miss each, the furthest off first, or that all
// reach it.
func (f *Facts) targets(b Bulletin) {
	for _, channel := range channelOrder {
		for _, group := range local {
			t, _ := b.Table(channel, group)
			for _, m := range t.Metrics {
				if goal, ok := b.Rule.Targets[channel][m.Key]; ok {
					f.target(t, m, goal, b.Rule)
				}
			}
		}
	}
}

func (f *Facts) target(t Table, m record.Metric, goal float64, r Rule) {
	text := record.FormatNumber(goal) + m.Unit
	f.add(Fact{
		Key: "target." + t.Channel + "." + m.Key, Label: ChannelNames[t.Channel] + m.Label + "目标", Number: goal, Text: text, Unit: m.Unit,
		Subject: m.Label, Formula: "取自评分办法“" + r.Title + "”",
	})
	missed := Fact{Key: t.Key() + "." + m.Key + ".missed", Label: t.name() + m.Label + "未达到" + text + "的单位", Unit: "个", Subject: m.Label, Formula: m.Label + "未达到" + text}
	met := Fact{Key: t.Key() + "." + m.Key + ".met", Label: t.name() + m.Label + "均达到" + text, Unit: "个", Subject: m.Label, Formula: "各单位" + m.Label + "均达到" + text}
	for _, row := range t.Rows {
		v := row.Value(m.Key)
		switch {
		case v.State != record.Known:
		case m.Better == "low" && v.Number > goal, m.Better != "low" && v.Number < goal:
			missed.Items = append(missed.Items, item(t, row, m.Key))
		default:
			met.Items = append(met.Items, item(t, row, m.Key))
		}
	}
	slices.SortStableFunc(missed.Items, func(a, c Item) int {
		if m.Better == "low" {
			return cmp.Compare(c.Number, a.Number)
		}
		return cmp.Compare(a.Number, c.Number)
	})
	f.addCounted(missed)
	if len(missed.Items) == 0 {
		f.addCounted(met)
	}
}
