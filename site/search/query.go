package search

import (
	"slices"
	"strings"
	"unicode/utf16"
)

// Options narrow a search.
type Options struct {
	Limit   int    // hits to give; 0 is 10
	Offset  int    // hits to leave out first
	Periods string // only bulletins whose period begins so: 2021, 2021q3
	Kind    string // only documents of this kind
}

// Results are the hits of a query. Where Loose, no text holds what was typed, and the hits are those that hold most of it.
type Results struct {
	Query string `json:"query"`
	Count int    `json:"count"` // of all hits; an upper bound where About
	About bool   `json:"about"`
	Loose bool   `json:"loose"`
	// Instead is what was looked for because the query stands nowhere but names a unit by another name; "" otherwise.
	Instead string `json:"instead,omitempty"`
	Hits    []Hit  `json:"hits"`
}

// Hit is one document. Path leads to it on the site; Marks are places in Text, in UTF-16 units, from and to.
type Hit struct {
	Period  string   `json:"period"`
	Label   string   `json:"label"`
	Title   string   `json:"title"`
	Section string   `json:"section,omitempty"`
	Kind    string   `json:"kind"`
	Path    string   `json:"path"`
	Text    string   `json:"text"`
	Marks   [][2]int `json:"marks"`
}

// Search finds the documents that hold every term of a query, each as a piece of text, the newest first. Every hit is
// verified against its text. What stands nowhere is taken for a question: then hits are the documents that share its
// rarer pairs, the best first.
func (x *Index) Search(query string, o Options) (Results, error) {
	if o.Limit <= 0 {
		o.Limit = 10
	}
	out := Results{Query: query, Hits: []Hit{}}
	terms := Terms(query)
	if len(terms) == 0 {
		return out, nil
	}
	if err := x.exactly(&out, terms, o); err != nil || out.Count > 0 {
		return out, err
	}
	instead, err := x.byName(query)
	if err != nil {
		return out, err
	}
	if instead != "" {
		if err := x.exactly(&out, Terms(instead), o); err != nil || out.Count > 0 {
			out.Instead = instead
			return out, err
		}
	}
	out.Loose = true
	return out, x.loose(&out, query, o)
}

// byName is the query with other names of units replaced by their names; "" where it has none.
func (x *Index) byName(query string) (string, error) {
	names, err := x.otherNames()
	if err != nil {
		return "", err
	}
	parts := strings.FieldsFunc(query, isSpace)
	replaced := false
	for i, part := range parts {
		if name, ok := names[string(utf16.Decode(Fold(part)))]; ok {
			parts[i], replaced = name, true
		}
	}
	if !replaced {
		return "", nil
	}
	return strings.Join(parts, " "), nil
}

func (x *Index) exactly(out *Results, terms [][]uint16, o Options) error {
	docs, err := x.holdingAll(terms)
	if err != nil {
		return err
	}
	return x.exact(out, docs, terms, o)
}

func (x *Index) holdingAll(terms [][]uint16) ([]uint32, error) {
	var docs []uint32
	for i, t := range terms {
		found, err := x.candidates(t)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			docs = found
		} else {
			docs = intersect(docs, found)
		}
	}
	return docs, nil
}

// exact verifies candidates until there are hits enough; those it did not come to are counted as they are.
func (x *Index) exact(out *Results, docs []uint32, terms [][]uint16, o Options) error {
	for i, doc := range docs {
		if !x.wanted(doc, o) {
			continue
		}
		if len(out.Hits) == o.Limit && o.Kind == "" {
			out.Count += x.countWanted(docs[i:], o)
			out.About = true
			return nil
		}
		hit, kind, err := x.hit(doc)
		if err != nil {
			return err
		}
		if o.Kind != "" && kind != o.Kind {
			continue
		}
		marks, all := marksOf(hit.Text, terms)
		if !all {
			continue
		}
		if out.Count++; out.Count > o.Offset && len(out.Hits) < o.Limit {
			hit.Marks = marks
			out.Hits = append(out.Hits, hit)
		}
	}
	return nil
}

func (x *Index) wanted(doc uint32, o Options) bool {
	return o.Periods == "" || strings.HasPrefix(x.meta.Periods[x.bulletinOf(int(doc))], o.Periods)
}

func (x *Index) countWanted(docs []uint32, o Options) int {
	n := 0
	for _, d := range docs {
		if x.wanted(d, o) {
			n++
		}
	}
	return n
}

func (x *Index) hit(doc uint32) (Hit, string, error) {
	i := x.bulletinOf(int(doc))
	b, err := x.bulletin(i)
	if err != nil {
		return Hit{}, "", err
	}
	d := b.Docs[int(doc)-x.starts[i]]
	h := Hit{Period: b.Period, Label: b.Label, Title: b.Title, Kind: d.Kind, Text: d.Text, Path: "bulletins/" + b.Period + "/"}
	if d.Section >= 0 && d.Section < len(b.Sections) {
		h.Section = b.Sections[d.Section]
	}
	if d.Anchor != "" {
		h.Path += "#" + d.Anchor
	}
	return h, d.Kind, nil
}

// marksOf finds every place of every term in a text, joined where they touch, and tells whether each term is there.
func marksOf(text string, terms [][]uint16) (marks [][2]int, all bool) {
	units, from, to := foldWithPlaces(text)
	all = true
	for _, t := range terms {
		found := false
		for i := 0; i+len(t) <= len(units); i++ {
			if slices.Equal(units[i:i+len(t)], t) {
				marks = append(marks, [2]int{from[i], to[i+len(t)-1]})
				found = true
			}
		}
		all = all && found
	}
	return joined(marks), all
}

func joined(marks [][2]int) [][2]int {
	slices.SortFunc(marks, func(a, b [2]int) int { return a[0] - b[0] })
	out := [][2]int{}
	for _, m := range marks {
		if n := len(out); n > 0 && m[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], m[1])
		} else {
			out = append(out, m)
		}
	}
	return out
}

// foldWithPlaces folds a text and keeps, for each unit, where its character begins and ends in the text.
func foldWithPlaces(text string) (units []uint16, from, to []int) {
	at := 0
	for _, r := range text {
		size := 1
		if r > 0xffff {
			size = 2
		}
		units = appendFolded(units, r)
		for len(from) < len(units) {
			from, to = append(from, at), append(to, at+size)
		}
		at += size
	}
	return units, from, to
}
