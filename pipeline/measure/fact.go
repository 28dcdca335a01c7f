package measure

import (
	"strings"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Fact is a named value that prose may state (事实).
type Fact struct {
	Key     string // network-county.assigned.max
	Label   string // 县区网络交办总量最大值
	Number  float64
	Text    string // as prose states it, without the unit of a count: "333", "93.18%", "16.8万"
	Unit    string // 件, %, 天, 分, 个, 位, 百分点
	Subject string // what prose calls the measured thing: 满意率; "" where the fact is no metric's
	Word    string // of an extreme: the superlative that suits the metric, 最高; of a streak: 连续三个季度上升
	Formula string // how it comes about, in Chinese
	Cells   []string
	Items   []Item // of a list: its members in order; of an extreme: every unit that ties
	Places  []sheet.Place
}

// Names lists the units of a fact as prose does: 甲、乙、丙.
func (f Fact) Names() string {
	names := make([]string, len(f.Items))
	for i, item := range f.Items {
		names[i] = item.Unit.Name
	}
	return strings.Join(names, "、")
}

// Item is one member of a list fact, bound to its cell.
type Item struct {
	Unit   record.Unit
	Number float64
	Text   string
	Cell   string
	Few    bool // the unit has few cases: its rates say little
}

// Facts keeps facts in the order they were stated.
type Facts struct {
	list  []Fact
	index map[string]int
}

// NewFacts makes facts of a list.
func NewFacts(list []Fact) Facts {
	var f Facts
	for _, fact := range list {
		f.add(fact)
	}
	return f
}

// ByKey orders facts by their keys.
func ByKey(a, b Fact) int { return strings.Compare(a.Key, b.Key) }

// All gives every fact in order.
func (f Facts) All() []Fact { return f.list }

// Get gives a fact by key; ok is false where the data did not support it.
func (f Facts) Get(key string) (Fact, bool) {
	i, ok := f.index[key]
	if !ok {
		return Fact{}, false
	}
	return f.list[i], true
}

// add keeps the first fact of a key: a second source of the same figure is a matter for findings.
func (f *Facts) add(fact Fact) {
	if f.index == nil {
		f.index = map[string]int{}
	}
	if _, taken := f.index[fact.Key]; taken {
		return
	}
	f.index[fact.Key] = len(f.list)
	f.list = append(f.list, fact)
}

// Names of channels and groups in prose and labels.
var (
	ChannelNames = map[string]string{"network": "网络", "hotline": "热线"}
	GroupNames   = map[string]string{"city": "地市", "county": "县区", "department": "市直部门（单位）", "other": "其他单位"}
)

func (t Table) name() string { return GroupNames[t.Group] + ChannelNames[t.Channel] }
