package measure

import (
	"fmt"
	"hash/fnv"
	"hash/maphash"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/record"
)

// Terms are what the cases of a period are judged by (docs/metrics.md).
type Terms struct {
	Start, End    record.Moment // the period's first moment, and the first one after it
	Cutoff        record.Moment // the first moment after the cut-off day: what happened later is not known
	OverdueDays   int           // open longer than this is overdue
	TransferHours int           // dispatched within these is 即时
	Working       bool          // 办件天数 counts working days
	Calendar      Calendar
}

// Ledger keeps the cases of a run, each once, in a form small enough for millions: what a bulletin measures of them, not
// what they say. The same case is one with the same channel, number and day of receipt, in whatever file; a later row
// with other values replaces the earlier one.
type Ledger struct {
	terms   Terms
	names   *record.Names
	slabs   [][]entry
	count   int
	index   []uint32 // open addressing: place of an entry plus one
	seed    maphash.Seed
	high    map[uint32]record.HighStar
	file    uint16
	alone   uint64          // numbers the cases that have no number
	without map[string]bool // numbers of cases that are passed over → whether one was met; nil for none
}

// entry is what is kept of a case.
type entry struct {
	key                    uint64
	marks                  marks
	unit, category, source uint16
	file                   uint16
	days                   int16
	star                   int8
	channel                uint8
}

// noUnit stands for cases that the hotline answered itself.
const noUnit = 1<<16 - 1

// marks are the yes-or-no answers about a case.
type marks uint32

const (
	received   marks = 1 << iota // in the period
	direct                       // 直办
	assigned                     // dispatched to a unit in the period
	closed                       // by the cut-off
	dated                        // closed at a known time
	fedBack                      // by the cut-off
	due                          // has a deadline that decides
	onTime                       // fed back by the deadline
	prompt                       // 即时转办
	timed                        // both times for prompt are known
	evaluated                    // the citizen said whether satisfied
	satisfied                    //
	calledBack                   // a call-back was made
	validCall                    // and was a valid one
	interim                      // 暂报结
	repeated                     //
	rated                        // starred in the period
	overdue                      // open beyond the limit at the cut-off
)

const (
	slabSize   = 1 << 14
	firstIndex = 1 << 12
)

// NewLedger starts a ledger for one period.
func NewLedger(terms Terms, names *record.Names) *Ledger {
	return &Ledger{
		terms: terms, names: names, index: make([]uint32, firstIndex), seed: maphash.MakeSeed(), high: map[uint32]record.HighStar{},
	}
}

// NextFile says that the cases that follow come from another file.
func (l *Ledger) NextFile() { l.file++ }

// Len counts the cases.
func (l *Ledger) Len() int { return l.count }

// Add takes one case. It is [record.Take].
func (l *Ledger) Add(c *record.Case) (record.Outcome, error) {
	if l.leftOut(c) {
		return record.OutOfPeriod, nil
	}
	e := l.judge(c)
	e.key = l.keyOf(c)
	slot := l.find(e.key)
	place := l.index[slot]
	belongs := e.marks&(received|assigned|rated|evaluated|overdue) != 0
	switch {
	case place == 0 && !belongs:
		return record.OutOfPeriod, nil
	case place == 0:
		l.put(slot, e)
		l.keepHigh(uint32(l.count-1), c, e)
		return record.Counted, nil
	case l.same(place-1, e, c):
		return record.Duplicate, nil
	}
	*l.at(place - 1) = e // one that no longer belongs to the period stays without a mark, and counts nowhere
	l.keepHigh(place-1, c, e)
	return record.Corrected, nil
}

// same tells whether a case says again what it said in whichever file.
func (l *Ledger) same(place uint32, e entry, c *record.Case) bool {
	e.file = l.at(place).file
	return *l.at(place) == e && (c.Detail == nil || l.high[place].Reason == c.Detail.Reason)
}

// keyOf makes the identity of a case; one without a number is like no other.
func (l *Ledger) keyOf(c *record.Case) uint64 {
	if len(c.No) == 0 {
		l.alone++
		return maphash.Comparable(l.seed, l.alone)
	}
	day := c.Received
	if day == 0 {
		day = c.Dispatched
	}
	key := maphash.Bytes(l.seed, c.No)
	return key ^ uint64(day.Day())*0x9e3779b97f4a7c15 ^ uint64(channelNumber(c.Channel))<<56
}

func (l *Ledger) at(place uint32) *entry { return &l.slabs[place/slabSize][place%slabSize] }

// find gives the slot of a key, or the free one where it would stand.
func (l *Ledger) find(key uint64) int {
	mask := len(l.index) - 1
	for slot := int(key) & mask; ; slot = (slot + 1) & mask {
		if place := l.index[slot]; place == 0 || l.at(place-1).key == key {
			return slot
		}
	}
}

func (l *Ledger) put(slot int, e entry) {
	if l.count%slabSize == 0 {
		l.slabs = append(l.slabs, make([]entry, slabSize))
	}
	*l.at(uint32(l.count)) = e
	l.count++
	l.index[slot] = uint32(l.count)
	if l.count*2 > len(l.index) {
		l.grow()
	}
}

func (l *Ledger) grow() {
	l.index = make([]uint32, 2*len(l.index))
	for i := range l.count {
		l.index[l.find(l.at(uint32(i)).key)] = uint32(i + 1)
	}
}

func (l *Ledger) keepHigh(place uint32, c *record.Case, e entry) {
	if c.Detail == nil || e.marks&rated == 0 || c.Unit < 0 {
		delete(l.high, place)
		return
	}
	name := l.names.Units[c.Unit]
	l.high[place] = record.HighStar{
		CaseNo: shownNumber(string(c.No)), Unit: name.Unit, Name: name.Name, Star: c.Star, Reason: c.Detail.Reason,
		Title: c.Detail.Title, Asked: c.Detail.Asked, Result: c.Detail.Result, Satisfaction: c.Satisfaction, Place: c.Place,
	}
}

// shownNumber is the number as published. Some systems number a case by the caller's telephone: that is hidden, and
// what stands for it is the same in every run.
func shownNumber(no string) string {
	if mask.Text(no) == no {
		return no
	}
	h := fnv.New32a()
	h.Write([]byte(no)) // never fails
	return fmt.Sprintf("x%08x", h.Sum32())
}

// each passes every case to one.
func (l *Ledger) each(one func(*entry)) {
	for i := range l.count {
		one(l.at(uint32(i)))
	}
}

func channelNumber(key string) uint8 {
	for i, c := range channelOrder {
		if c == key {
			return uint8(i)
		}
	}
	return uint8(len(channelOrder))
}
