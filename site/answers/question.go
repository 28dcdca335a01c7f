package answers

import (
	"slices"
	"strconv"
	"strings"
)

// question is what was understood. Its lists keep the order in which things were named.
type question struct {
	units, channels, groups, metrics []string
	when                             []spec // periods; with to, from the one to the other; with since, up to the latest
	to, base                         *spec
	since                            bool
	all                              string   // period, quarter, …: every one there is, or that when allows
	apart                            string   // what a change is reckoned from: 1 the period before, year the same of last year
	pair                             bool     // of base and when the earlier is the base
	orders                           []string // high, low; best, worst; first, last of those that count from the best
	count, place                     int
	sort                             string // an order in which all are listed
	limits                           []limit
	ranked                           bool   // by the metric's places
	delta                            string // any, up, down, better, worse
	most                             bool   // the largest change
	listed                           bool   // every change, whatever its direction
	compare                          bool   // units with each other
	spaced                           bool   // units parted by spaces alone
}

// limit is a bound of a metric's values: lt, le, gt, ge or eq.
type limit struct {
	op      string
	value   float64
	measure string
}

// parser reads tokens one after the other; the browser does the same (assets/ts/search/grammar.ts).
type parser struct {
	question
	failed             bool
	link               string // what stands between the last token that says something and this one: "", space or join
	previous           string // the kind of the last token that says something
	now                *spec  // the period named last
	introduced         bool   // by 与, of what it is compared with
	loose              bool   // such a period is still to be explained
	than, versus       bool
	upTo, closed, days bool
	maybe, howMany     bool
	amount, amountRank bool
	which              string
	home               string
	homeAt             int
	homeJoined         bool
}

// parse understands tokens as a whole, or not at all.
func parse(tokens []token) (question, bool) {
	p := &parser{}
	for _, t := range tokens {
		switch t.kind {
		case "nothing":
			continue
		case "space":
			if p.link == "" {
				p.link = "space"
			}
			continue
		case "join":
			p.link = "join"
			continue
		}
		if p.than && t.kind != "unit" && !slices.Contains(periodKinds, t.kind) || p.upTo && !slices.Contains(periodKinds, t.kind) {
			return question{}, false // 比, 到: of what?
		}
		p.take(t)
		p.previous, p.link = p.role(t.kind), ""
		if p.failed {
			return question{}, false
		}
	}
	p.failed = p.link == "join" // and what?
	p.finish()
	return p.question, !p.failed
}

var periodKinds = []string{"part", "half", "firstparts", "year", "yearago", "same", "ago", "last"}

func (p *parser) role(kind string) string {
	if slices.Contains(periodKinds, kind) {
		return "period"
	}
	return kind
}

func (p *parser) take(t token) {
	switch t.kind {
	case "unit":
		p.unit(t.args[0])
	case "home":
		p.home, p.homeAt = t.args[0], len(p.units)
		p.homeJoined = p.link != "" && p.previous == "unit"
		p.spaced = p.spaced || p.link == "space" && p.homeJoined
	case "channel":
		p.list(&p.channels, t)
	case "group":
		p.list(&p.groups, t)
	case "metric":
		p.metric(t)
	case "maybe":
		p.maybe = true
	case "order", "sort", "place", "top", "count":
		p.order(t)
	case "limit":
		p.limit(t.args[0], t.args[1])
	case "between":
		p.limit("ge", t.args[0])
		p.limit("le", t.args[1])
	case "howmany":
		p.howMany = true
	case "delta", "comparative", "amount", "gap", "versus", "base":
		p.change(t)
	case "than":
		p.comparing()
	case "to":
		p.upTo = p.previous == "period" && p.to == nil
		p.failed = !p.upTo
	case "since":
		p.since = true
		p.failed = p.previous != "period" || len(p.when) != 1 || p.base != nil
	case "all":
		p.failed = p.all != "" && p.all != "period" && t.args[0] != "period" && p.all != t.args[0]
		if p.all == "" || p.all == "period" {
			p.all = t.args[0]
		}
	case "refuse":
		p.failed = true
	default:
		p.period(specOf(t))
	}
}

// unit adds a unit. Two names side by side may be one of a unit that the register does not have: 阜蒙县财政局.
func (p *parser) unit(id string) {
	apart := len(p.units) == 0 || slices.Contains(p.units, id)
	switch {
	case p.than:
		p.compare, p.failed, p.than = true, apart, false
	case p.previous == "home":
		p.homeJoined = p.homeJoined || p.link != ""
		p.spaced = p.spaced || p.link == "space"
	case len(p.units) == 0, p.link == "join":
	case p.previous == "unit" && p.link == "space":
		p.spaced = true
	case !apart || p.previous == "unit":
		p.failed = true
	}
	if !slices.Contains(p.units, id) {
		p.units = append(p.units, id)
	}
}

// list adds one of several of a kind, which must stand together: 网络县区和热线部门 names no two channels of two groups.
func (p *parser) list(to *[]string, t token) {
	value := t.args[0]
	if slices.Contains(*to, value) {
		return
	}
	if len(*to) > 0 && (p.previous != t.kind || p.link == "") {
		p.failed = true
	}
	*to = append(*to, value)
}

