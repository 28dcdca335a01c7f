package annotation

import (
	"slices"
	"strings"
	"testing"
)

// paper is a text of one section whose paragraphs have no keys of their own, unless they begin with "key: ".
func paper(edition int, paragraphs ...string) Text {
	section := TextSection{Key: "problems"}
	without := 0
	for _, words := range paragraphs {
		key, rest, keyed := strings.Cut(words, ": ")
		if !keyed {
			without++
			key, rest = "problems~"+string(rune('0'+without)), words
		}
		section.Passages = append(section.Passages, Passage{key, rest})
	}
	return Text{Rule: TextRule, Bulletin: "2021q3", Edition: edition, Sections: []TextSection{section}}.Sum()
}

// quoting is the place between ⟦ and ⟧ in one of the paragraphs, or from one to another.
func quoting(t *testing.T, paragraphs []string) (Target, Text) {
	t.Helper()
	plain := make([]string, len(paragraphs))
	for i, p := range paragraphs {
		plain[i] = strings.NewReplacer("⟦", "", "⟧", "").Replace(p)
	}
	text := paper(1, plain...)
	section := text.Sections[0]
	target := Target{Bulletin: "2021q3", Edition: 1, Section: "problems"}
	first, last := 0, 0
	for i, p := range paragraphs {
		_, p, _ = cutKey(p)
		if at := strings.Index(p, "⟦"); at >= 0 {
			first, target.Start, target.Passage = i, len([]rune(p[:at])), section.Passages[i].Key
		}
		if at := strings.Index(p, "⟧"); at >= 0 {
			last, target.End = i, len([]rune(strings.Replace(p[:at], "⟦", "", 1)))
		}
	}
	if last != first {
		target.Through = section.Passages[last].Key
	}
	target.Quote.Exact = section.span(first, target.Start, last, target.End)
	target, err := target.Fix(text)
	if err != nil {
		t.Fatal(err)
	}
	return target, text
}

func cutKey(p string) (key, words string, keyed bool) {
	if key, words, keyed = strings.Cut(p, ": "); keyed {
		return key, words, true
	}
	return "", p, false
}

