package prose

import (
	"regexp"
	"strings"
	"unicode"
)

// plain writes text so that Markdown shows exactly that text: no markup, no HTML, no shortcode, no template. Braces
// and angle brackets become character references, because Hugo looks for shortcodes before Markdown is read. Line
// breaks become spaces; an unclosed direction override is closed so that it cannot turn the rest of the sentence round.
func plain(text string) string {
	var out strings.Builder
	open := 0
	for _, c := range strings.Join(strings.Fields(text), " ") {
		open += direction(c)
		switch {
		case references[c] != "":
			out.WriteString(references[c])
		case strings.ContainsRune("\\`*_[]~|!", c):
			out.WriteRune('\\')
			out.WriteRune(c)
		case unicode.IsControl(c):
			out.WriteRune(unicode.ReplacementChar)
		default:
			out.WriteRune(c)
		}
	}
	for ; open > 0; open-- {
		out.WriteRune(popDirection)
		out.WriteRune(popIsolate)
	}
	return plainStart(out.String())
}

var references = map[rune]string{'{': "&#123;", '}': "&#125;", '<': "&lt;", '>': "&gt;", '&': "&amp;"}

var (
	blockMark  = regexp.MustCompile(`^[#+=:-]`)
	listNumber = regexp.MustCompile(`^(\d{1,9})([.)])( |$)`)
)

// plainStart keeps a text that begins a line from being a heading, a list or a rule: these marks mean nothing later.
func plainStart(text string) string {
	return listNumber.ReplaceAllString(blockMark.ReplaceAllString(text, `\$0`), `$1\$2$3`)
}

const (
	popDirection = '\u202c'
	popIsolate   = '\u2069'
)

// direction counts embeddings, overrides and isolates that are opened (1) or closed (-1).
func direction(c rune) int {
	switch c {
	case '\u202a', '\u202b', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068':
		return 1
	case popDirection, popIsolate:
		return -1
	}
	return 0
}
