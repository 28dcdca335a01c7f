// Package check finds where a section's prose contradicts the data: figures that a link binds to a fact, and what free
// Chinese sentences state of units, groups and channels, unit by unit.
//
// In: a section's Markdown, a measured bulletin, a lexicon of names and terms. Out: findings with the passage they are
// about. A sentence is read by a small grammar of tokens; what it does not understand it leaves alone, and only says of
// figures in it that nothing bears them out. It knows no files and no clock.
package check

import (
	"tongbao/pipeline/measure"
)

// narrative are the sections whose numbers tell stories and quote others: only links and slips are checked there.
var narrative = map[string]bool{"instructions": true, "typical-cases": true}

// Section checks one section. Path is where the file lies below the archive, section its key. Findings stand in the
// order of the text.
func Section(path string, file []byte, section string, b measure.Bulletin, lexicon Lexicon) []measure.Finding {
	d := data{Bulletin: b, Lexicon: lexicon, section: section}
	all := bindingsOf(b)
	var found []measure.Finding
	for _, block := range blocksOf(file) {
		passage := func(from, to int) measure.Passage {
			return measure.Passage{File: path, Line: block.line(file, from), Paragraph: block.key, Text: block.text.words(from, to)}
		}
		tokens := lexicon.scan(&block.text, b.Period, 0, len(block.plain))
		c := boundCheck{d, block, all, tokens}
		for _, l := range block.links {
			for _, r := range c.link(l) {
				from, to := block.sentence(l)
				found = append(found, finding(r, passage(from, to)))
			}
		}
	}
	return found
}

// sentence gives the places in plain of the sentence around a link.
func (b *block) sentence(l link) (from, to int) {
	for i := range b.plain {
		at := b.from[i]
		if isStop(b.plain[i]) && at < l.from {
			from = i + 1
		}
		to = i + 1
		if isStop(b.plain[i]) && at >= l.to {
			return from, to
		}
	}
	return from, to
}

func isStop(c rune) bool { return c == '。' || c == '；' || c == '！' || c == '？' }
