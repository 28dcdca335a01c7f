// Package check finds where a section's prose contradicts the data: figures that a link binds to a fact, and what free
// Chinese sentences state of units, groups and channels, unit by unit.
//
// In: a section's Markdown, a measured bulletin, a lexicon of names and terms. Out: findings with the passage they are
// about. A sentence is read by a small grammar of tokens; what it does not understand it leaves alone, and only says of
// figures in it that nothing bears them out. It knows no files and no clock.
package check

import (
	"slices"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/sheet"
)

// narrative are the sections whose numbers tell stories and quote others: only links and slips are checked there.
var narrative = map[string]bool{"instructions": true, "typical-cases": true}

// Section checks one section. Path is where the file lies below the archive, section its key. Findings stand in the
// order of the text.
func Section(path string, file []byte, section string, b measure.Bulletin, lexicon Lexicon) []measure.Finding {
	c := checker{
		data: data{Bulletin: b, Lexicon: lexicon, section: section}, path: path, file: file, flow: newFlow(section), all: lexicon.bound,
	}
	for _, block := range blocksOf(file) {
		c.block(block)
	}
	return c.found
}

// checker goes through the blocks of one section.
type checker struct {
	data
	path  string
	file  []byte
	flow  flow
	all   bindings
	found []measure.Finding
}

func (c *checker) block(b *block) {
	tokens := c.scan(&b.text, c.Period, b.marker(), len(b.plain))
	stale := c.links(b, tokens)
	for _, s := range b.slips(c.Lexicon, tokens) {
		c.slip(b, s)
	}
	if !narrative[c.section] && !b.quoted {
		c.claims(b, tokens, stale)
	}
}

// links checks what is bound, and gives the places of the links that are wrong.
func (c *checker) links(b *block, tokens []token) (stale []link) {
	bound := boundCheck{c.data, b, c.all, tokens}
	for _, l := range b.links {
		remarks := bound.link(l)
		if len(remarks) > 0 {
			stale = append(stale, l)
		}
		from, to := b.sentence(l)
		c.report(b, remarks, from, to)
	}
	return stale
}

// slip reports a mistake of writing with the words around it.
func (c *checker) slip(b *block, s slip) {
	from, to := max(0, s.from-slipContext), min(len(b.shown), s.to+slipContext)
	p := measure.Passage{File: c.path, Line: b.shownLine(c.file, s.from), Paragraph: b.key, Text: strings.Join(strings.Fields(string(b.shown[from:to])), " ")}
	c.found = append(c.found, finding(s.remark, p))
}

// slipContext is how many characters before and behind a slip are shown with it.
const slipContext = 12

// claims checks what free sentences state. A block that only names what follows sets the scene.
func (c *checker) claims(b *block, tokens []token, stale []link) {
	if b.isTitle(tokens) {
		c.flow.title(tokens, true, c.section)
		return
	}
	lead := slices.IndexFunc(tokens, func(t token) bool { return b.from[t.from] >= b.lead })
	if lead < 0 {
		lead = len(tokens)
	}
	if b.lead > 0 {
		c.flow.title(tokens[:lead], false, c.section)
	}
	r := &reader{data: c.data, t: &b.text, flow: &c.flow, taken: map[int]bool{}}
	r.sentences(tokens)
	for _, one := range r.claims {
		w := one.place()
		if b.anyIn(stale, w.from, w.to) {
			continue // the link says it already
		}
		c.report(b, w.soften(one.check(c.data)), w.from, w.to)
	}
	c.unbound(b, r)
}

// soften makes doubts of contradictions where a demand stands before the claim: it may be part of the demand.
func (w where) soften(remarks []remark) []remark {
	for i := range remarks {
		if w.hedged && remarks[i].severity == sheet.Error {
			remarks[i].severity = sheet.Warning
		}
	}
	return remarks
}

// report keeps each finding of a passage once.
func (c *checker) report(b *block, remarks []remark, from, to int) {
	for _, r := range remarks {
		p := measure.Passage{File: c.path, Line: b.line(c.file, from), Paragraph: b.key, Text: b.text.words(from, to)}
		f := finding(r, p)
		if !slices.ContainsFunc(c.found, func(o measure.Finding) bool { return o.Code == f.Code && o.Message == f.Message && *o.Passage == p }) {
			c.found = append(c.found, f)
		}
	}
}
