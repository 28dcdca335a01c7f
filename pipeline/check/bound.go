package check

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// bindings are what links may say, by key: a fact's or a cell's (table/unit/metric).
type bindings map[string]binding

// binding is one of them.
type binding struct {
	text  string
	unit  string // 件, 天: may follow the text in the link
	owner string // of a cell: the unit's id
	word  string // 连续三个季度上升: may stand for the text
	items []measure.Item
}

func bindingsOf(b measure.Bulletin) bindings {
	all := bindings{}
	for _, f := range b.Facts.All() {
		all[f.Key] = binding{text: f.Text, unit: f.Unit, word: f.Word, items: f.Items}
	}
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			all[measure.CellKey(t, r, "rank")] = binding{text: fmt.Sprint(r.Rank), unit: "位", owner: r.Unit.ID}
			for _, m := range t.Every() {
				if v := r.Value(m.Key); v.State != record.Blank {
					all[measure.CellKey(t, r, m.Key)] = binding{text: v.Text, unit: m.Unit, owner: r.Unit.ID}
				}
			}
		}
	}
	return all
}

// boundCheck compares the links of one block with what they are bound to.
type boundCheck struct {
	data
	*block
	all    bindings
	tokens []token
}

// link checks one link; from and to are its places in plain.
func (c boundCheck) link(l link) []remark {
	said := strings.TrimSpace(string(c.shown[l.from:l.to]))
	is, known := c.all[l.key]
	if !known {
		return []remark{wrong("unknown-fact", fmt.Sprintf("“%s”引用的 fact:%s 在本期数据里没有", said, l.key), "请改正引用，或去掉链接改为普通文字", l.key)}
	}
	names, isList := c.namesIn(l)
	if isList && len(is.items) > 0 {
		return append(c.list(l.key, names, is.items), c.words(l, true)...)
	}
	if !is.admits(said) {
		return []remark{wrong("stale-figure", fmt.Sprintf("文中写“%s”，数据为“%s”（fact:%s）", said, is.text, l.key), "请改正文中的数字，或核对导出", l.key)}
	}
	return append(append(c.owner(l, is), c.reached(l)...), c.words(l, false)...)
}

// admits tells whether a link may say this: the text, or the text with its unit.
func (b binding) admits(said string) bool {
	bare := strings.Map(fold, strings.ReplaceAll(said, ",", ""))
	text := strings.Map(fold, b.text)
	return said == b.text || said == b.word && said != "" || bare == text || b.unit != "" && bare == text+b.unit
}

// namesIn gives the units a link lists; ok is false where it says anything else.
func (c boundCheck) namesIn(l link) (ids []string, ok bool) {
	for _, t := range c.tokens {
		if from, to := c.from[t.from], c.from[t.to-1]; to < l.from || from >= l.to {
			continue
		}
		if t.kind != kindUnit {
			return nil, false
		}
		for _, u := range t.list {
			if at := c.from[u.from]; at >= l.from && at < l.to {
				ids = append(ids, u.unit)
			}
		}
	}
	return ids, len(ids) > 0
}

// list compares units with a fact's, in order where the fact ranks them.
func (c boundCheck) list(key string, said []string, items []measure.Item) []remark {
	var want []string
	for _, i := range items {
		want = append(want, i.Unit.ID)
	}
	missing, extra := without(want, said), without(said, want)
	switch {
	case len(missing)+len(extra) > 0:
		return []remark{wrong("wrong-units", "文中名单与数据不符"+c.difference(missing, extra), hintList, key)}
	case isOrdered(key) && !slices.Equal(said, want):
		return []remark{wrong("wrong-order", fmt.Sprintf("文中次序为%s，数据次序为%s", c.names(said), c.names(want)), hintList, key)}
	}
	return nil
}

func isOrdered(key string) bool {
	return strings.HasSuffix(key, ".top") || strings.HasSuffix(key, ".bottom")
}

// without lists what of a is not in b.
func without(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// names writes units as prose does.
func (l Lexicon) names(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = l.name(id)
	}
	return strings.Join(names, "、")
}

// difference says who is missing and who is extra.
func (l Lexicon) difference(missing, extra []string) string {
	out := ""
	if len(missing) > 0 {
		out += "，缺" + l.names(missing)
	}
	if len(extra) > 0 {
		out += "，多" + l.names(extra)
	}
	return out
}

// owner finds a figure that stands right behind the name of another unit than its cell's.
func (c boundCheck) owner(l link, is binding) []remark {
	if is.owner == "" || l.from == 0 {
		return nil
	}
	for _, t := range c.tokens {
		if t.kind != kindUnit || c.from[t.to-1] != l.from-1 {
			continue
		}
		last := t.list[len(t.list)-1].unit
		if last != "" && last != is.owner && c.units[last].Parent != is.owner {
			return []remark{wrong("wrong-owner", fmt.Sprintf("%s后面的“%s”引用的是%s的数据（fact:%s）", c.name(last), string(c.shown[l.from:l.to]), c.name(is.owner), l.key), "请改正单位，或改正引用", l.key)}
		}
	}
	return nil
}
