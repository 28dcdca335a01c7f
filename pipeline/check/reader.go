package check

import (
	"slices"
	"strings"
)

// reader makes claims of the tokens of one block, sentence by sentence.
type reader struct {
	data
	t        *text
	flow     *flow
	s        state
	tokens   []token // of the sentence
	i        int
	from, to int // of the sentence, in plain
	claims   []claim
	numbers  []token
	taken    map[int]bool // figures that a claim took or that state nothing, by their place
}

// sentences reads tokens up to each full stop.
func (r *reader) sentences(tokens []token) {
	for len(tokens) > 0 {
		n := slices.IndexFunc(tokens, func(t token) bool { return t.kind == kindStop })
		if n < 0 {
			n = len(tokens) - 1
		}
		r.sentence(tokens[:n+1])
		tokens = tokens[n+1:]
	}
}

func (r *reader) sentence(tokens []token) {
	r.s, r.tokens = state{}, tokens
	r.from, r.to = tokens[0].from, tokens[len(tokens)-1].to
	for r.i = 0; r.i < len(tokens); r.i++ {
		r.step(tokens[r.i])
	}
	r.leaveOpen()
	r.close()
	r.flow.carried = nil
	if r.s.used {
		r.flow.carried = r.s.subject.list
	}
}

// step takes one token.
func (r *reader) step(t token) {
	if r.elsewhen(t) {
		return
	}
	switch t.kind {
	case kindOther, kindQuote:
		r.s.unclear()
	case kindUnit:
		r.units(t)
	case kindMetric:
		r.metric(t)
	case kindChannel:
		r.channel(t)
	case kindGroup:
		r.group(t)
	case kindNumber:
		r.numbers = append(r.numbers, t.list...)
		r.number(t)
	case kindSuperlative:
		r.superlative(t)
	case kindEnd:
		r.end(t)
	case kindRank:
		r.rank(t)
	case kindDirection:
		r.direction(t)
	case kindReached:
		r.reach(t)
	case kindVerdict:
		r.verdict(t)
	case kindEqual:
		r.equal()
	case kindPart:
		r.part()
	case kindColon:
		r.part()
		r.s.fresh()
	case kindComma:
		r.comma()
	default:
		r.note(t)
	}
}

// elsewhen passes over what is said of another time: 上季度列第3位, 由第1位降至第6位. 本季度 comes back to the bulletin's own.
func (r *reader) elsewhen(t token) bool {
	switch t.kind {
	case kindFiller:
		r.s.foreign = r.s.foreign && !slices.Contains([]string{"本季度", "本期", "本月", "本周"}, r.word(t))
		return false
	case kindRank, kindEnd:
		skip := r.s.foreign || r.s.from || r.s.streak
		r.s.from = false
		if skip {
			r.taken[t.from] = true
		}
		return skip
	case kindSuperlative, kindVerdict, kindEqual:
		return r.s.foreign
	}
	return false
}

// note takes the small words.
func (r *reader) note(t token) {
	s := &r.s
	switch t.kind {
	case kindEach:
		s.each = true
	case kindEvery:
		s.every = true
	case kindPaired:
		s.paired = true
	case kindTied:
		s.tied = true
	case kindTogether:
		s.together = true
	case kindOperator:
		s.op = t.key
	case kindAbout:
		s.about = t.key
	case kindModal:
		s.modal = true
	case kindNone:
		s.none = true
	case kindFiller:
		s.filled = true
		if strings.HasPrefix(r.word(t), "未") && r.peek(0).kind == kindNumber {
			s.unclear() // 未办结3件 is no figure of 办结
		}
	case kindMean:
		s.mean = true
	case kindFrom:
		s.from = slices.Contains([]kind{kindNumber, kindRank, kindEnd}, r.behind(kindBase, kindPeriod, kindOf).kind)
	case kindStreak:
		s.streak = true
	case kindThan:
		s.than = true
	case kindInvolved:
		s.involved = true
	case kindBase:
		r.base(t)
	case kindCompared:
		s.base = t.key
	case kindTo:
		r.reached()
	case kindPeriod:
		r.period(t)
	}
}

// period takes 三季度 and 较二季度的1959件.
func (r *reader) period(t token) {
	other := isOther(t.key, r.Period)
	r.s.foreign = other && !r.s.than && !r.s.from
	r.s.from = r.s.from || other && r.s.than && r.figureOf()
}

// base takes 较上季度. 上季度 alone speaks of another time, whose figures are not here. Behind 从 it says where a figure
// or a place began.
func (r *reader) base(t token) {
	switch {
	case r.s.from:
	case r.s.than || r.peek(0).kind == kindThan:
		r.s.base, r.s.from = t.key, r.figureOf()
	default:
		r.s.foreign = true
	}
}

