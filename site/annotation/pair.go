package annotation

import (
	"cmp"
	"slices"
	"strings"
)

// spot is a passage of a text by number of section and number in it.
type spot struct{ section, passage int }

func (t Text) at(s spot) Passage { return t.Sections[s.section].Passages[s.passage] }

// Bounds of likeness, Dice's coefficient of pairs of characters: below them two paragraphs are not versions of one.
const (
	likeWithKey    = 0.4
	likeWithoutKey = 0.55
	likeBetween    = 0.2     // where the paragraphs before and after are partners as well
	maxComparisons = 250_000 // of paragraphs without a partner with each other
)

// pairs says which passage of the later text each of the earlier one became. Cells go by their keys alone. Paragraphs go by
// key, by equal words in order, by equal words anywhere, and what is left by likeness.
func pairs(from, to Text) map[spot]spot {
	p := pairing{from: from, to: to, became: map[spot]spot{}, taken: map[spot]bool{}}
	p.byKey()
	p.byWords()
	p.byLikeness()
	p.byPlace()
	return p.became
}

type pairing struct {
	from, to Text
	became   map[spot]spot
	taken    map[spot]bool
}

func (p *pairing) pair(old, now spot) {
	p.became[old], p.taken[now] = now, true
}

func (p *pairing) byKey() {
	for i, section := range p.from.Sections {
		j := slices.IndexFunc(p.to.Sections, func(s TextSection) bool { return s.Key == section.Key })
		if j < 0 {
			continue
		}
		where := map[string]int{}
		for k, passage := range p.to.Sections[j].Passages {
			where[passage.Key] = k
		}
		for k, passage := range section.Passages {
			at, there := where[passage.Key]
			if !there || strings.Contains(passage.Key, "~") {
				continue
			}
			now := p.to.Sections[j].Passages[at]
			if passage.Cell() || passage.Text == now.Text || likeness(pairsOfRunes(passage.Text), pairsOfRunes(now.Text)) >= likeWithKey {
				p.pair(spot{i, k}, spot{j, at})
			}
		}
	}
}

// left are the paragraphs without a partner, in order.
func (p *pairing) left() (old, now []spot) {
	for s := range p.from.spots() {
		if _, paired := p.became[s]; !paired && !p.from.at(s).Cell() {
			old = append(old, s)
		}
	}
	for s := range p.to.spots() {
		if !p.taken[s] && !p.to.at(s).Cell() {
			now = append(now, s)
		}
	}
	return old, now
}

// spots goes through all passages in order.
func (t Text) spots() func(func(spot) bool) {
	return func(yield func(spot) bool) {
		for i, section := range t.Sections {
			for k := range section.Passages {
				if !yield(spot{i, k}) {
					return
				}
			}
		}
	}
}

// byWords pairs equal paragraphs: those that kept their order, then those that moved.
func (p *pairing) byWords() {
	old, now := p.left()
	numbers := map[string]int{}
	number := func(t Text, list []spot) []int {
		out := make([]int, len(list))
		for i, s := range list {
			// A section's paragraphs stay in it before any moves elsewhere.
			text := t.Sections[s.section].Key + "\n" + t.at(s).Text
			if numbers[text] == 0 {
				numbers[text] = len(numbers) + 1
			}
			out[i] = numbers[text]
		}
		return out
	}
	for _, run := range diff(number(p.from, old), number(p.to, now)) {
		for k := range run.n {
			p.pair(old[run.a+k], now[run.b+k])
		}
	}
	old, now = p.left()
	waiting := map[string][]spot{}
	for _, s := range now {
		waiting[p.to.at(s).Text] = append(waiting[p.to.at(s).Text], s)
	}
	for _, s := range old {
		if same := waiting[p.from.at(s).Text]; len(same) > 0 {
			p.pair(s, same[0])
			waiting[p.from.at(s).Text] = same[1:]
		}
	}
}

// byLikeness pairs what was edited, the likest first.
func (p *pairing) byLikeness() {
	old, now := p.left()
	if len(old)*len(now) > maxComparisons {
		return
	}
	type candidate struct {
		old, now spot
		like     float64
	}
	var list []candidate
	later := make([]map[[2]rune]int, len(now))
	for j, s := range now {
		later[j] = pairsOfRunes(p.to.at(s).Text)
	}
	for _, a := range old {
		earlier := pairsOfRunes(p.from.at(a).Text)
		for j, b := range now {
			like := likeness(earlier, later[j])
			if like < likeWithoutKey {
				continue
			}
			if p.from.Sections[a.section].Key == p.to.Sections[b.section].Key {
				like += 0.1 // a template's sentences stand in several sections
			}
			list = append(list, candidate{a, b, like})
		}
	}
	slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Compare(y.like, x.like) })
	for _, c := range list {
		if _, paired := p.became[c.old]; !paired && !p.taken[c.now] {
			p.pair(c.old, c.now)
		}
	}
}

// byPlace pairs what is left alone between the same neighbours.
func (p *pairing) byPlace() {
	old, now := p.left()
	for _, a := range old {
		for _, b := range now {
			if p.taken[b] || p.from.Sections[a.section].Key != p.to.Sections[b.section].Key || !p.beside(a, b, -1) || !p.beside(a, b, 1) {
				continue
			}
			if likeness(pairsOfRunes(p.from.at(a).Text), pairsOfRunes(p.to.at(b).Text)) >= likeBetween {
				p.pair(a, b)
				break
			}
		}
	}
}

// beside tells whether the neighbours on one side are partners, or the section ends there in both texts.
func (p *pairing) beside(a, b spot, step int) bool {
	old, now := neighbour(p.from, a, step), neighbour(p.to, b, step)
	if old.passage < 0 || now.passage < 0 {
		return old.passage == now.passage
	}
	partner, paired := p.became[old]
	return paired && partner == now
}

// neighbour is the paragraph before or after one in its section; passage is -1 where there is none.
func neighbour(t Text, s spot, step int) spot {
	for s.passage += step; s.passage >= 0 && s.passage < len(t.Sections[s.section].Passages); s.passage += step {
		if !t.at(s).Cell() {
			return s
		}
	}
	return spot{s.section, -1}
}

// pairsOfRunes counts the pairs of neighbouring characters.
func pairsOfRunes(text string) map[[2]rune]int {
	out := map[[2]rune]int{}
	var last rune
	for _, r := range text {
		out[[2]rune{last, r}]++
		last = r
	}
	return out
}

// likeness is Dice's coefficient of two counts, 0 to 1.
func likeness(a, b map[[2]rune]int) float64 {
	common, total := 0, 0
	for pair, n := range a {
		common += min(n, b[pair])
		total += n
	}
	for _, n := range b {
		total += n
	}
	if total == 0 {
		return 1
	}
	return 2 * float64(common) / float64(total)
}
