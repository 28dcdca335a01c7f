package check

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// Lexicon is every word that claims about a bulletin are made of: the units by every name, the terms of the field, and what
// links may say. It is made once
// and then only read.
type Lexicon struct {
	entries map[rune][]entry // by first character, the longest first
	units   map[string]record.Unit
	home    string
	bound   bindings // what links to the bulletin's facts and cells may say
}

// entry is one word.
type entry struct {
	word []rune // folded
	token
	weak bool // of a unit: a short form that counts only beside a figure or in a list
}

// NewLexicon gathers the names of the register, nil where there is none, and of the bulletin's tables. Home is the id of
// the unit that stands for the city itself in the 地市 table, "" where none does.
func NewLexicon(register *record.Register, b measure.Bulletin, home string) Lexicon {
	l := builder{Lexicon{entries: map[rune][]entry{}, units: map[string]record.Unit{}, home: home}, map[string]bool{}}
	l.terms()
	var named []record.Unit
	if register != nil {
		for name, u := range register.Names() {
			l.unit(name, u)
			named = append(named, u)
		}
	}
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			l.unit(r.Unit.Name, r.Unit)
			l.unit(r.Name, r.Unit)
			named = append(named, r.Unit)
		}
	}
	for _, u := range named {
		l.short(u)
	}
	for _, list := range l.entries {
		slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(len(b.word), len(a.word)) })
	}
	l.bound = bindingsOf(b)
	return l.Lexicon
}

// builder keeps which words are taken: the first meaning of a word stays.
type builder struct {
	Lexicon
	taken map[string]bool
}

func (l *builder) add(word string, t token, weak bool) {
	folded := []rune(strings.Map(fold, word))
	if len(folded) == 0 || l.taken[string(folded)] {
		return
	}
	l.taken[string(folded)] = true
	l.entries[folded[0]] = append(l.entries[folded[0]], entry{folded, t, weak})
}

func (l *builder) unit(name string, u record.Unit) {
	if utf8.RuneCountInString(name) < 2 {
		return // one character is no name that could be told from other words
	}
	if _, known := l.units[u.ID]; !known {
		l.units[u.ID] = u
	}
	l.add(name, token{kind: kindUnit, unit: l.units[u.ID].ID}, false)
}

// short adds what prose makes of a name: 住建局 of 市住建局, 细河 of 细河区. A form that two units could have is none.
func (l *builder) short(u record.Unit) {
	name := []rune(u.Name)
	switch last := len(name) - 1; {
	case len(name) >= 3 && name[0] == '市':
		l.add(string(name[1:]), token{kind: kindUnit, unit: u.ID}, len(name) == 3)
	case len(name) >= 3 && (name[last] == '区' || name[last] == '县'):
		l.add(string(name[:last]), token{kind: kindUnit, unit: u.ID}, true)
	}
}

// terms adds the vocabulary. 我市 is the city itself.
func (l *builder) terms() {
	for _, v := range vocabulary {
		for _, word := range strings.Fields(v.words) {
			l.add(word, token{kind: v.kind, key: v.key}, false)
		}
	}
	for word, channel := range weakChannels {
		l.add(word, token{kind: kindChannel, key: channel}, true)
	}
	city := token{kind: kindCity}
	if l.home != "" {
		city = token{kind: kindUnit, unit: l.home}
	}
	l.add("我市", city, false)
}

// match gives the longest word at i.
func (l Lexicon) match(plain []rune, i int) (entry, bool) {
	for _, e := range l.entries[plain[i]] {
		if len(e.word) <= len(plain)-i && slices.Equal(e.word, plain[i:i+len(e.word)]) {
			return e, true
		}
	}
	return entry{}, false
}

// name is what the bulletin calls a unit.
func (l Lexicon) name(id string) string {
	if u, ok := l.units[id]; ok {
		return u.Name
	}
	return id
}
