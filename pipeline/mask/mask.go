// Package mask hides personal data in text that leaves exports/, and finds what a finished text still shows.
//
// In: text. Out: text, and counts by kind. It knows the data by their form and by the words that introduce them; it
// knows no file and no column.
package mask

import (
	"cmp"
	"slices"
	"strings"
)

// Counts says what was hidden, by kind.
type Counts struct {
	Mobiles    int `json:"mobiles,omitempty"`
	Landlines  int `json:"landlines,omitempty"`
	Identities int `json:"identities,omitempty"`
	Cards      int `json:"cards,omitempty"`
	Plates     int `json:"plates,omitempty"`
	Houses     int `json:"houses,omitempty"`
	Names      int `json:"names,omitempty"`
}

// Leak is personal data that a text still shows. At is its offset in bytes.
type Leak struct {
	Kind string // 手机号码, 座机号码, 身份证号, 银行卡号, 车牌号, 门牌号, 姓名
	Text string
	At   int
}

type kind int

const (
	kindMobile kind = iota
	kindLandline
	kindIdentity
	kindCard
	kindPlate
	kindHouse
	kindName
	kindCount
)

var kindNames = [kindCount]string{"手机号码", "座机号码", "身份证号", "银行卡号", "车牌号", "门牌号", "姓名"}

// finding is personal data at text[from:to] and what may stand there instead. shown always has fewer digits and fewer
// characters other than 某 and ＊ than what it replaces: that is why masking comes to an end.
type finding struct {
	kind     kind
	from, to int
	shown    string
}

func (m *Counts) of(k kind) *int {
	return [kindCount]*int{&m.Mobiles, &m.Landlines, &m.Identities, &m.Cards, &m.Plates, &m.Houses, &m.Names}[k]
}

// Add counts o too.
func (m *Counts) Add(o Counts) {
	for k := range kindCount {
		*m.of(k) += *o.of(k)
	}
}

// Total is the number of places hidden.
func (m Counts) Total() int {
	return m.Mobiles + m.Landlines + m.Identities + m.Cards + m.Plates + m.Houses + m.Names
}

// Text hides the personal data it knows by its form: 138****8000, 110105********002X, 辽J****5, 建设小区＊＊, 诉求人王某某.
// Case numbers, amounts, dates, the telephones of offices and the names of officials stay. Masking a masked text
// changes nothing.
//
// The law asks for de-identification (去标识化: 个人信息保护法 article 51; for what offices publish: 2018年政务公开工作要点).
// Which characters stay is custom, not law: enough for the parties to know their own case again.
func Text(text string) string {
	text, _ = TextWithout(text, nil)
	return text
}

// TextWithout masks like Text and says how much it hid. names are the values of the row's person columns: they are
// hidden wherever they stand in the text.
func TextWithout(text string, names []string) (string, Counts) {
	var hidden Counts
	persons := personNames(names)
	// What was hidden can bring out what it stood beside, so the text is read again until nothing is found. That makes
	// Leaks empty by construction, and costs the second reading only where the first one found something.
	for {
		found := find(text, persons)
		if len(found) == 0 {
			return text, hidden
		}
		for _, f := range found {
			*hidden.of(f.kind)++
		}
		text = replace(text, found)
	}
}

// Leaks lists the personal data that a finished text still shows, in its order. Masked forms are no leak.
func Leaks(text string) []Leak {
	var leaks []Leak
	for _, f := range find(text, nil) {
		leaks = append(leaks, Leak{Kind: kindNames[f.kind], Text: text[f.from:f.to], At: f.from})
	}
	return leaks
}

// find lists what must be hidden, in the order of the text and without overlaps.
func find(text string, persons []string) []finding {
	var found []finding
	if suspicious(text) {
		found = findNumbers(found, text)
		found = findPlates(found, text)
		found = findHouses(found, text)
		found = findIntroduced(found, text)
	}
	found = findAddressed(found, text)
	found = findPersons(found, text, persons)
	slices.SortStableFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
	})
	end := 0
	return slices.DeleteFunc(found, func(f finding) bool {
		if f.from < end {
			return true
		}
		end = f.to
		return false
	})
}

func replace(text string, found []finding) string {
	var out strings.Builder
	out.Grow(len(text))
	last := 0
	for _, f := range found {
		out.WriteString(text[last:f.from])
		out.WriteString(f.shown)
		last = f.to
	}
	out.WriteString(text[last:])
	return out.String()
}
