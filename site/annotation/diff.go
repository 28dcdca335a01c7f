package annotation

import "slices"

// align says where each code point of an old text stands in a new one, -1 for nowhere. Whole clauses are compared first and
// the rest figure by figure and character by character, so that a figure never keeps a part of itself, and one of two equal
// ones in a list goes with its own clause.
func align(old, now []rune) []int {
	kept := make([]int, len(old))
	for i := range kept {
		kept[i] = -1
	}
	a, b := clauses(old), clauses(now)
	ids := intern{}
	i, j := 0, 0
	for _, run := range append(diff(ids.of(old, a), ids.of(now, b)), equalRun{len(a), len(b), 0}) {
		alignTokens(old, now, at(a, i, len(old)), at(a, run.a, len(old)), at(b, j, len(now)), at(b, run.b, len(now)), kept)
		for k := range run.n {
			keep(kept, a[run.a+k].from, b[run.b+k].from, a[run.a+k].to-a[run.a+k].from)
		}
		i, j = run.a+run.n, run.b+run.n
	}
	return kept
}

func at(tokens []token, i, end int) int {
	if i < len(tokens) {
		return tokens[i].from
	}
	return end
}

func keep(kept []int, from, to, n int) {
	for k := range n {
		kept[from+k] = to + k
	}
}

// alignTokens compares what lies between two clauses that stayed.
func alignTokens(old, now []rune, oldFrom, oldTo, nowFrom, nowTo int, kept []int) {
	a, b := tokens(old, oldFrom, oldTo), tokens(now, nowFrom, nowTo)
	if len(a) == 0 || len(b) == 0 {
		return
	}
	ids := intern{}
	x, y := ids.of(old, a), ids.of(now, b)
	for _, run := range dropChance(diff(x, y), len(x), len(y)) {
		for k := range run.n {
			keep(kept, a[run.a+k].from, b[run.b+k].from, a[run.a+k].to-a[run.a+k].from)
		}
	}
}

// token is a piece of a text: code points from (inclusive) to (exclusive).
type token struct{ from, to int }

// clauses cuts a text after each mark that ends one.
func clauses(text []rune) []token {
	var list []token
	from := 0
	for i, r := range text {
		if isStop(r) || isPause(r) {
			list, from = append(list, token{from, i + 1}), i+1
		}
	}
	if from < len(text) {
		list = append(list, token{from, len(text)})
	}
	return list
}

func isStop(r rune) bool {
	return r == '。' || r == '；' || r == '！' || r == '？' || r == '\n' || r == ';'
}
func isPause(r rune) bool {
	return r == '，' || r == '、' || r == '：' || r == '（' || r == '）' || r == ','
}

// tokens cuts a stretch of text into numbers, whole, and single code points.
func tokens(text []rune, from, to int) []token {
	var list []token
	for i := from; i < to; {
		n := max(1, numberAt(text, i, to))
		list, i = append(list, token{i, i + n}), i+n
	}
	return list
}

