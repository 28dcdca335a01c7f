package measure

import (
	"fmt"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// meanDays is the mean of a channel's days over its units.
type meanDays struct {
	weighted float64
	rounded  span // what it may be where each unit's days were rounded
	cut      span // what it may be where they were cut off
}

// examineDays compares the overview's mean days with the units' own, weighted by their cases.
func examineDays(b Bulletin) []Finding {
	var found []Finding
	for _, channel := range channelOrder {
		stated, ok1 := b.overview(channel + ".days")
		mean, ok2 := b.meanDays(channel)
		if !ok1 || !ok2 || !stated.apart(mean.rounded) {
			continue
		}
		f := Finding{
			Code: "overview-days", Severity: sheet.Warning, Cells: []string{stated.Key},
			Message: fmt.Sprintf("概况表%s平均办件天数%s天，按各单位件数加权为%s天，各单位天数若是四舍五入的应在%s天之间", ChannelNames[channel], stated.Text,
				record.FormatNumber(round(mean.weighted, 2)), mean.rounded.days()),
			Hint: "请核对概况表和排名表是否同一口径",
		}
		if !stated.apart(mean.cut) {
			f.Severity = sheet.Note
			f.Hint = fmt.Sprintf("各单位天数若是舍去小数的，则在%s天之间，可以相符；请写明取整的办法", mean.cut.days())
		}
		found = append(found, f)
	}
	return found
}

func (s span) days() string {
	return record.FormatNumber(round(s.low, 2)) + "至" + record.FormatNumber(round(s.high, 2))
}

func (b Bulletin) meanDays(channel string) (meanDays, bool) {
	var cases, days, step float64
	if !b.complete(channel) {
		return meanDays{}, false
	}
	for _, s := range b.seats(channel) {
		n, ok := s.assigned()
		d := s.row.Value("days")
		if !ok || d.State != record.Known {
			continue
		}
		cases, days = cases+n, days+n*d.Number
		step += n * columnStep(s.table, "days", "days")
	}
	if cases == 0 {
		return meanDays{}, false
	}
	mean, width := days/cases, step/cases
	return meanDays{mean, span{mean - width/2, mean + width/2}, span{mean, mean + width}}, true
}
