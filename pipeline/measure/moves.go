package measure

import (
	"cmp"
	"fmt"
	"slices"

	"tongbao/pipeline/record"
)

// leastMove is how many places a unit must have moved to be worth naming.
const leastMove = 3

// moves states who climbed and who fell most in each table. Units with few cases are left out: a case or two moves them.
func (b *Bulletin) moves(old Bulletin) {
	for _, t := range b.Tables {
		var climb, fall []Item
		for _, r := range t.Rows {
			f, ok := b.CellChange(t, r, "rank")
			if !ok || r.Few || b.Rule.few(r.Previous["assigned"]) {
				continue
			}
			item := Item{Unit: r.Unit, Number: f.Number, Text: f.Text, Cell: f.Cells[0]}
			climb, fall = further(climb, item, 1), further(fall, item, -1)
		}
		b.addMove(t, "climb", "名次上升最多的单位", old, climb)
		b.addMove(t, "fall", "名次下降最多的单位", old, fall)
	}
}

// further keeps the items that moved furthest in a direction.
func further(kept []Item, item Item, direction float64) []Item {
	n := item.Number * direction
	switch {
	case n < leastMove:
		return kept
	case len(kept) == 0 || n > kept[0].Number*direction:
		return []Item{item}
	case n == kept[0].Number*direction:
		return append(kept, item)
	}
	return kept
}

func (b *Bulletin) addMove(t Table, end, label string, old Bulletin, items []Item) {
	if len(items) == 0 {
		return
	}
	b.Facts.addList(Fact{
		Key: t.Key() + "." + end, Label: t.name() + label, Number: items[0].Number, Text: items[0].Text, Unit: "位", Subject: "名次",
		Formula: "与" + old.Period.Label() + "的名次相比", Items: items,
	})
}

// again lists the units that a list of the bulletin before named as well.
func (b *Bulletin) again(old Bulletin) {
	for _, channel := range channelOrder {
		key := channel + ".low-satisfaction"
		now, ok := b.Facts.Get(key)
		before, _ := old.Facts.Get(key)
		fact := Fact{Key: key + ".again", Label: now.Label + "，上期也是", Unit: "个", Subject: "满意率", Formula: "本期和" + old.Period.Label() + "都在列"}
		for _, i := range now.Items {
			if ok && slices.ContainsFunc(before.Items, func(o Item) bool { return o.Unit.ID == i.Unit.ID }) {
				fact.Items = append(fact.Items, i)
			}
		}
		b.Facts.addCounted(fact)
	}
}

// leastStreak is how many periods in a row make a streak, the bulletin's own included: 连续三个季度.
const leastStreak = 3

// streaks states, per table and rate, which units rose or fell in every period of a run, and which stood below the limit.
func (b *Bulletin) streaks(run []Bulletin) {
	for _, t := range b.Tables {
		for _, m := range t.Metrics {
			if m.Kind != "rate" || t.Group == "city" {
				continue
			}
			b.streak(t, m, run, "rise", "上升", func(now, before float64) bool { return now > before })
			b.streak(t, m, run, "decline", "下降", func(now, before float64) bool { return now < before })
		}
	}
	for _, channel := range channelOrder {
		b.lowStreak(channel, run)
	}
}

// streak lists the units whose metric moved the same way from period to period, leastStreak times and more.
func (b *Bulletin) streak(t Table, m record.Metric, run []Bulletin, end, word string, goes func(now, before float64) bool) {
	fact := Fact{
		Key: t.Key() + "." + m.Key + "." + end, Label: fmt.Sprintf("%s%s连续%s的单位", t.name(), m.Label, word), Unit: "个", Subject: m.Label,
		Formula: fmt.Sprintf("最近%d期及以上%s逐期%s", leastStreak+1, m.Label, word),
	}
	var lengths []int
	for _, r := range t.Rows {
		values := valuesBack(t, r.Unit.ID, m.Key, r, run)
		length := 0
		for length+1 < len(values) && goes(values[length], values[length+1]) {
			length++
		}
		if !r.Few && length >= leastStreak {
			fact.Items, lengths = append(fact.Items, item(t, r, m.Key)), append(lengths, length)
		}
	}
	fact.Word = "连续" + b.spell(lengths) + word
	b.Facts.addCounted(fact)
}

// spell says how long streaks are: 四个季度 where all are, 三个季度以上 where some are longer.
func (b *Bulletin) spell(lengths []int) string {
	if len(lengths) == 0 {
		return ""
	}
	text := Periods(slices.Min(lengths), b.Period)
	if slices.Min(lengths) < slices.Max(lengths) {
		text += "以上"
	}
	return text
}

// valuesBack gives a unit's values from the bulletin's own back, as far as they are known without a gap.
func valuesBack(t Table, unit, metric string, own Row, run []Bulletin) []float64 {
	v := own.Value(metric)
	if v.State != record.Known {
		return nil
	}
	values := []float64{v.Number}
	for _, old := range run {
		then, _ := old.Table(t.Channel, t.Group)
		i := slices.IndexFunc(then.Rows, func(o Row) bool { return o.Unit.ID == unit })
		if i < 0 || then.Rows[i].Few || then.Rows[i].Value(metric).State != record.Known {
			break
		}
		values = append(values, then.Rows[i].Value(metric).Number)
	}
	return values
}

// lowStreak lists the units of a channel that stood below the satisfaction limit leastStreak periods in a row and more.
func (b *Bulletin) lowStreak(channel string, run []Bulletin) {
	limit, ok := b.Rule.Thresholds.LowSatisfaction[channel]
	if !ok {
		return
	}
	below := record.FormatNumber(limit) + "%"
	fact := Fact{
		Key: channel + ".low-satisfaction.streak", Label: ChannelNames[channel] + "满意率连续低于标准的单位", Unit: "个", Subject: "满意率",
		Formula: fmt.Sprintf("最近%d期及以上满意率均 < %s", leastStreak, below),
	}
	var lengths []int
	for _, group := range local {
		t, _ := b.Table(channel, group)
		for _, r := range t.Rows {
			values := valuesBack(t, r.Unit.ID, "satisfaction_rate", r, run)
			length := 0
			for length < len(values) && values[length] < limit {
				length++
			}
			if length >= leastStreak {
				fact.Items, lengths = append(fact.Items, item(t, r, "satisfaction_rate")), append(lengths, length)
			}
		}
	}
	slices.SortStableFunc(fact.Items, func(a, c Item) int { return cmp.Compare(c.Number, a.Number) })
	fact.Word = "连续" + b.spell(lengths) + "低于" + below
	b.Facts.addCounted(fact)
}

// Periods writes a number of periods as prose does: 三个季度, 三个月.
func Periods(n int, p record.Period) string {
	return []string{"零", "一", "两", "三", "四", "五", "六", "七", "八"}[n] + p.Measure()
}
