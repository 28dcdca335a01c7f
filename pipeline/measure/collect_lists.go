package measure

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// local are the groups whose units answer to the city: the 地市 table compares cities and is left out of its sums.
var local = []string{"county", "department", "other"}

// lowStars are the star columns that make a case a 低星件 (three and four stars; five is the standard mark).
var lowStars = []string{"stars-3", "stars-4"}

func (f *Facts) channel(b Bulletin, channel string) {
	f.lowSatisfaction(b, channel)
	total := Fact{Key: channel + ".low-stars", Label: ChannelNames[channel] + "低星件", Unit: "件", Formula: "各单位3星与4星件数之和"}
	for _, metric := range lowStars {
		sum, stated := f.starCount(b, channel, metric)
		if stated {
			total.Number += sum.Number
			total.Cells = append(total.Cells, sum.Cells...)
			total.Text = record.FormatNumber(total.Number)
		}
	}
	if total.Text != "" {
		f.add(total)
	}
}

// lowSatisfaction lists the units below the rule's threshold, the highest rate first; equal rates in table order.
func (f *Facts) lowSatisfaction(b Bulletin, channel string) {
	limit, ok := b.Rule.Thresholds.LowSatisfaction[channel]
	if !ok {
		return
	}
	fact := Fact{
		Key: channel + ".low-satisfaction", Unit: "个",
		Label:   fmt.Sprintf("%s满意率低于%s%%的单位", ChannelNames[channel], record.FormatNumber(limit)),
		Formula: fmt.Sprintf("满意率 < %s%%", record.FormatNumber(limit)),
	}
	for _, group := range local {
		t, _ := b.Table(channel, group)
		for _, r := range t.Rows {
			if v := r.Value("satisfaction_rate"); v.State == record.Known && v.Number < limit {
				fact.Items = append(fact.Items, item(t, r, "satisfaction_rate"))
			}
		}
	}
	slices.SortStableFunc(fact.Items, func(a, b Item) int { return cmp.Compare(b.Number, a.Number) })
	f.addCounted(fact)
	f.addFew(fact)
}

// addFew lists the members of a list that had few cases, so that prose can say so.
func (f *Facts) addFew(list Fact) {
	few := Fact{Key: list.Key + ".few", Label: list.Label + "，其中件数过少的", Unit: "个", Formula: "交办总量少于评分办法的 few_cases"}
	for _, i := range list.Items {
		if i.Few {
			few.Items = append(few.Items, i)
		}
	}
	f.addCounted(few)
}

// starCount states how many cases of a channel got a star, per group and in all.
func (f *Facts) starCount(b Bulletin, channel, metric string) (Fact, bool) {
	total := Fact{Key: channel + "." + metric, Unit: "件"}
	seen := false
	for _, group := range local {
		t, ok := b.Table(channel, group)
		i := slices.IndexFunc(t.Every(), func(m record.Metric) bool { return m.Key == metric })
		if !ok || i < 0 {
			continue
		}
		seen = true
		label := t.Every()[i].Label
		total.Label, total.Formula = ChannelNames[channel]+label+"件", "各单位"+label+"件数之和"
		part := starList(t, metric, label)
		total.Number += part.Number
		total.Cells = append(total.Cells, part.Cells...)
		f.addList(part)
	}
	total.Text = record.FormatNumber(total.Number)
	if seen {
		f.add(total)
	}
	return total, seen
}

// starList lists a table's units by their number of cases with one star, the most first.
func starList(t Table, metric, label string) Fact {
	fact := Fact{Key: t.Key() + "." + metric, Label: t.name() + label + "件", Unit: "件", Formula: "各单位" + label + "件数之和"}
	for _, r := range t.Rows {
		if v := r.Value(metric); v.Number > 0 {
			fact.Items = append(fact.Items, item(t, r, metric))
			fact.Number += v.Number
		}
	}
	slices.SortStableFunc(fact.Items, func(a, b Item) int { return cmp.Compare(b.Number, a.Number) })
	fact.Text, fact.Cells = record.FormatNumber(fact.Number), cellsOf(fact.Items)
	return fact
}

func (f *Facts) highStars(cases []record.HighStar) {
	if len(cases) == 0 {
		return
	}
	f.add(Fact{
		Key: "high-stars", Label: "高星件", Number: float64(len(cases)), Text: strconv.Itoa(len(cases)), Unit: "件",
		Formula: "高星件表的件数", Places: []sheet.Place{cases[0].Place},
	})
	counts := map[int]int{}
	for _, c := range cases {
		counts[c.Star]++
	}
	for star, n := range counts {
		key := fmt.Sprintf("high-stars.%d", star)
		f.add(Fact{
			Key: key, Label: fmt.Sprintf("%d星件", star), Number: float64(n), Text: strconv.Itoa(n), Unit: "件",
			Formula: fmt.Sprintf("高星件表中评星为%d的件数", star), Places: []sheet.Place{cases[0].Place},
		})
	}
	f.sortTail(len(counts))
}

// sortTail puts the last n facts, which came out of a map, in order.
func (f *Facts) sortTail(n int) {
	tail := f.list[len(f.list)-n:]
	slices.SortFunc(tail, func(a, b Fact) int { return cmp.Compare(a.Key, b.Key) })
	for i, fact := range f.list {
		f.index[fact.Key] = i
	}
}

func (f *Facts) overdue(rows []record.Overdue) {
	if len(rows) == 0 {
		return
	}
	total := Fact{Key: "overdue", Label: "超期未报诉求", Unit: "件", Formula: "超期未报列表各单位件数之和"}
	units := Fact{Key: "overdue.units", Label: "有超期未报诉求的单位", Unit: "个", Formula: "超期未报列表的单位"}
	for _, r := range rows {
		total.Number += r.Count.Number
		total.Places = append(total.Places, r.Place)
		units.Items = append(units.Items, Item{Unit: r.Unit, Number: r.Count.Number, Text: r.Count.Text})
	}
	total.Text = record.FormatNumber(total.Number)
	units.Places = total.Places
	f.add(total)
	f.addCounted(units)
}
