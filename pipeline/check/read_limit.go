package check

import "slices"

// limit takes a limit: it defines a list (低于80%的有), or states something of units (满意率均不低于80%).
func (r *reader) limit(f figure, op string, t token) {
	class := r.class(f)
	if class == "days" && r.isOverdue() {
		r.overdue(t, f)
		return
	}
	metrics := r.metricsFor(class)
	if class == "" || len(metrics) == 0 {
		return
	}
	c := condition{metrics[0], op, f}
	if r.peek(0).kind == kindBeyond {
		r.i++
	}
	switch {
	case r.defines() || r.s.none && r.s.subject.kind != kindUnit:
		r.take(t)
		r.openList(c)
	case r.s.counted != nil && r.s.clean:
		r.take(t)
		r.take(r.s.counted.token)
		w := r.where()
		w.groups = r.s.counted.groups
		r.claim(&listClaim{where: w, condition: c, groups: w.groups, count: int(r.s.counted.figure.value), counted: true})
		r.s.counted = nil
	case r.named():
		r.take(t)
		r.s.used = true
		r.claim(limitClaim{r.where(), r.s.subject.ids(), c})
	case r.s.subject.kind == kindUnit || !r.explicit(false):
		return
	case r.isOfAll(class):
		r.take(t)
		r.claim(allClaim{where: r.where(), metric: c.metric, op: op, figure: f})
	default:
		r.take(t)
		r.claim(limitClaim{where: r.where(), condition: c})
	}
}

// isOverdue tells 超过三十天未报 from a number of days for handling.
func (r *reader) isOverdue() bool {
	next := r.peek(0)
	return next.kind == kindMetric && next.key == "overdue" || next.kind == kindFiller && slices.Contains([]string{"未报", "未报结", "未办结", "未反馈"}, r.word(next)) ||
		next.kind == kindOther && slices.Contains([]rune("未仍尚"), r.t.plain[next.from])
}

// word gives what a token says.
func (r *reader) word(t token) string { return string(r.t.plain[t.from:t.to]) }

// overdue takes 超过30天未报: the list of overdue cases is spoken of.
func (r *reader) overdue(t token, f figure) {
	r.take(t)
	r.claim(overdueLimit{r.where(), f})
	r.s.metrics = token{kind: kindMetric, key: "overdue", list: []token{{kind: kindMetric, key: "overdue"}}}
	r.s.clean = !r.s.dirty
	r.flow.metric["count"] = "overdue"
}

// unitCount takes a number of units: of an open list, of a table, or of what follows.
func (r *reader) unitCount(t token, f figure) {
	groups, isUnits := r.counts()
	if r.s.none && f.chinese && f.value == 1 {
		return // 没有一个县区
	}
	if l, ok := r.s.open.(*listClaim); ok && l.members() == 0 && !l.counted {
		r.take(t)
		l.count, l.counted = int(f.value), true
		return
	}
	if ends, ok := r.s.open.(*endsClaim); ok && ends.members() == 0 {
		r.take(t) // 最多的3个县区是
		return
	}
	if !isUnits {
		r.take(t) // 5个方面
		if r.peek(0).kind == kindTogether && len(r.s.subject.list) != int(f.value) {
			r.s.subject = token{} // 乙县262件，两家合计595件 is no figure of 乙县
			r.s.unclear()
		}
		return
	}
	switch {
	case r.s.involved && r.flow.metric["count"] == "overdue":
		r.take(t)
		r.claim(overdueUnits{r.where(), f})
	case r.isRanked() || r.isWhole():
		r.take(t)
		w := r.where()
		if groups != nil {
			w.groups = groups
		}
		r.claim(sizeClaim{w, f})
	default:
		if r.s.used {
			r.s.subject, r.s.used = token{}, false
		}
		r.s.counted = &counted{t, groups}
		if groups == nil {
			r.s.counted.groups = r.s.groups
		}
	}
}

// counts tells whether units are counted, and of which groups.
func (r *reader) counts() (groups []string, ok bool) {
	next := r.behind(kindFiller, kindOf)
	switch next.kind {
	case kindGroup:
		return next.keys(), true
	case kindNoun, kindRanked:
		return nil, true
	}
	return nil, false
}

// isRanked tells whether the clause speaks of the ranking's units.
func (r *reader) isRanked() bool {
	for i := r.i; i >= 0 && r.tokens[i].kind != kindComma; i-- {
		if r.tokens[i].kind == kindRanked {
			return true
		}
	}
	for n := 0; ; n++ {
		switch r.peek(n).kind {
		case kindRanked:
			return true
		case kindComma, kindStop:
			return false
		}
	}
}

// isWhole tells whether a number of units is that of the whole city or province: 全省14个地市.
func (r *reader) isWhole() bool {
	return r.i > 0 && r.tokens[r.i-1].kind == kindCity && r.behind(kindFiller, kindOf).kind == kindGroup
}
