package search

import (
	"cmp"
	"math"
	"regexp"
	"slices"
)

// enough is the share, in percent, of a question's weight that a document must hold to be shown.
const enough = 35

// asking are the words of a question that say nothing of what is asked for.
var asking = regexp.MustCompile(`怎么办|怎么样|怎么|为什么|什么|哪些|哪个|哪里|多少|有没有|是不是|如何|请问|关于|[的了吗呢被和与及在是有]|[？?，。！、]`)

// pairsOf are the pairs of neighbours of a question's telling words, each once.
func pairsOf(query string) [][]uint16 {
	var out [][]uint16
	seen := map[uint32]bool{}
	for _, units := range Terms(asking.ReplaceAllString(query, " ")) {
		for i := range len(units) - 1 {
			if t := term(units[i], units[i+1]); !seen[t] {
				seen[t] = true
				out = append(out, units[i:i+2])
			}
		}
	}
	return out
}

// loose ranks documents by the pairs of the question they hold, the rare ones weighing more. A pair that stands nowhere
// weighs half: it may join two words that texts have apart. Weights are whole numbers, so that browsers come to the same.
func (s *search) loose(out *Results, query string) {
	pairs := pairsOf(query)
	if len(pairs) < 2 {
		return
	}
	documents := s.manifest.Docs + len(s.tail().docs)
	numbers := s.manifest.slots() + len(s.tail().docs)
	weights := make([]uint32, numbers)
	total := uint32(0)
	set := newBitmap(numbers)
	for _, pair := range pairs {
		f := s.candidates(pair)
		s.missing = s.missing || f.lost
		weight := uint32(math.Floor(64*math.Log(1+float64(documents)/float64(len(f.docs)+1)) + 0.5))
		if len(f.docs) == 0 {
			weight /= 2
		}
		total += weight
		for _, d := range f.docs {
			weights[d] += weight
			set.add(d)
		}
	}
	docs := slices.DeleteFunc(set.list(), func(d uint32) bool { return weights[d]*100 < enough*total })
	f := s.narrowed(found{docs: docs})
	slices.SortFunc(f.docs, func(a, b uint32) int { return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(b, a)) })
	s.take(out, f, len(s.unit) <= 2, func(p place) ([][2]int, bool) {
		marks, _ := marksOf(p.doc.Text, pairs)
		return marks, true
	})
}
