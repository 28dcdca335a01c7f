package annotation

import "slices"

// A plain fuzzy matcher, as web annotation clients have it: every exact occurrence of the quote, else the occurrences with the
// fewest errors, up to half its length; the best by quote, prefix, suffix and position, weighed 50, 20, 20 and 2. It always
// takes the best, whatever that is worth.
func fuzzy(text []rune, quote, prefix, suffix []rune, hint int) (start, end int, found bool) {
	best := -1.0
	for _, m := range occurrences(text, quote, min(256, len(quote)/2)) {
		before := text[max(0, m.start-len(prefix)):m.start]
		behind := text[m.end:min(len(text), m.end+len(suffix))]
		score := 50*(1-float64(m.errors)/float64(len(quote))) + 20*sameness(before, prefix) + 20*sameness(behind, suffix) +
			2*(1-float64(abs(m.start-hint))/float64(len(text)))
		if score > best {
			best, start, end, found = score, m.start, m.end, true
		}
	}
	return start, end, found
}

func abs(n int) int { return max(n, -n) }

type occurrence struct{ start, end, errors int }

// occurrences are those with the fewest errors: each end, with the start that fits best.
func occurrences(text, quote []rune, most int) []occurrence {
	var list []occurrence
	for i := 0; i+len(quote) <= len(text); i++ {
		if slices.Equal(text[i:i+len(quote)], quote) {
			list = append(list, occurrence{i, i + len(quote), 0})
		}
	}
	if len(list) > 0 || most == 0 {
		return list
	}
	for end, errors := range ends(text, quote) {
		if errors > most {
			continue
		}
		if errors < most {
			list, most = nil, errors
		}
		list = append(list, occurrence{startOf(text[:end], quote, errors), end, errors})
	}
	return list
}

// ends gives, for every place of a text, the least edit distance of the quote to what ends there (Myers, A Fast Bit-Vector
// Algorithm for Approximate String Matching, 1999). A quote has at most 64 characters.
func ends(text, quote []rune) []int {
	peq := map[rune]uint64{}
	for i, r := range quote {
		peq[r] |= 1 << i
	}
	high := uint64(1) << (len(quote) - 1)
	pv, mv, score := ^uint64(0), uint64(0), len(quote)
	out := make([]int, len(text)+1)
	out[0] = score
	for i, r := range text {
		eq := peq[r]
		xv := eq | mv
		xh := (((eq & pv) + pv) ^ pv) | eq
		ph, mh := mv|^(xh|pv), pv&xh
		if ph&high != 0 {
			score++
		}
		if mh&high != 0 {
			score--
		}
		ph <<= 1
		mh <<= 1
		pv, mv = mh|^(xv|ph), ph&xv
		out[i+1] = score
	}
	return out
}

// startOf looks back from an end for the start with the same number of errors.
func startOf(text, quote []rune, errors int) int {
	reach := min(len(text), len(quote)+errors)
	back, turned := slices.Clone(text[len(text)-reach:]), slices.Clone(quote)
	slices.Reverse(back)
	slices.Reverse(turned)
	best, at := len(quote)+1, len(text)
	row := make([]int, len(turned)+1)
	for i := range row {
		row[i] = i
	}
	for n, r := range back {
		corner := row[0]
		row[0] = n + 1
		for i, q := range turned {
			cost := corner
			if q != r {
				cost++
			}
			corner = row[i+1]
			row[i+1] = min(cost, row[i+1]+1, row[i]+1)
		}
		if row[len(turned)] < best {
			best, at = row[len(turned)], len(text)-n-1
		}
	}
	return at
}

// sameness is one less the edit distance of two contexts over their length.
func sameness(a, b []rune) float64 {
	if len(b) == 0 {
		return 1
	}
	row := make([]int, len(b)+1)
	for i := range row {
		row[i] = i
	}
	for n, r := range a {
		corner := row[0]
		row[0] = n + 1
		for i, q := range b {
			cost := corner
			if q != r {
				cost++
			}
			corner = row[i+1]
			row[i+1] = min(cost, row[i+1]+1, row[i]+1)
		}
	}
	return max(0, 1-float64(row[len(b)])/float64(len(b)))
}
