package annotation

import (
	"slices"
	"strings"
)

// MapState is what became of a place in a later edition.
type MapState string

// The states of mappings.
const (
	Exact   MapState = "exact"   // same words at the same place
	Shifted MapState = "shifted" // same words at another place
	Edited  MapState = "edited"  // 原文已更正: other words at that place; old and new are to be shown side by side
	Lost    MapState = "lost"    // nowhere; for the list of what has to be looked at
)

// Mapping is where a target stands in a later text than its own. The zero mapping is no mapping.
type Mapping struct {
	Target  string   // id of the note or instruction
	Edition int      //
	State   MapState //
	Section string   // as in Target; "" when lost, and for a whole bulletin
	Passage string
	Through string
	Start   int
	End     int
	Old     string // the words as they were noted, of Edited and Lost
	New     string // the words that stand there now, of Edited
}

// Mapper maps targets from one text of a bulletin to the next. It says exact or shifted only of the very words of the target,
// where the figures at their edges, and around a figure its clause and the one before, are the same as well.
type Mapper struct {
	from, to Text
	became   map[spot]spot
	kept     map[spot][]int // of a paired passage that changed: where its code points went
	stood    map[spot][]bool
}

// NewMapper compares two texts.
func NewMapper(from, to Text) *Mapper {
	return &Mapper{from: from, to: to, became: pairs(from, to), kept: map[spot][]int{}}
}

// Map gives where a target stands in the later text. At is where it stands in the earlier one; zero where that is its own
// place. What it gives is judged by the target's own words, however many texts lie between.
func (m *Mapper) Map(t Target, at Mapping) Mapping {
	if at.State == "" {
		at = Mapping{State: Exact, Section: t.Section, Passage: t.Passage, Through: t.Through, Start: t.Start, End: t.End}
	}
	var out Mapping
	switch {
	case t.Section == "":
		out = Mapping{State: Exact}
	case t.Passage == "":
		out = m.section(t)
	case t.Quote.Exact == "":
		out = m.whole(t, at)
	case at.State == Lost:
		out = m.found(t)
	default:
		out = m.quote(t, at)
	}
	out.Edition = m.to.Edition
	return out
}

func (m *Mapper) section(t Target) Mapping {
	if _, there := m.to.Section(t.Section); there {
		return Mapping{State: Exact, Section: t.Section}
	}
	return Mapping{State: Lost}
}

// find gives a passage of the earlier text.
func find(t Text, section, passage string) (spot, bool) {
	for i, s := range t.Sections {
		if s.Key == section {
			at := s.index(passage)
			return spot{i, at}, at >= 0
		}
	}
	return spot{}, false
}

// whole maps a whole paragraph or cell.
func (m *Mapper) whole(t Target, at Mapping) Mapping {
	old := at.Old // as it was noted; empty while nothing has changed
	var now spot
	found := false
	if at.State == Lost {
		now, found = find(m.to, t.Section, t.Passage)
	} else if s, there := find(m.from, at.Section, at.Passage); there {
		if at.State != Edited {
			old = m.from.at(s).Text
		}
		now, found = m.became[s]
	}
	if !found {
		return Mapping{State: Lost, Old: old}
	}
	section, passage := m.to.Sections[now.section].Key, m.to.at(now)
	out := Mapping{State: Exact, Section: section, Passage: passage.Key}
	switch {
	case passage.Text != old && at.State == Lost && !passage.Cell():
		return Mapping{State: Lost, Old: old} // a key alone does not bring words back
	case passage.Text != old:
		out.State, out.Old, out.New = Edited, old, passage.Text
	case section != t.Section || passage.Key != t.Passage:
		out.State = Shifted
	}
	return out
}

// quote maps a quote from where it stands in the earlier text.
func (m *Mapper) quote(t Target, at Mapping) Mapping {
	lost := Mapping{State: Lost, Old: t.Quote.Exact}
	through := at.Through
	if through == "" {
		through = at.Passage
	}
	first, there := find(m.from, at.Section, at.Passage)
	last, thereToo := find(m.from, at.Section, through)
	if !there || !thereToo {
		return lost
	}
	start, startKept := m.edge(first, at.Start, false)
	end, endKept := m.edge(last, at.End, true)
	if at.State != Edited {
		if !startKept.ok || !endKept.ok || m.broken(first, last, at) {
			if moved, found := m.moved(t, first, last, at); found {
				return moved
			}
		}
	}
	if !start.ok || !end.ok || start.section != end.section || end.passage < start.passage || start.spot == end.spot && end.at <= start.at {
		return lost
	}
	out := m.placed(start, end)
	out.State, out.Old, out.New = Edited, t.Quote.Exact, m.to.Sections[start.section].span(start.passage, start.at, end.passage, end.at)
	if len([]rune(out.New)) > 3*len([]rune(t.Quote.Exact))+40 {
		return lost // what stands there now is something else
	}
	if out.New != t.Quote.Exact {
		return out
	}
	return m.judged(t, out, start, end)
}

