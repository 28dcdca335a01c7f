package mask

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Name hides a person's name and keeps the surname: 王小明 becomes 王某某, 欧阳明 becomes 欧阳某, 吴小明先生 becomes 吴先生.
// A masked name, and the name of a firm or an office, stays.
func Name(name string) string {
	name = strings.TrimSpace(name)
	for _, title := range titles {
		if person := strings.TrimSuffix(name, title); person != name {
			surname, _ := splitName(person)
			return surname + title
		}
	}
	surname, given := splitName(name)
	switch {
	case surname == "" || strings.ContainsAny(name, maskSigns) || endsInAny(name, bodies):
		return name
	case utf8.RuneCountInString(given) > 1:
		return surname + "某某"
	}
	return surname + "某"
}

// splitName takes the first character for the surname, or the first two if they are a compound one and more follows.
func splitName(name string) (surname, given string) {
	for _, compound := range compoundSurnames {
		if rest, ok := strings.CutPrefix(name, compound); ok && rest != "" {
			return compound, rest
		}
	}
	_, width := utf8.DecodeRuneInString(name)
	return name[:width], name[width:]
}

// personNames takes from a row's person columns what can be looked for in its text. A cell can hold several persons,
// with a form of address, brackets or a telephone; it can also say that nobody is named, or name a firm. Longer names
// come first.
func personNames(values []string) []string {
	var names []string
	for _, value := range values {
		for _, name := range strings.FieldsFunc(value, betweenNames) {
			name = strings.TrimSpace(name)
			for _, title := range titles {
				name = strings.TrimSuffix(name, title)
			}
			names = append(names, name, strings.NewReplacer(" ", "", "　", "").Replace(name))
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !personName(name) })
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return slices.Compact(names)
}

func betweenNames(c rune) bool {
	return unicode.IsDigit(c) || strings.ContainsRune("、，,;；：:/\n\t()（）", c)
}

func personName(name string) bool {
	count := utf8.RuneCountInString(name)
	if count < 2 || count > 30 || slices.Contains(nobody, name) || Name(name) == name {
		return false
	}
	for _, c := range name {
		if !unicode.IsLetter(c) && c != ' ' && c != '·' && c != '　' {
			return false
		}
	}
	return true
}

// findPersons finds given names wherever they stand.
func findPersons(found []finding, text string, names []string) []finding {
	for _, name := range names {
		for from := 0; ; {
			i := strings.Index(text[from:], name)
			if i < 0 {
				break
			}
			from += i
			end := from + len(name)
			if !partOfWord(text, from, end, name) {
				found = append(found, finding{kindName, from, end, shownName(name, text[end:])})
			}
			from = end
		}
	}
	return found
}

// partOfWord tells 高兴 the mood from 高兴 the name: a name that is a word counts only where a person is introduced or
// addressed. Latin names must not be cut out of longer words.
func partOfWord(text string, from, end int, name string) bool {
	if letterAt(name, 0) && letterAt(text, from-1) || letterAt(name, len(name)-1) && letterAt(text, end) {
		return true
	}
	if !slices.Contains(wordNames, name) {
		return false
	}
	return !endsInAny(trimIntroduction(text[:from]), introducers) && !startsWithAny(text[end:], titles)
}

// shownName leaves only the surname before a form of address.
func shownName(name, after string) string {
	if startsWithAny(after, titles) {
		surname, _ := splitName(name)
		return surname
	}
	return Name(name)
}
