package check

// direction takes 上升: with a size where a figure follows, else by itself.
func (r *reader) direction(t token) {
	if r.s.streak && r.s.metrics.kind == kindMetric && r.named() {
		r.claim(streakClaim{r.where(), r.s.subject.ids(), r.s.metrics.key, t.key})
		r.s.used = true
		return
	}
	if r.s.none {
		return // 没有增加 leaves open whether it fell
	}
	r.s.dir = t.key
	next := r.behind(kindFiller, kindAbout)
	if next.kind == kindNumber {
		return
	}
	r.change(token{}, figure{})
}

// reached takes the 到 of 上升到93%: the figure is a value.
func (r *reader) reached() {
	if r.s.dir != "" {
		r.change(token{}, figure{})
	}
}

// reach takes 降至: the direction by itself, for the figure behind it is a value. Of a number of units it is no change of
// the metric that they are counted by.
func (r *reader) reach(t token) {
	next := r.behind(kindFiller, kindAbout)
	if next.kind == kindNumber {
		if measure := next.list[0].figure.measure; measure == "个" || measure == "家" {
			return
		}
	}
	r.s.dir = t.key
	r.change(token{}, figure{})
}

// change states a change, of a size or not.
func (r *reader) change(t token, f figure) {
	dir := r.s.dir
	r.s.dir = ""
	metrics := r.changing(f)
	if dir == "" || len(metrics) == 0 || len(t.list) > 1 || r.s.foreign {
		return
	}
	if r.s.subject.kind == kindUnit && !r.named() || r.s.subject.kind != kindUnit && !r.s.clean {
		return
	}
	if t.kind == kindNumber {
		r.take(t)
	}
	c := changeClaim{where: r.where(), metric: metrics[0], base: r.s.base, dir: dir, figure: f, sized: t.kind == kindNumber}
	if r.s.subject.kind == kindUnit {
		c.units = r.s.subject.ids()
		r.s.used = true
	}
	r.claim(c)
}

// changing gives the metric that a change is of; one that the sentence names.
func (r *reader) changing(f figure) []string {
	m := r.s.metrics
	if m.kind != kindMetric || f.measure == "个" || f.measure == "家" {
		return nil
	}
	if m.key == "rank" && f.measure != "" && f.measure != "位" && f.measure != "名" {
		return nil
	}
	if points := f.measure == "个百分点" || f.measure == "百分点"; points && classOf(m.key) != "rate" {
		return nil
	}
	return m.keys()
}

// earlier takes the figure of the period before: 由81件变为87件.
func (r *reader) earlier(t token, f figure) {
	metrics := r.changing(f)
	if len(metrics) != 1 || r.s.subject.kind == kindUnit || !r.s.clean {
		return
	}
	c := earlierClaim{changeClaim{where: r.where(), metric: metrics[0], figure: f}}
	if len(c.before(r.data)) > 0 {
		r.take(t)
		r.claim(c)
	}
}