// metric adds a metric; 排名 after one asks for its places. After 第一 and the like it is another than what they count.
func (p *parser) metric(t token) {
	after := len(p.metrics) > 0 && len(p.orders) == 0 && p.link != "join" && slices.Contains([]string{"metric", "group", "channel", "period"}, p.previous)
	switch {
	case p.closed:
		p.failed = true
	case t.args[0] == "rank" && after && !slices.Contains(p.metrics, "rank"):
		p.ranked = true
	default:
		p.failed = p.ranked
		p.list(&p.metrics, t)
	}
}

func (p *parser) order(t token) {
	n := 0
	if len(t.args) > 1 {
		n = number(t.args[1]) // of an order it is a metric
	}
	switch value := t.args[0]; t.kind {
	case "order":
		p.days = p.days || len(t.args) > 1
		p.closed = p.closed || value == "best" || value == "worst"
		if slices.Contains(p.orders, value) {
			return
		}
		p.failed = len(p.orders) > 0 && (p.previous != "order" || p.link != "join")
		p.orders = append(p.orders, value)
	case "sort":
		p.failed = p.sort != "" && p.sort != value
		p.sort = value
	case "place":
		p.failed = p.place > 0 && p.place != n
		p.place, p.closed = n, true
		switch {
		case len(p.orders) == 0 || p.bothEnds(t):
			p.orders = append(p.orders, value)
		case !slices.Equal(p.orders, []string{value}):
			p.failed = true
		}
	case "top":
		p.counted(n)
		p.closed = true
		switch {
		case len(p.orders) == 0 || p.bothEnds(t):
			p.orders = append(p.orders, value)
		case len(p.orders) > 1, value == "last" && p.orders[0] != "low" && p.orders[0] != "worst" && p.orders[0] != "last":
			p.failed = true
		}
	case "count":
		p.counted(number(value))
	}
}

// bothEnds tells of 前三名和后三名 that the other end is asked for as well.
func (p *parser) bothEnds(t token) bool {
	ends := p.orders[0] == "first" && t.args[0] == "last" || p.orders[0] == "last" && t.args[0] == "first"
	return len(p.orders) == 1 && ends && p.previous == t.kind && p.link == "join"
}

func (p *parser) counted(n int) {
	p.failed = p.count > 0 && p.count != n
	p.count = n
}

func (p *parser) limit(op, text string) {
	figure := strings.TrimRight(text, "%分天件")
	value, err := strconv.ParseFloat(figure, 64)
	p.failed = p.failed || err != nil
	p.limits = append(p.limits, limit{op, value, text[len(figure):]})
}

func (p *parser) change(t token) {
	switch t.kind {
	case "delta":
		p.failed = p.delta != "" && p.delta != t.args[0] && p.delta != "any"
		p.delta = t.args[0]
		p.most = p.most || len(t.args) > 1
	case "comparative":
		p.failed = p.which != "" && p.which != t.args[0]
		p.which = t.args[0]
		p.days = p.days || len(t.args) > 1
	case "amount":
		p.amount = true
		p.amountRank = p.amountRank || len(t.args) > 0
	case "gap":
		p.compare = true
	case "base":
		p.failed = p.apart != "" && p.apart != t.args[0]
		p.apart = t.args[0]
	case "versus":
		p.versus = !p.compares()
	}
}

// compares takes the period before 相比 for the one that is compared with, where 与 led to it: 与上季度相比.
func (p *parser) compares() bool {
	if !p.introduced || p.previous != "period" {
		return false
	}
	base := *p.now // its place among the others is used again
	p.when = p.when[:len(p.when)-1]
	p.base, p.now, p.introduced, p.loose = &base, &base, false, false
	return true
}

// comparing is 比, before what is compared with, or after it as in 和上季度比.
func (p *parser) comparing() {
	switch {
	case p.compares():
	case p.previous == "period" && len(p.when) == 2 && p.base == nil:
		p.versus = true
	default:
		p.than = true
	}
}

func (p *parser) period(s spec) {
	switch {
	case p.than, p.versus && p.previous == "versus" && len(p.when) > 0 && p.base == nil:
		p.failed = p.base != nil
		p.base, p.now, p.than, p.versus = &s, &s, false, false
	case p.upTo:
		p.to, p.now, p.upTo = &s, &s, false
	case p.now != nil && p.link != "join" && (p.previous == "period" || p.base == nil) && p.now.combine(s):
	case len(p.when) == 0 || p.link == "join":
		p.introduced = p.link == "join" && p.previous != "period"
		p.loose = p.loose || p.introduced && len(p.when) > 0
		p.failed = p.to != nil || p.base != nil
		p.when = append(p.when, s)
		p.now = &p.when[len(p.when)-1]
	default:
		p.failed = true
	}
}

func number(text string) int {
	n, _ := strconv.Atoi(text) // places of a phrase hold digits only
	return n
}
