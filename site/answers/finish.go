package answers

import "slices"

// finish fills in what goes without saying, and refuses what says too little or excludes itself.
func (p *parser) finish() {
	if p.than || p.upTo || p.loose {
		p.failed = true
	}
	p.atHome()
	p.unsaid()
	p.changed()
	p.compared()
	p.wished()
	p.failed = p.failed || !p.asks()
}

// atHome decides whether the city's name means the city among the province's, or only where all this is.
func (p *parser) atHome() {
	if p.home == "" {
		return
	}
	alone := len(p.units) == 0 && len(p.groups) == 0 && len(p.orders) == 0 && len(p.limits) == 0
	if alone || p.homeJoined || slices.Equal(p.groups, []string{"city"}) && len(p.orders) == 0 && len(p.limits) == 0 {
		p.units = slices.Insert(p.units, p.homeAt, p.home)
	}
}

// unsaid adds the metric that a word holds: 最快 the days, 交办最多 the cases.
func (p *parser) unsaid() {
	inDays := len(p.limits) > 0 && !slices.ContainsFunc(p.limits, func(l limit) bool { return l.measure != "天" }) // 超过10天
	switch {
	case (p.days || inDays) && len(p.metrics) == 0:
		p.metrics = []string{"days"}
	case p.days:
		p.failed = p.failed || !slices.Equal(p.metrics, []string{"days"})
	case p.maybe && len(p.metrics) == 0:
		p.metrics = []string{"assigned"}
	case p.maybe && slices.Contains(p.metrics, "rank"):
		p.failed = true // of what?
	}
}

var directions = map[string]string{"high": "up", "low": "down", "best": "better", "worst": "worse"}

// changed settles what a change is of and from when.
func (p *parser) changed() {
	if p.versus && len(p.when) == 2 && len(p.units) < 2 && p.base == nil && p.to == nil {
		p.base, p.when, p.pair, p.versus = &p.when[0], p.when[1:], true, false
	}
	if p.base != nil && p.which != "" {
		p.failed = p.failed || p.delta != "" && p.delta != directions[p.which]
		p.delta, p.which = directions[p.which], ""
	}
	if p.base == nil && p.apart == "" {
		switch p.delta {
		case "":
			return
		case "any": // over time
			p.delta = ""
			if len(p.when) == 0 && p.all == "" {
				p.all = "period"
			}
			return
		}
		p.apart = "1"
	}
	if p.delta == "" {
		p.delta = "any"
	}
	if len(p.metrics) == 0 && (p.amountRank || p.delta == "better" || p.delta == "worse") {
		p.metrics = []string{"rank"}
	}
	p.listed = p.amount || p.delta == "any"
	other := len(p.orders) > 0 || p.sort != "" || len(p.limits) > 0 || p.ranked || p.compare || p.all != "" || p.since || p.to != nil
	units := len(p.units) > 0 && (p.most || p.count > 0)
	amount := p.amountRank && !slices.Equal(p.metrics, []string{"rank"}) || p.most && p.amount
	p.failed = p.failed || other || units || amount || p.base != nil && p.apart != "" || len(p.when) > 1 || len(p.metrics) == 0
}

// compared settles a comparison of units.
func (p *parser) compared() {
	if p.versus && len(p.channels) < 2 {
		p.compare = true
	}
	if p.which != "" {
		p.failed = p.failed || p.sort != "" || len(p.orders) > 0
		if !p.compare {
			p.sort = p.which // 谁更高
		}
		p.compare = true
	}
	if p.compare {
		p.failed = p.failed || len(p.units) < 2 || len(p.groups) > 0 || len(p.orders) > 0 || p.all != "" || p.ranked
	}
}

// wished settles orders: 排名最高 is the first, and 前三 of what has no other metric counts ranks.
func (p *parser) wished() {
	if p.ranked && len(p.units) > 0 && slices.Equal(p.metrics, []string{"score"}) {
		p.metrics, p.ranked = []string{"rank"}, false // what the score gives a place in
	}
	if len(p.metrics) == 0 && len(p.orders) > 0 && !slices.Contains(p.orders, "high") && !slices.Contains(p.orders, "low") {
		p.metrics = []string{"rank"}
		p.failed = p.failed || len(p.channels) == 0 && len(p.groups) == 0
	}
	if len(p.metrics) == 0 && p.all != "" && len(p.units) > 0 {
		p.metrics = []string{"rank"}
	}
	if p.ranked || slices.Equal(p.metrics, []string{"rank"}) {
		for i, o := range p.orders {
			p.orders[i] = onRanks(o)
		}
		p.sort = onRanks(p.sort)
	}
	if p.ranked && (len(p.orders) > 0 || p.sort != "") {
		p.ranked = false
	}
}

func onRanks(order string) string {
	switch order {
	case "high":
		return "first"
	case "low":
		return "last"
	}
	return order
}

// asks tells whether a question says enough to be answered, and nothing that excludes something else it says.
func (p *parser) asks() bool {
	picks, changes := len(p.orders) > 0, p.delta != ""
	one := len(p.metrics) == 1
	switch {
	case len(p.metrics) == 0,
		p.place > 0 && (len(p.orders) == 0 || p.count > 0),
		p.count > 0 && !picks && !p.most,
		picks && (!one || len(p.limits) > 0 || p.sort != ""),
		picks && (len(p.units) == 1 || p.spaced),
		p.howMany && len(p.limits) == 0 && (!changes || p.listed),
		p.amountRank && !changes && !p.compare && !slices.Contains(p.metrics, "rank"),
		p.since && p.to != nil:
		return false
	case len(p.limits) > 0:
		return one && p.metrics[0] != "rank" && len(p.units) == 0 && p.sort == "" && !p.ranked && !changes
	case len(p.units) > 0:
		return p.sort == "" || one && len(p.units) > 1
	case changes:
		return one && (len(p.groups) > 0 || len(p.channels) > 0 || !p.listed)
	case picks:
		return true
	}
	return len(p.groups) > 0 && (one || p.sort == "" && !p.ranked)
}