// position is a place between code points of the later text.
type position struct {
	spot
	at int
	ok bool
}

// edge maps one end of a quote. kept tells where the code point inside the quote went, position where the end is now: beside
// that code point, or where the quote's own is gone, at the next that stayed outside it.
func (m *Mapper) edge(s spot, at int, end bool) (now position, kept position) {
	to, paired := m.became[s]
	if !paired {
		return position{}, position{}
	}
	if m.from.at(s).Text == m.to.at(to).Text {
		p := position{to, at, true}
		return p, p
	}
	went := m.went(s, to)
	if end {
		if at > 0 && went[at-1] >= 0 {
			p := position{to, went[at-1] + 1, true}
			return p, p
		}
		for ; at < len(went); at++ {
			if went[at] >= 0 {
				return position{to, went[at], true}, position{}
			}
		}
		return position{to, len([]rune(m.to.at(to).Text)), true}, position{}
	}
	if at < len(went) && went[at] >= 0 {
		p := position{to, went[at], true}
		return p, p
	}
	for at--; at >= 0; at-- {
		if went[at] >= 0 {
			return position{to, went[at] + 1, true}, position{}
		}
	}
	return position{to, 0, true}, position{}
}

// went says where the code points of a changed passage are now.
func (m *Mapper) went(old, now spot) []int {
	if went, known := m.kept[old]; known {
		return went
	}
	went := align([]rune(m.from.at(old).Text), []rune(m.to.at(now).Text))
	m.kept[old] = went
	return went
}

// broken tells whether a quote in one passage did not stay in one piece.
func (m *Mapper) broken(first, last spot, at Mapping) bool {
	to, paired := m.became[first]
	if !paired || first != last || m.from.at(first).Text == m.to.at(to).Text {
		return !paired
	}
	went := m.went(first, to)
	for i := at.Start + 1; i < at.End; i++ {
		if went[i] < 0 || went[i] != went[i-1]+1 {
			return true
		}
	}
	return false
}

func (m *Mapper) placed(start, end position) Mapping {
	section := m.to.Sections[start.section]
	out := Mapping{Section: section.Key, Passage: section.Passages[start.passage].Key, Start: start.at, End: end.at}
	if start.spot != end.spot {
		out.Through = section.Passages[end.passage].Key
	}
	return out
}

// judged says whether equal words mean the same: the figures that they cut through, and what figures are about, count. It
// compares with what the target brought, so that no number of editions adds up to a silent change.
func (m *Mapper) judged(t Target, out Mapping, start, end position) Mapping {
	before, behind := []rune(m.to.at(start.spot).Text), []rune(m.to.at(end.spot).Text)
	now := Quote{
		Exact:  t.Quote.Exact,
		Prefix: string(before[max(0, start.at-ContextLength):start.at]),
		Suffix: string(behind[end.at:min(len(behind), end.at+ContextLength)]),
	}
	if old, now := t.Quote.setting(), now.setting(); old != now {
		out.State, out.Old, out.New = Edited, old, now
		return out
	}
	out.State, out.Old, out.New = Shifted, "", ""
	if out.Section == t.Section && out.Passage == t.Passage && out.Through == t.Through && out.Start == t.Start && out.End == t.End {
		out.State = Exact
	}
	return out
}

// setting is a quote with all of the numbers at its edges; where it has figures, with its clauses and the one before in the
// same sentence, as far as the context reaches: they say whose the figures are and which way they go.
func (q Quote) setting() string {
	text := []rune(q.Prefix + q.Exact + q.Suffix)
	start := len([]rune(q.Prefix))
	end := start + len([]rune(q.Exact))
	from, to := start, end
	for from > 0 && inNumber(text, from) {
		from--
	}
	for to < len(text) && inNumber(text, to) {
		to++
	}
	if from != start || to != end || len(figures(q.Exact)) > 0 {
		from, to = clauseBefore(text, from), clauseAfter(text, to)
	}
	return string(text[from:to])
}

