package prose

import (
	"strings"
	"testing"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

func unit(id, name string) record.Unit { return record.Unit{ID: id, Name: name} }

func items(text string, few bool, names ...string) []measure.Item {
	var out []measure.Item
	for _, name := range names {
		id := strings.ToLower(name)
		out = append(out, measure.Item{Unit: unit(id, name), Text: text, Cell: "t/" + id + "/m", Few: few})
	}
	return out
}

var phrases = map[string]Phrase{
	"extreme": {"@names@subject@word，为@value@unit", "@names@subject并列@word，均为@value@unit", "@count个单位@subject并列@word，均为@value@unit"},
	"full":    {"@names@subject为@value", "@names@subject均为@value", "@count个单位@subject为@value"},
}

func facts() measure.Facts {
	return measure.NewFacts([]measure.Fact{
		{Key: "a", Text: "12", Number: 12, Unit: "件"},
		{Key: "a.vs-previous", Text: "下降5%", Number: -5, Unit: "%"},
		{Key: "one.max", Text: "99%", Unit: "%", Subject: "满意率", Word: "最高", Items: items("99%", false, "A")},
		{Key: "tie.max", Text: "99%", Unit: "%", Subject: "满意率", Word: "最高", Items: items("99%", false, "A", "B")},
		{Key: "many.min", Text: "1", Unit: "天", Subject: "办件天数", Word: "最短", Items: items("1", false, "A", "B", "C")},
		{Key: "few.max", Text: "100%", Unit: "%", Subject: "满意率", Word: "最高", Items: items("100%", true, "A")},
		{Key: "full", Text: "2", Unit: "个", Subject: "优秀率", Items: items("100%", false, "A", "B")},
		{Key: "equal", Text: "10", Unit: "件", Items: append(items("4", false, "A"), items("3", false, "B", "C")...)},
		{Key: "list", Text: "7", Unit: "件", Items: append(items("4", false, "A"), items("3", false, "B")...)},
	})
}

// What a sentence becomes, and that nothing is said that no fact supports.
func TestSentences(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"a figure is bound", "共{a}件。", "共[12](fact:a)件。"},
		{"without its fact a sentence is not said", "共{b}件。", ""},
		{"an optional part falls away", "共{a}件[，其中{b}件]。", "共[12](fact:a)件。"},
		{"optional within optional", "[共{a}件[，{b}件]，][{b}件]。", "共[12](fact:a)件。"},
		{"nothing but missing parts says nothing", "全市[{b}，][{c}]。", ""},
		{"a change states its direction", "环比{a.vs-previous}。", "环比[下降5%](fact:a.vs-previous)。"},
		{"one has it", "{one.max:extreme}。", "[A](fact:one.max)满意率最高，为[99%](fact:one.max)。"},
		{"a tie is never one first", "{tie.max:extreme}。", "[A、B](fact:tie.max)满意率并列最高，均为[99%](fact:tie.max)。"},
		{"many are counted", "{many.min:extreme}。", "[3](fact:many.min.count)个单位办件天数并列最短，均为[1](fact:many.min)天。"},
		{"few cases are said", "{few.max:extreme}。", "[A](fact:few.max)满意率最高，为[100%](fact:few.max)（件数过少）。"},
		{"full", "{full:full}。", "[A、B](fact:full)优秀率均为[100%](fact:t/a/m)。"},
		{"each", "{list:each 件}。", "A[4](fact:t/a/m)件、B[3](fact:t/b/m)件。"},
		{"equal counts are said together", "{equal:each 件}。", "A[4](fact:t/a/m)件，B、C各[3](fact:t/b/m)件。"},
		{"names", "{list:names}。", "[A、B](fact:list)。"},
		{"a key with a variable", "{$x}件。", "[12](fact:a)件。"},
		{"an empty variable drops the sentence", "$nothing。", ""},
		{"text of an export is no markup", "$evil。", `&lt;b&gt;\*。`},
	}
	for _, c := range cases {
		w, s := writer(t, Paragraph{Section: "s", Key: "k", Sentences: []Sentence{{Text: c.text}}})
		got, err := w.sentences(w.templates.Paragraphs[0].Sentences, s)
		if err != nil || got != c.want {
			t.Errorf("%s: %s became %s, want %s (%v)", c.name, c.text, got, c.want, err)
		}
	}
}

