package check

import "slices"

// superlative takes 最高: of the units before it, or of those that follow (最高的是).
func (r *reader) superlative(t token) {
	metrics := r.ordered(t)
	if len(metrics) == 0 {
		return
	}
	if n := r.foremost(); n > 0 {
		r.close()
		r.s.open = &endsClaim{where: r.where(), metric: metrics[0], n: n * toward(metrics[0], t.key)}
		return
	}
	if r.follows() {
		r.close()
		r.s.open = &extremeClaim{where: r.where(), metrics: metrics, max: t.key == "max", word: r.word(t)}
		return
	}
	if n := r.s.counted; n != nil && r.s.subject.kind != kindUnit && r.s.clean {
		r.take(n.token) // 6个单位并列最短; what they have may follow
		w := r.where()
		w.groups = n.groups
		r.claim(&extremeClaim{where: w, metrics: metrics, max: t.key == "max", word: r.word(t), etc: int(n.figure.value)})
		return
	}
	if !r.named() {
		return
	}
	c := &extremeClaim{where: r.where(), metrics: metrics, max: t.key == "max", word: r.word(t), tied: r.s.tied}
	c.add(r.s.subject.ids(), r.s.etc)
	r.claim(c)
	r.s.used = true
}

// foremost gives how many units a superlative is said of: 最多的3个县区是; 0 where it is of one or says none.
func (r *reader) foremost() int {
	n := r.peek(1)
	if r.peek(0).kind != kindOf || n.kind != kindNumber || len(n.list) != 1 || n.figure.value < 2 || !r.names(3) {
		return 0
	}
	if noun := r.peek(2).kind; n.figure.measure != "个" && n.figure.measure != "家" || noun != kindGroup && noun != kindNoun {
		return 0
	}
	return int(n.figure.value)
}

// toward tells which end of the order by a metric, the best first, a superlative means.
func toward(metric, end string) int {
	if (end == "max") == (betterOf(metric) != "low") {
		return 1
	}
	return -1
}

// superlativeOf is the class of metric that words order by; others order by any.
var superlativeOf = map[string]string{"最高": "rate", "最低": "rate", "最长": "days", "最短": "days", "最慢": "days", "最快": "days"}

// ordered gives the metrics that a superlative orders by. Only days are long or quick: 进度最快 says nothing of a rate.
func (r *reader) ordered(t token) []string {
	class := superlativeOf[r.word(t)]
	if m := r.s.metrics; m.kind == kindMetric && (class != "days" || classOf(m.keys()[0]) == "days") {
		return m.keys()
	}
	if m := r.flow.metric[class]; m != "" {
		return []string{m}
	}
	return nil
}

// follows tells whether the units come behind: 最高的是太平区, 列前3位的依次是….
func (r *reader) follows() bool {
	if r.peek(0).kind != kindOf && r.peek(0).kind != kindIs && r.peek(0).kind != kindPaired && r.peek(0).kind != kindColon {
		return false
	}
	for n := 0; ; n++ {
		switch r.peek(n).kind {
		case kindOf, kindIs, kindPaired, kindColon, kindNoun, kindGroup, kindFiller, kindTied:
		case kindUnit:
			return true
		default:
			return false
		}
	}
}

// end takes 前3位 and 后3位.
func (r *reader) end(t token) {
	r.taken[t.from] = true
	metric := "rank"
	if m := r.s.metrics; m.kind == kindMetric && m.key != "score" && m.key != "rank" && r.s.clean {
		metric = m.key
	}
	c := &endsClaim{where: r.where(), metric: metric, n: t.n}
	if r.follows() {
		r.close()
		r.s.open = c
		return
	}
	if !r.named() {
		return
	}
	c.add(r.s.subject.ids(), r.s.etc)
	r.claim(c)
	r.s.used = true
}

// rank takes 第3位, 居首, 末位.
func (r *reader) rank(t token) {
	r.taken[t.from] = true
	n := t.n
	if t.key != "" {
		n = map[string]int{"1": 1, "-1": -1}[t.key]
	}
	if !r.named() || len(r.s.subject.list) != 1 {
		return
	}
	metrics := []string{"rank"}
	if m := r.s.metrics; m.kind == kindMetric && m.key != "score" && m.key != "rank" && r.s.clean {
		metrics = []string{m.key, "rank"}
	}
	r.claim(rankClaim{r.where(), r.s.subject.list[0].unit, metrics, n})
	r.s.used = true
}

// equal takes 得分相同.
func (r *reader) equal() {
	if r.named() && len(r.s.subject.list) > 1 {
		r.claim(equalClaim{r.where(), r.s.subject.ids()})
		r.s.used = true
	}
}

// verdict takes 达标 and 未达标.
func (r *reader) verdict(t token) {
	m := r.s.metrics
	if m.kind != kindMetric || !slices.Contains([]string{"rate", "days"}, classOf(m.key)) || r.s.modal || r.s.subject.kind == kindUnit && !r.named() {
		return
	}
	if t.key == "fail" && r.defines() {
		if limit, ok := r.standard(m.key, r.flow.channel); ok {
			r.openList(condition{m.key, opposite[limit.op], limit.limit}) // 满意率低于标准的单位有
		}
		return
	}
	c := verdictClaim{where: r.where(), metric: m.key, pass: t.key == "pass"}
	switch {
	case r.s.subject.kind == kindUnit:
		c.units = r.s.subject.ids()
	case r.s.each || r.s.every:
		c.all = true
	}
	r.claim(c)
}
