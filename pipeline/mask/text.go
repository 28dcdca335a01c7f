package mask

import (
	"strings"
	"unicode/utf8"
)

// suspicious is the quick look that lets most texts pass: without a digit, and without an end that the words for
// a house or for the citizen who asks have, there is nothing to find.
func suspicious(text string) bool {
	for i := 0; i < len(text); i++ {
		if _, width := digitAt(text, i); width > 0 {
			return true
		}
		if text[i] < 0xE4 || i+3 > len(text) {
			continue // no Chinese character begins here
		}
		switch text[i : i+3] {
		case "楼", "室", "栋", "幢", "座":
			return true
		case "单":
			if strings.HasPrefix(text[i:], "单元") {
				return true
			}
		case "人", "民", "主", "名":
			if i >= 3 && strings.Contains(introducerEnds, text[i-3:i+3]) {
				return true
			}
		}
	}
	return false
}

// figureAt reads least to most digits, or Chinese numerals, and returns the offset after them; 0 when there are
// fewer or more, or when i is in the middle of them.
func figureAt(text string, i, least, most int) int {
	count, at, chinese := 0, i, false
	for at < len(text) {
		_, width := digitAt(text, at)
		if width == 0 && (count == 0 || chinese) {
			width = len(text[at:oneOfOr(text, at, numerals)])
			chinese = width > 0
		}
		if width == 0 {
			break
		}
		count++
		at += width
	}
	if count < least || count > most {
		return 0
	}
	return at
}

// oneOf returns the offset after the character at i if it is in set, and 0 if not.
func oneOf(text string, i int, set string) int {
	c, width := utf8.DecodeRuneInString(text[i:])
	if width == 0 || c == utf8.RuneError || !strings.ContainsRune(set, c) {
		return 0
	}
	return i + width
}

// oneOfOr is oneOf, but returns i if the character is not in set.
func oneOfOr(text string, i int, set string) int {
	return max(i, oneOf(text, i, set))
}

// wordAt returns the first of words that stands at i, and the offset after it.
func wordAt(text string, i int, words []string) (end int, word string) {
	for _, word := range words {
		if strings.HasPrefix(text[i:], word) {
			return i + len(word), word
		}
	}
	return 0, ""
}

func runeAt(text string, i int) rune {
	c, width := utf8.DecodeRuneInString(text[i:])
	if width == 0 {
		return 0 // in no set of characters
	}
	return c
}

func lastRune(text string) rune {
	c, width := utf8.DecodeLastRuneInString(text)
	if width == 0 {
		return 0
	}
	return c
}

func startsWithAny(text string, words []string) bool {
	end, _ := wordAt(text, 0, words)
	return end > 0
}

// trimIntroduction takes off what stands between a word and what it introduces.
func trimIntroduction(text string) string {
	return strings.TrimRight(text, " :：为是\u00a0\u3000(（+“\"")
}

func endsInAny(text string, words []string) bool {
	for _, word := range words {
		if strings.HasSuffix(text, word) {
			return true
		}
	}
	return false
}

// letterAt tells an ASCII letter; outside the text there is none.
func letterAt(text string, i int) bool {
	return i >= 0 && i < len(text) && (text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z')
}

func alnumAt(text string, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	_, width := digitAt(text, i)
	return width > 0 || letterAt(text, i)
}
