package search

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"
)

// found is what the index says of the documents that hold something.
type found struct {
	docs []uint32 // ascending
	// wide: a shard could not be read, so that there may be many that do not hold it.
	wide bool
	// lost: a file could not be read, so that documents that hold it may be missing.
	lost bool
}

// all keeps the documents of every list. A list that may lack some is left out where another is whole: the texts tell in the
// end. Nothing is in doubt where a whole list is empty.
func all(lists []found) found {
	whole := slices.DeleteFunc(slices.Clone(lists), func(f found) bool { return f.lost })
	out := found{wide: len(whole) < len(lists)}
	if len(whole) == 0 {
		whole = lists
		out = found{lost: len(lists) > 0}
	}
	slices.SortStableFunc(whole, func(a, b found) int { return cmp.Compare(len(a.docs), len(b.docs)) })
	for i, f := range whole {
		out.wide = out.wide || f.wide
		if i == 0 {
			out.docs = f.docs
		} else {
			out.docs = intersect(out.docs, f.docs)
		}
	}
	if len(out.docs) == 0 {
		out.wide = false
	}
	return out
}

// intersect keeps what two ascending lists have in common. In a much longer one it leaps.
func intersect(a, b []uint32) []uint32 {
	if len(a) > len(b) {
		a, b = b, a
	}
	out := make([]uint32, 0, len(a))
	for _, doc := range a {
		if len(b) > 16*len(a) {
			b = b[leap(b, doc):]
		} else {
			for len(b) > 0 && b[0] < doc {
				b = b[1:]
			}
		}
		if len(b) == 0 {
			break
		}
		if b[0] == doc {
			out = append(out, doc)
		}
	}
	return out
}

// leap is where the first of an ascending list stands that is not below a number, found in steps that double.
func leap(list []uint32, doc uint32) int {
	step := 1
	for step < len(list) && list[step] < doc {
		step *= 2
	}
	low, high := step/2, min(step+1, len(list))
	return low + sort.Search(high-low, func(i int) bool { return list[low+i] >= doc })
}

// bitmap is a set of documents, for unions of many lists.
type bitmap []uint64

func newBitmap(docs int) bitmap { return make(bitmap, (docs+63)/64) }

func (b bitmap) add(doc uint32) { b[doc/64] |= 1 << (doc % 64) }

// list gives the documents, ascending.
func (b bitmap) list() []uint32 {
	n := 0
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	out := make([]uint32, 0, n)
	for i, word := range b {
		for ; word != 0; word &= word - 1 {
			out = append(out, uint32(i*64+bits.TrailingZeros64(word))) // #nosec G115 -- add set it by a uint32
		}
	}
	return out
}
