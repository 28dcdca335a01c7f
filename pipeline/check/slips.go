package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tongbao/pipeline/sheet"
)

// slip is a mistake of writing at shown[from:to].
type slip struct {
	remark
	from, to int
}

// hardBreak stands for a line break that the page shows.
const hardBreak = '\u2028'

// slips finds mistakes of writing in a block. Personal data that a text shows are found for whole files, by who
// publishes them.
func (b *block) slips(l Lexicon, tokens []token) []slip {
	var out []slip
	for i := range b.shown {
		for _, look := range []func(int) *slip{b.doubled, b.dangling, b.latinMark, b.year, b.misspelt} {
			if s := look(i); s != nil {
				out = append(out, *s)
			}
		}
	}
	out = append(out, b.unbalanced()...)
	return append(out, b.inTokens(l, tokens)...)
}

func (b *block) found(code, message, hint string, from, to int) *slip {
	return &slip{doubt(code, message, hint), from, min(to, len(b.shown))}
}

// char gives a shown character, 0 beyond the ends.
func (b *block) char(i int) rune {
	if i < 0 || i >= len(b.shown) {
		return 0
	}
	return b.shown[i]
}

const marks = "，、。；："

// doubled finds two marks in a row: 。。 、，
func (b *block) doubled(i int) *slip {
	if !strings.ContainsRune(marks, b.char(i)) || !strings.ContainsRune(marks, b.char(i+1)) || strings.ContainsRune(marks, b.char(i-1)) {
		return nil
	}
	return b.found("slip-punctuation", fmt.Sprintf("标点重复：“%s”", string(b.shown[i:i+2])), "请删去多余的标点", i, i+2)
}

// dangling finds a mark that ends a paragraph or a line and leaves its sentence open.
func (b *block) dangling(i int) *slip {
	if b.char(i) != '、' && b.char(i) != '，' {
		return nil
	}
	for k := i + 1; k < len(b.shown); k++ {
		if b.shown[k] == hardBreak {
			break
		}
		if !unicode.IsSpace(b.shown[k]) {
			return nil
		}
	}
	return b.found("slip-punctuation", fmt.Sprintf("段落以“%c”结尾，句子没有完", b.shown[i]), "请改为句号，或补上后面的文字", i, i+1)
}

// latinMark finds , and . between Chinese characters.
func (b *block) latinMark(i int) *slip {
	c := b.char(i)
	if c != ',' && c != '.' && c != ';' || !unicode.Is(unicode.Han, b.char(i-1)) || !unicode.Is(unicode.Han, b.char(i+1)) {
		return nil
	}
	return b.found("slip-punctuation", fmt.Sprintf("汉字之间用了半角标点“%c”", c), "请改用全角标点", i, i+1)
}

// year finds the year of a document's number in other brackets than 〔〕: （2021）第7期.
func (b *block) year(i int) *slip {
	if !strings.ContainsRune("（([【［", b.char(i)) || i+6 > len(b.shown) || !strings.ContainsRune("）)]】］", b.char(i+5)) {
		return nil
	}
	year := string(b.shown[i+1 : i+5])
	if strings.Trim(strings.Map(fold, year), "0123456789") != "" {
		return nil
	}
	k := i + 6
	for unicode.IsSpace(b.char(k)) || b.char(k) == '第' {
		k++
	}
	digits := k
	for isDigit(fold(b.char(k))) || unicode.IsSpace(b.char(k)) && k > digits {
		k++
	}
	if k == digits || b.char(k) != '期' && b.char(k) != '号' {
		return nil
	}
	return b.found("slip-bracket", fmt.Sprintf("文号、期号的年份应用六角括号：〔%s〕", year), "GB/T 9704：发文字号的年份用六角括号〔〕括入", i, k+1)
}

// misspellings are words that are written wrongly in bulletins, and what they should be.
var misspellings = []struct{ wrong, right string }{
	{"挣得市民", "争得市民"}, {"挣得群众", "争得群众"}, {"挣得理解", "争得理解"}, {"挣取", "争取"},
	{"帐号", "账号"}, {"截止目前", "截至目前"}, {"截止到", "截至"}, {"布署", "部署"}, {"既时", "即时"}, {"按排", "安排"}, {"付区长", "副区长"}, {"反溃", "反馈"},
}

