package measure

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tongbao/pipeline/record"
)

// MostRun is how many periods before the bulletin's own are looked at for streaks: the cost of a bulletin does not grow
// with the archive.
const MostRun = 7

// History is what earlier bulletins a new one is compared with.
type History struct {
	Run        []Bulletin // the periods right before, newest first, without a gap; at most MostRun
	YearBefore *Bulletin  // the same period of last year
}

// AddHistory states the facts that compare with earlier periods: 环比 and 同比 of figures, moves of ranks, streaks, units
// listed again. Where the archive has no earlier period it states nothing.
func (b *Bulletin) AddHistory(h History) {
	own := slices.Clone(b.Facts.All())
	if len(h.Run) > 0 {
		previous := h.Run[0]
		b.carry(previous)
		b.compareFacts(own, previous, "vs-previous", "环比")
		b.compareHome()
		b.moves(previous)
		b.again(previous)
		b.streaks(h.Run)
	}
	// A yearly bulletin's last period is that of last year: one comparison says it.
	if h.YearBefore != nil && (len(h.Run) == 0 || h.Run[0].Period.Key != h.YearBefore.Period.Key) {
		b.compareFacts(own, *h.YearBefore, "vs-year-before", "同比")
	}
}

// compareFacts compares the figures that mean the same thing in both periods: those of the whole office, of channels and of
// tables; not extremes, whose holder changes, nor lists of places.
func (b *Bulletin) compareFacts(own []Fact, old Bulletin, end, word string) {
	for _, f := range own {
		before, ok := old.Facts.Get(f.Key)
		if !ok || !comparable(f) {
			continue
		}
		if end == "vs-previous" {
			b.Facts.add(Fact{
				Key: f.Key + ".previous", Label: "上期" + f.Label, Number: before.Number, Text: before.Text, Unit: f.Unit,
				Subject: f.Subject, Formula: old.Period.Label() + "：" + before.Formula,
			})
		}
		b.addChange(f, before, end, word, old.Period.Label())
	}
}

// comparable tells facts whose value, not whose holder, is what they state.
func comparable(f Fact) bool {
	last := f.Key[strings.LastIndexByte(f.Key, '.')+1:]
	switch last {
	case "max", "min", "full", "top", "bottom", "tied", "few", "target", "count", "units", "missed", "met":
		return false
	}
	return !strings.HasPrefix(f.Key, "rule.") && !strings.HasPrefix(f.Key, "target.") && !strings.HasPrefix(f.Key, "case.")
}

func (b *Bulletin) addChange(now, before Fact, end, word, label string) {
	c, ok := changeOf(now, before)
	if !ok {
		return
	}
	b.Facts.add(Fact{
		Key: now.Key + "." + end, Label: now.Label + word, Number: c.number, Text: c.text, Unit: c.unit, Subject: now.Subject,
		Formula: fmt.Sprintf("%s %s，本期 %s", label, before.withUnit(), now.withUnit()), Cells: now.Cells, Places: now.Places,
	})
}

// change is how a figure moved, in the wording of official prose: rates in percentage points, counts in percent, days and
// scores by their difference.
type change struct {
	number     float64
	text, unit string
}

// slight is the change of a rate (percentage points) or of mean days below which prose says 基本持平.
const slight = 0.05

// fewest is the least base that a percentage of change is stated for: below it, the cases themselves are counted.
const fewest = 20

func changeOf(now, before Fact) (change, bool) {
	difference := round(now.Number-before.Number, 2)
	switch now.Unit {
	case "%", "天":
		if difference != 0 && math.Abs(difference) < slight {
			return change{difference, "基本持平", map[string]string{"%": "百分点", "天": "天"}[now.Unit]}, true
		}
	}
	switch now.Unit {
	case "%":
		return moved(difference, "上升", "下降", "个百分点", "百分点"), true
	case "天":
		return moved(difference, "延长", "缩短", "天", "天"), true
	case "分":
		return moved(difference, "提高", "降低", "分", "分"), true
	case "件":
		return countChange(now, before, difference), true
	case "个":
		return moved(difference, "增加", "减少", "个", "个"), true
	}
	return change{}, false
}

func moved(difference float64, up, down, after, unit string) change {
	switch {
	case difference > 0:
		return change{difference, up + record.FormatNumber(difference) + after, unit}
	case difference < 0:
		return change{difference, down + record.FormatNumber(-difference) + after, unit}
	}
	return change{0, "持平", unit}
}

