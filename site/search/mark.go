package search

import "slices"

// marksOf finds every place of every term in a text, joined where they touch, and tells whether each term is there.
func marksOf(text string, terms [][]uint16) (marks [][2]int, all bool) {
	units, from, to := foldWithPlaces(text)
	all = true
	for _, t := range terms {
		i := at(units, t, 0)
		all = all && i >= 0
		for ; i >= 0; i = at(units, t, i+1) {
			marks = append(marks, [2]int{from[i], to[i+len(t)-1]})
		}
	}
	return joined(marks), all
}

// at is the first place, not before another, at which a term stands; -1 where there is none.
func at(units, t []uint16, from int) int {
	for i := from; i+len(t) <= len(units); i++ {
		if units[i] == t[0] && slices.Equal(units[i:i+len(t)], t) {
			return i
		}
	}
	return -1
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
	units, from, to = make([]uint16, 0, len(text)/3), make([]int, 0, len(text)/3), make([]int, 0, len(text)/3)
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
