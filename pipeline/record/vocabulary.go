package record

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Vocabulary says which words of an export mean what (data/headers.toml and data/metrics.toml).
type Vocabulary struct {
	Totals   []string            `toml:"totals"`
	Notes    []string            `toml:"notes"`
	Brands   []string            `toml:"brands"` // names of the platform, which say nothing of a channel
	Fields   map[string][]string `toml:"fields"`
	Values   map[string][]string `toml:"values"` // what the words in a case's columns mean
	Channels []Words             `toml:"channel"`
	Groups   []Words             `toml:"group"`
	Scopes   []Words             `toml:"scope"`
	Overview []OverviewWord      `toml:"overview"`
}

// Add joins an archive's own words: its headers and values come before those that are there, its channels, groups and
// the rest take the place of those of the same key.
func (v *Vocabulary) Add(own Vocabulary) {
	v.Totals, v.Notes, v.Brands = append(own.Totals, v.Totals...), append(own.Notes, v.Notes...), append(own.Brands, v.Brands...)
	for field, names := range own.Fields {
		v.Fields[field] = append(names, v.Fields[field]...)
	}
	for meaning, words := range own.Values {
		v.Values[meaning] = append(words, v.Values[meaning]...)
	}
	v.Channels, v.Groups, v.Scopes = joinWords(v.Channels, own.Channels), joinWords(v.Groups, own.Groups), joinWords(v.Scopes, own.Scopes)
	v.Overview = append(own.Overview, v.Overview...)
}

func joinWords(all, own []Words) []Words {
	for _, w := range own {
		i := slices.IndexFunc(all, func(a Words) bool { return a.Key == w.Key })
		if i < 0 {
			all = append(all, w)
			continue
		}
		all[i].Words, all[i].Sources = append(w.Words, all[i].Words...), append(w.Sources, all[i].Sources...)
	}
	return all
}

// Words are the ways to write one key.
type Words struct {
	Key     string   `toml:"key"`
	Words   []string `toml:"words"`
	Sources []string `toml:"sources"` // of a channel: where its cases come from
}

// OverviewWord is one figure the overview table may hold.
type OverviewWord struct {
	Key   string   `toml:"key"`
	Label string   `toml:"label"`
	Kind  string   `toml:"kind"`
	Names []string `toml:"names"`
}

// Metric is one column of the ranking tables (data/metrics.toml).
type Metric struct {
	Key    string `toml:"key" json:"key"`
	Label  string `toml:"label" json:"label"`
	Kind   string `toml:"kind" json:"kind"` // count, rate, days or score
	Unit   string `toml:"unit" json:"unit"`
	Better string `toml:"better" json:"better"` // high, low or none
	Star   int    `toml:"star" json:"star,omitempty"`
	Most   string `toml:"most" json:"-"`  // what prose calls the highest value: 最高, 最大, 最长
	Least  string `toml:"least" json:"-"` // and the lowest
}

// Reader reads sheets with one city's words, metrics and units.
type Reader struct {
	fields   map[string][]synonym       // normalised header → what it may be, decided per table
	values   map[string]map[string]bool // meaning → normalised words
	totals   map[string]bool
	notes    []string
	brands   *strings.Replacer
	channels []Words
	sources  []Words // the channels, by where their cases come from
	groups   []Words
	scopes   []Words
	overview []OverviewWord
	metrics  map[string]Metric
	register *Register
	profiles map[string]Profile // by fingerprint
}

// synonym is a field that a header may mean; of two headers for one field the one that stands first in the vocabulary
// is the better.
type synonym struct {
	field string
	order int
}

// NewReader prepares a reader. Synonyms are normalised once, here.
func NewReader(v Vocabulary, metrics []Metric, register *Register) *Reader {
	r := &Reader{
		fields: map[string][]synonym{}, values: map[string]map[string]bool{}, totals: map[string]bool{}, notes: v.Notes,
		channels: v.Channels, groups: v.Groups, scopes: v.Scopes, overview: v.Overview,
		metrics: map[string]Metric{}, register: register,
	}
	for field, names := range v.Fields {
		for i, name := range names {
			key := normalise(name)
			r.fields[key] = append(r.fields[key], synonym{field, i})
		}
	}
	for _, list := range r.fields {
		slices.SortFunc(list, func(a, b synonym) int { return cmp.Compare(a.field, b.field) })
	}
	for meaning, words := range v.Values {
		r.values[meaning] = map[string]bool{}
		for _, word := range words {
			r.values[meaning][flatten(word)] = true
		}
	}
	for _, name := range v.Totals {
		r.totals[normalise(name)] = true
	}
	var brands []string
	for _, b := range v.Brands {
		brands = append(brands, flatten(b), "")
	}
	r.brands = strings.NewReplacer(brands...)
	for _, c := range v.Channels {
		r.sources = append(r.sources, Words{Key: c.Key, Words: c.Sources})
	}
	for _, m := range metrics {
		r.metrics[m.Key] = m
	}
	return r
}

// normalise makes two writings of one header or name equal: full-width forms folded, white space and invisible
// characters dropped, bracketed units taken off (件数（件） is 件数), trailing colons and stars too.
func normalise(text string) string {
	flat := flatten(text)
	if bare := strings.TrimRight(dropBrackets(flat), ":*"); bare != "" {
		return bare
	}
	return flat
}

// flatten folds forms and drops white space and invisible characters.
func flatten(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKC.String(text))
}

func dropBrackets(text string) string {
	var out strings.Builder
	depth := 0
	for _, c := range text {
		switch {
		case c == '(' || c == '〔' || c == '[':
			depth++
		case (c == ')' || c == '〕' || c == ']') && depth > 0:
			depth--
		case depth == 0:
			out.WriteRune(c)
		}
	}
	if depth > 0 {
		return text
	}
	return out.String()
}
