package check

import (
	"strconv"
	"strings"
)

// compose joins tokens that mean one thing together: 三星件, 前3位, 第二名, 等5个单位.
func (s *scanner) compose() []token {
	var out []token
	for i := 0; i < len(s.out); {
		t, n := s.joint(i)
		out = append(out, t)
		i += n
	}
	return out
}

// joint gives the token that begins at i and how many it is made of.
func (s *scanner) joint(i int) (token, int) {
	t := s.out[i]
	next := token{kind: kindStop}
	if i+1 < len(s.out) {
		next = s.out[i+1]
	}
	switch {
	case t.kind == kindNumber && t.figure.measure == "星":
		return s.star(i)
	case t.kind == kindEtc || t.kind == kindOther && s.word(t) == "等":
		return s.etc(t, next)
	case t.kind == kindOther && next.kind == kindNumber && next.from == t.to:
		return s.place(t, next)
	}
	return t, 1
}

// star makes a metric of 四星, 四星级, 4星件, 3星以下.
func (s *scanner) star(i int) (token, int) {
	t, n := s.out[i], 1
	t.kind, t.key = kindMetric, "stars-"+strconv.Itoa(int(t.figure.value))
	rest := string(s.plain[t.to:min(len(s.plain), t.to+5)])
	for _, tail := range []string{"级诉求件", "级件", "级", "诉求件", "件"} {
		if strings.HasPrefix(rest, tail) {
			t.to += len([]rune(tail))
			break
		}
	}
	switch {
	case strings.HasPrefix(rest, "以下") && t.figure.value == 3:
		t.key, t.to = "stars-below-3", t.to+2
	case strings.HasPrefix(rest, "以上") && t.figure.value == 5:
		t.key, t.to = "stars-above-5", t.to+2
	}
	for i+n < len(s.out) && s.out[i+n].from < t.to {
		n++
	}
	return t, n
}

// etc makes one token of 等5个单位.
func (s *scanner) etc(t, next token) (token, int) {
	t.kind = kindEtc
	if next.kind == kindNumber && (next.figure.measure == "个" || next.figure.measure == "家") {
		t.n, t.to = int(next.figure.value), next.to
		return t, 2
	}
	return t, 1
}

// place makes one token of 前3位, 后三名, 第3位, 倒数第二.
func (s *scanner) place(t, next token) (token, int) {
	word, n := s.word(t), int(next.figure.value)
	isPlace := next.figure.measure == "位" || next.figure.measure == "名" || next.figure.measure == ""
	joint := token{from: t.from, to: next.to, n: n, link: next.link, figure: next.figure}
	switch {
	case !isPlace || n < 1:
		return t, 1
	case strings.HasSuffix(word, "倒数第"):
		joint.kind, joint.n = kindRank, -n
	case strings.HasSuffix(word, "第") && (next.figure.measure != "" || s.isRanking(t, next)):
		joint.kind = kindRank
	case strings.HasSuffix(word, "前"):
		joint.kind = kindEnd
	case strings.HasSuffix(word, "后"):
		joint.kind, joint.n = kindEnd, -n
	default:
		return t, 1
	}
	return joint, 2
}

// isRanking tells 排名第一 and 居全省第一 from 第一时间.
func (s *scanner) isRanking(t, number token) bool {
	before := string(s.plain[max(0, t.from-2):t.to])
	for _, w := range []string{"排名第", "列第", "居第", "排第"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return number.to >= len(s.plain) || strings.ContainsRune("，。；、)", s.plain[number.to])
}

// joined are the kinds that make lists: 甲、乙和丙.
var joined = map[kind]bool{kindUnit: true, kindMetric: true, kindGroup: true, kindNumber: true}

// runs joins lists of the same kind to one token each, which keeps them in list.
func (s *scanner) runs(in []token) []token {
	var out []token
	for i := 0; i < len(in); {
		t := in[i]
		if !joined[t.kind] {
			out = append(out, t)
			i++
			continue
		}
		list := []token{t}
		i++
		for i+1 < len(in) && in[i+1].kind == t.kind && s.joins(in, i) {
			list = append(list, in[i+1])
			i += 2
		}
		t.list, t.to = list, list[len(list)-1].to
		out = append(out, t)
	}
	return out
}

// listGoesOn are what may stand behind a name that a comma joins to a list. Other words begin a clause of their own.
var listGoesOn = map[kind]bool{kindComma: true, kindJoin: true, kindEach: true, kindEnd: true, kindStop: true, kindClose: true}

// joins tells whether the token at i, between two of a kind, makes a list of them. A comma does so between names only.
func (s *scanner) joins(in []token, i int) bool {
	switch t := in[i]; t.kind {
	case kindJoin:
		return true
	case kindThan:
		return s.word(t) == "与"
	case kindComma:
		return in[i+1].kind == kindUnit && (i+2 == len(in) || listGoesOn[in[i+2].kind])
	}
	return false
}
