package measure

import (
	"fmt"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// examineHome compares the city's own row of the 地市 table with the sums of the city's tables. The province counts
// more than the office hands on, so a larger whole is noted; a part larger than its whole is wrong.
func examineHome(b Bulletin) []Finding {
	var found []Finding
	for _, channel := range channelOrder {
		cities, _ := b.Table(channel, "city")
		for _, r := range cities.Rows {
			if r.Unit.ID == b.Home {
				found = append(found, b.examineHomeRow(seat{cities, r})...)
			}
		}
	}
	return found
}

// homeFigure is one figure of the city's row beside the sum of its parts.
type homeFigure struct {
	label, metric string
	whole, parts  span
}

func (b Bulletin) examineHomeRow(home seat) []Finding {
	seats := b.seats(home.table.Channel)
	complete := b.complete(home.table.Channel)
	var found []Finding
	for _, f := range homeFigures(home, seats) {
		switch {
		case f.parts.low > f.whole.high:
			found = append(found, homeFinding(home, f, sheet.Warning, "home-exceeded",
				"部分不应多于整体，请核对省平台的这一行与本市各表是否同一截止日、同一口径"))
		case complete && f.whole.low > f.parts.high:
			found = append(found, homeFinding(home, f, sheet.Note, "home-unattributed",
				fmt.Sprintf("相差%s件没有列到本市任何单位，可能由平台直接办理或未列入排名", span{f.whole.low - f.parts.high, f.whole.high - f.parts.low}.whole())))
		}
	}
	return found
}

func homeFinding(home seat, f homeFigure, severity sheet.Severity, code, hint string) Finding {
	return Finding{
		Code: code, Severity: severity, Hint: hint, Cells: []string{CellKey(home.table, home.row, f.metric)},
		Message: fmt.Sprintf("%s%s%s%s件，本市%s各表合计%s件", home.table.name(), home.row.Unit.Name, f.label, f.whole.whole(),
			ChannelNames[home.table.Channel], f.parts.whole()),
	}
}

func homeFigures(home seat, seats []seat) []homeFigure {
	var out []homeFigure
	add := func(label, metric string, of func(seat) (span, bool)) {
		whole, ok1 := of(home)
		parts, ok2 := sumOf(seats, of)
		if ok1 && ok2 {
			out = append(out, homeFigure{label, metric, whole, parts})
		}
	}
	add("交办总量", "assigned", func(s seat) (span, bool) { return exactly(s.assigned()) })
	add("未办结", "close_rate", seat.open)
	for _, c := range starClasses {
		add(c.label, c.metrics[0], func(s seat) (span, bool) { return exactly(s.stars(c.metrics)) })
	}
	add("评星量", "stars-5", func(s seat) (span, bool) { return exactly(s.rated()) })
	return out
}

// starClasses are the stars that tables of different columns have in common.
var starClasses = []struct {
	label   string
	metrics []string
}{
	{"3星件", []string{"stars-3"}},
	{"4星件", []string{"stars-4"}},
	{"5星件", []string{"stars-5"}},
	{"高星件", highColumns},
}

// highColumns hold the cases of more than five stars.
var highColumns = []string{"stars-above-5", "stars-10", "stars-15", "stars-25"}

// stars sums some of a row's star columns. A column that the table does not have holds nothing, but a table without
// any column of stars says nothing.
func (s seat) stars(columns []string) (float64, bool) {
	_, rated := s.rated()
	n := 0.0
	for _, c := range columns {
		if v := s.row.Value(c); v.State == record.Known {
			n += v.Number
		}
	}
	return n, rated
}

// rated is the row's 评星量.
func (s seat) rated() (float64, bool) {
	n := countStars(s.table.Every(), s.row.Values).rated
	return n, n > 0 || hasStars(s.table)
}
