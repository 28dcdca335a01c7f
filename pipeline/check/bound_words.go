package check

import (
	"fmt"
	"slices"
	"strings"
)

// words finds a superlative, or 前 and 后, that does not suit the fact a link is bound to.
func (c boundCheck) words(l link, names bool) []remark {
	dot := strings.LastIndexByte(l.key, '.')
	if dot < 0 {
		return nil
	}
	switch end := l.key[dot+1:]; end {
	case "max", "min":
		if t, ok := c.nearest(l, names, kindSuperlative); ok {
			return c.superlative(l, t, end)
		}
	case "vs-previous", "vs-year-before":
		if t, ok := c.nearest(l, false, kindCompared); ok && t.key != end {
			return []remark{wrong("wrong-word", fmt.Sprintf("“%s”后面引用的是%s的变化（fact:%s）", c.text.words(t.from, t.to), map[string]string{"vs-previous": "环比", "vs-year-before": "同比"}[end], l.key), hintProse, l.key)}
		}
	case "top", "bottom":
		if t, ok := c.nearest(l, names, kindEnd); ok && (t.n > 0) != (end == "top") {
			return []remark{wrong("wrong-word", fmt.Sprintf("“%s”用在了%s的数据上（fact:%s）", c.text.words(t.from, t.to), map[string]string{"top": "前列", "bottom": "后列"}[end], l.key), hintProse, l.key)}
		}
	}
	return nil
}

// reached finds 增至 right before a figure that fell, and 降至 before one that rose.
func (c boundCheck) reached(l link) []remark {
	change, ok := c.Facts.Get(l.key + ".vs-previous")
	if !ok || l.from == 0 {
		return nil
	}
	for _, t := range c.tokens {
		if t.kind != kindReached || c.from[t.to-1] != l.from-1 {
			continue
		}
		if t.key == "up" && change.Number <= 0 || t.key == "down" && change.Number >= 0 {
			return []remark{wrong("wrong-direction", fmt.Sprintf("“%s”与数据不符：与上一期相比%s", c.text.words(t.from, t.to), change.Text), hintProse, change.Key)}
		}
	}
	return nil
}

// suiting are the superlatives of each class of metric.
var suiting = map[string]map[string][]string{
	"rate":  {"max": {"最高"}, "min": {"最低"}},
	"score": {"max": {"最高"}, "min": {"最低"}},
	"days":  {"max": {"最长", "最多", "最慢"}, "min": {"最短", "最少", "最快"}},
	"count": {"max": {"最大", "最多", "最高"}, "min": {"最小", "最少", "最低"}},
}

func (c boundCheck) superlative(l link, t token, end string) []remark {
	path := strings.Split(l.key, ".")
	metric := path[max(0, len(path)-2)]
	word := c.text.words(t.from, t.to)
	if slices.Contains(suiting[classOf(metric)][end], word) {
		return nil
	}
	return []remark{wrong("wrong-word", fmt.Sprintf("“%s”用在了%s的%s上，应为“%s”（fact:%s）", word, metricName(metric),
		map[string]string{"max": "最大值", "min": "最小值"}[end], suiting[classOf(metric)][end][0], l.key), hintProse, l.key)}
}

// nearest gives the word of a kind that a link goes with. Figures follow it (最高，为93.18%); names come before it in
// their clause, or follow it (最高的是太平区).
func (c boundCheck) nearest(l link, names bool, of kind) (token, bool) {
	var before, after token
	for _, t := range c.tokens {
		at := c.from[t.from]
		switch {
		case t.kind == kindStop && at < l.from:
			before = token{}
		case at >= l.to && (t.kind == kindStop || t.kind == kindComma):
			return choose(names, before, after)
		case t.kind == of && at < l.to:
			before = t
		case t.kind == of && after.kind != of:
			after = t
		}
	}
	return choose(names, before, after)
}

func choose(names bool, before, after token) (token, bool) {
	if before.kind == kindOther || names && after.kind != kindOther {
		return after, after.kind != kindOther
	}
	return before, true
}
