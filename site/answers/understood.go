package answers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var said = map[string]string{
	"network": "网络", "hotline": "热线", "county": "县区", "department": "市直部门（单位）", "other": "其他单位", "city": "地市",
	"high": "最高", "low": "最低", "best": "最好", "worst": "最差", "first": "排在最前", "last": "排在最后",
	"lt": "低于", "le": "不高于", "gt": "高于", "ge": "不低于", "eq": "等于",
	"up": "上升", "down": "下降", "better": "进步", "worse": "退步", "any": "变化",
}

func titleOf(t Table) string {
	channel, group, _ := strings.Cut(t.Key, "-")
	return said[channel] + said[group] + t.Label + said[t.Order]
}

// understood says part by part how a question was taken, and what was filled in.
func understood(q question, c calendar, places []int, base int, tables []Table) []string {
	out := []string{periodSaid(q, c, places, base)}
	var units, channels, groups, metrics []string
	for _, t := range tables {
		for _, r := range t.Rows {
			if slices.Contains(q.units, r.ID) {
				units = once(units, r.Name)
			}
		}
		channel, group, _ := strings.Cut(t.Key, "-")
		channels, groups, metrics = once(channels, said[channel]), once(groups, said[group]), once(metrics, t.Label)
	}
	out = append(out, strings.Join(units, "、"), filled(channels, len(q.channels) > 0, "渠道"))
	if len(q.units) == 0 || len(q.groups) > 0 {
		out = append(out, filled(groups, len(q.groups) > 0, "类别"))
	}
	out = append(out, strings.Join(metrics, "、"), wish(q))
	return slices.DeleteFunc(out, func(part string) bool { return part == "" })
}

func once(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

// filled says of what was not asked for that there are several, each answered apart.
func filled(names []string, asked bool, what string) string {
	text := strings.Join(names, "、")
	if !asked && len(names) > 1 {
		text += "（没有说" + what + "，分别列出）"
	}
	return text
}

func periodSaid(q question, c calendar, places []int, base int) string {
	label := func(i int) string { return c.Periods[i].Label }
	first, last := places[0], places[len(places)-1]
	text := label(first)
	switch {
	case len(places) == last-first+1 && len(places) > 1:
		text += "至" + label(last)
	default:
		for _, p := range places[1:] {
			text += "、" + label(p)
		}
	}
	if len(q.when) == 0 && q.all == "" {
		text += "（最新一期）"
	}
	if base >= 0 {
		text += "与" + label(base) + "相比"
	}
	return text
}

// wish is what was asked of the figures.
func wish(q question) string {
	var parts []string
	for _, o := range q.orders {
		switch {
		case q.place > 0 && (o == "first" || o == "best"):
			parts = append(parts, fmt.Sprintf("第%d位", q.place))
		case q.place > 0 && (o == "last" || o == "worst"):
			parts = append(parts, fmt.Sprintf("倒数第%d位", q.place))
		case q.place > 0:
			parts = append(parts, fmt.Sprintf("%s的第%d个", said[o], q.place))
		case q.count > 0:
			parts = append(parts, fmt.Sprintf("%s的%d个", said[o], q.count))
		default:
			parts = append(parts, said[o])
		}
	}
	for _, l := range q.limits {
		parts = append(parts, said[l.op]+strconv.FormatFloat(l.value, 'f', -1, 64)+l.measure)
	}
	if q.delta != "" {
		text := said[q.delta]
		if q.most {
			text += "最多"
		}
		if q.most && q.count > 0 {
			text += fmt.Sprintf("的%d个", q.count)
		}
		parts = append(parts, text)
	}
	if q.ranked {
		parts = append(parts, "名次")
	}
	if q.compare {
		parts = append(parts, "比较")
	}
	return strings.Join(parts, "、")
}
