package page

import (
	"fmt"
	"strings"

	"tongbao/pipeline/measure"
)

// paragraph is one keyed block of a section. The key is its HTML id and a promise; it must differ from the keys of
// sections and tables, which are ids on the same page.
type paragraph struct {
	key  string
	text string // Markdown
}

// prose writes sentences over facts. A clause whose fact is missing is left out, so nothing is claimed that the data
// do not support.
type prose struct {
	measure.Bulletin
	imprint Imprint
}

// figure states a fact: its text bound to its key.
func (p prose) figure(key string) string {
	f, ok := p.Facts.Get(key)
	if !ok {
		return ""
	}
	return bind(f.Text, key)
}

func bind(text, key string) string { return "[" + plain(text) + "](fact:" + key + ")" }

// clause puts a figure between words, "" where there is no such fact.
func (p prose) clause(before, key, after string) string {
	if f := p.figure(key); f != "" {
		return before + f + after
	}
	return ""
}

// sentence joins clauses with commas and closes them; "" where all are empty.
func sentence(clauses ...string) string { return joined("，", clauses, "。") }

func joined(separator string, clauses []string, end string) string {
	kept := nonEmpty(clauses)
	if len(kept) == 0 {
		return ""
	}
	return strings.Join(kept, separator) + end
}

func nonEmpty(texts []string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

// names lists the units of a fact: 甲、乙、丙.
func names(items []measure.Item) string {
	list := make([]string, len(items))
	for i, item := range items {
		list[i] = plain(item.Unit.Name)
	}
	return strings.Join(list, "、")
}

// each lists units with their figures, every figure bound to its cell: 甲78.26%、乙77.78%.
func each(items []measure.Item, unit string) string {
	list := make([]string, len(items))
	for i, item := range items {
		figure := plain(item.Text)
		if item.Cell != "" {
			figure = bind(item.Text, item.Cell)
		}
		list[i] = plain(item.Unit.Name) + figure + unit
	}
	return strings.Join(list, "、")
}

// manyTied is how many units an extreme may name; more are counted instead.
const manyTied = 5

// extreme says who has the highest or lowest value; several that tie are all named, never one of them as the first.
func (p prose) extreme(key, what, superlative, unit string) string {
	f, ok := p.Facts.Get(key)
	switch n := len(f.Items); {
	case !ok:
		return ""
	case n == 1:
		return fmt.Sprintf("%s%s%s，为%s%s", plain(f.Items[0].Unit.Name), what, superlative, bind(f.Text, key), unit)
	case n <= manyTied:
		return fmt.Sprintf("%s%s并列%s，均为%s%s", names(f.Items), what, superlative, bind(f.Text, key), unit)
	default:
		return fmt.Sprintf("%s等%d个单位%s并列%s，均为%s%s", plain(f.Items[0].Unit.Name), n, what, superlative, bind(f.Text, key), unit)
	}
}

// full says who stands at 100 %.
func (p prose) full(key, what string) string {
	f, ok := p.Facts.Get(key)
	switch n := len(f.Items); {
	case !ok:
		return ""
	case n == 1:
		return names(f.Items) + what + "为100%"
	case n <= manyTied:
		return names(f.Items) + what + "均为100%"
	default:
		return fmt.Sprintf("%s个单位%s为100%%", bind(f.Text, key), what)
	}
}

// lead is a paragraph's opening phrase. The mark stays outside the emphasis: CommonMark does not close ** between a
// Chinese full stop and a letter.
func lead(words, rest string) string {
	if rest == "" {
		return ""
	}
	return "**" + words + "**。" + rest
}
