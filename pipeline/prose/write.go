package prose

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// Input is what a bulletin's prose is written from.
type Input struct {
	measure.Bulletin
	Issuer string
	Asked  map[string]bool // keys of the paragraphs of last period's 下一步工作要求
}

// Written is one paragraph: a key, which is its HTML id and a promise, and Markdown. The key differs from the keys of
// sections and tables, which are ids on the same page.
type Written struct{ Key, Text string }

// Writer writes the sections of one bulletin.
type Writer struct {
	templates Templates
	in        Input
	cells     map[string]string
}

// NewWriter takes compiled templates.
func NewWriter(t Templates, in Input) *Writer {
	w := &Writer{templates: t, in: in, cells: map[string]string{}}
	for _, table := range in.Tables {
		for _, r := range table.Rows {
			if r.Rank > 0 {
				w.cells[measure.CellKey(table, r, "rank")] = fmt.Sprint(r.Rank)
			}
			for metric, v := range r.Values {
				if v.State == record.Known {
					w.cells[measure.CellKey(table, r, metric)] = v.Text
				}
			}
		}
	}
	return w
}

// Section writes one section. The error names the paragraph whose condition cannot be decided.
func (w *Writer) Section(key string) ([]Written, error) {
	type weighed struct {
		Written
		urgency float64
	}
	var all []weighed
	for _, p := range w.templates.Paragraphs {
		if p.Section != key || p.Off {
			continue
		}
		for _, scope := range w.scopes(p) {
			text, urgency, err := w.paragraph(p, scope)
			if err != nil {
				return nil, fmt.Errorf("data/sentences.toml 的段落 %s/%s：%w", p.Section, p.Key, err)
			}
			if text != "" {
				all = append(all, weighed{Written{expand(p.Key, scope.variables), text}, urgency})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b weighed) int { return cmp.Compare(b.urgency, a.urgency) })
	out := make([]Written, len(all))
	for i, p := range all {
		out[i] = p.Written
	}
	if empty := w.templates.Empty[key]; len(out) == 0 && empty != "" {
		out = append(out, Written{key + "-none", plain(empty)})
	}
	return out, nil
}

// paragraph writes one, "" where there is nothing to say.
func (w *Writer) paragraph(p Paragraph, s scope) (text string, urgency float64, err error) {
	held, err := w.holds(p.When, p.when, s)
	if err != nil || !held {
		return "", 0, err
	}
	if text, err = w.sentences(p.Sentences, s); err != nil || text == "" {
		return "", 0, err
	}
	if urgency, err = w.weight(p, s); err != nil {
		return "", 0, err
	}
	lead, ok, _ := w.say(p.lead, s)
	if lead != "" && ok {
		// The mark stays outside the emphasis: CommonMark does not close ** between a Chinese full stop and a letter.
		text = "**" + lead + "**。" + text
	}
	return text, urgency, nil
}

func (w *Writer) sentences(sentences []Sentence, s scope) (string, error) {
	var out strings.Builder
	said := false
	for _, sentence := range sentences {
		if sentence.Or && said {
			continue
		}
		text, err := w.sentence(sentence, s)
		if err != nil {
			return "", err
		}
		said = text != ""
		out.WriteString(text)
	}
	return out.String(), nil
}

func (w *Writer) sentence(sentence Sentence, s scope) (string, error) {
	var clauses []string
	for _, inner := range w.each(sentence.For, s) {
		held, err := w.holds(sentence.When, sentence.when, inner)
		if err != nil {
			return "", err
		}
		if !held {
			continue
		}
		if text, ok, _ := w.say(sentence.nodes, inner); ok {
			clauses = append(clauses, tidy(text))
		}
	}
	if len(clauses) == 0 {
		return "", nil
	}
	begin, err := parse(sentence.Begin)
	if err != nil {
		return "", err
	}
	first, _, _ := w.say(begin, s)
	return first + strings.Join(clauses, sentence.Join) + sentence.End, nil
}

func (w *Writer) holds(text string, c measure.Condition, s scope) (bool, error) {
	if strings.Contains(text, "$") {
		var err error
		if c, err = measure.NewCondition(expand(text, s.variables)); err != nil {
			return false, fmt.Errorf("条件 %q 有误：%w", text, err)
		}
	}
	return c.Holds(w.in.Facts, w.in.Asked)
}

func (w *Writer) weight(p Paragraph, s scope) (float64, error) {
	c := p.urgency
	if strings.Contains(p.Urgency, "$") {
		var err error
		if c, err = measure.NewCondition(expand(p.Urgency, s.variables)); err != nil {
			return 0, fmt.Errorf("条件 %q 有误：%w", p.Urgency, err)
		}
	}
	return c.Weight(w.in.Facts, w.in.Asked)
}

// say writes nodes. ok is false where a fact or variable outside brackets is missing, or where all that would have been
// stated is; data counts the facts and the words of a record that were said.
func (w *Writer) say(nodes []node, s scope) (text string, ok bool, data int) {
	var out strings.Builder
	wanted := 0
	for _, n := range nodes {
		switch {
		case n.words != "":
			out.WriteString(n.words)
		case n.variable != "":
			value := plain(s.variables[n.variable])
			if value == "" {
				return "", false, 0
			}
			out.WriteString(value)
			if s.record {
				data++
			}
		case n.fact != "":
			value := w.fact(n, s)
			if value == "" {
				return "", false, 0
			}
			out.WriteString(value)
			data++
		default:
			wanted++
			if value, said, facts := w.say(n.optional, s); said {
				out.WriteString(value)
				data += max(facts, 1)
			}
		}
	}
	return out.String(), data > 0 || wanted == 0, data
}

// tidy mends the punctuation that left-out parts leave behind.
func tidy(text string) string {
	for _, mend := range [][2]string{{"，，", "，"}, {"、、", "、"}, {"，。", "。"}, {"、。", "。"}, {"；。", "。"}, {"：，", "："}, {"，；", "；"}, {"。。", "。"}} {
		text = strings.ReplaceAll(text, mend[0], mend[1])
	}
	return strings.TrimLeft(text, "，、；")
}