// figureOf tells whether the figure of a time just named follows: 较上季度的1959件.
func (r *reader) figureOf() bool {
	return r.peek(0).kind == kindOf && r.peek(1).kind == kindNumber || r.peek(0).kind == kindNumber
}

// peek gives the token that stands n behind the next one; a full stop behind the last.
func (r *reader) peek(n int) token {
	if i := r.i + 1 + n; i < len(r.tokens) {
		return r.tokens[i]
	}
	return token{kind: kindStop}
}

// behind gives the first token after the next ones of the given kinds.
func (r *reader) behind(kinds ...kind) token {
	n := 0
	for slices.Contains(kinds, r.peek(n).kind) {
		n++
	}
	return r.peek(n)
}

func (r *reader) comma() {
	if r.s.open != nil && r.s.open.members() > 0 && !r.goesOn() {
		r.close()
	}
	r.s.fresh()
}

// goesOn tells whether an open list goes on behind a comma: with a unit and its figure.
func (r *reader) goesOn() bool {
	if _, list := r.s.open.(*listClaim); !list {
		return false
	}
	if r.peek(0).kind != kindUnit {
		return r.peek(0).kind == kindMetric || r.peek(0).kind == kindIs || r.peek(0).kind == kindEach
	}
	return slices.Contains([]kind{kindNumber, kindEach, kindOpen, kindComma, kindStop, kindIs, kindEtc}, r.peek(1).kind)
}

// close ends what waits for units.
func (r *reader) close() {
	if r.s.open != nil {
		if c := r.s.open.close(); c != nil {
			r.claims = append(r.claims, c)
		}
	}
	r.s.open = nil
}

// leaveOpen sees whether the sentence breaks off within a list, as where a paragraph ends with 、.
func (r *reader) leaveOpen() {
	last := r.tokens[len(r.tokens)-1].kind
	if l, ok := r.s.open.(*listClaim); ok && l.whole == nil && (last == kindJoin || last == kindComma) {
		l.etc = -1
	}
}

// where gives the place of a claim made here.
func (r *reader) where() where {
	w := where{from: r.from, to: r.to, channel: r.flow.channel, groups: r.s.groups, heading: r.flow.heading, hedged: r.s.hedged}
	return w
}

func (r *reader) claim(c claim) { r.claims = append(r.claims, c) }

// take marks figures as understood.
func (r *reader) take(t token) {
	for _, one := range t.list {
		r.taken[one.from] = true
	}
	r.taken[t.from] = true
}

// units takes a run of units: the members of an open list, or what is spoken of from here on.
func (r *reader) units(t token) {
	etc := 0
	if next := r.peek(0); next.kind == kindEtc {
		etc = -1
		if next.n > 0 {
			etc = next.n
		}
	}
	if r.s.open != nil {
		r.s.open.add(t.ids(), etc)
	}
	r.s.subject, r.s.etc = t, etc
	r.s.used, r.s.gap, r.s.comma, r.s.tied, r.s.filled = false, false, false, false, false
}

// named tells whether the sentence speaks of units that are all known, and in words that are understood.
func (r *reader) named() bool {
	return r.s.subject.kind == kindUnit && !r.s.gap && !slices.Contains(r.s.subject.ids(), "")
}

// regroup goes on with a list in another group: 共10个，其中县区3个：…，市直部门7个：….
func (r *reader) regroup(l *listClaim, groups []string) {
	if l.members() == 0 && l.count == 0 {
		l.groups = groups
		return
	}
	if l.whole != nil {
		return // its members are parts of one total
	}
	r.close()
	r.s.open = &listClaim{where: r.where(), condition: l.condition, groups: groups}
}

func (r *reader) channel(t token) {
	if r.s.used && r.s.comma {
		r.s.subject, r.s.used = token{}, false
		r.s.groups = nil
	}
	r.flow.channel, r.s.overall = t.key, true
}

// group takes a group of units. 为县区最低 says more of the same unit.
func (r *reader) group(t token) {
	after := r.behind(kindFiller, kindNoun).kind
	more := after == kindSuperlative || after == kindRank || after == kindEnd
	if r.s.used && !more {
		r.s.subject, r.s.used = token{}, false
	}
	r.s.groups = t.keys()
	r.s.every = r.s.every || r.t.plain[t.from] == '各'
	if l, ok := r.s.open.(*listClaim); ok && !more {
		r.regroup(l, t.keys())
	}
}
