package search

import (
	"slices"
	"sort"
)

// candidates gives the documents that hold the pairs of neighbours of a text: of those in shards all that hold the text, and
// few others; of the tail those that hold it.
func (s *search) candidates(units []uint16) found {
	out := s.indexed(units)
	t := s.tail()
	for i, folded := range t.folded {
		if at(folded, units, 0) >= 0 {
			out.docs = append(out.docs, uint32(s.meta.Docs+i))
		}
	}
	return out
}

func (s *search) indexed(units []uint16) found {
	if len(units) == 1 {
		return s.ofUnit(units[0])
	}
	return s.ofPairs(units)
}

// ofUnit is the union of all terms that begin with a unit.
func (s *search) ofUnit(unit uint16) found {
	low, high := term(unit, 0), term(unit, 0xffff)
	set := newBitmap(s.meta.Docs)
	out := found{}
	for i := s.shardOf(low); i < len(s.meta.Terms) && s.meta.Terms[i] <= high; i++ {
		sh, ok := s.shard(i)
		if !ok {
			out.lost = true
			continue
		}
		k, _ := slices.BinarySearch(sh.terms, low)
		for ; k < len(sh.terms) && sh.terms[k] <= high; k++ {
			sh.each(k, set.add)
		}
	}
	out.docs = set.list()
	return out
}

// reference is a term in a shard.
type reference struct {
	shard *shard
	term  int
}

// ofPairs intersects the documents of a text's pairs, the rarest first, so that the longer lists need not be kept.
func (s *search) ofPairs(units []uint16) found {
	var pairs []reference
	out := found{}
	for _, i := range pairsAsked(len(units)) {
		ref, there, ok := s.reference(term(units[i], units[i+1]))
		if !ok {
			out.wide = true
		} else if !there {
			return found{}
		} else {
			pairs = append(pairs, ref)
		}
	}
	if len(pairs) == 0 {
		return found{lost: out.wide}
	}
	slices.SortFunc(pairs, func(a, b reference) int { return int(a.count()) - int(b.count()) })
	for i, p := range pairs {
		if i == 0 {
			out.docs = p.docs()
		} else if p != pairs[i-1] {
			out.docs = p.among(out.docs)
		}
	}
	out.wide = out.wide && len(out.docs) > 0
	return out
}

// pairsAsked are the places of the pairs that are looked up: of a longer text every second and the last, which is few
// documents already and half the shards; their texts tell which hold it.
func pairsAsked(length int) []int {
	var out []int
	for i := range length - 1 {
		if length <= 4 || i%2 == 0 || i == length-2 {
			out = append(out, i)
		}
	}
	return out
}

// reference finds a term: whether there are documents with it, and whether its shard could be read.
func (s *search) reference(t uint32) (ref reference, there, ok bool) {
	i := s.shardOf(t)
	if i == len(s.meta.Terms) || s.meta.Terms[i] > t {
		return reference{}, false, true
	}
	sh, ok := s.shard(i)
	if !ok {
		return reference{}, false, false
	}
	k, there := slices.BinarySearch(sh.terms, t)
	return reference{sh, k}, there, true
}

// shardOf is the shard in which a term stands, or that which follows it.
func (s *search) shardOf(t uint32) int {
	return max(0, sort.Search(len(s.meta.Terms), func(i int) bool { return s.meta.Terms[i] > t })-1)
}

func (r reference) count() uint32 { return r.shard.counts[r.term] }

func (r reference) docs() []uint32 {
	out := make([]uint32, 0, r.count())
	r.shard.each(r.term, func(doc uint32) { out = append(out, doc) })
	return out
}

// among keeps the documents of a list that have the term.
func (r reference) among(list []uint32) []uint32 {
	out := list[:0]
	i := 0
	r.shard.each(r.term, func(doc uint32) {
		for i < len(list) && list[i] < doc {
			i++
		}
		if i < len(list) && list[i] == doc {
			out = append(out, doc)
		}
	})
	return out
}