// countChange is in percent; of figures rounded to 万 it is only about right, and says so; of few cases it is their number.
func countChange(now, before Fact, difference float64) change {
	if before.Number < fewest {
		return moved(difference, "增加", "减少", "件", "件")
	}
	percent, about := 100*(now.Number-before.Number)/before.Number, ""
	if strings.Contains(now.Text+before.Text, "万") {
		percent, about = math.Round(percent), "约"
	}
	percent = round(percent, 2)
	if percent == 0 && difference != 0 {
		return change{0, "基本持平", "%"}
	}
	c := moved(percent, "增长", "下降", "%", "%")
	if percent != 0 {
		c.text = strings.Replace(c.text, "增长", "增长"+about, 1)
		c.text = strings.Replace(c.text, "下降", "下降"+about, 1)
	}
	return c
}

// carry puts beside each row what the period before had for the same unit.
func (b *Bulletin) carry(old Bulletin) {
	for _, t := range b.Tables {
		before, _ := old.Table(t.Channel, t.Group)
		for i := range t.Rows {
			r := &t.Rows[i]
			if at := slices.IndexFunc(before.Rows, func(o Row) bool { return o.Unit.ID == r.Unit.ID }); at >= 0 {
				r.PreviousRank, r.Previous = before.Rows[at].Rank, before.Rows[at].Values
			}
		}
	}
}

// CellChange is how one figure of a ranking moved since the period before (环比); metric may be "rank". ok is false where
// either is not known.
func (b Bulletin) CellChange(t Table, r Row, metric string) (Fact, bool) {
	label := b.Period.Previous().Label()
	if metric == "rank" {
		f := rankChange(CellKey(t, r, "rank")+".vs-previous", t, r, Row{Rank: r.PreviousRank}, label)
		return f, r.Rank > 0 && r.PreviousRank > 0
	}
	i := slices.IndexFunc(t.Metrics, func(m record.Metric) bool { return m.Key == metric })
	now, before := r.Value(metric), r.Previous[metric]
	if i < 0 || now.State != record.Known || before.State != record.Known {
		return Fact{}, false
	}
	m := t.Metrics[i]
	c, ok := changeOf(Fact{Number: now.Number, Text: now.Text, Unit: m.Unit}, Fact{Number: before.Number, Text: before.Text, Unit: m.Unit})
	return Fact{
		Key: CellKey(t, r, metric) + ".vs-previous", Label: r.Unit.Name + m.Label + "环比", Number: c.number, Text: c.text, Unit: c.unit, Subject: m.Label,
		Formula: fmt.Sprintf("%s %s，本期 %s", label, before.Text, now.Text), Cells: []string{CellKey(t, r, metric)},
	}, ok
}

// compareHome states how the city's own row of the 地市 table moved.
func (b *Bulletin) compareHome() {
	t, now, ok := b.homeRow()
	if !ok {
		return
	}
	for _, metric := range append(keysOf(t.Metrics), "rank") {
		if f, ok := b.CellChange(t, now, metric); ok {
			f.Key = homeKey + metric + ".vs-previous"
			b.Facts.add(f)
		}
	}
}

func keysOf(metrics []record.Metric) []string {
	keys := make([]string, len(metrics))
	for i, m := range metrics {
		keys[i] = m.Key
	}
	return keys
}

// homeKey begins the keys of the city's own comparisons.
const homeKey = "network-city.home."

func (b Bulletin) homeRow() (Table, Row, bool) {
	t, _ := b.Table("network", "city")
	for _, r := range t.Rows {
		if r.Unit.ID == b.Home {
			return t, r, true
		}
	}
	return t, Row{}, false
}

func rankChange(key string, t Table, now, before Row, label string) Fact {
	c := moved(float64(before.Rank-now.Rank), "上升", "下降", "位", "位")
	return Fact{
		Key: key, Label: now.Unit.Name + t.name() + "名次变化", Number: c.number, Text: c.text, Unit: "位", Subject: "名次",
		Formula: fmt.Sprintf("%s第%d位，本期第%d位", label, before.Rank, now.Rank), Cells: []string{CellKey(t, now, "rank")},
	}
}

// withUnit is a fact's text with its unit, which the texts of rates carry already.
func (f Fact) withUnit() string { return strings.TrimSuffix(f.Text, f.Unit) + f.Unit }
