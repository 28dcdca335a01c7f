package check

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// text is what a reader sees of one block. Shown holds its characters as they stand, each with its place in the file;
// plain is the same for reading: full-width letters and digits folded, spaces dropped where they mean nothing.
type text struct {
	shown []rune
	at    []int // of shown: offset in the file, in bytes
	plain []rune
	from  []int // of plain: index into shown
	links []link
}

// link is a figure or a name bound to a key, in places of shown.
type link struct {
	from, to int
	key      string
}

func (t *text) add(c rune, at int) {
	t.shown = append(t.shown, c)
	t.at = append(t.at, at)
}

// cut drops what stands behind the first n shown characters.
func (t *text) cut(n int) {
	t.shown, t.at = t.shown[:n], t.at[:n]
	t.links = slices.DeleteFunc(t.links, func(l link) bool { return l.to > n })
}

// settle makes plain of what is shown.
func (t *text) settle() {
	for i, c := range t.shown {
		c = fold(c)
		if unicode.IsSpace(c) && !t.parts(i) || unicode.Is(unicode.Cf, c) {
			continue
		}
		t.plain = append(t.plain, c)
		t.from = append(t.from, i)
	}
}

// parts tells whether the space at i keeps two Latin words or numbers apart.
func (t *text) parts(i int) bool {
	return i > 0 && i+1 < len(t.shown) && isLatin(fold(t.shown[i-1])) && isLatin(fold(t.shown[i+1]))
}

func isLatin(c rune) bool { return c < 0x80 && (unicode.IsLetter(c) || unicode.IsDigit(c)) }

// fold takes full-width letters, digits, % and brackets for ASCII, and ASCII marks for the Chinese ones.
func fold(c rune) rune {
	switch c {
	case '（':
		return '('
	case '）':
		return ')'
	case ':':
		return '：'
	case ';':
		return '；'
	case '!':
		return '！'
	case '?':
		return '？'
	case '．':
		return '.'
	case '％':
		return '%'
	}
	if c >= 'Ａ' && c <= 'Ｚ' || c >= 'ａ' && c <= 'ｚ' || c >= '０' && c <= '９' {
		c -= 0xFEE0
	}
	return unicode.ToLower(c)
}

// words gives the shown characters behind plain[from:to].
func (t *text) words(from, to int) string {
	if from >= to {
		return ""
	}
	return strings.Join(strings.Fields(string(t.shown[t.from[from]:t.from[to-1]+1])), " ")
}

// line is the line of the file, from 1, in which plain[i] stands.
func (t *text) line(file []byte, i int) int {
	if i >= len(t.from) {
		return t.shownLine(file, 0)
	}
	return t.shownLine(file, t.from[i])
}

func (t *text) shownLine(file []byte, i int) int {
	if i >= len(t.at) {
		return 1
	}
	return 1 + bytes.Count(file[:t.at[i]], []byte("\n"))
}

// keyAt gives the key that plain[i] is bound to, "" where it stands in no link.
func (t *text) keyAt(i int) string {
	k := slices.IndexFunc(t.links, func(l link) bool { return l.from <= t.from[i] && t.from[i] < l.to })
	if k < 0 {
		return ""
	}
	return t.links[k].key
}
