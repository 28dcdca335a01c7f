package mask

import (
	"strings"
	"unicode/utf8"
)

// fullWidth and fullWidth2 are the first bytes of ０ to ９ (U+FF10 to U+FF19) in UTF-8, and of the punctuation ，and ：.
const fullWidth, fullWidth2 = 0xEF, 0xBC

// run is a stretch of digits as people write numbers: pieces with single blanks or hyphens between. One run is filled
// again for every stretch of a text, so a text costs one allocation.
type run struct {
	text   string
	digits []byte // of all pieces, as ASCII
	at     []int  // the offset of each digit in text
	pieces []piece
	free   int // the first piece that belongs to no finding yet
}

type piece struct {
	from, to int  // in digits
	end      int  // in text, after the last digit
	joined   byte // what stands before it: 0 nothing, or ' ', '-', ')'
	x        int  // the offset after an X that follows, the check digit 10 of an identity number; 0: none
}

// digitAt is the digit at text[i], ASCII or full-width, and its width in bytes; width 0: none.
func digitAt(text string, i int) (digit byte, width int) {
	if c := text[i]; c >= '0' && c <= '9' {
		return c, 1
	}
	if text[i] == fullWidth && i+2 < len(text) && text[i+1] == fullWidth2 && text[i+2] >= 0x90 && text[i+2] <= 0x99 {
		return text[i+2] - 0x90 + '0', 3
	}
	return 0, 0
}

// read fills the run with the digits from i on and returns the offset after them.
func (r *run) read(text string, i int) int {
	r.text, r.digits, r.at, r.pieces, r.free = text, r.digits[:0], r.at[:0], r.pieces[:0], 0
	for joined := byte(0); ; {
		p := piece{from: len(r.digits), joined: joined}
		for i < len(text) {
			digit, width := digitAt(text, i)
			if width == 0 {
				break
			}
			r.digits, r.at = append(r.digits, digit), append(r.at, i)
			i += width
		}
		p.to, p.end, p.x = len(r.digits), i, checkX(text, i)
		r.pieces = append(r.pieces, p)
		var next int
		if joined, next = joint(text, i); joined == 0 {
			return max(i, p.x)
		}
		i = next
	}
}

// checkX finds an X after the digits, but not one that begins or joins a word.
func checkX(text string, i int) int {
	for _, x := range [...]string{"X", "x", "Ｘ", "ｘ"} {
		if strings.HasPrefix(text[i:], x) && !alnumAt(text, i+len(x)) {
			return i + len(x)
		}
	}
	return 0
}

// joint reads what may stand between two pieces of one number: blanks and hyphens, or the bracket after an area code.
// It returns 0 when no digit follows.
func joint(text string, i int) (joined byte, next int) {
	for range 3 {
		if i >= len(text) {
			return 0, i
		}
		c, width := utf8.DecodeRuneInString(text[i:])
		switch c {
		case ' ', '\u00a0', '\u3000':
			joined = max(joined, ' ')
		case '-', '－', '‐', '‑', '–', '—':
			joined = '-'
		case ')', '）':
			joined = ')'
		default:
			return 0, i
		}
		i += width
		if i < len(text) {
			if _, width := digitAt(text, i); width > 0 {
				return joined, i
			}
		}
	}
	return 0, i
}

// solid are the digits of piece a.
func (r *run) solid(a int) string {
	return string(r.digits[r.pieces[a].from:r.pieces[a].to])
}

// shaped tells whether the pieces from a on have these numbers of digits, and returns the digits.
func (r *run) shaped(a int, lengths ...int) (string, bool) {
	if a+len(lengths) > len(r.pieces) {
		return "", false
	}
	for i, n := range lengths {
		if p := r.pieces[a+i]; p.to-p.from != n || i > 0 && p.joined == ')' {
			return "", false
		}
	}
	return string(r.digits[r.pieces[a].from:r.pieces[a+len(lengths)-1].to]), true
}

// alone tells whether the n pieces from a on are a number of their own. Columns of figures are pieces joined by blanks
// as well; a number in pieces must not be read out of the middle of them.
func (r *run) alone(a, n int) bool {
	joined := r.pieces[a+1].joined
	if next := a + n; next < len(r.pieces) && r.pieces[next].joined == joined && !r.mobileAt(next) {
		return false
	}
	if a == r.free || r.pieces[a].joined != joined || isCountryCode(r.solid(a-1)) {
		return true
	}
	return r.pieces[a-1].joined != 0 && r.pieces[a-1].joined != joined // a date stands before it
}

// start is the offset of piece a in the text.
func (r *run) start(a int) int {
	return r.at[r.pieces[a].from]
}

// before is the text before piece a, without what stands between a word and its number.
func (r *run) before(a int) string {
	return trimIntroduction(r.text[:r.start(a)])
}
