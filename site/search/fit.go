package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// window is how many documents are read to be ordered by fit: what a browser fetches for it must stay small.
const window = 100

// fit orders documents, given the newest first, by how well they fit: of the titles and headings among them, then the
// newest, window are read and put in the order of their scores. The others follow, the newest first.
func (s *search) fit(docs []uint32, terms [][]uint16, lists []found) []uint32 {
	titles := s.having(kindAttribute + Title).docs
	isTitle := func(doc uint32) bool { _, is := slices.BinarySearch(titles, doc); return is }
	docs = slices.Clone(docs)
	slices.SortStableFunc(docs, func(a, b uint32) int { return -boolCompare(isTitle(a), isTitle(b)) })
	near := docs[:min(window, len(docs))]
	scores := map[uint32]int{}
	for _, doc := range near {
		if p, err := s.document(doc); err == nil {
			scores[doc] = s.score(p, terms, lists)
		} else {
			s.failed, s.missing = true, true
		}
	}
	slices.SortStableFunc(near, func(a, b uint32) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(b, a)) })
	slices.SortFunc(docs[len(near):], func(a, b uint32) int { return cmp.Compare(b, a) })
	return docs
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// score is a whole number, so that browsers come to the same: what was typed as a whole title or heading is first, then
// titles, then what stands below a heading with all of it, then the number of marks by the rarity of their term, and how
// early the first is.
func (s *search) score(p place, terms [][]uint16, lists []found) int {
	joined := slices.Concat(terms...)
	heading := Fold(p.bulletin.section(p.doc).Title)
	text := Fold(p.doc.Text)
	score := 0
	if p.doc.Kind == Title {
		score += 1 << 18
		if slices.Equal(text, joined) || slices.Equal(Fold(p.bulletin.Title), joined) {
			score += 1 << 20
		}
	} else if holdsAll(heading, terms) {
		score += 1 << 16
		if slices.Equal(heading, joined) {
			score += 1 << 17
		}
	}
	first := 64
	for i, t := range terms {
		rarity := bits.Len(uint((s.manifest.Docs + len(s.tail().docs)) / max(1, len(lists[i].docs))))
		marks := 0
		for k := at(text, t, 0); k >= 0 && marks < 8; k = at(text, t, k+1) {
			first = min(first, k)
			marks++
		}
		score += 64 * marks * (1 + rarity)
	}
	return score + 64 - first
}

func holdsAll(units []uint16, terms [][]uint16) bool {
	for _, t := range terms {
		if at(units, t, 0) < 0 {
			return false
		}
	}
	return true
}