// Each case is an edition with a quote between ⟦⟧ and the next edition with the place where it has to stand; want says what
// is told of it. A place that is not marked must not be found.
func TestMap(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, now []string
		want     MapState
	}{
		{"nothing changed", []string{"阜蒙县交办⟦333件⟧。"}, []string{"阜蒙县交办⟦333件⟧。"}, Exact},
		{"words before it", []string{"阜蒙县交办⟦333件⟧。"}, []string{"总体平稳。阜蒙县交办⟦333件⟧。"}, Shifted},
		{"astral characters before it", []string{"甲。交办⟦333件⟧。"}, []string{"𠮷野家😀。交办⟦333件⟧。"}, Shifted},
		{"another figure", []string{"阜蒙县交办⟦333件⟧，办结。"}, []string{"阜蒙县交办⟦334件⟧，办结。"}, Edited},
		{"another direction", []string{"满意率环比⟦上升⟧1%。"}, []string{"满意率环比⟦下降⟧1%。"}, Edited},
		{"another unit", []string{"⟦阜蒙县⟧交办量最大。"}, []string{"⟦彰武县⟧交办量最大。"}, Edited},
		{"full-width figures", []string{"三季度共交办⟦333⟧件。"}, []string{"三季度共交办⟦３３３⟧件。"}, Edited},
		{"another numeral", []string{"百分之⟦六⟧。"}, []string{"百分之⟦七⟧。"}, Edited},
		{"a figure's neighbour has another direction", []string{"环比上升⟦0.72⟧个百分点。"}, []string{"环比下降⟦0.72⟧个百分点。"}, Edited},
		{"a figure's unit in the clause before", []string{"其中，阜蒙县最多，为⟦333⟧件。"}, []string{"其中，彰武县最多，为⟦333⟧件。"}, Edited},
		{"a figure that grew at its edge", []string{"交办⟦12⟧件。"}, []string{"交办⟦312⟧件。"}, Edited},
		{"a figure cut by the quote", []string{"交办⟦量33⟧3件。"}, []string{"交办⟦量334⟧件。"}, Edited},
		{"a decimal behind the quote", []string{"为⟦82⟧%。"}, []string{"为⟦82.5%⟧。"}, Edited},
		{"the first of two equal figures goes", []string{"阜蒙县4件、海州区⟦4⟧件、新邱区1件。"}, []string{"海州区⟦4⟧件、新邱区1件。"}, Edited},
		{"the quote's clause goes, an equal figure stays", []string{"阜蒙县4件、⟦海州区4件⟧、新邱区1件。"}, []string{"阜蒙县4件、新邱区1件。"}, Lost},
		{"one of a list goes before it", []string{"甲局、乙局、⟦丙局⟧均为100%。"}, []string{"甲局、⟦丙局⟧均为100%。"}, Shifted},
		{"paragraphs change places", []string{"各区县要认真落实。", "各部门⟦要按时反馈⟧。"}, []string{"各部门⟦要按时反馈⟧。", "各区县要认真落实。"}, Shifted},
		{"a paragraph moves and is edited", []string{"各区县要认真落实交办事项。", "各部门⟦要按时反馈⟧，不得拖延。"}, []string{"各部门⟦要按时反馈⟧，不得推诿拖延。", "各区县要认真落实交办事项。"}, Shifted},
		{"sentences change places", []string{"各区县要认真落实。⟦各部门要⟧按时反馈结果。"}, []string{"⟦各部门要⟧按时反馈结果。各区县要认真落实。"}, Shifted},
		{"the paragraph goes", []string{"甲段写了别的事情。", "⟦乙段⟧没有了。"}, []string{"甲段写了别的事情。"}, Lost},
		{"an equal sentence that stood elsewhere is no new place", []string{"各区县要认真落实到位。", "另有要求。⟦各区县要认真⟧落实到位。后面还有。"}, []string{"各区县要认真落实到位。", "另有要求。后面还有。"}, Lost},
		{"a character that two sentences happen to share", []string{"情况如下。各单位⟦要⟧对照审核意见。补报办理结果。"}, []string{"情况如下。热线平台要逐件回访诉求。补报办理结果。"}, Edited},
		{"a key keeps its paragraph", []string{"a: 交办⟦333⟧件，办结。", "b: 交办333件，办结。"}, []string{"b: 交办333件，办结。", "a: 交办⟦333⟧件，办结。"}, Exact},
		{"two paragraphs", []string{"甲段⟦的末尾。", "乙段⟧的开头。"}, []string{"新的。", "甲段⟦的末尾。", "乙段⟧的开头。"}, Shifted},
		{"two paragraphs, one edited", []string{"甲段⟦的末尾。", "乙段⟧的开头。"}, []string{"甲段⟦的结尾。", "乙段⟧的开头。"}, Edited},
	} {
		t.Run(c.name, func(t *testing.T) {
			target, old := quoting(t, c.old)
			plain := slices.Clone(c.now)
			marked := strings.Contains(strings.Join(c.now, ""), "⟦")
			var wanted Target
			if marked {
				wanted, _ = quoting(t, c.now)
			}
			for i := range plain {
				plain[i] = strings.NewReplacer("⟦", "", "⟧", "").Replace(plain[i])
			}
			got := NewMapper(old, paper(2, plain...)).Map(target, Mapping{})
			if got.State != c.want {
				t.Errorf("%+v, want %s", got, c.want)
			}
			if marked && (got.Passage != wanted.Passage || got.Through != wanted.Through || got.Start != wanted.Start || got.End != wanted.End) {
				t.Errorf("stands at %+v, want %+v", got, wanted)
			}
			if got.State == Edited && (got.Old == got.New || got.New == "") || got.Edition != 2 {
				t.Errorf("%+v does not say what changed", got)
			}
		})
	}
}

