package measure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// collect states every fact the data support.
func collect(b Bulletin, overview []record.OverviewItem) Facts {
	var f Facts
	f.overview(overview)
	for _, t := range b.Tables {
		f.table(t, b.Rule.Thresholds.ends())
	}
	for _, channel := range channelOrder {
		f.channel(b, channel)
	}
	f.highStars(b.HighStars)
	f.overdue(b.Overdue)
	f.typical(b)
	f.rules(b.Rule)
	f.targets(b)
	f.shares(b)
	return f
}

func (f *Facts) overview(items []record.OverviewItem) {
	for _, item := range items {
		if item.Value.State != record.Known {
			continue
		}
		f.add(Fact{
			Key: "overview." + item.Key, Label: item.Label, Number: item.Value.Number, Text: item.Value.Text,
			Unit: unitOf(item.Kind), Formula: "取自运行概况表", Places: []sheet.Place{item.Place},
		})
	}
}

func unitOf(kind string) string {
	switch kind {
	case "rate":
		return "%"
	case "days":
		return "天"
	default:
		return "件"
	}
}

func (f *Facts) table(t Table, ends int) {
	f.add(Fact{
		Key: t.Key() + ".units", Label: t.name() + "参与排名单位数", Number: float64(len(t.Rows)),
		Text: strconv.Itoa(len(t.Rows)), Unit: "个", Formula: "排名表的行数", Places: []sheet.Place{t.Place},
	})
	f.total(t, "assigned", "交办总量")
	for _, m := range t.Metrics {
		if m.Better == "none" || m.Kind == "rate" || m.Kind == "days" {
			f.extreme(t, m, "max", "最高值", func(a, b float64) bool { return a > b })
			f.extreme(t, m, "min", "最低值", func(a, b float64) bool { return a < b })
		}
		if m.Kind == "rate" {
			f.full(t, m)
		}
	}
	f.closed(t)
	f.ends(t, ends)
}

func (f *Facts) total(t Table, metric, label string) {
	fact := Fact{Key: t.Key() + "." + metric + ".total", Label: t.name() + label + "合计", Unit: "件", Formula: "各单位" + label + "之和"}
	for _, r := range t.Rows {
		if v := r.Value(metric); v.State == record.Known {
			fact.Number += v.Number
			fact.Cells = append(fact.Cells, CellKey(t, r, metric))
		}
	}
	if len(fact.Cells) > 0 {
		fact.Text = record.FormatNumber(fact.Number)
		f.add(fact)
	}
}

// extreme states the highest or lowest value of a metric with every unit that has it.
func (f *Facts) extreme(t Table, m record.Metric, end, label string, beats func(a, b float64) bool) {
	fact := Fact{
		Key: t.Key() + "." + m.Key + "." + end, Label: t.name() + m.Label + label, Unit: m.Unit, Subject: m.Label,
		Word:    map[string]string{"max": m.Most, "min": m.Least}[end],
		Formula: t.name() + m.Label + "的" + label,
	}
	for _, r := range t.Rows {
		v := r.Value(m.Key)
		if v.State != record.Known || len(fact.Items) > 0 && beats(fact.Number, v.Number) {
			continue
		}
		if len(fact.Items) > 0 && beats(v.Number, fact.Number) {
			fact.Items = nil
		}
		fact.Number, fact.Text = v.Number, v.Text
		fact.Items = append(fact.Items, item(t, r, m.Key))
	}
	f.addExtreme(fact)
}

// addExtreme adds an extreme, and how many units have it where several do.
func (f *Facts) addExtreme(fact Fact) {
	f.addList(fact)
	if len(fact.Items) > 1 {
		f.addCounted(Fact{Key: fact.Key + ".count", Label: fact.Label + "的单位数", Unit: "个", Formula: fact.Formula + "有几个单位", Items: fact.Items})
	}
}

func item(t Table, r Row, metric string) Item {
	v := r.Value(metric)
	return Item{Unit: r.Unit, Number: v.Number, Text: v.Text, Cell: CellKey(t, r, metric), Few: r.Few}
}

