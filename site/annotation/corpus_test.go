package annotation

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// corrections is how many are generated, in two halves: with the keys of paragraphs, and without any.
const corrections = 2400

// fate is what truly became of a quote.
type fate string

const (
	unaffected fate = "unaffected"   // every letter stands beside the same letters
	relocated  fate = "moved inside" // so, but taken to another place with its clause or sentence
	doubled    fate = "in a copy"    // so, but its paragraph stands twice
	altered    fate = "altered"      // some letters went, or others came between
	deleted    fate = "deleted"      // none is left
)

// tally counts what a matcher said.
type tally struct {
	all, right, told, lost, wrong int // right: at the place; told: notified; wrong: elsewhere or altered, without notice
	otherwise                     int // without notice at other figures, units or directions
}

// A mark is a quote in a sheet: letters of a strip.
type mark struct{ strip, from, to int }

// mark chooses a quote: a number, a unit, a direction, a clause, or any stretch; every second beside where edits went.
func (s sheet) mark(r *rand.Rand, near map[int]bool) mark {
	i := r.IntN(len(s.strips))
	for range 20 {
		if r.IntN(2) == 0 || near[i] {
			break
		}
		i = r.IntN(len(s.strips))
	}
	p := s.strips[i]
	words := p.words()
	var at []int
	switch r.IntN(5) {
	case 0:
		if all := testNumber.FindAllStringIndex(words, -1); len(all) > 0 {
			at = pick(r, all)
		}
	case 1:
		at = word(words, pick(r, testUnits))
	case 2:
		at = word(words, pick(r, testDirections))
	case 3:
		list := clauses([]rune(words))
		c := pick(r, list)
		return mark{i, c.from, min(c.to, c.from+40)}
	}
	if at != nil {
		from := len([]rune(words[:at[0]]))
		return mark{i, from, from + len([]rune(words[at[0]:at[1]]))}
	}
	from := r.IntN(len(p.letters))
	return mark{i, from, min(len(p.letters), from+2+r.IntN(38))}
}

func word(words, w string) []int {
	if at := strings.Index(words, w); at >= 0 {
		return []int{at, at + len(w)}
	}
	return nil
}

// home is where letters are in a sheet.
func (s sheet) home() map[int][2]int {
	out := map[int][2]int{}
	for i, p := range s.strips {
		for k, l := range p.letters {
			out[l.id] = [2]int{i, k}
		}
	}
	return out
}

// truth says what became of some letters, and the stretch that the last of them take now.
func truth(letters []letter, home map[int][2]int, now sheet, moved map[int]bool) (fate, mark) {
	at := mark{strip: -1}
	left, whole := 0, true
	before := [2]int{-1, -1}
	for _, l := range letters {
		h, there := home[l.id]
		if !there {
			whole = false
			continue
		}
		if left == 0 {
			at = mark{h[0], h[1], h[1] + 1}
		} else if h != [2]int{before[0], before[1] + 1} {
			whole = false
		}
		if h[0] == at.strip {
			at.from, at.to = min(at.from, h[1]), max(at.to, h[1]+1)
		}
		left++
		before = h
	}
	isMoved := func(l letter) bool { return moved[l.id] }
	switch {
	case left == 0:
		return deleted, at
	case !whole:
		return altered, at
	case now.strips[at.strip].copied:
		return doubled, at
	case slices.ContainsFunc(letters, isMoved):
		return relocated, at
	}
	return unaffected, at
}

// numbers are the letters of a quote, with all of the numbers at its edges and what stands beside those.
func (p strip) numbers(m mark) []letter {
	text := []rune(p.words())
	from, to := m.from, m.to
	for from > 0 && inNumber(text, from) {
		from--
	}
	for to < len(text) && inNumber(text, to) {
		to++
	}
	if from > 0 && numberAt(text, from, len(text)) > 0 {
		from--
	}
	if to < len(text) && inNumber(append(slices.Clone(text[:to]), '0'), to) {
		to++
	}
	return p.letters[from:to]
}

