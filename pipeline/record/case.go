package record

import (
	"tongbao/pipeline/mask"
	"tongbao/pipeline/sheet"
)

// Case is one row of a case export (工单). It is used again for the next row: whoever keeps it copies it.
type Case struct {
	Place   sheet.Place // its row
	No      []byte      // as written; empty where its digits were lost, so that it is like no other
	Channel string
	Unit    int  // place in [Names.Units]; -1 where the hotline answered itself
	Direct  bool // 直办

	Received, Dispatched, Due, FedBack, Closed, Rated Moment

	Progress     Progress
	Star         int // -1 where not rated
	Satisfaction Verdict
	Callback     Verdict // whether the call-back was a valid one
	Interim      bool    // 暂报结
	Repeat       bool
	Category     int // place in [Names.Categories]; 0 is none
	Source       int // place in [Names.Sources]; 0 is none

	Detail *Detail // of high stars only
}

// Detail is the text that a bulletin shows of a high-star case, personal data masked.
type Detail struct {
	Reason, Title, Asked, Result string // 评星原因, 标题, 内容, 办理结果
}

// Verdict is an answer that may not have been given.
type Verdict int8

// The verdicts.
const (
	Unknown Verdict = iota
	Yes
	No
)

// Progress is what the status of a case says.
type Progress = Verdict

// Outcome is where a case row went.
type Outcome uint8

// The outcomes.
const (
	Counted     Outcome = iota
	Duplicate           // the same case came before, with the same values
	Corrected           // the same case came before, with other values, which this row replaces
	OutOfPeriod         // nothing of it belongs to the period
)

// Take is given the case rows one by one. Its error ends the reading.
type Take func(*Case) (Outcome, error)

// Reject is a row that was not counted, with what the editor needs to find and mend it. Personal data are masked.
type Reject struct {
	Place    sheet.Place
	CaseNo   string
	Unit     string
	Value    string
	Message  string
	Expected string
	Hint     string
}

// maxRejects is how many rejects of one table are listed; the rest are only counted.
const maxRejects = 100_000

// highStar is the least star of a 高星件: above the five that are the standard mark.
const highStar = 10

// Names numbers the units, categories and sources that the case rows of a run name, so that a case is small. One serves
// all files of a run.
type Names struct {
	Units      []NamedUnit
	Categories []string // the first is "", for none
	Sources    []string
	Dropped    int // categories and sources beyond the most that are told apart

	units, categories, sources map[string]int
}

// NamedUnit is one way in which exports write a unit.
type NamedUnit struct {
	Unit  Unit
	Name  string
	Rows  int // that were read with it
	First sheet.Place
}

// NewNames starts the numbering.
func NewNames() *Names {
	return &Names{
		Categories: []string{""}, Sources: []string{""},
		units: map[string]int{}, categories: map[string]int{}, sources: map[string]int{},
	}
}

// The most different names of a run: more are no names but free text, and are counted as one.
const (
	maxUnitNames = 1<<16 - 2
	maxWords     = 2000
)

// unit numbers a written name; ok is false where there are too many.
func (n *Names) unit(raw []byte, register *Register, at func() sheet.Place) (int, bool) {
	if i, known := n.units[string(raw)]; known {
		n.Units[i].Rows++
		return i, true
	}
	if len(n.Units) >= maxUnitNames {
		return 0, false
	}
	name := oneSpace(string(raw))
	u := register.Find(name)
	if !u.Registered {
		name = u.Name // without personal data
	}
	n.Units = append(n.Units, NamedUnit{u, name, 1, at()})
	n.units[string(raw)] = len(n.Units) - 1
	return len(n.Units) - 1, true
}

// word numbers a category or source.
func (n *Names) word(raw []byte, list *[]string, places map[string]int) int {
	if len(raw) == 0 {
		return 0
	}
	if i, known := places[string(raw)]; known {
		return i
	}
	if len(*list) >= maxWords {
		n.Dropped++
		return 0
	}
	*list = append(*list, mask.Text(oneSpace(string(raw))))
	places[string(raw)] = len(*list) - 1
	return len(*list) - 1
}