func (f *Facts) addList(fact Fact) {
	if len(fact.Items) > 0 {
		fact.Cells = cellsOf(fact.Items)
		f.add(fact)
	}
}

func cellsOf(items []Item) []string {
	var cells []string
	for _, i := range items {
		if i.Cell != "" {
			cells = append(cells, i.Cell)
		}
	}
	return cells
}

// full lists the units at 100 %.
func (f *Facts) full(t Table, m record.Metric) {
	fact := Fact{
		Key: t.Key() + "." + m.Key + ".full", Label: t.name() + m.Label + "为100%的单位", Unit: "个", Subject: m.Label,
		Formula: m.Label + " = 100%",
	}
	for _, r := range t.Rows {
		if v := r.Value(m.Key); v.State == record.Known && v.Number == 100 {
			fact.Items = append(fact.Items, item(t, r, m.Key))
		}
	}
	f.addCounted(fact)
}

func (f *Facts) addCounted(fact Fact) {
	fact.Number, fact.Text = float64(len(fact.Items)), strconv.Itoa(len(fact.Items))
	f.addList(fact)
}

// closed states the most closed cases (办结量): assigned × close rate, to the nearest whole case.
func (f *Facts) closed(t Table) {
	fact := Fact{
		Key: t.Key() + ".closed.max", Label: t.name() + "办结量最大值", Unit: "件", Subject: "办结量", Word: "最大", Formula: "交办总量 × 办结率，取整",
	}
	for _, r := range t.Rows {
		n, ok := Closed(r)
		if !ok || len(fact.Items) > 0 && n < fact.Number {
			continue
		}
		if n > fact.Number {
			fact.Items = nil
		}
		fact.Number, fact.Text = n, record.FormatNumber(n)
		fact.Items = append(fact.Items, Item{Unit: r.Unit, Number: n, Text: fact.Text, Cell: CellKey(t, r, "close_rate")})
	}
	f.addExtreme(fact)
}

// Closed is a row's number of closed cases (办结量), to the nearest whole case: no export column states it.
func Closed(r Row) (float64, bool) {
	assigned, rate := r.Value("assigned"), r.Value("close_rate")
	if assigned.State != record.Known || rate.State != record.Known {
		return 0, false
	}
	return math.Round(assigned.Number * rate.Number / 100), true
}

// endCount is how many units 前3位 and 后3位 name where the rule does not say.
const endCount = 3

func (t Thresholds) ends() int { return cmp.Or(t.Ends, endCount) }

// ends lists the first and last n units by rank, in rank order. A table of twice as many, or fewer, has no ends worth naming.
func (f *Facts) ends(t Table, n int) {
	if len(t.Rows) <= 2*n || t.Rows[0].Rank == 0 {
		return
	}
	last := len(t.Rows) - n
	f.end(t, "top", "前", t.Rows[:n], tiedAcross(t.Rows, n))
	f.end(t, "bottom", "后", t.Rows[last:], tiedAcross(t.Rows, last))
}

// tiedAcross lists the units on both sides of a cut whose equal score makes the cut arbitrary.
func tiedAcross(rows []Row, cut int) []Row {
	if rows[cut].Rank != rows[cut-1].Rank {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Rank != rows[cut].Rank })
}

func (f *Facts) end(t Table, key, label string, rows, tied []Row) {
	fact := Fact{
		Key: t.Key() + "." + key, Label: fmt.Sprintf("%s%s%d位", t.name(), label, len(rows)), Unit: "个", Formula: "按综评分排名",
	}
	for _, r := range rows {
		fact.Items = append(fact.Items, item(t, r, "score"))
	}
	f.addCounted(fact)
	f.addFew(fact)
	ties := Fact{Key: fact.Key + ".tied", Label: fact.Label + "边界上得分相同的单位", Unit: "个", Formula: "综评分相同，" + t.TieOrder}
	for _, r := range tied {
		ties.Items = append(ties.Items, item(t, r, "score"))
	}
	f.addCounted(ties)
}