// inNumber tells whether a place is inside a number.
func inNumber(text []rune, at int) bool {
	for from := at - 1; from >= 0 && at-from <= 40; from-- {
		if n := numberAt(text, from, len(text)); n > at-from {
			return true
		}
	}
	return false
}

// clauseBefore is where the clause before the one at a place begins, in the same sentence.
func clauseBefore(text []rune, at int) int {
	pauses := 0
	for ; at > 0; at-- {
		if isStop(text[at-1]) {
			return at
		}
		if isPause(text[at-1]) {
			if pauses++; pauses == 2 {
				return at
			}
		}
	}
	return 0
}

// clauseAfter is where the clause at a place ends.
func clauseAfter(text []rune, at int) int {
	if at > 0 && (isStop(text[at-1]) || isPause(text[at-1])) {
		return at
	}
	for at < len(text) && !isStop(text[at]) && !isPause(text[at]) {
		at++
	}
	return at
}

// minMoved is the least length of a sentence that is looked for elsewhere, in code points.
const minMoved = 8

// moved looks for a quote whose sentence was taken from its place: the whole sentence, once, among what is new in the later
// text. What stood somewhere else before is no place for it.
func (m *Mapper) moved(t Target, first, last spot, at Mapping) (Mapping, bool) {
	if first != last {
		return Mapping{}, false
	}
	text := []rune(m.from.at(first).Text)
	from, to := at.Start, at.End
	for from > 0 && !isStop(text[from-1]) {
		from--
	}
	for to < len(text) && !isStop(text[to-1]) {
		to++
	}
	return m.search(t, text[from:to], at.Start-from, at.End-at.Start)
}

// found looks for a lost quote that came back, with all that stood around it.
func (m *Mapper) found(t Target) Mapping {
	if t.Through == "" {
		whole := []rune(t.Quote.Prefix + t.Quote.Exact + t.Quote.Suffix)
		if out, found := m.search(t, whole, len([]rune(t.Quote.Prefix)), len([]rune(t.Quote.Exact))); found {
			return out
		}
	}
	return Mapping{State: Lost, Old: t.Quote.Exact}
}

// search finds the one new place of some words; the quote stands in them at offset.
func (m *Mapper) search(t Target, words []rune, offset, length int) (Mapping, bool) {
	if len(words) < minMoved {
		return Mapping{}, false
	}
	var hit position
	for s := range m.to.spots() {
		if m.to.at(s).Cell() {
			continue
		}
		text := m.to.at(s).Text
		for from := 0; ; {
			i := strings.Index(text[from:], string(words))
			if i < 0 {
				break
			}
			start := len([]rune(text[:from+i]))
			if !m.stoodBefore(s, start, start+len(words)) {
				if hit.ok {
					return Mapping{}, false
				}
				hit = position{s, start + offset, true}
			}
			from += i + len(string(words[:1]))
		}
	}
	if !hit.ok {
		return Mapping{}, false
	}
	out := m.placed(hit, position{hit.spot, hit.at + length, true})
	out.State = Shifted
	if out.Section == t.Section && out.Passage == t.Passage && out.Start == t.Start && out.End == t.End {
		out.State = Exact
	}
	return out, true
}

// stoodBefore tells whether most of a stretch of the later text comes from the earlier one.
func (m *Mapper) stoodBefore(s spot, from, to int) bool {
	if m.stood == nil {
		m.stood = map[spot][]bool{}
		for old, now := range m.became {
			m.stood[now] = m.standing(old, now)
		}
	}
	old, paired := m.stood[s]
	if !paired {
		return false
	}
	n := 0
	for _, stood := range old[from:to] {
		if stood {
			n++
		}
	}
	return 5*n > to-from
}

func (m *Mapper) standing(old, now spot) []bool {
	marks := make([]bool, len([]rune(m.to.at(now).Text)))
	if m.from.at(old).Text == m.to.at(now).Text {
		return slices.Repeat([]bool{true}, len(marks))
	}
	for _, at := range m.went(old, now) {
		if at >= 0 {
			marks[at] = true
		}
	}
	return marks
}