// Many editions do not add up to a silent change: what is said is of the first words.
func TestMapJudgesByTheFirstWords(t *testing.T) {
	target, first := quoting(t, []string{"其中，阜蒙县最多，为⟦333⟧件。"})
	second := paper(2, "其中，彰武县最多，为334件。")
	third := paper(3, "其中，彰武县最多，为333件。")
	fourth := paper(4, "其中，阜蒙县最多，为333件。")
	gone := paper(5, "另一件事。")
	back := paper(6, "另一件事。", "其中，阜蒙县最多，为333件。")
	at := Mapping{}
	before := first
	for _, c := range []struct {
		text Text
		want MapState
	}{{second, Edited}, {third, Edited}, {fourth, Exact}, {gone, Lost}, {back, Shifted}} {
		at = NewMapper(before, c.text).Map(target, at)
		if before = c.text; at.State != c.want {
			t.Fatalf("edition %d: %+v, want %s", c.text.Edition, at, c.want)
		}
	}
}

// A comparison finds what two sequences have in common, and the longest of it.
func TestDiff(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"", "", ""}, {"abc", "abc", "abc"}, {"abc", "", ""}, {"abcabba", "cbabac", "baba"}, {"xaxbxc", "abc", "abc"}, {"abc", "xaxbxc", "abc"}, {"ab", "ba", "a"},
	} {
		var common strings.Builder
		a, b := []rune(c.a), []rune(c.b)
		x, y := 0, 0
		for _, run := range diff(ints(a), ints(b)) {
			if run.a < x || run.b < y || string(a[run.a:run.a+run.n]) != string(b[run.b:run.b+run.n]) {
				t.Fatalf("%q %q: %+v", c.a, c.b, run)
			}
			common.WriteString(string(a[run.a : run.a+run.n]))
			x, y = run.a+run.n, run.b+run.n
		}
		if len(common.String()) != len(c.want) {
			t.Errorf("%q %q have %q, want %q", c.a, c.b, common.String(), c.want)
		}
	}
}

func ints(text []rune) []int {
	out := make([]int, len(text))
	for i, r := range text {
		out[i] = int(r)
	}
	return out
}

// What the mapper calls unmoved or moved is always the target's own words, whatever the two texts are.
func FuzzMap(f *testing.F) {
	f.Add("阜蒙县333件。\n彰武县12件，上升3%。", "彰武县12件，下降3%。\n阜蒙县333件。", 3, 6)
	f.Fuzz(func(t *testing.T, old, now string, start, end int) {
		from := paper(1, strings.Split(squeezeLines(old), "\n")...)
		to := paper(2, strings.Split(squeezeLines(now), "\n")...)
		p := from.Sections[0].Passages[0]
		text := []rune(p.Text)
		if start < 0 || end <= start || end > len(text) {
			return
		}
		target, err := Target{Bulletin: "2021q3", Edition: 1, Section: "problems", Passage: p.Key, Start: start, End: end,
			Quote: Quote{Exact: string(text[start:end])}}.Fix(from)
		if err != nil {
			return
		}
		got := NewMapper(from, to).Map(target, Mapping{})
		if got.State == Lost {
			return
		}
		at, there := find(to, got.Section, got.Passage)
		if !there || got.End > len([]rune(to.at(at).Text)) {
			t.Fatalf("%+v is nowhere", got)
		}
		words := to.Sections[at.section].span(at.passage, got.Start, at.passage, got.End)
		if got.State != Edited && words != target.Quote.Exact {
			t.Fatalf("%+v: %q is not %q", got, words, target.Quote.Exact)
		}
		if !slices.Equal(figures(words), target.Figures) && got.State != Edited {
			t.Fatalf("%+v: other figures", got)
		}
	})
}

func squeezeLines(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, ": ", ""), "")
	lines := strings.Split(text, "\n")
	return strings.Join(lines[:min(len(lines), 9)], "\n")
}