func (b *block) misspelt(i int) *slip {
	for _, m := range misspellings {
		if hasPrefix(b.shown[i:], m.wrong) {
			return b.found("slip-word", fmt.Sprintf("“%s”应为“%s”", m.wrong, m.right), "请改正用字", i, i+len([]rune(m.wrong)))
		}
	}
	return nil
}

// unbalanced finds a bracket or quotation mark without its partner.
func (b *block) unbalanced() []slip {
	pairs := map[rune]rune{'）': '（', '”': '“', '》': '《', '〕': '〔'}
	open := map[rune][]int{}
	var out []slip
	for i, c := range b.shown {
		if slices.Contains([]rune{'（', '“', '《', '〔'}, c) {
			open[c] = append(open[c], i)
		}
		opener, closes := pairs[c]
		if !closes {
			continue
		}
		if n := len(open[opener]); n > 0 {
			open[opener] = open[opener][:n-1]
		} else if i > 3 || b.key != "" || !b.listed(i) {
			out = append(out, *b.found("slip-punctuation", fmt.Sprintf("“%c”没有前一半", c), "请补上或删去", i, i+1))
		}
	}
	for _, c := range []rune{'（', '“', '《', '〔'} {
		for _, i := range open[c] {
			out = append(out, *b.found("slip-punctuation", fmt.Sprintf("“%c”没有后一半", c), "请补上或删去", i, i+1))
		}
	}
	return out
}

// listed tells the bracket of a list mark: 1）.
func (b *block) listed(i int) bool {
	return i > 0 && strings.Trim(strings.Map(fold, string(b.shown[:i])), "0123456789一二三四五六七八九十 ") == ""
}

// inTokens finds what needs the words to be understood.
func (b *block) inTokens(l Lexicon, tokens []token) []slip {
	var out []slip
	for i, t := range tokens {
		switch {
		case t.kind == kindEnd && b.saysBare(t, tokens[:i]):
			out = append(out, *b.found("slip-word", "“分前”“分后”应为“分列前”“分列后”", "请补“列”字", b.from[t.from], b.from[t.to-1]+1))
		case t.kind == kindOf && b.plain[t.from] == '得' && i > 0 && tokens[i-1].kind == kindNumber:
			out = append(out, *b.found("slip-word", fmt.Sprintf("“%s得”应为“%s的”", b.text.words(tokens[i-1].from, tokens[i-1].to), b.text.words(tokens[i-1].from, tokens[i-1].to)), "请改正用字", b.from[t.from], b.from[t.to-1]+1))
		case t.kind == kindUnit:
			out = append(out, b.unitSlips(l, t)...)
		}
	}
	return out
}

// saysBare tells 分前3位, which lacks a word.
func (b *block) saysBare(t token, before []token) bool {
	if b.plain[t.from] != '分' {
		return false
	}
	return len(before) > 0 && before[len(before)-1].kind == kindUnit
}

// unitSlips finds a unit that a list names twice, and a district without its 区.
func (b *block) unitSlips(l Lexicon, t token) []slip {
	var out []slip
	for i, one := range t.list {
		from, to := b.from[one.from], b.from[one.to-1]+1
		if one.unit != "" && slices.ContainsFunc(t.list[:i], func(o token) bool { return o.unit == one.unit }) {
			out = append(out, *b.found("repeated-unit", fmt.Sprintf("“%s”在同一名单里出现两次", l.name(one.unit)), "请删去一处，或改为漏写的单位", from, to))
		}
		word, name := string(b.plain[one.from:one.to]), []rune(l.name(one.unit))
		if last := len(name) - 1; last >= 2 && word == string(name[:last]) && (name[last] == '区' || name[last] == '县') {
			s := b.found("short-name", fmt.Sprintf("“%s”宜写全称“%s”", word, string(name)), "单位名称全文应一致", from, to)
			s.severity = sheet.Note
			out = append(out, *s)
		}
	}
	return out
}
