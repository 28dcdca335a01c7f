package series

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mention is a paragraph of a bulletin that names a unit.
type Mention struct {
	Period  string `json:"period"`
	Label   string `json:"label"`
	Section string `json:"section"` // title
	Anchor  string `json:"anchor"`  // id on the bulletin's page: the paragraph's, else the section's
	Excerpt string `json:"excerpt"`
}

// Mentions finds the paragraphs of every bulletin that name a unit, the latest bulletin first, by unit. Of names within names
// the longest counts.
func Mentions(bulletins []Bulletin, register []Registered) map[string][]Mention {
	names := nameIndex(register)
	out := map[string][]Mention{}
	for _, b := range slices.Backward(bulletins) {
		for _, section := range b.Sections {
			for _, p := range section.Paragraphs {
				for unit, at := range names.find(p.Text) {
					out[unit] = append(out[unit], Mention{b.Period.Key, b.Label, section.Title, p.Anchor, excerpt(p.Text, at)})
				}
			}
		}
	}
	return out
}

// index finds names in text: by their first character, the longest first.
type index map[rune][]named

type named struct{ name, unit string }

func nameIndex(register []Registered) index {
	out := index{}
	add := func(name, unit string) {
		if utf8.RuneCountInString(name) > 1 {
			r, _ := utf8.DecodeRuneInString(name)
			out[r] = append(out[r], named{name, unit})
		}
	}
	for _, r := range register {
		add(r.Name, r.ID)
		for _, alias := range r.Aliases {
			add(alias, r.ID)
		}
		for _, f := range r.Former {
			add(f.Name, r.ID)
		}
	}
	for r := range out {
		slices.SortStableFunc(out[r], func(a, b named) int { return len(b.name) - len(a.name) })
	}
	return out
}

// find gives the units that a text names, each with the place of its first name.
func (x index) find(text string) map[string]int {
	found := map[string]int{}
	skip := 0
	for i, r := range text {
		if i < skip {
			continue
		}
		for _, n := range x[r] {
			if strings.HasPrefix(text[i:], n.name) {
				if _, before := found[n.unit]; !before {
					found[n.unit] = i
				}
				skip = i + len(n.name)
				break
			}
		}
	}
	return found
}

// excerpt is the sentence around a place, cut where it is long: between clauses or items, never within a figure.
func excerpt(text string, at int) string {
	const before, after = 18, 54 // characters
	start := max(strings.LastIndex(text[:at], "。")+len("。"), 0)
	if !strings.Contains(text[:at], "。") {
		start = 0
	}
	end := len(text)
	if i := strings.Index(text[at:], "。"); i >= 0 {
		end = at + i + len("。")
	}
	head, tail := []rune(text[start:at]), []rune(text[at:end])
	lead, trail := "", ""
	if len(head) > before {
		head, lead = fromItem(head[len(head)-before:]), "…"
	}
	if len(tail) > after {
		tail, trail = toItem(tail[:after]), "…"
	}
	return lead + strings.ReplaceAll(string(head)+string(tail), "\n", "") + trail
}

// between stands between the clauses and items of a sentence.
func between(r rune) bool { return strings.ContainsRune("，、；：", r) }

// ofFigure is part of a figure, its unit or its sign.
func ofFigure(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(".%", r) }

// fromItem drops the item that the beginning cuts, or where there is but one, the figure it cuts.
func fromItem(text []rune) []rune {
	if i := slices.IndexFunc(text, between); i >= 0 {
		return text[i+1:]
	}
	for len(text) > 0 && ofFigure(text[0]) {
		text = text[1:]
	}
	return text
}

// toItem drops the item that the end cuts, or where there is but one, the figure it cuts.
func toItem(text []rune) []rune {
	for i := len(text) - 1; i > len(text)/2; i-- {
		if between(text[i]) {
			return text[:i]
		}
	}
	for len(text) > 0 && ofFigure(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}