// telling are the figures (whole), units and directions of a stretch; of its clause and the one before as well where it has
// figures, because these say whose they are.
func telling(text []rune, from, to int) []string {
	for from > 0 && inNumber(text, from) {
		from--
	}
	for to < len(text) && inNumber(text, to) {
		to++
	}
	if len(figures(string(text[from:to]))) > 0 {
		from, to = max(clauseBefore(text, from), from-ContextLength), min(clauseAfter(text, to), to+ContextLength)
	}
	words := string(text[from:to])
	list := figures(words)
	for _, w := range slices.Concat(testUnits, testDirections) {
		for range strings.Count(words, w) {
			list = append(list, w)
		}
	}
	return list
}

// add counts one answer: state "" is an answer without notice.
func (c *tally) add(f fate, want, got mark, found, notice bool, old, now []string) {
	c.all++
	same := found && got == want
	if f == altered && found && got.strip == want.strip {
		same = got.from < want.to && want.from < got.to
	}
	if same && f != deleted {
		c.right++
	}
	switch {
	case !found:
		c.lost++
	case notice:
		c.told++
	case !same || f == deleted || f == altered:
		c.wrong++
	}
	if found && !notice && !slices.Equal(old, now) {
		c.otherwise++
	}
}

// Places of quotes in thousands of corrected bulletins, beside what a plain fuzzy matcher makes of the same ones.
func TestCorrections(t *testing.T) {
	sheets := exampleSheets(t)
	kinds := edits()
	r := rand.New(rand.NewPCG(12345, 2021))
	ours, theirs := map[fate]*tally{}, map[fate]*tally{}
	for _, f := range []fate{unaffected, relocated, doubled, altered, deleted} {
		ours[f], theirs[f] = &tally{}, &tally{}
	}
	for n := range corrections {
		keys := n%2 == 0
		old := pick(r, sheets)
		now := old.clone()
		moved := map[int]bool{}
		for range 1 + r.IntN(5) {
			for _, l := range kinds[r.IntN(len(kinds))].do(&now, r) {
				moved[l.id] = true
			}
		}
		compareOn(t, r, old, now, keys, moved, ours, theirs)
	}
	report(t, ours, theirs)
}

func compareOn(t *testing.T, r *rand.Rand, old, now sheet, keys bool, moved map[int]bool, ours, theirs map[fate]*tally) {
	before, fromStrip := old.text(1, keys)
	after, toStrip := now.text(2, keys)
	mapper := NewMapper(before, after)
	home := now.home()
	spotOf := map[int]spot{}
	for s, i := range fromStrip {
		spotOf[i] = s
	}
	near := map[int]bool{}
	for i, p := range old.strips {
		for k, l := range p.letters {
			h, there := home[l.id]
			near[i] = near[i] || !there || k > 0 && home[p.letters[k-1].id] != [2]int{h[0], h[1] - 1}
		}
	}
	flat, starts := now.flat()
	oldFlat, oldStarts := old.flat()
	for range 12 {
		m := old.mark(r, near)
		s := spotOf[m.strip]
		letters := old.strips[m.strip].letters[m.from:m.to]
		text := []rune(before.at(s).Text)
		target, err := Target{Bulletin: "2021q3", Edition: 1, Section: before.Sections[s.section].Key, Passage: before.at(s).Key,
			Quote: Quote{Exact: string(text[m.from:m.to])}, Start: m.from, End: m.to}.Fix(before)
		if err != nil {
			t.Fatal(err)
		}
		f, want := truth(letters, home, now, moved)
		if whole, _ := truth(old.strips[m.strip].numbers(m), home, now, moved); whole == altered && f != deleted {
			f = altered // a number was changed at the edge
		}
		told := telling(text, m.from, m.to)

		got := mapper.Map(target, Mapping{})
		place := mark{strip: -1}
		var tells []string
		if at, there := find(after, got.Section, got.Passage); there && got.State != Lost {
			place = mark{toStrip[at], got.Start, got.End}
			tells = telling([]rune(after.at(at).Text), got.Start, got.End)
		}
		ours[f].add(f, want, place, got.State != Lost, got.State == Edited, told, tells)
		if got.State != Lost && got.State != Edited && !slices.Equal(told, tells) {
			t.Errorf("%s %q of %s (keys %v) in %q without notice: %+v, in %q", f, target.Quote.Exact, target.Passage, keys, before.at(s).Text, got, now.strips[place.strip].words())
		}
		if f == unaffected && place != want {
			t.Errorf("unaffected %q of %s (keys %v): %+v, want %+v in %q", target.Quote.Exact, target.Passage, keys, got, want, now.strips[want.strip].words())
		}

		start, end, found := fuzzy(flat, []rune(target.Quote.Exact), oldFlat.context(oldStarts[m.strip]+m.from, -ContextLength),
			oldFlat.context(oldStarts[m.strip]+m.to, ContextLength), oldStarts[m.strip]+m.from)
		place, tells = mark{strip: -1}, nil
		if found {
			place = placeIn(starts, start, end)
			p := []rune(now.strips[place.strip].words())
			tells = telling(p, min(place.from, len(p)), min(place.to, len(p)))
		}
		theirs[f].add(f, want, place, found, false, told, tells)
	}
}

