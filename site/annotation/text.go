// Package annotation says what people write on a bulletin and what becomes of it: notes (批注), instructions (批示) with the
// units that answer them, and acknowledgements (圈阅). It ties each to a place in the text, and maps places from one edition
// to the next without ever moving one to other figures, units or directions.
//
// In: pages as HTML, what people type, a clock, a Store. Out: values, typed errors that the edges put into words, and W3C Web
// Annotations as JSON-LD. Every act writes its audit entry in its own transaction. It knows no HTTP and no database.
package annotation

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// TextRule is the version of the rule by which a page becomes the text that offsets count in (docs/annotation.md). A change of
// the rule is a new number, and a reason to map every target once.
const TextRule = 1

// Text is what one edition of a bulletin says, section by section, in the order of the page.
type Text struct {
	Rule     int           `json:"rule"`
	Bulletin string        `json:"bulletin"` // period
	Edition  int           `json:"edition"`  // 0 for the working state, which was never published
	Sections []TextSection `json:"sections"`
	Digest   string        `json:"-"` // of rule, keys and words, whatever the edition; Sum fills it in
}

// TextSection is one section of a text.
type TextSection struct {
	Key      string    `json:"key"` // overview, network …
	Passages []Passage `json:"passages"`
}

// Passage is a paragraph or a cell: the smallest thing that has a key. Keys are unique in their section.
type Passage struct {
	Key  string `json:"key"`  // network-county-summary; overview~2 without a key of its own; network-county/fumeng/assigned
	Text string `json:"text"` // no space at the ends, none but single ones between
}

// Cell tells whether the passage is a table's cell.
func (p Passage) Cell() bool { return strings.Contains(p.Key, "/") }

// Section gives a section by its key.
func (t Text) Section(key string) (TextSection, bool) {
	at := slices.IndexFunc(t.Sections, func(s TextSection) bool { return s.Key == key })
	if at < 0 {
		return TextSection{}, false
	}
	return t.Sections[at], true
}

// Passage gives a passage of a section by its key.
func (s TextSection) Passage(key string) (Passage, bool) {
	at := s.index(key)
	if at < 0 {
		return Passage{}, false
	}
	return s.Passages[at], true
}

func (s TextSection) index(key string) int {
	return slices.IndexFunc(s.Passages, func(p Passage) bool { return p.Key == key })
}

// Sum gives the text with its Digest.
func (t Text) Sum() Text {
	raw, err := json.Marshal(struct {
		Rule     int
		Sections []TextSection
	}{t.Rule, t.Sections})
	if err != nil {
		panic(err) // texts and numbers cannot fail
	}
	sum := sha256.Sum256(raw)
	t.Digest = hex.EncodeToString(sum[:])
	return t
}
