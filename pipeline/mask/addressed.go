package mask

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// findAddressed finds whole names before 先生 and 女士 that nothing introduces: 感谢王小明先生. Only these two forms of
// address count: 师傅 and 老师 stand behind trades as well.
func findAddressed(found []finding, text string) []finding {
	for _, title := range [...]string{"先生", "女士"} {
		for from := 0; ; {
			i := strings.Index(text[from:], title)
			if i < 0 {
				break
			}
			from += i
			if at := addressedName(text[:from]); at < from {
				found = append(found, finding{kindName, at, from, shownName(text[at:from], title)})
			}
			from += len(title)
		}
	}
	return found
}

// addressedName returns where the whole name that text ends with begins, len(text) where it ends with none. A clause or
// a word of beforeNames must stand before it, for surnames begin and end many words.
func addressedName(text string) int {
	for _, count := range [...]int{4, 3, 2} {
		at := len(text)
		for range count {
			_, width := utf8.DecodeLastRuneInString(text[:at])
			at -= width
		}
		if fullName(text[at:], count) && nameMayBegin(text[:at]) {
			return at
		}
	}
	return len(text)
}

// fullName tells whether so many characters are a surname and one or two of a given name. 车主李 and 张庄李 are no names:
// what ends with a surname is one only behind a surname that begins few words.
func fullName(name string, count int) bool {
	surname, given := splitName(name)
	compound := slices.Contains(compoundSurnames, surname)
	length := count - utf8.RuneCountInString(surname)
	if given == "" || length < 1 || length > 2 || !compound && !strings.Contains(surnames, surname) || hanzi(given, length) != len(given) || ordinary(surname, given) {
		return false
	}
	last := string(lastRune(given))
	if compound || !strings.Contains(surnames, last) {
		return true
	}
	before := strings.TrimSuffix(given, last)
	return before != "" && !strings.Contains(wordSurnames, surname) && !strings.ContainsAny(before, placeEnds+"庄户主客友")
}

func nameMayBegin(before string) bool {
	c := lastRune(before)
	return c == 0 || !unicode.Is(unicode.Han, c) || endsInAny(before, beforeNames)
}
