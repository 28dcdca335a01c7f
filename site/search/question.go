package search

import (
	"cmp"
	"math"
	"regexp"
	"slices"
)

// enough is the share of a question's weight that a document must hold to be shown.
const enough = 0.35

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
// weighs half: it may join two words that texts have apart.
func (x *Index) loose(out *Results, query string, o Options) error {
	pairs := pairsOf(query)
	if len(pairs) < 2 {
		return nil
	}
	weights := map[uint32]float64{}
	total := 0.0
	for _, pair := range pairs {
		docs, err := x.candidates(pair)
		if err != nil {
			return err
		}
		weight := math.Log(1 + float64(x.Documents())/float64(len(docs)+1))
		if len(docs) == 0 {
			weight /= 2
		}
		total += weight
		for _, d := range docs {
			weights[d] += weight
		}
	}
	return x.best(out, weights, enough*total, pairs, o)
}

// best gives the documents that weigh enough, the heaviest first, of equal ones the newest.
func (x *Index) best(out *Results, weights map[uint32]float64, least float64, pairs [][]uint16, o Options) error {
	var docs []uint32
	for d, w := range weights {
		if w >= least && x.wanted(d, o) {
			docs = append(docs, d)
		}
	}
	slices.SortFunc(docs, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b))
	})
	for _, d := range docs {
		hit, kind, err := x.hit(d)
		if err != nil {
			return err
		}
		if o.Kind != "" && kind != o.Kind {
			continue
		}
		if out.Count++; out.Count > o.Offset && len(out.Hits) < o.Limit {
			hit.Marks, _ = marksOf(hit.Text, pairs)
			out.Hits = append(out.Hits, hit)
		}
	}
	return nil
}
