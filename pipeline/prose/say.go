package prose

import (
	"fmt"
	"strings"

	"tongbao/pipeline/measure"
)

// fact says one fact in the form that its node asks for, "" where there is no such fact.
func (w *Writer) fact(n node, s scope) string {
	key := expand(n.fact, s.variables)
	f, ok := w.in.Facts.Get(key)
	if !ok {
		if text, cell := w.cells[key]; cell && n.form == "" {
			return bind(text, key)
		}
		return ""
	}
	switch n.form {
	case "names":
		return bind(f.Names(), key)
	case "word":
		return bind(f.Word, key)
	case "name":
		if len(f.Items) == 0 {
			return ""
		}
		return plain(f.Items[0].Unit.Name)
	case "each":
		return each(f.Items, n.after)
	case "extreme", "full", "move":
		return w.phrase(n.form, f)
	}
	return bind(f.Text, key)
}

func bind(text, key string) string { return "[" + plain(text) + "](fact:" + key + ")" }

// each lists units with their figures, every figure bound to its cell: 甲78.26%、乙77.78%. Of counts, those of equal number
// are said together, as officials do, with a comma between figures, for 、 stands between the names: 甲6件，丙、丁各1件.
func each(items []measure.Item, unit string) string {
	var list []string
	between := "、"
	for len(items) > 0 {
		n := 1
		for unit != "" && n < len(items) && items[n].Text == items[0].Text {
			n++
		}
		names := measure.Fact{Items: items[:n]}.Names()
		distributive := ""
		if n > 1 {
			distributive, between = "各", "，"
		}
		figure := plain(items[0].Text)
		if items[0].Cell != "" {
			figure = bind(items[0].Text, items[0].Cell)
		}
		list = append(list, plain(names)+distributive+figure+unit)
		items = items[n:]
	}
	return strings.Join(list, between)
}

// phrase says who has an extreme or stands at 100 %; several that tie are all named or counted, never one of them as the first.
func (w *Writer) phrase(form string, f measure.Fact) string {
	p := w.templates.Phrases[form]
	text := p.Tie
	switch n := len(f.Items); {
	case n == 0:
		return ""
	case n == 1:
		text = p.One
	case n > w.templates.Many:
		text = p.Many
	}
	value, unit := bind(f.Text, f.Key), f.Unit
	if form == "full" {
		value = bind(f.Items[0].Text, f.Items[0].Cell)
	}
	if f.Unit == "%" || form == "full" {
		unit = ""
	}
	said := strings.NewReplacer(
		"@names", bind(f.Names(), f.Key), "@subject", plain(f.Subject), "@word", f.Word, "@value", value, "@unit", unit,
		"@count", countOf(f, form),
	).Replace(text)
	return said + w.note(f)
}

// countOf binds the number of units: of a list it is the fact itself, of an extreme a fact of its own.
func countOf(f measure.Fact, form string) string {
	key := f.Key
	if form == "extreme" {
		key += ".count"
	}
	return bind(fmt.Sprint(len(f.Items)), key)
}

// note says of an extreme that its units had few cases.
func (w *Writer) note(f measure.Fact) string {
	if f.Word == "" || f.Unit != "%" {
		return ""
	}
	few := measure.Fact{}
	for _, i := range f.Items {
		if i.Few {
			few.Items = append(few.Items, i)
		}
	}
	switch len(few.Items) {
	case 0:
		return ""
	case len(f.Items):
		return w.templates.Notes.Few
	}
	return strings.ReplaceAll(w.templates.Notes.FewSome, "@names", plain(few.Names()))
}
