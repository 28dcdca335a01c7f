package measure

import (
	"fmt"
	"slices"

	"tongbao/pipeline/sheet"
)

// figure is one figure of the exported overview, with what it may have been before it was rounded.
type figure struct {
	Fact
	span
}

// overview gives a figure that the exports state; those that are counted from the cases agree by themselves.
func (b Bulletin) overview(key string) (figure, bool) {
	f, ok := b.Facts.Get("overview." + key)
	if !ok || len(f.Places) > 0 && f.Places[0] == casesPlace {
		return figure{}, false
	}
	kind := map[string]string{"%": "rate", "天": "days", "件": "count"}[f.Unit]
	worth := step(f.Text, kind)
	if worth == 0 {
		return figure{f, span{f.Number, f.Number}}, true
	}
	return figure{f, unrounded(f.Number, worth)}, true
}

// examineFlow follows the cases through the overview: received, handed on, answered, closed; and compares with the tables.
func examineFlow(b Bulletin) []Finding {
	found := b.examineReceived()
	found = append(found, b.examineSteps()...)
	found = append(found, b.examineCloseRate()...)
	if !b.complete("network") || !b.complete("hotline") {
		return found
	}
	found = append(found, b.examineTransferred()...)
	return append(found, b.examineClosed()...)
}

// examineReceived: received = answered at once + handed on.
func (b Bulletin) examineReceived() []Finding {
	received, ok1 := b.overview("received")
	direct, ok2 := b.overview("direct")
	transferred, ok3 := b.overview("transferred")
	if !ok1 || !ok2 || !ok3 || !received.apart(direct.add(transferred.span)) {
		return nil
	}
	return []Finding{{
		Code: "overview-parts", Severity: sheet.Warning, Cells: []string{received.Key, direct.Key, transferred.Key},
		Message: fmt.Sprintf("概况表受理总量%s件，不等于直办%s件与转部门办理%s件之和", received.Text, direct.Text, transferred.Text),
		Hint:    "受理总量 = 直办 + 转部门办理，请核对",
	}}
}

// examineSteps: closed ≤ answered ≤ handed on.
func (b Bulletin) examineSteps() []Finding {
	var found []Finding
	steps := []string{"transferred", "fed_back", "closed"}
	for i := range steps {
		for _, later := range steps[i+1:] {
			whole, ok1 := b.overview(steps[i])
			part, ok2 := b.overview(later)
			if !ok1 || !ok2 || part.low <= whole.high {
				continue
			}
			found = append(found, Finding{
				Code: "overview-parts", Severity: sheet.Warning, Cells: []string{part.Key, whole.Key},
				Message: fmt.Sprintf("概况表%s%s件，多于%s%s件", part.Label, part.Text, whole.Label, whole.Text),
				Hint:    "部分不应多于整体，请核对；若含往期诉求，请在说明里写明",
			})
		}
	}
	return found
}

// examineTransferred compares what was handed on with what the units were assigned. One channel alone may be meant.
func (b Bulletin) examineTransferred() []Finding {
	stated, ok := b.overview("transferred")
	network, ok1 := sumOf(b.seats("network"), func(s seat) (span, bool) { return exactly(s.assigned()) })
	hotline, ok2 := sumOf(b.seats("hotline"), func(s seat) (span, bool) { return exactly(s.assigned()) })
	all := network.add(hotline)
	if !ok || !ok1 || !ok2 || !stated.apart(all) {
		return nil
	}
	f := Finding{
		Code: "overview-assigned", Severity: sheet.Warning, Cells: b.factKeys(stated.Key, "network.assigned.total", "hotline.assigned.total"),
		Message: fmt.Sprintf("概况表转部门办理%s件，网络、热线各表交办总量合计%s件", stated.Text, all.whole()),
		Hint:    "请核对概况表和排名表是否同一口径",
	}
	for i, sum := range []span{network, hotline} {
		if name := ChannelNames[channelOrder[i]]; !stated.apart(sum) {
			f.Severity = sheet.Note
			f.Hint = fmt.Sprintf("与%s各表合计%s件相符，转办量可能只计%s", name, sum.whole(), name)
		}
	}
	return []Finding{f}
}

// factKeys keeps the keys that there are facts of.
func (b Bulletin) factKeys(keys ...string) []string {
	return slices.DeleteFunc(keys, func(key string) bool { _, ok := b.Facts.Get(key); return !ok })
}