// numberAt is the length of the number that begins at a place, 0 where none does: digits with decimals and what belongs to
// them, or a run of Chinese numerals.
func numberAt(text []rune, i, to int) int {
	n := i
	for n < to && (isDigit(text[n]) || n > i && (text[n] == '.' || text[n] == '．') && n+1 < to && isDigit(text[n+1])) {
		n++
	}
	if n > i {
		if n < to && (text[n] == '%' || text[n] == '％' || text[n] == '‰' || text[n] == '万' || text[n] == '亿') {
			n++
		}
		return n - i
	}
	for n < to && isNumeral(text[n]) {
		n++
	}
	return n - i
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

func isNumeral(r rune) bool {
	switch r {
	case '零', '〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '两':
		return true
	}
	return false
}

// intern gives equal pieces of text the same number.
type intern map[string]int

func (ids intern) of(text []rune, list []token) []int {
	out := make([]int, len(list))
	for i, t := range list {
		piece := string(text[t.from:t.to])
		id, known := ids[piece]
		if !known {
			id = len(ids) + 1
			ids[piece] = id
		}
		out[i] = id
	}
	return out
}

// equalRun is a stretch that both sequences have: n from a in the old one and from b in the new one.
type equalRun struct{ a, b, n int }

// maxDifference bounds the work of a comparison; what differs by more is held to differ altogether.
const maxDifference = 1500

// diff gives what two sequences have in common, in order: a shortest edit script by Myers (An O(ND) Difference Algorithm, 1986).
func diff(a, b []int) []equalRun {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var runs []equalRun
	if head > 0 {
		runs = append(runs, equalRun{0, 0, head})
	}
	for _, run := range middle(a[head:len(a)-tail], b[head:len(b)-tail]) {
		runs = append(runs, equalRun{run.a + head, run.b + head, run.n})
	}
	if tail > 0 {
		runs = append(runs, equalRun{len(a) - tail, len(b) - tail, tail})
	}
	return joined(runs)
}

// joined makes one of runs that touch.
func joined(runs []equalRun) []equalRun {
	var out []equalRun
	for _, run := range runs {
		if last := len(out) - 1; last >= 0 && out[last].a+out[last].n == run.a && out[last].b+out[last].n == run.b {
			out[last].n += run.n
			continue
		}
		out = append(out, run)
	}
	return out
}

// middle walks forward until the end is reached, and keeps the furthest reach of every round for the way back.
func middle(a, b []int) []equalRun {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	limit := min(len(a)+len(b), maxDifference)
	reach := make([]int, 2*limit+3) // by diagonal x-y, from -limit-1
	zero := limit + 1
	var rounds [][]int
	for d := 0; d <= limit; d++ {
		rounds = append(rounds, slices.Clone(reach[zero-d:zero+d+1]))
		for k := -d; k <= d; k += 2 {
			x := reach[zero+k-1] + 1
			if k == -d || k != d && reach[zero+k-1] < reach[zero+k+1] {
				x = reach[zero+k+1]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[zero+k] = x
			if x >= len(a) && x-k >= len(b) {
				return back(rounds, a, b)
			}
		}
	}
	return nil
}

// back goes the way that middle found, from the end: rounds[d] are the reaches before round d, of diagonals -d to d.
func back(rounds [][]int, a, b []int) []equalRun {
	var runs []equalRun
	x, y := len(a), len(b)
	for d := len(rounds) - 1; d >= 0; d-- {
		before := func(k int) int {
			if k < -d || k > d {
				return -1
			}
			return rounds[d][k+d]
		}
		k := x - y
		from := k - 1
		if k == -d || k != d && before(k-1) < before(k+1) {
			from = k + 1
		}
		startX := before(from)
		if from == k-1 {
			startX++ // a deletion came first
		}
		if d == 0 {
			startX = 0
		}
		if x > startX {
			runs = append(runs, equalRun{startX, startX - k, x - startX})
		}
		x, y = before(from), before(from)-from
	}
	slices.Reverse(runs)
	return runs
}

// dropChance takes out runs that are no longer than the changes on both of their sides: two sentences always have some
// characters in common, which does not make one of them the other's.
func dropChance(runs []equalRun, lenA, lenB int) []equalRun {
	for changed := true; changed; {
		changed = false
		for i, run := range runs {
			var before, after equalRun
			if i > 0 {
				before = runs[i-1]
			}
			after = equalRun{lenA, lenB, 0}
			if i+1 < len(runs) {
				after = runs[i+1]
			}
			ahead := max(run.a-before.a-before.n, run.b-before.b-before.n)
			behind := max(after.a-run.a-run.n, after.b-run.b-run.n)
			if run.n <= ahead && run.n <= behind {
				runs, changed = slices.Delete(runs, i, i+1), true
				break
			}
		}
	}
	return runs
}
