package page

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/sheet"
)

const factScheme = "fact:"

// Texts are what prose may state, by fact or cell key (table/unit/metric).
type Texts map[string]string

// TextsOf gives the texts of a bulletin.
func TextsOf(b measure.Bulletin) Texts {
	texts := Texts{}
	for _, f := range b.Facts.All() {
		texts[f.Key] = f.Text
	}
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			texts[measure.CellKey(t, r, "rank")] = fmt.Sprint(r.Rank)
			for metric, v := range r.Values {
				texts[measure.CellKey(t, r, metric)] = v.Text
			}
		}
	}
	return texts
}

// Check compares every figure that a section binds to a fact with that fact. It finds what a person's edit or a change
// of the data left behind: an unknown key, or a text that is no longer the fact's.
func Check(f File, texts Texts) []measure.Finding {
	_, body, ok := splitFront(f.Body)
	if !ok {
		return nil
	}
	source := []byte(body)
	var found []measure.Finding
	walk := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.Link)
		if !entering || !ok {
			return ast.WalkContinue, nil
		}
		if key, bound := strings.CutPrefix(string(link.Destination), factScheme); bound {
			found = append(found, texts.compare(f.Path, key, linkText(link, source))...)
		}
		return ast.WalkContinue, nil
	}
	if err := ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(source)), walk); err != nil {
		return found // walk returns no error
	}
	return found
}

func linkText(n ast.Node, source []byte) string {
	var out strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			out.Write(util.UnescapePunctuations(t.Segment.Value(source)))
		}
	}
	return out.String()
}

func (t Texts) compare(path, key, stated string) []measure.Finding {
	want, known := t[key]
	switch {
	case !known:
		return []measure.Finding{{
			Code: "unknown-fact", Severity: sheet.Error, Cells: []string{key},
			Message: fmt.Sprintf("%s：数字“%s”引用的 fact:%s 在本期数据里没有", path, stated, key),
			Hint:    "请改正引用，或去掉链接改为普通文字",
		}}
	case want != stated:
		return []measure.Finding{{
			Code: "stale-figure", Severity: sheet.Warning, Cells: []string{key},
			Message: fmt.Sprintf("%s：文中写“%s”，数据为“%s”（fact:%s）", path, stated, want, key),
			Hint:    "请改正文中的数字，或核对导出",
		}}
	}
	return nil
}
