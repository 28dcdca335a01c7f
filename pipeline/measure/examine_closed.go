package measure

import (
	"fmt"
	"slices"

	"tongbao/pipeline/sheet"
)

// examineClosed compares the closed cases and their rate with the tables.
func (b Bulletin) examineClosed() []Finding {
	seats := slices.Concat(b.seats("network"), b.seats("hotline"))
	closed, ok1 := sumOf(seats, seat.closed)
	assigned, ok2 := sumOf(seats, func(s seat) (span, bool) { return exactly(s.assigned()) })
	if !ok1 || !ok2 || assigned.low == 0 {
		return nil
	}
	var found []Finding
	if stated, ok := b.overview("closed"); ok && stated.apart(closed) {
		found = append(found, Finding{
			Code: "overview-closed", Severity: sheet.Warning, Cells: []string{stated.Key},
			Message: fmt.Sprintf("概况表办结%s件，按各表交办总量与办结率合计%s件", stated.Text, closed.whole()),
			Hint:    "请核对概况表和排名表是否同一截止日、同一口径",
		})
	}
	if rate, ok := b.overview("close_rate"); ok && rate.apart(ratio(closed, assigned)) {
		found = append(found, Finding{
			Code: "overview-close-rate", Severity: sheet.Warning, Cells: []string{rate.Key},
			Message: fmt.Sprintf("概况表办结率%s，按各表合计办结%s件、交办%s件应为%s", rate.Text, closed.whole(), assigned.whole(), percent((closed.low+closed.high)/2, assigned.low)),
			Hint:    "请核对概况表和排名表是否同一截止日、同一口径",
		})
	}
	return found
}

// examineCloseRate compares the overview's rate with its own counts.
func (b Bulletin) examineCloseRate() []Finding {
	rate, ok := b.overview("close_rate")
	closed, ok1 := b.overview("closed")
	transferred, ok2 := b.overview("transferred")
	if !ok || !ok1 || !ok2 || transferred.low <= 0 || !rate.apart(ratio(closed.span, transferred.span)) {
		return nil
	}
	return []Finding{{
		Code: "overview-close-rate", Severity: sheet.Warning, Cells: []string{rate.Key, closed.Key, transferred.Key},
		Message: fmt.Sprintf("概况表办结率%s，而办结%s件占转部门办理%s件的%s", rate.Text, closed.Text, transferred.Text, percent(closed.Number, transferred.Number)),
		Hint:    "办结率 = 办结 ÷ 转部门办理，请核对三个数",
	}}
}

// ratio is part of whole, in percent.
func ratio(part, whole span) span {
	return span{100 * part.low / whole.high, 100 * part.high / whole.low}
}