func writer(t *testing.T, paragraphs ...Paragraph) (*Writer, scope) {
	t.Helper()
	templates, err := Templates{Many: 2, Phrases: phrases, Notes: Notes{Few: "（件数过少）"}, Paragraphs: paragraphs}.Compile()
	if err != nil {
		t.Fatal(err)
	}
	p, err := record.ParsePeriod("2021q3")
	if err != nil {
		t.Fatal(err)
	}
	w := NewWriter(templates, Input{Bulletin: measure.Bulletin{Period: p, Facts: facts()}, Asked: map[string]bool{"step": true}})
	return w, scope{variables: map[string]string{"x": "a", "evil": "<b>*"}}
}

// Conditions choose, alternatives stand in, the more urgent comes first.
func TestParagraphs(t *testing.T) {
	w, _ := writer(t,
		Paragraph{Section: "s", Key: "late", Urgency: "1", Sentences: []Sentence{{Text: "后。"}}},
		Paragraph{Section: "s", Key: "first", Urgency: `number("a")`, Lead: "要点", Sentences: []Sentence{
			{When: `count("tie.max") == 1`, Text: "一个。"}, {Or: true, Text: "几个。"}, {Or: true, Text: "不说。"},
		}},
		Paragraph{Section: "s", Key: "never", When: `number("a") > 100`, Sentences: []Sentence{{Text: "不。"}}},
		Paragraph{Section: "s", Key: "asked", When: `asked("step") && !has("b")`, Sentences: []Sentence{
			{For: "star group", Begin: "共：", Join: "；", End: "。", When: `"$star" == "4"`, Text: "$star_name$group_name{a}件"},
		}},
		Paragraph{Section: "s", Key: "off", Off: true, Sentences: []Sentence{{Text: "不。"}}},
	)
	got, err := w.Section("s")
	if err != nil {
		t.Fatal(err)
	}
	want := []Written{
		{"first", "**要点**。几个。"}, {"late", "后。"},
		{"asked", "共：四星县区[12](fact:a)件；四星市直部门（单位）[12](fact:a)件；四星其他单位[12](fact:a)件。"},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("paragraph %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// An archive's paragraph takes the place of the theme's, its new one comes behind.
func TestArchiveOverTheme(t *testing.T) {
	theme := Templates{Many: 5, Empty: map[string]string{"s": "无。", "t": "空。"}, Paragraphs: []Paragraph{{Section: "s", Key: "a", Lead: "一"}, {Section: "s", Key: "b"}}}
	own := Templates{Empty: map[string]string{"s": "没有。"}, Paragraphs: []Paragraph{{Section: "s", Key: "a", Lead: "二"}, {Section: "s", Key: "c"}}}
	got := own.Over(theme)
	if got.Many != 5 || got.Empty["s"] != "没有。" || got.Empty["t"] != "空。" || len(got.Paragraphs) != 3 || got.Paragraphs[0].Lead != "二" || got.Paragraphs[2].Key != "c" {
		t.Errorf("got %+v", got)
	}
	if theme.Paragraphs[0].Lead != "一" {
		t.Error("the theme was changed")
	}
}

// A slip in a template is named, in Chinese, with the paragraph it stands in.
func TestTemplateMistakes(t *testing.T) {
	for _, c := range []struct {
		p    Paragraph
		want string
	}{
		{Paragraph{Key: "k", Sentences: []Sentence{{Text: "{a"}}}, "没有配对的 }"},
		{Paragraph{Key: "k", Sentences: []Sentence{{Text: "a}"}}}, "多了一个 }"},
		{Paragraph{Key: "k", Sentences: []Sentence{{Text: "[a"}}}, "没有配对的 ]"},
		{Paragraph{Key: "k", Sentences: []Sentence{{Text: "a]"}}}, "多了一个 ]"},
		{Paragraph{Key: "k", Sentences: []Sentence{{Text: "{a:most}"}}}, "说法有"},
		{Paragraph{Key: "k", Sentences: []Sentence{{Text: "$ 5"}}}, "没有变量名"},
		{Paragraph{Key: "k", Sentences: []Sentence{{For: "moon", Text: "a"}}}, "不是 \"moon\""},
		{Paragraph{Key: "k", For: "moon"}, "不是 \"moon\""},
		{Paragraph{Key: "k", When: "1 +"}, "条件 \"1 +\" 有误"},
		{Paragraph{Key: "K 1"}, "key 只能用"},
	} {
		_, err := Templates{Paragraphs: []Paragraph{c.p}}.Compile()
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "sentences.toml 的段落") {
			t.Errorf("%+v: %v, want %s", c.p, err, c.want)
		}
	}
}
