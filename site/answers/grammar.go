package answers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// question is what was recognised.
type question struct {
	year, quarter int  // 0: not said
	back          int  // periods before the latest: 上季度 is 1
	lastYear      bool // 去年
	all           bool // 历次, 走势
	channel       string
	group         string
	metric        string // a key; rank for 名次
	order         string // high, low, best or worst
	count         int    // 前三
	place         int    // 第三名
	units         []string
}

// rule recognises a piece of a question at its beginning and notes what it says.
type rule struct {
	pattern *regexp.Regexp
	note    func(q *question, m []string)
}

func starts(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)`) }

const digit = `[一二三四五六七八九十]|\d{1,3}`

// rules are tried in order; the longer forms stand first. The browser has the same (assets/ts/search/grammar.ts).
func rules() []rule {
	return []rule{
		{starts(`(20\d\d)年?第?([一二三四1-4])季度`), func(q *question, m []string) { q.year, q.quarter = number(m[1]), number(m[2]) }},
		{starts(`(20\d\d)q([1-4])`), func(q *question, m []string) { q.year, q.quarter = number(m[1]), number(m[2]) }},
		{starts(`(20\d\d)年?`), func(q *question, m []string) { q.year = number(m[1]) }},
		{starts(`第?([一二三四])季度`), func(q *question, m []string) { q.quarter = number(m[1]) }},
		{starts(`(?:本|这个?)季度|本期|最近一期|最新一期`), func(q *question, m []string) { q.back = 0 }},
		{starts(`上个?季度|上一?期`), func(q *question, m []string) { q.back = 1 }},
		{starts(`去年`), func(q *question, m []string) { q.lastYear = true }},
		{starts(`历次|历年|历期|历来|走势|变化|各季度|各期|每个?季度`), func(q *question, m []string) { q.all = true }},
		{starts(`网络(?:平台)?`), func(q *question, m []string) { q.channel = "network" }},
		{starts(`热线(?:平台)?`), func(q *question, m []string) { q.channel = "hotline" }},
		{starts(`各?县区|各?区县`), func(q *question, m []string) { q.group = "county" }},
		{starts(`市直部门|市直单位|市直|部门`), func(q *question, m []string) { q.group = "department" }},
		{starts(`其他单位`), func(q *question, m []string) { q.group = "other" }},
		{starts(`全省|各?地市`), func(q *question, m []string) { q.group = "city" }},
		{starts(`排名|名次|位次|排第几|第几名?`), func(q *question, m []string) { q.metric = "rank" }},
		{starts(`综合?评分|得分|分数`), func(q *question, m []string) { q.metric = "score" }},
		{starts(`办[件理]天数|天数`), func(q *question, m []string) { q.metric = "days" }},
		{starts(`(?:有效)?回访率`), func(q *question, m []string) { q.metric = "callback_rate" }},
		{starts(`满意率`), func(q *question, m []string) { q.metric = "satisfaction_rate" }},
		{starts(`办结率`), func(q *question, m []string) { q.metric = "close_rate" }},
		{starts(`优秀率`), func(q *question, m []string) { q.metric = "excellent_rate" }},
		{starts(`交办总?量|办件量`), func(q *question, m []string) { q.metric = "assigned" }},
		{starts(`([1345]|10|15|25|[三四五])星件?`), func(q *question, m []string) { q.metric = "stars-" + strconv.Itoa(number(m[1])) }},
		{starts(`最高|最多|最大|最长`), func(q *question, m []string) { q.order = "high" }},
		{starts(`最低|最少|最小|最短`), func(q *question, m []string) { q.order = "low" }},
		{starts(`最好|最优`), func(q *question, m []string) { q.order = "best" }},
		{starts(`最差`), func(q *question, m []string) { q.order = "worst" }},
		{starts(`前(` + digit + `)(?:名|位|个)?`), func(q *question, m []string) { q.order, q.count = "best", number(m[1]) }},
		{starts(`(?:后|倒数前?)(` + digit + `)(?:名|位|个)?`), func(q *question, m []string) { q.order, q.count = "worst", number(m[1]) }},
		{starts(`第(` + digit + `)(?:名|位)`), func(q *question, m []string) { q.place = number(m[1]) }},
		{starts(`的|是|在|了|有|哪个|哪些|哪家|哪几个|谁|单位|多少|几|怎么样|如何|情况|数据|查询|请问|[（(]单位[)）]|[？?，,、。：:\s]`), func(*question, []string) {}},
	}
}

func number(text string) int {
	if at := slices.Index([]string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}, text); at >= 0 {
		return at + 1
	}
	n, _ := strconv.Atoi(text) // the patterns hold digits only
	return n
}

// parse recognises a question as a whole: what leaves a word over is none. Names lead from what units are called to their
// ids, the longest first in order.
func parse(text string, order []string, names map[string]string) (question, bool) {
	var q question
	rest := strings.ToLower(text)
	all := rules()
next:
	for rest != "" {
		for _, name := range order {
			if strings.HasPrefix(rest, name) {
				if id := names[name]; !slices.Contains(q.units, id) {
					q.units = append(q.units, id)
				}
				rest = rest[len(name):]
				continue next
			}
		}
		for _, r := range all {
			if m := r.pattern.FindStringSubmatch(rest); m != nil {
				r.note(&q, m)
				rest = rest[len(m[0]):]
				continue next
			}
		}
		return question{}, false
	}
	return q, q.asks()
}

// asks tells whether a question says enough to be answered, and nothing that excludes something else it says.
func (q question) asks() bool {
	picks := q.order != "" || q.place > 0
	switch {
	case len(q.units) > 0:
		return !picks && (q.metric != "" || q.all)
	case q.all || q.order != "" && q.place > 0:
		return false
	case picks:
		return q.channel != "" || q.group != "" || q.metric != ""
	default:
		return q.metric != "" && q.group != ""
	}
}
