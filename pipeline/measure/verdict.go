package measure

import (
	"fmt"

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
