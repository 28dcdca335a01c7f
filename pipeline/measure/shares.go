package measure

import (
	"fmt"

	"tongbao/pipeline/record"
)

// shares states what part of a channel's cases each table was given, and each channel's total.
func (f *Facts) shares(b Bulletin) {
	for _, channel := range channelOrder {
		total := Fact{Key: channel + ".assigned.total", Label: ChannelNames[channel] + "交办总量合计", Unit: "件", Subject: "交办总量", Formula: "各类单位交办总量之和"}
		var parts []Fact
		for _, group := range local {
			part, ok := f.Get(channel + "-" + group + ".assigned.total")
			if ok {
				total.Number += part.Number
				total.Cells = append(total.Cells, part.Cells...)
				parts = append(parts, part)
			}
		}
		if total.Number == 0 {
			continue
		}
		total.Text = record.FormatNumber(total.Number)
		f.add(total)
		for _, part := range parts {
			n := round(100*part.Number/total.Number, 2)
			f.add(Fact{
				Key: part.Key + ".share", Label: part.Label + "占" + ChannelNames[channel] + "交办总量的比重", Number: n, Text: record.FormatNumber(n) + "%",
				Unit: "%", Formula: fmt.Sprintf("%s ÷ %s", part.Text, total.Text), Cells: part.Cells,
			})
		}
	}
}

// Topic is one category of cases, with what became of it since the period before.
type Topic struct {
	Name     string
	Cases    int
	Share    float64 // percent of all cases received
	Previous int
	Compared bool // whether the period before is known
}

// mostTopics is how many categories prose names.
const mostTopics = 5

// AddTopics states the categories that most cases fall into, the most first; those without a category are none.
func (b *Bulletin) AddTopics(topics []Topic) {
	n := 0
	for _, t := range topics {
		if t.Name == "" || n == mostTopics {
			continue
		}
		n++
		key := fmt.Sprintf("topic.%d", n)
		count := Fact{
			Key: key, Label: t.Name + "诉求", Number: float64(t.Cases), Text: fmt.Sprint(t.Cases), Unit: "件", Formula: "受理诉求中这一类别的件数",
			Items: []Item{{Unit: record.Unit{Name: t.Name}, Number: float64(t.Cases), Text: fmt.Sprint(t.Cases)}},
		}
		b.Facts.add(count)
		b.Facts.add(Fact{Key: key + ".share", Label: t.Name + "诉求占比", Number: t.Share, Text: record.FormatNumber(t.Share) + "%", Unit: "%", Formula: "件数 ÷ 受理总数"})
		if t.Compared {
			old := Fact{Number: float64(t.Previous), Text: fmt.Sprint(t.Previous), Unit: "件"}
			b.addChange(count, old, "vs-previous", "环比", b.Period.Previous().Label())
		}
	}
}
