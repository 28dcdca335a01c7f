package search

import (
	"slices"
	"strings"
	"unicode/utf16"
)

// Results are the hits of a query. Where Loose, no text holds what was typed, and the hits are those that hold most of it.
type Results struct {
	Query string `json:"query"`
	Count int    `json:"count"` // of all hits; where About, more or less
	About bool   `json:"about"`
	Loose bool   `json:"loose"`
	// Instead is what was looked for because the query stands nowhere but names a unit by another name; "" otherwise.
	Instead string `json:"instead,omitempty"`
	// Missing says that files of the index could not be read, so that there may be hits which are not known of.
	Missing bool  `json:"missing,omitempty"`
	Hits    []Hit `json:"hits"`
}

// Hit is one document. Path leads to it on the site; Marks are places in Text, in UTF-16 units, from and to.
type Hit struct {
	Period     string   `json:"period"`
	Label      string   `json:"label"`
	Title      string   `json:"title"`
	Section    string   `json:"section,omitempty"` // title
	SectionKey string   `json:"section_key,omitempty"`
	Kind       string   `json:"kind"`
	Channel    string   `json:"channel,omitempty"`
	Path       string   `json:"path"`
	Text       string   `json:"text"`
	Marks      [][2]int `json:"marks"`
}

// search is one search of one generation.
type search struct {
	*generation
	o       Options
	unit    []uint16 // folded; nil for any
	tailed  *tail
	failed  bool // a file could not be read
	missing bool // and the results are not what they would be
}

// Search finds the documents that hold every term of a query, each as a piece of text. Every hit is verified against its
// text. What stands nowhere is taken for a question: then hits are the documents that share its rarer pairs, the best first.
// Where files are missing or damaged, what can still be verified is given and Missing is set. The error says that not even
// the manifest can be read any more.
func (x *Index) Search(query string, o Options) (Results, error) {
	if o.Limit <= 0 {
		o.Limit = 10
	}
	g := x.now.Load()
	out, failed := g.search(query, o)
	if !failed {
		return out, nil
	}
	another, err := x.reload(g)
	if another {
		out, _ = x.now.Load().search(query, o)
	}
	return out, err
}

func (g *generation) search(query string, o Options) (out Results, failed bool) {
	s := &search{generation: g, o: o}
	if o.Unit != "" {
		s.unit = Fold(o.Unit)
	}
	out = Results{Query: query, Hits: []Hit{}}
	if terms := Terms(query); len(terms) > 0 {
		s.answer(&out, query, terms)
	}
	out.Missing = s.missing
	out.About = out.About || s.missing && out.Count > 0
	return out, s.failed
}

// answer tries what was typed, then units' names today, then likeness. That files are missing is no reason to take what
// was typed for something else.
func (s *search) answer(out *Results, query string, terms [][]uint16) {
	if s.exact(out, terms); out.Count > 0 || s.missing {
		return
	}
	if instead := s.byName(query); instead != "" {
		if s.exact(out, Terms(instead)); out.Count > 0 {
			out.Instead = instead
		}
	}
	if out.Count > 0 || s.missing {
		return
	}
	out.Loose = true
	s.loose(out, query)
}

// byName is the query with other names of units replaced by their names; "" where it has none.
func (s *search) byName(query string) string {
	names, err := s.otherNames()
	if err != nil {
		s.failed, s.missing = true, true
		return ""
	}
	parts := strings.FieldsFunc(query, isSpace)
	replaced := false
	for i, part := range parts {
		if name, ok := names[string(utf16.Decode(Fold(part)))]; ok {
			parts[i], replaced = name, true
		}
	}
	if !replaced {
		return ""
	}
	return strings.Join(parts, " ")
}

// exact takes the documents that may hold all terms and gives those that do.
func (s *search) exact(out *Results, terms [][]uint16) {
	lists := make([]found, len(terms))
	sure := len(s.unit) <= 2
	for i, t := range terms {
		lists[i] = s.candidates(t)
		sure = sure && len(t) <= 2 // what is one pair is there where the pair is
	}
	f := s.narrowed(all(lists))
	slices.Reverse(f.docs)
	if s.o.Sort == ByFit {
		f.docs = s.fit(f.docs, terms, lists)
	}
	s.take(out, f, sure, func(p place) ([][2]int, bool) { return marksOf(p.doc.Text, terms) })
}

// patience is how many texts are read at most for a list that is longer than it should be because files are missing.
const patience = 200

// take verifies documents until there are hits enough; those it did not come to are counted as they are. Sure says that all
// of the list are hits.
func (s *search) take(out *Results, f found, sure bool, verify func(place) (marks [][2]int, ok bool)) {
	s.missing = s.missing || f.wide || f.lost
	unread := 0
	for i, doc := range f.docs {
		if len(out.Hits) == s.o.Limit || f.wide && i == patience {
			out.Count += len(f.docs) - i
			out.About = out.About || !sure
			break
		}
		p, err := s.document(doc)
		if err != nil {
			s.failed, s.missing = true, true
			unread++
			continue
		}
		if !s.wants(p) {
			continue
		}
		marks, ok := verify(p)
		if !ok {
			continue
		}
		if out.Count++; out.Count > s.o.Offset {
			out.Hits = append(out.Hits, hitOf(p, marks))
		}
	}
	out.Count += unread
}

func hitOf(p place, marks [][2]int) Hit {
	b, d := p.bulletin, p.doc
	section := b.section(d)
	h := Hit{
		Period: b.Period, Label: b.Label, Title: b.Title, Section: section.Title, SectionKey: section.Key, Kind: d.Kind, Channel: d.Channel,
		Path: "bulletins/" + b.Period + "/", Text: d.Text, Marks: marks,
	}
	if d.Anchor != "" {
		h.Path += "#" + d.Anchor
	}
	return h
}

// shard reads a shard; false where it cannot be.
func (s *search) shard(i int) (*shard, bool) {
	sh, err := s.generation.shard(i)
	s.failed = s.failed || err != nil
	return sh, err == nil
}

// tail reads the tail, once a search; where it cannot be, it is taken for empty and said to be missing.
func (s *search) tail() *tail {
	if s.tailed == nil {
		t, err := s.generation.tail()
		if err != nil {
			s.failed, s.missing, t = true, true, &tail{}
		}
		s.tailed = t
	}
	return s.tailed
}
