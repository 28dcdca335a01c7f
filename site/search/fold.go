package search

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the form in which texts are searched, as UTF-16 units: each character by itself in NFKC, lower case, simplified,
// spaces left out. The browser does the same (assets/ts/search/fold.ts); the two must agree, or a text is not found.
func Fold(text string) []uint16 {
	return appendFold(make([]uint16, 0, len(text)), text)
}

func appendFold(units []uint16, text string) []uint16 {
	for _, r := range text {
		units = appendFolded(units, r)
	}
	return units
}

func appendFolded(units []uint16, r rune) []uint16 {
	if r >= hanFirst && r < hanAfter { // nearly every character there is
		return append(units, simple(r))
	}
	if r >= fullFirst && r <= fullLast {
		r += '!' - fullFirst
	}
	if r > 0x20 && r < 0x80 {
		return append(units, uint16(unicode.ToLower(r))) // #nosec G115 -- ASCII
	}
	for _, c := range compatible(r) {
		switch {
		case c >= hanFirst && c < hanAfter:
			units = append(units, simple(c))
		case !isSpace(c):
			units = utf16.AppendRune(units, lower(c))
		}
	}
	return units
}

// compatible is a character in NFKC. What has no decomposition is itself; to ask so costs no memory, unlike to make the form.
func compatible(r rune) string {
	c := string(r)
	if norm.NFKC.PropertiesString(c).Decomposition() == nil {
		return c
	}
	return norm.NFKC.String(c)
}

// Full-width forms of the ASCII characters from ! to ~: Chinese texts have some in every line.
const fullFirst, fullLast = '！', '～'

func simple(r rune) uint16 {
	if s := simplified[r-hanFirst]; s != 0 {
		return s
	}
	return uint16(r) // #nosec G115 -- below hanAfter, which is in the first plane
}

// lower leaves alone the one letter whose small form browsers write with two characters.
func lower(r rune) rune {
	if r == 'İ' {
		return r
	}
	return unicode.ToLower(r)
}

// isSpace is spelled out, because languages differ in what they call a space.
func isSpace(r rune) bool {
	return r <= 0x20 || r == 0x85 || r == 0xa0 || r == 0x1680 || r >= 0x2000 && r <= 0x200f || r >= 0x2028 && r <= 0x202f ||
		r == 0x205f || r == 0x2060 || r == 0x3000 || r == 0xfeff
}

// Terms splits what a reader typed at its spaces and folds each part.
func Terms(query string) [][]uint16 {
	var out [][]uint16
	for _, part := range strings.FieldsFunc(query, isSpace) {
		if units := Fold(part); len(units) > 0 {
			out = append(out, units)
		}
	}
	return out
}
