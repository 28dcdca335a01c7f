package check

import (
	"slices"
	"strings"
)

// metric takes a run of metrics, and sees whether they define a list: 产生四星件的县区分别是….
func (r *reader) metric(t token) {
	if r.amends(t) {
		r.close()
	}
	r.s.metrics, r.s.clean = t, !r.s.dirty || t.key == "superior" // who the superiors are fills the clause with names
	for _, one := range t.list {
		r.flow.metric[classOf(one.key)] = one.key
	}
	if r.s.none && r.named() && classOf(t.key) == "count" {
		r.claim(valueClaim{where: r.where(), units: r.s.subject.ids(), metric: t.key, figure: figure{step: 1, measure: "件"}})
		r.s.used = true
		return
	}
	if len(t.list) == 1 && isStar(t.key) && r.defines() {
		r.openList(condition{metric: t.key, op: ">"})
	}
}

// amends tells whether a metric ends an open list: one that is not the list's own.
func (r *reader) amends(t token) bool {
	if r.s.open == nil || r.s.open.members() == 0 {
		l, list := r.s.open.(*listClaim)
		return list && l.whole != nil && l.members() == 0 && t.key != l.metric
	}
	l, list := r.s.open.(*listClaim)
	return !list || l.metric != t.key
}

func isStar(metric string) bool {
	return strings.HasPrefix(metric, "stars-") || slices.Contains([]string{"low-stars", "high-stars", "overdue"}, metric)
}

// defines tells whether what was just said restricts the units that follow (…的单位有), and is no statement by itself.
func (r *reader) defines() bool {
	if r.peek(0).kind != kindOf {
		follower := r.peek(0).kind
		return (follower == kindGroup || follower == kindNoun) && r.names(1)
	}
	switch next := r.peek(1); next.kind {
	case kindGroup, kindNoun, kindIs, kindColon, kindUnit, kindPaired, kindComma:
		return true
	case kindNumber:
		return next.figure.measure == "个" || next.figure.measure == "家"
	case kindCity, kindEvery:
		return r.peek(2).kind == kindGroup || r.peek(2).kind == kindNoun
	}
	return false
}

// names tells whether units, or their number, follow behind n tokens.
func (r *reader) names(n int) bool {
	for ; ; n++ {
		switch t := r.peek(n); t.kind {
		case kindIs, kindPaired, kindColon, kindTogether, kindFiller, kindComma, kindOpen:
		case kindUnit:
			return true
		case kindNumber:
			return t.figure.measure == "个" || t.figure.measure == "家"
		default:
			return false
		}
	}
}

func (r *reader) openList(c condition) {
	r.close()
	r.s.open = &listClaim{where: r.where(), condition: c, groups: r.s.groups, counted: r.s.none}
}

// part takes 其中 and the colon: parts of the last whole follow.
func (r *reader) part() {
	w := r.s.whole
	if w == nil || classOf(w.metric) != "count" {
		return
	}
	if _, waiting := r.s.open.(*listClaim); waiting {
		return
	}
	if r.peek(0).kind == kindUnit && w.metric != "received" {
		r.s.open = &listClaim{where: r.where(), condition: condition{metric: w.metric, op: ">"}, groups: w.where.groups, whole: w}
	}
	if w.sum == nil {
		w.sum = &sumClaim{where: r.where(), whole: w}
		r.claim(w.sum)
	}
}
