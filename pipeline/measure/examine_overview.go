package measure

import (
	"fmt"
	"math"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// examineOverview compares overview figures with what the tables and lists hold.
func examineOverview(b Bulletin) []Finding {
	var found []Finding
	for _, channel := range channelOrder {
		for _, metric := range lowStars {
			found = append(found, b.compare("overview."+channel+"."+metric, channel+"."+metric)...)
		}
	}
	return append(found, b.compare("overview.network.high_stars", "high-stars")...)
}

func (b Bulletin) compare(stated, summed string) []Finding {
	s, ok1 := b.Facts.Get(stated)
	t, ok2 := b.Facts.Get(summed)
	if !ok1 || !ok2 || s.Number == t.Number {
		return nil
	}
	return []Finding{{
		Code: "overview-differs", Severity: sheet.Warning, Cells: t.Cells,
		Message: fmt.Sprintf("%s：概况表为%s%s，%s为%s%s", t.Label, s.Text, s.Unit, t.Formula, t.Text, t.Unit),
		Hint:    "通报以各单位明细为准，请核对概况表是否漏了单位",
	}}
}

// examineNames notes two figures of one channel that mean nearly the same and differ much, without a word what divides
// them.
func examineNames(b Bulletin) []Finding {
	var found []Finding
	for _, channel := range channelOrder {
		praise, ok1 := b.overview(channel + ".praise_rate")
		satisfied, ok2 := b.overview(channel + ".satisfaction_rate")
		if !ok1 || !ok2 || math.Abs(praise.Number-satisfied.Number) < muchApart {
			continue
		}
		found = append(found, Finding{
			Code: "overview-two-rates", Severity: sheet.Note, Cells: []string{praise.Key, satisfied.Key},
			Message: fmt.Sprintf("概况表%s好评率%s与满意率%s相差%s个百分点，没有说明两者的口径", ChannelNames[channel], praise.Text, satisfied.Text,
				record.FormatNumber(round(math.Abs(praise.Number-satisfied.Number), 2))),
			Hint: "请在说明里写明各自的基数，或核对其中一个是否填错",
		})
	}
	return found
}

// muchApart is from how many percentage points on two figures of nearly the same need an explanation.
const muchApart = 5
