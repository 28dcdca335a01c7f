package check

import (
	"slices"
	"strings"
)

// number takes figures: a value, a limit, a number of units, a change.
func (r *reader) number(t token) {
	f := t.list[0].figure
	if f.about == "" && r.s.about != "" {
		f.about = r.s.about
		t.list[0].figure = f
	}
	r.s.about = ""
	switch {
	case r.s.modal:
		r.take(t)
	case r.s.foreign:
		return
	case r.s.from:
		r.s.from = false
		r.earlier(t, f)
	case f.measure == "个百分点" || f.measure == "百分点" || r.s.dir != "":
		r.change(t, f)
	case r.peek(0).kind == kindBeyond:
		r.limit(f, r.peek(0).key, t)
	case r.s.op != "":
		r.limit(f, r.s.op, t)
	case f.measure == "个" || f.measure == "家":
		r.unitCount(t, f)
	default:
		r.value(t, f)
	}
	r.s.op = ""
}

// class gives the class of metric that a figure can be of, "" for none.
func (r *reader) class(f figure) string {
	switch f.measure {
	case "%":
		return "rate"
	case "天", "个工作日", "工作日":
		return "days"
	case "分":
		return "score"
	case "件":
		return "count"
	case "":
		if f.chinese {
			return ""
		}
		if next := r.peek(0).kind; r.s.metrics.kind == kindMetric && slices.Contains([]kind{kindComma, kindStop, kindClose, kindJoin}, next) {
			if class := classOf(r.s.metrics.key); class != "count" {
				return class
			}
		}
	}
	return ""
}

// metricsFor gives the metrics that a figure is of: those the sentence names, else the one spoken of last.
func (r *reader) metricsFor(class string) []string {
	if ahead := r.metricAhead(class); ahead != "" {
		return []string{ahead}
	}
	m := r.flow.metric[class]
	if isStar(m) && r.s.subject.kind == kindUnit && r.ofCases() {
		return nil // 市公安局229件诉求 are not those of the kind spoken of before
	}
	if r.s.metrics.kind == kindMetric && classOf(r.s.metrics.key) == class {
		return r.s.metrics.keys()
	}
	switch {
	case m == "" || r.s.subject.kind == kindUnit && r.s.filled:
		return nil // 阜蒙县诉求6件 are cases of another kind
	case r.s.subject.kind == kindUnit || r.s.metrics.kind != kindMetric:
		return []string{m}
	}
	return nil
}

// ofCases tells whether a figure counts cases of no kind: 229件诉求中.
func (r *reader) ofCases() bool {
	next := r.peek(0)
	return next.kind == kindFiller && slices.Contains([]string{"诉求", "留言", "群众"}, r.word(next))
}

// metricAhead finds what a number of cases is of where that stands behind it: 25件低星件, 21件诉求被评为高星件.
func (r *reader) metricAhead(class string) string {
	if class != "count" {
		return ""
	}
	for n := 0; ; n++ {
		switch t := r.peek(n); t.kind {
		case kindFiller, kindOf, kindNoun:
		case kindMetric:
			if isStar(t.key) {
				return t.key
			}
			return ""
		default:
			return ""
		}
	}
}

// value takes figures of a metric: of units, of every unit of a group, or of the whole.
func (r *reader) value(t token, f figure) {
	class := r.class(f)
	metrics := r.metricsFor(class)
	if class == "" || len(metrics) == 0 {
		return
	}
	ahead := r.metricAhead(class) != ""
	switch {
	case r.s.none && r.s.subject.kind != kindUnit && class != "count" && r.explicit(false):
		r.take(t)
		r.openList(condition{metrics[0], ">=", f}) // 没有一个县区达到95%
	case len(t.list) == 1 && r.peek(0).kind == kindOf && r.defines():
		r.take(t)
		r.openList(condition{metrics[0], "=", f}) // 满意率为100%的单位有
	default:
		if class == "rate" && f.measure == "" {
			r.claim(unsigned{r.where(), metrics[0], f})
		}
		r.statement(t, f, class, metrics, r.explicit(ahead))
	}
}

