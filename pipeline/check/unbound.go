package check

import "fmt"

// unbound says of statistical figures that no claim took and no link binds. Figures that state nothing of the bulletin
// (dates, amounts of money, numbers of documents, quotations) are no tokens of this kind or have no measure of ours.
func (c *checker) unbound(b *block, r *reader) {
	for _, t := range r.numbers {
		if r.taken[t.from] || t.link != "" || !isStatistical(t.figure) {
			continue
		}
		from, to := b.around(t.from)
		c.report(b, []remark{doubt("unbound-figure", fmt.Sprintf("“%s”没有引用数据，也无法与数据核对", b.text.words(t.from, t.to)), "请引用数据，或核对出处")}, from, to)
	}
}

// isStatistical tells whether a figure is one of those a bulletin must bear out.
func isStatistical(f figure) bool {
	switch f.measure {
	case "%", "个百分点", "百分点":
		return true
	case "天", "个工作日", "工作日":
		return true
	case "件", "家", "个", "人次", "次", "通":
		return !f.chinese
	}
	return false
}

// around gives the sentence that plain[i] stands in.
func (b *block) around(i int) (from, to int) {
	for from = i; from > 0 && !isStop(b.plain[from-1]); from-- {
	}
	for to = i; to < len(b.plain) && !isStop(b.plain[to]); to++ {
	}
	return from, to
}