type flatText []rune

// flat is the whole text, paragraphs joined by a line feed, and where each begins.
func (s sheet) flat() (flatText, []int) {
	var text flatText
	var starts []int
	for _, p := range s.strips {
		starts = append(starts, len(text))
		text = append(append(text, []rune(p.words())...), '\n')
	}
	return text, starts
}

func (f flatText) context(at, n int) []rune {
	if n < 0 {
		return f[max(0, at+n):at]
	}
	return f[at:min(len(f), at+n)]
}

func placeIn(starts []int, start, end int) mark {
	i, _ := slices.BinarySearch(starts, start+1)
	return mark{i - 1, start - starts[i-1], end - starts[i-1]}
}

func report(t *testing.T, ours, theirs map[fate]*tally) {
	var sum [2]tally
	percent := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	t.Logf("%-14s %7s | %-44s | %s", "quote", "number", "mapper: right, told, lost, wrong unnoticed", "fuzzy: right, wrong unnoticed, other figures")
	for _, f := range []fate{unaffected, relocated, doubled, altered, deleted} {
		a, b := ours[f], theirs[f]
		t.Logf("%-14s %7d | %8.2f%% %8.2f%% %8.2f%% %8.2f%%       | %8.2f%% %8.2f%% %8.2f%%", f, a.all,
			percent(a.right, a.all), percent(a.told, a.all), percent(a.lost, a.all), percent(a.wrong, a.all),
			percent(b.right, b.all), percent(b.wrong, b.all), percent(b.otherwise, b.all))
		for i, c := range []*tally{a, b} {
			sum[i].all += c.all
			sum[i].wrong += c.wrong
			sum[i].otherwise += c.otherwise
		}
	}
	t.Logf("%d corrections, %d quotes. Mapper: unaffected at the right place %.3f%%, at other figures, units or directions unnoticed %d, otherwise misplaced unnoticed %.3f%%. Fuzzy matcher: %.3f%%, %d (%.2f%%), %.2f%%.",
		corrections, sum[0].all, percent(ours[unaffected].right, ours[unaffected].all), sum[0].otherwise, percent(sum[0].wrong, sum[0].all),
		percent(theirs[unaffected].right, theirs[unaffected].all), sum[1].otherwise, percent(sum[1].otherwise, sum[1].all), percent(sum[1].wrong, sum[1].all))
	if sum[0].otherwise > 0 {
		t.Errorf("%d quotes stand at other figures, units or directions without notice", sum[0].otherwise)
	}
	if 100*sum[0].wrong > sum[0].all {
		t.Errorf("%d of %d quotes are misplaced without notice", sum[0].wrong, sum[0].all)
	}
}
