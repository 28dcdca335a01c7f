package answers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"tongbao/site/search"
)

// token is a piece of a question with its meaning: the kind, and what stands beside it, words of the language and numbers.
type token struct {
	kind string
	args []string
	text string
}

// language finds meanings; by first character, "" for texts that begin with a number.
type language map[string][]entry

type entry struct {
	means []string
	parts []string // literals and places in turn, the first a literal, which may be ""
}

func newLanguage(meanings []meaning) language {
	l := language{}
	for _, m := range meanings {
		means := strings.Fields(m.Means)
		for _, text := range m.Say {
			parts := regexp.MustCompile(`[{}]`).Split(text, -1)
			first := ""
			if parts[0] != "" {
				first = string([]rune(parts[0])[:1])
			}
			l[first] = append(l[first], entry{means, parts})
		}
	}
	return l
}

// read cuts a question into tokens, the longest first at each place; of equal ones the first of the file. What leaves one
// character over is not understood.
func (l language) read(text string) ([]token, bool) {
	var out []token
	for i, part := range search.Terms(text) {
		if i > 0 {
			out = append(out, token{kind: "space", text: " "})
		}
		for rest := string(utf16.Decode(part)); rest != ""; {
			t, ok := l.longest(rest)
			if !ok {
				return nil, false
			}
			out = append(out, t)
			rest = rest[len(t.text):]
		}
	}
	return out, true
}

func (l language) longest(rest string) (token, bool) {
	var best token
	first := string([]rune(rest)[:1])
	for _, key := range []string{first, ""} {
		for _, e := range l[key] {
			if length, numbers, ok := e.match(rest); ok && length > len(best.text) {
				best = token{e.means[0], slices.Concat(e.means[1:], numbers), rest[:length]}
			}
		}
	}
	return best, best.kind != ""
}

// match gives how much of a text an entry takes, and the numbers in its places.
func (e entry) match(text string) (length int, numbers []string, ok bool) {
	rest := text
	for i, part := range e.parts {
		if i%2 == 0 {
			if !strings.HasPrefix(rest, part) {
				return 0, nil, false
			}
			rest = rest[len(part):]
			continue
		}
		taken, number := places[part](rest)
		if taken == 0 {
			return 0, nil, false
		}
		numbers = append(numbers, number)
		rest = rest[taken:]
	}
	return len(text) - len(rest), numbers, true
}

// places read a number at the beginning of a text: how long it is, and its value.
var places = map[string]func(string) (int, string){
	"n": func(text string) (int, string) { return count(text, 1, 999) },
	"m": func(text string) (int, string) { return count(text, 1, 12) },
	"y": func(text string) (int, string) {
		if taken, year := year(text); taken > 0 {
			return taken, year
		}
		if m := shortYear.FindString(text); m != "" && !digit(text[2:]) {
			return 2, "20" + m
		}
		return 0, ""
	},
	"Y": year,
	"v": func(text string) (int, string) { return value(text, false) },
	"u": func(text string) (int, string) { return value(text, true) },
}

var (
	shortYear = regexp.MustCompile(`^[12]\d`)
	longYear  = regexp.MustCompile(`^(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2})`)
	arabic    = regexp.MustCompile(`^\d+(?:\.\d+)?`)
	chinese   = regexp.MustCompile(`^[零一二两三四五六七八九十百]+`)
	measure   = regexp.MustCompile(`^(?:%|分|天|件|成)`)
)

func digit(text string) bool { return text != "" && text[0] >= '0' && text[0] <= '9' }

func year(text string) (int, string) {
	m := longYear.FindString(text)
	if m == "" || digit(text[len(m):]) {
		return 0, ""
	}
	out := ""
	for _, c := range m {
		if at := strings.IndexRune("零一二三四五六七八九", c); at >= 0 {
			out += strconv.Itoa(at / 3)
		} else if c == '〇' {
			out += "0"
		} else {
			out += string(c)
		}
	}
	return len(m), out
}

// count reads a whole number, 3 or 三.
func count(text string, low, high int) (int, string) {
	m := arabic.FindString(text)
	n, err := strconv.Atoi(m)
	if m == "" {
		m = chinese.FindString(text)
		n, err = numeral(m), nil
	}
	if m == "" || err != nil || n < low || n > high {
		return 0, ""
	}
	return len(m), strconv.Itoa(n)
}

// value reads a number with its measure: 80%, 百分之八十, 九成 (90%), 5天, or without where that may be.
func value(text string, measured bool) (int, string) {
	rest, percent := strings.CutPrefix(text, "百分之")
	m := arabic.FindString(rest)
	n := m
	if m == "" {
		m = chinese.FindString(rest)
		if numeral(m) == 0 {
			return 0, ""
		}
		n = strconv.Itoa(numeral(m))
	}
	rest = rest[len(m):]
	unit := measure.FindString(rest)
	rest = rest[len(unit):]
	switch {
	case percent && unit != "" && unit != "%", unit == "成" && strings.Contains(n, "."), len(n) > 9:
		return 0, ""
	case percent:
		unit = "%"
	case unit == "成":
		n, unit = n+"0", "%"
	case measured && unit == "":
		return 0, ""
	}
	return len(text) - len(rest), n + unit
}

// numeral reads 十二, 两百, 三百零五; 0 is none.
func numeral(text string) int {
	total, digit := 0, 0
	for _, c := range text {
		switch c {
		case '百', '十':
			ten := 10
			if c == '百' {
				ten = 100
			}
			total += max(digit, 1) * ten
			digit = 0
		case '零', '两':
			digit = map[rune]int{'零': 0, '两': 2}[c]
		default:
			if digit > 0 {
				return 0 // 一二三 is no number
			}
			digit = 1 + strings.IndexRune("一二三四五六七八九", c)/3
		}
	}
	return total + digit
}
