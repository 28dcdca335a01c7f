package record

import (
	"fmt"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/sheet"
)

// tally gathers the problems of a table that may have hundreds of thousands of rows: of each kind the first few are
// listed with their place, the rest are counted.
type tally struct {
	groups []*problemGroup
	index  map[string]*problemGroup
}

type problemGroup struct {
	listed []sheet.Problem
	count  int
	word   bool // one word, of which only the first place is listed
}

// mostListed is how many problems of a kind are listed with their place.
const mostListed = 3

func (t *tally) group(key string) *problemGroup {
	if t.index == nil {
		t.index = map[string]*problemGroup{}
	}
	g := t.index[key]
	if g == nil {
		g = &problemGroup{}
		t.index[key] = g
		t.groups = append(t.groups, g)
	}
	g.count++
	return g
}

func (t *tally) add(at sheet.Place, severity sheet.Severity, code, value, message, expected, hint string) {
	g := t.group(fmt.Sprint(code, "/", at.Col, "/", message))
	if len(g.listed) < mostListed {
		g.listed = append(g.listed, sheet.Problem{
			Place: at, Severity: severity, Code: code, Value: value, Message: message, Expected: expected, Hint: hint,
		})
	}
}

// addWord notes a word that the vocabulary does not have; more counts it again.
func (t *tally) addWord(at sheet.Place, col int, text, label string) {
	g := t.group(wordKey(col, text))
	g.word, g.count = true, 0 // more follows
	g.listed = []sheet.Problem{{
		Place: at, Severity: sheet.Warning, Code: "unknown-word", Value: shorten(mask.Text(text)),
		Message: label + "列里不认识的取值“" + shorten(mask.Text(text)) + "”，按没有填写计", Expected: "词表里的取值",
		Hint: "请在通报库的 data/headers.toml 的 [values] 里补上它的意思",
	}}
}

func (t *tally) more(_ string, col int, text string) { t.group(wordKey(col, text)) }

func wordKey(col int, text string) string { return fmt.Sprint("word/", col, "/", text) }

// problems gives what was gathered, in the order in which each kind first came up.
func (r *caseReading) problems() []sheet.Problem {
	var out []sheet.Problem
	for _, g := range r.tally.groups {
		if g.word {
			p := g.listed[0]
			p.Message += fmt.Sprintf("（%d 处）", g.count)
			out = append(out, p)
			continue
		}
		out = append(out, g.listed...)
		if rest := g.count - len(g.listed); rest > 0 {
			last := g.listed[len(g.listed)-1]
			last.Place.Row, last.Value = 0, ""
			last.Code += "-more"
			last.Message = fmt.Sprintf("同样的问题另有 %d 处：%s", rest, last.Message)
			out = append(out, last)
		}
	}
	return out
}
