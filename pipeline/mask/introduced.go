package mask

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// introduction is how a name is introduced. labelled: in a field (姓名：), which may hold unusual names. collective: by a
// word that mostly stands for many (市民, 居民), so that an ordinary word is likely to follow.
type introduction struct{ labelled, collective bool }

// findIntroduced finds names after the words that introduce a citizen: 诉求人：王示例，.
func findIntroduced(found []finding, text string) []finding {
	for _, word := range introducers {
		for from := 0; ; {
			i := strings.Index(text[from:], word)
			if i < 0 {
				break
			}
			from += i + len(word)
			rest := trimBeforeName(text[from:])
			at := len(text) - len(rest)
			by := introduction{strings.ContainsAny(text[from:at], ":：(（"), slices.Contains(collectives, word)}
			if n := by.name(rest); n > 0 && !ofOffice(text, at, word) {
				found = append(found, finding{kindName, at, at + n, shownName(rest[:n], rest[n:])})
			}
		}
	}
	return found
}

func trimBeforeName(text string) string {
	text = strings.TrimPrefix(text, "姓名")
	text = strings.TrimLeft(text, " :：\u00a0\u3000(（“\"")
	for _, is := range [...]string{"名叫", "叫", "为", "是"} {
		if rest, ok := strings.CutPrefix(text, is); ok {
			return strings.TrimLeft(rest, "“\" ")
		}
	}
	return text
}

// ofOffice: the 联系人 of a bulletin itself, with its 传真, is published on purpose.
func ofOffice(text string, at int, word string) bool {
	if word != "联系人" {
		return false
	}
	line := text[strings.LastIndexByte(text[:at], '\n')+1:]
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return containsAny(line, []string{"传真", "批示"})
}

// name returns the length of the name that text begins with; 0: none. Nothing in the writing marks a name, so its
// surname, its first two characters and what follows it must all fit: 市民高兴， and 市民安全， are no names.
func (by introduction) name(text string) int {
	surname, _ := splitName(text)
	if surname == "" || !slices.Contains(compoundSurnames, surname) && !strings.Contains(surnames, surname) {
		return 0
	}
	rest := text[len(surname):]
	if startsWithAny(rest, offices) || startsWithAny(rest, titles) {
		return 0
	}
	longest := 2
	if by.labelled {
		longest = 3
	}
	for given := longest; given > 0; given-- {
		n := hanzi(rest, given)
		if n > 0 && !ordinary(surname, rest[:n]) && by.fits(surname, rest[:n], rest[n:]) {
			return len(surname) + n
		}
	}
	return 0
}

// hanzi returns the length of the first count characters of text if all can stand in a given name, and 0 if not.
func hanzi(text string, count int) int {
	n := 0
	for ; count > 0; count-- {
		c, width := utf8.DecodeRuneInString(text[n:])
		if !unicode.Is(unicode.Han, c) || strings.ContainsRune(neverGiven, c) {
			return 0
		}
		n += width
	}
	return n
}

// ordinary tells words from names. 吴先 and 吴女 are what a line break leaves of 吴先生 and 吴女士.
func ordinary(surname, given string) bool {
	_, first := utf8.DecodeRuneInString(given)
	return given == "先" || given == "女" || strings.Contains(surnameWords, " "+surname+given[:first]+" ")
}

// fits judges a name by what follows it.
func (by introduction) fits(surname, given, after string) bool {
	if startsWithAny(after, titles) {
		return true
	}
	if startsWithAny(strings.TrimLeft(after, "（( "), offices) || strings.ContainsRune(placeEnds, lastRune(given)) {
		return false
	}
	if startsWithAny(after, acts) {
		return true
	}
	word := strings.Contains(wordSurnames, surname)
	if c, width := utf8.DecodeRuneInString(after); width == 0 || !unicode.Is(unicode.Han, c) {
		return by.labelled || !by.collective || !word
	}
	return !word && startsWithAny(after, particles)
}
