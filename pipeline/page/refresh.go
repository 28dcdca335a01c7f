package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// FigureChange is a figure of an edited paragraph that the data have changed since it was written.
type FigureChange struct {
	Key       string `json:"key"`
	Label     string `json:"label"`
	Old       string `json:"old"`
	New       string `json:"new"`
	Refreshed bool   `json:"refreshed"` // false where the paragraph states it without a link, or in other words
}

// Refresh knows what each fact and cell said before and says now, in each of the forms that prose may use.
type Refresh struct{ before, now map[string]statement }

// statement is a fact's label and the texts that a link to it may have: figure, names, figure with unit, words.
type statement struct {
	label string
	forms []string
}

// NewRefresh compares an earlier run's data, nil where there were none, with the present ones.
func NewRefresh(earlier *measure.Bulletin, now measure.Bulletin) Refresh {
	r := Refresh{now: statements(now), before: map[string]statement{}}
	if earlier != nil {
		r.before = statements(*earlier)
	}
	return r
}

func statements(b measure.Bulletin) map[string]statement {
	out := map[string]statement{}
	for _, f := range b.Facts.All() {
		out[f.Key] = statement{f.Label, []string{f.Text, f.Names(), f.Text + f.Unit, f.Word}}
	}
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			cell := func(metric, label, text string) {
				out[measure.CellKey(t, r, metric)] = statement{r.Unit.Name + label, []string{text}}
			}
			cell("rank", "名次", fmt.Sprint(r.Rank))
			for _, m := range t.Every() {
				if v := r.Value(m.Key); v.State == record.Known {
					cell(m.Key, m.Label, v.Text)
				}
			}
		}
	}
	return out
}

// factLink is a figure bound to its evidence, as Markdown has it.
var factLink = regexp.MustCompile(`\[((?:[^\[\]\\]|\\.)*)\]\(fact:([^)\s]+)\)`)

var escaped = regexp.MustCompile(`\\([\\` + "`" + `*_\[\]~|!])`)

// text brings the bound figures of a paragraph that a person edited up to date and touches nothing else. A link whose text
// is in none of the forms that its fact had is the person's own wording: it stays, and is reported where the fact changed.
// fresh is what would have been written; a figure in it that changed is reported as well.
func (r Refresh) text(edited, fresh string) (string, []FigureChange) {
	changes := map[string]FigureChange{}
	out := factLink.ReplaceAllStringFunc(edited, func(link string) string {
		m := factLink.FindStringSubmatch(link)
		text, done := r.replacement(escaped.ReplaceAllString(m[1], "$1"), m[2])
		r.note(changes, m[2], done)
		if !done {
			return link
		}
		return "[" + escape(text) + "](fact:" + m[2] + ")"
	})
	for _, m := range factLink.FindAllStringSubmatch(fresh, -1) {
		r.note(changes, m[2], false)
	}
	list := make([]FigureChange, 0, len(changes))
	for _, c := range changes {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b FigureChange) int { return strings.Compare(a.Key, b.Key) })
	return out, list
}

func escape(text string) string { return strings.NewReplacer(`[`, `\[`, `]`, `\]`).Replace(text) }

// replacement gives the present text of a figure, in the form that the link has.
func (r Refresh) replacement(text, key string) (string, bool) {
	before, now := r.before[key], r.now[key]
	for i, form := range before.forms {
		if form == text && text != "" && i < len(now.forms) && now.forms[i] != "" {
			return now.forms[i], true
		}
	}
	return "", false
}

// note records a figure whose fact changed; once refreshed it stays so.
func (r Refresh) note(changes map[string]FigureChange, key string, refreshed bool) {
	before, now := r.before[key], r.now[key]
	if len(before.forms) == 0 || len(now.forms) > 0 && slices.Equal(before.forms, now.forms) {
		return
	}
	c := FigureChange{Key: key, Label: before.label, Old: before.said(), New: now.said(), Refreshed: refreshed || changes[key].Refreshed}
	changes[key] = c
}

// said is a statement in one line: the figure, and of a list its units as well.
func (s statement) said() string {
	switch {
	case len(s.forms) == 0:
		return "（不再有这个事实）"
	case len(s.forms) > 1 && s.forms[1] != "":
		return s.forms[0] + "（" + s.forms[1] + "）"
	}
	return s.forms[0]
}
