package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"tongbao/site/annotation"
	"tongbao/site/search"
)

// Kinds of hits that are no documents of a bulletin. The bulletins' own 领导批示 are of the second kind as well.
const (
	noteHit        = "note"
	instructionHit = search.Instruction
)

// hit is a document of a bulletin, or what somebody wrote about it: then By and At are there.
type hit struct {
	search.Hit
	By         string                `json:"by,omitempty"`
	At         string                `json:"at,omitempty"`
	Visibility annotation.Visibility `json:"visibility,omitempty"` // of a note
}

// Where hits are looked for: in the bulletins, in what people wrote about them, or in both.
const (
	inBulletins = "bulletins"
	inWords     = "words"
)

// hits looks in the bulletins and in what people wrote. Results has none; those that are wanted stand beside it, one bulletin's
// together: what people wrote follows it, or stands first where the best are wanted first.
func (s *Server) hits(r *http.Request, v visitor, index *search.Index, query string, o search.Options) (search.Results, []hit, error) {
	where := r.URL.Query().Get("in")
	out := search.Results{Query: query}
	var err error
	if where != inWords && o.Kind != noteHit {
		first := o
		first.Limit, first.Offset = o.Offset+o.Limit, 0 // what people wrote comes between
		if out, err = index.Search(query, first); err != nil {
			return out, nil, err
		}
	}
	var words []annotation.Words
	if where != inBulletins && v.signedIn {
		if words, err = s.wordsWith(r, v, index, query, out.Instead, o); err != nil {
			return out, nil, err
		}
	}
	if out.Loose && len(words) > 0 { // it stands somewhere as it was typed
		out = search.Results{Query: query, Missing: out.Missing}
	}
	out.Count += len(words)
	list, err := inOrder(index, out.Hits, words, o.Sort)
	if err != nil {
		return out, nil, err
	}
	list = list[min(o.Offset, len(list)):]
	hits, err := shownHits(index, list[:min(o.Limit, len(list))], search.NewMatcher(query), search.NewMatcher(out.Instead))
	out.Hits = nil
	return out, hits, err
}

// wordsWith finds a query, or what it was taken for, in what people wrote and the reader may see.
func (s *Server) wordsWith(r *http.Request, v visitor, index *search.Index, query, instead string, o search.Options) ([]annotation.Words, error) {
	if o.Kind != "" && o.Kind != noteHit && o.Kind != instructionHit {
		return nil, nil
	}
	typed, named, unit := search.NewMatcher(query), search.NewMatcher(instead), search.NewMatcher(o.Unit)
	return s.Annotations.Words(r.Context(), v.actor, func(w annotation.Words) bool {
		if o.Kind == noteHit && w.Instruction || o.Kind == instructionHit && !w.Instruction || !strings.HasPrefix(w.Bulletin, o.Periods) ||
			o.Section != "" && w.Section != o.Section || o.Channel != "" && index.ChannelOf(w.Section) != o.Channel {
			return false
		}
		if o.Unit != "" && !unit.Holds(w.Text) && !slices.ContainsFunc(w.Units, func(id string) bool { return unit.Holds(s.unitName(id)) }) {
			return false
		}
		return typed.Holds(w.Text) || named.Holds(w.Text)
	})
}

// entry is a hit before it is written out: a document or words.
type entry struct {
	period   string
	document search.Hit
	words    *annotation.Words
}

// inOrder puts what people wrote among documents: by time, after those of the same bulletin.
func inOrder(index *search.Index, documents []search.Hit, words []annotation.Words, sort string) ([]entry, error) {
	var said, all []entry
	for i := range words {
		said = append(said, entry{period: words[i].Bulletin, words: &words[i]})
	}
	for _, d := range documents {
		all = append(all, entry{period: d.Period, document: d})
	}
	if sort == search.ByFit || len(words) == 0 {
		return append(said, all...), nil
	}
	periods, err := index.Periods()
	place := map[string]int{}
	for i, p := range periods {
		place[p] = i + 1 // 0 is for what is not there: it comes first
	}
	all = append(all, said...)
	slices.SortStableFunc(all, func(a, b entry) int { return place[a.period] - place[b.period] })
	return all, err
}

// shownHits writes hits out, marked by the first of two matchers that finds something.
func shownHits(index *search.Index, list []entry, typed, named *search.Matcher) ([]hit, error) {
	out := make([]hit, len(list))
	heads := map[string]search.Bulletin{}
	for i, e := range list {
		if e.words == nil {
			out[i] = hit{Hit: e.document}
			continue
		}
		head, known := heads[e.period]
		if !known {
			var err error
			if head, _, err = index.Head(e.period); err != nil {
				return nil, err
			}
			heads[e.period] = head
		}
		marks := typed.Marks(e.words.Text)
		if !typed.Holds(e.words.Text) {
			marks = named.Marks(e.words.Text)
		}
		out[i] = hitOf(*e.words, head, marks)
	}
	return out, nil
}

// hitOf is a hit in what somebody wrote. A unit may be addressed on a bulletin that it does not read: that has no more than
// its period.
func hitOf(w annotation.Words, on search.Bulletin, marks [][2]int) hit {
	h := hit{By: strings.TrimSpace(w.By.Office + " " + w.By.Name), At: minute(w.At), Visibility: w.Visibility}
	h.Hit = search.Hit{Period: w.Bulletin, Label: cmp.Or(on.Label, w.Bulletin), Title: on.Title, SectionKey: w.Section, Kind: noteHit, Path: "bulletins/" + w.Bulletin + "/#note-" + w.ID, Text: w.Text, Marks: marks}
	for _, s := range on.Sections {
		if s.Key == w.Section {
			h.Section = s.Title
		}
	}
	if w.Instruction {
		h.Kind, h.Path = instructionHit, "instructions/"+w.ID
	}
	return h
}