// statement takes figures that state something of units or of the whole.
func (r *reader) statement(t token, f figure, class string, metrics []string, explicit bool) {
	switch {
	case r.s.counted != nil && explicit:
		r.countedValue(t, f, metrics)
	case r.isHome():
		r.totals(t, metrics)
	case r.named():
		r.unitValues(t, metrics)
	case r.s.subject.kind == kindUnit || !explicit:
		return // words that are not understood stand between
	case r.isOfAll(class):
		r.take(t)
		for _, m := range metrics {
			r.claim(allClaim{where: r.where(), metric: m, op: "=", figure: f})
		}
	default:
		r.totals(t, metrics)
	}
}

// isHome tells whether the city itself is spoken of.
func (r *reader) isHome() bool {
	ids := r.s.subject.ids()
	return r.named() && len(ids) == 1 && ids[0] == r.home
}

// explicit tells whether the clause names the metric in words that are understood.
func (r *reader) explicit(ahead bool) bool {
	return ahead && !r.s.dirty || r.s.metrics.kind == kindMetric && r.s.clean
}

// isOfAll tells whether a figure is said of every unit of a group.
func (r *reader) isOfAll(class string) bool {
	if class == "count" || r.s.mean {
		return false
	}
	return (r.s.every || r.s.each) && (r.s.groups != nil || r.flow.heading != nil || r.s.every)
}

// countedValue takes 15个单位满意率为100%.
func (r *reader) countedValue(t token, f figure, metrics []string) {
	r.take(t)
	r.take(r.s.counted.token)
	w := r.where()
	w.groups = r.s.counted.groups
	for _, m := range metrics {
		r.claim(&listClaim{where: w, condition: condition{m, "=", f}, groups: w.groups, count: int(r.s.counted.figure.value), counted: true})
	}
	r.s.counted = nil
}

// unitValues gives figures to units: one to all of them, one to each, one to each metric, or one to their sum.
func (r *reader) unitValues(t token, metrics []string) {
	units := r.s.subject.ids()
	w := r.where()
	switch {
	case len(t.list) == 1 && len(units) > 1 && r.s.together && !r.s.each && classOf(metrics[0]) == "count":
		r.claim(togetherClaim{w, units, metrics[0], t.list[0].figure})
	case len(t.list) == 1:
		for _, m := range metrics {
			r.claim(valueClaim{w, units, m, t.list[0].figure, r.s.etc})
		}
	case len(t.list) == len(units) && len(metrics) == 1:
		for i, one := range t.list {
			r.claim(valueClaim{w, units[i : i+1], metrics[0], one.figure, 0})
		}
	case len(t.list) == len(metrics) && len(units) == 1:
		for i, one := range t.list {
			r.claim(valueClaim{w, units, metrics[i], one.figure, 0})
		}
	default:
		return
	}
	r.take(t)
	r.s.used = true
	if l, ok := r.s.open.(*listClaim); ok && l.metric == metrics[0] {
		l.sum += t.list[0].figure.value * float64(len(units))
	}
}

// states tells whether a figure is bound to a fact of a metric: network-county.assigned.total.
func states(key, metric string) bool {
	if slices.Contains(parts("high-stars"), metric) {
		return key == "high-stars."+strings.TrimPrefix(metric, "stars-")
	}
	return key != "" && slices.Contains(strings.FieldsFunc(key, func(c rune) bool { return c == '.' || c == '/' }), metric)
}

// totals takes figures of the whole: of a group, a channel, or the city.
func (r *reader) totals(t token, metrics []string) {
	if len(metrics) > 1 && len(t.list) == 1 && r.s.each {
		t.list = slices.Repeat(t.list, len(metrics))
	}
	if len(t.list) > 1 && len(t.list) != len(metrics) || len(metrics) > 1 && len(t.list) == 1 {
		return
	}
	r.take(t)
	r.s.used = true
	for i, one := range t.list {
		if states(one.link, metrics[i]) {
			continue // what it is a figure of, its link says better than words
		}
		c := &totalClaim{where: r.where(), metric: metrics[i], figure: one.figure, mean: r.s.mean || classOf(metrics[i]) == "days", scoped: r.s.overall}
		for _, u := range r.flow.carried {
			if !r.s.overall && !r.s.together && r.s.subject.kind != kindUnit {
				c.carried = append(c.carried, u.unit)
			}
		}
		r.claim(c)
		switch w := r.s.whole; {
		case w != nil && w.sum != nil:
			w.sum.parts = append(w.sum.parts, c)
		case classOf(c.metric) == "count":
			r.s.whole = c
		}
	}
}
