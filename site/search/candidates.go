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
			out.docs = append(out.docs, uint32(s.manifest.slots()+i)) // #nosec G115 -- slots are at most 2^24, a tail is a small file
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
	set := newBitmap(s.manifest.slots())
	out := found{}
	for i := s.shardOf(low); i < len(s.manifest.terms) && s.manifest.terms[i] <= high; i++ {
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

// ofPairs are the documents of a text's pairs: of a longer text of every second and the last, which are few documents already
// and half the shards, and where they are many all the same, of the others as well. Their texts tell which hold it.
func (s *search) ofPairs(units []uint16) found {
	asked, others := pairsOfText(units)
	out := s.holding(asked)
	if len(others) > 0 && (out.lost || len(out.docs) > tooMany) {
		out = all([]found{out, s.holding(others)})
	}
	return out
}

// tooMany texts are more to read than another few shards.
const tooMany = 20

func pairsOfText(units []uint16) (asked, others []uint32) {
	for i := range len(units) - 1 {
		t := term(units[i], units[i+1])
		if len(units) <= 4 || i%2 == 0 || i == len(units)-2 {
			asked = append(asked, t)
		} else {
			others = append(others, t)
		}
	}
	return asked, others
}

// holding intersects the documents of terms, the rarest first, so that the longer lists need not be kept.
func (s *search) holding(terms []uint32) found {
	var refs []reference
	out := found{}
	for _, t := range terms {
		ref, there, ok := s.reference(t)
		if !ok {
			out.wide = true
		} else if !there {
			return found{}
		} else {
			refs = append(refs, ref)
		}
	}
	if len(refs) == 0 {
		return found{lost: out.wide}
	}
	slices.SortFunc(refs, func(a, b reference) int { return int(a.count()) - int(b.count()) })
	for i, r := range refs {
		if i == 0 {
			out.docs = r.docs()
		} else if r != refs[i-1] {
			out.docs = r.among(out.docs)
		}
	}
	out.wide = out.wide && len(out.docs) > 0
	return out
}

// reference finds a term: whether there are documents with it, and whether its shard could be read.
func (s *search) reference(t uint32) (ref reference, there, ok bool) {
	i := s.shardOf(t)
	if i == len(s.manifest.terms) || s.manifest.terms[i] > t {
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
	return max(0, sort.Search(len(s.manifest.terms), func(i int) bool { return s.manifest.terms[i] > t })-1)
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
