package check

import (
	"slices"
	"strings"

	"tongbao/pipeline/record"
)

// token is one word of a block, at plain[from:to].
type token struct {
	kind     kind
	key      string // metric, channel, group, operator, direction, base; the word where it matters
	unit     string // id; "" for an office of a county that no register knows
	figure   figure
	from, to int
	list     []token // a run of the same kind: 甲、乙、丙
	n        int     // of 等5个单位: 5; of 前3位: 3, of 后3位: -3; of a rank: the rank, -1 the last
	link     string  // the key that a figure is bound to, "" for a free one
}

// scanner cuts a block into tokens.
type scanner struct {
	*text
	Lexicon
	period record.Period
	out    []token
}

// scan gives the tokens of plain[from:to].
func (l Lexicon) scan(t *text, period record.Period, from, to int) []token {
	s := scanner{text: t, Lexicon: l, period: period}
	for i := from; i < to; {
		i = s.next(i, to)
	}
	s.settleLinks()
	s.strengthen()
	s.offices()
	return s.runs(s.compose())
}

// next puts one token out and gives where the following begins.
func (s *scanner) next(i, to int) int {
	if end := s.quoted(i, to); end > i {
		return s.put(token{kind: kindQuote, from: i, to: end})
	}
	if end := s.time(i); end > i {
		return s.put(token{kind: kindPeriod, key: string(s.plain[i:end]), from: i, to: end})
	}
	e, ok := s.match(s.plain[:to], i)
	f, end, number := readNumber(s.plain[:to], i)
	if !number && i > 0 && strings.ContainsRune("前后第", s.plain[i-1]) {
		f, end, number = readChinese(s.plain[:to], i)
	}
	if number && (!ok || end-i > len(e.word)) {
		return s.put(token{kind: kindNumber, figure: f, from: i, to: end, link: s.keyAt(i)})
	}
	if !ok {
		return s.put(token{kind: kindOther, from: i, to: i + 1})
	}
	t := e.token
	t.from, t.to = i, i+len(e.word)
	if e.weak {
		t.n = weak
	}
	return s.put(t)
}

// settleLinks takes what stands in a link to a change, a share or a wording of the facts for words that say nothing
// more: the link itself is compared with the whole wording. Units stay units.
func (s *scanner) settleLinks() {
	for i, t := range s.out {
		if t.kind != kindUnit && t.kind != kindJoin && isWording(s.keyAt(t.from)) {
			s.out[i] = token{kind: kindFiller, from: t.from, to: t.to}
		}
	}
}

// wordings are the ends of keys whose text is a wording, or a figure of something else than the metric in the key.
var wordings = []string{"vs-previous", "vs-year-before", "previous", "target", "share", "climb", "fall", "rise", "decline", "streak", "again"}

func isWording(key string) bool {
	return slices.Contains(wordings, key[strings.LastIndexByte(key, '.')+1:]) || strings.HasPrefix(key, "topic.")
}

// weak marks a token whose word means what it says only in the right company.
const weak = 1 << 20

func (s *scanner) put(t token) int {
	if last := len(s.out) - 1; t.kind == kindOther && last >= 0 && s.out[last].kind == kindOther {
		s.out[last].to = t.to
		return t.to
	}
	s.out = append(s.out, t)
	return t.to
}

var closing = map[rune]rune{'“': '”', '《': '》', '‘': '’', '「': '」', '『': '』', '〈': '〉'}

// quoted gives the end of a quotation or title that begins at i, i where none does.
func (s *scanner) quoted(i, to int) int {
	end, ok := closing[s.plain[i]]
	if !ok {
		return i
	}
	depth := 0
	for k := i; k < to; k++ {
		switch s.plain[k] {
		case s.plain[i]:
			depth++
		case end:
			if depth--; depth == 0 {
				return k + 1
			}
		}
	}
	return i
}

// word gives what a token says.
func (s *scanner) word(t token) string { return string(s.plain[t.from:t.to]) }

// strengthen decides about weak words: 网络 before what has figures, 细河 beside a figure or in a list. Others become
// plain words.
func (s *scanner) strengthen() {
	for i, t := range s.out {
		if t.kind == kindUnit && s.isCity(t) && i+1 < len(s.out) && s.out[i+1].key == brand {
			s.out[i].kind = kindFiller // 阜新市12345热线
		}
		if s.isCityName(i) {
			s.out[i].kind = kindFiller // 阜新市 12345 热线
		}
		if t.n != weak {
			continue
		}
		s.out[i].n = 0
		before, after := s.kindAt(i-1), s.kindAt(i+1)
		strong := slices.Contains([]kind{kindMetric, kindUnit, kindGroup, kindNumber, kindSuperlative}, after)
		if t.kind == kindUnit {
			strong = before == kindJoin || slices.Contains([]kind{kindMetric, kindJoin, kindEach, kindNumber, kindSuperlative}, after)
		}
		if !strong {
			s.out[i] = token{kind: kindOther, from: t.from, to: t.to}
		}
	}
}

// isCityName tells the unknown name of a city before the platform's.
func (s *scanner) isCityName(i int) bool {
	if s.kindAt(i) != kindOther || i+1 >= len(s.out) || s.out[i].to-s.out[i].from > longestCity {
		return false
	}
	next := s.out[i+1]
	platform := next.key == brand || next.kind == kindChannel
	return platform && (s.plain[s.out[i].to-1] == '市' || s.plain[next.from] == '市')
}

// longestCity is how long the name of a city before the platform's is, at most: 阜新市 12345 热线.
const longestCity = 6

// brand is the key of the names of the platform.
const brand = "brand"

func (s *scanner) isCity(t token) bool {
	return t.unit == s.home || s.units[t.unit].In("network", "city") || s.units[t.unit].In("hotline", "city")
}

func (s *scanner) kindAt(i int) kind {
	if i < 0 || i >= len(s.out) {
		return kindStop
	}
	return s.out[i].kind
}

// offices joins 海州区 and 教育局 to the district's own office, which is neither the district nor the city's office.
func (s *scanner) offices() {
	var out []token
	for _, t := range s.out {
		last := len(out) - 1
		if last < 0 || t.kind != kindUnit || out[last].kind != kindUnit || out[last].to != t.from || s.isCitys(t) {
			out = append(out, t)
			continue
		}
		out[last].to, out[last].unit = t.to, s.find(out[last], t)
	}
	s.out = out
}

// isCitys tells a name that says itself whose it is: 市公安局.
func (s *scanner) isCitys(t token) bool {
	word := s.word(t)
	return strings.HasPrefix(word, "市") || s.units[t.unit].In("network", "county") || s.units[t.unit].In("hotline", "county")
}

// find gives the unit of an office named in two words, "" where the register has none.
func (s *scanner) find(area, office token) string {
	word := []rune(s.units[area.unit].Name + s.word(office))
	if e, ok := s.match(word, 0); ok && len(e.word) == len(word) {
		return e.unit
	}
	return ""
}
