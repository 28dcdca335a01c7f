package sample

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"tongbao/pipeline/record"
)

// planner decides how many cases of which kind there are, and when each step of them is.
type planner struct {
	window
	rng   *rand.Rand
	unmet []string
}

// demand is one unit's row of a table in whole cases.
type demand struct {
	channel, group string
	row            record.UnitRow

	assigned, closed, overdue int
	days                      int // Σ days of the closed cases
	prompt, received          int // dispatched within 24 hours; with a time of receipt, which others lack
	timed, onTime             int // with a due time; fed back before it
	judged, content           int // with a verdict; satisfied
	called, reached           int // 是 or 否; 是

	stars       []int // one for each rated case
	ratedClosed int   // of them assigned and closed
	ratedOpen   int   // of them assigned and open, fed back
	earlier     int   // of them dispatched before the period
	spoken      int   // cases of the time before that got a verdict in the period, and no stars

	listed map[int][]int // star → places in the high-star list
}

const (
	network = "network"
	hotline = "hotline"
	city    = "city"
)

const hotlineFile = 1

func (d *demand) local() bool { return d.group != city }
func (d *demand) open() int   { return d.assigned - d.closed }
func (d *demand) rows() int   { return d.assigned + d.earlier + d.spoken }

func (d *demand) file() int {
	switch {
	case !d.local():
		return 2
	case d.channel == hotline:
		return hotlineFile
	}
	return 0
}

// demands reads the tables. A unit that stands in two local tables of a channel has its cases once: they are the same.
func (p *planner) demands(tables []record.Ranking) []*demand {
	var out []*demand
	first := map[string]*demand{}
	for _, t := range tables {
		for _, row := range t.Rows {
			d := &demand{channel: t.Channel, group: t.Group, row: row, listed: map[int][]int{}}
			key := fmt.Sprint(d.file(), " ", row.Unit.ID)
			if other, twice := first[key]; twice {
				p.compare(other, d)
				continue
			}
			first[key] = d
			p.count(d, t.Metrics)
			out = append(out, d)
		}
	}
	return out
}

func (p *planner) compare(kept, dropped *demand) {
	if !maps.Equal(kept.row.Values, dropped.row.Values) {
		p.miss(dropped, "与"+groupNames[kept.group]+"表中同一单位的数字不同，按那一张生成")
	}
}

// count turns the row's figures into numbers of cases.
func (p *planner) count(d *demand, metrics []string) {
	d.assigned = int(d.row.Values["assigned"].Number)
	d.closed = p.fixed(d, "close_rate", d.assigned)
	d.prompt, d.received = p.based(d, "transfer_rate", d.assigned, d.assigned)
	d.onTime, d.timed = p.based(d, "on_time_rate", d.assigned, d.assigned)
	d.content, d.judged = p.verdicts(d)
	d.stars = p.stars(d, metrics)
	d.days = p.totalDays(d)
	p.rate(d)
	d.spoken = max(0, d.judged-d.assigned-d.earlier)
	unasked := 0
	if !slices.Contains(metrics, "callback_rate") {
		unasked = d.ratedClosed + d.ratedOpen
	}
	d.reached, d.called = p.based(d, "callback_rate", d.assigned, unasked)
}

// fixed is the part of a base that is given; all of it where the table does not say.
func (p *planner) fixed(d *demand, metric string, base int) int {
	v := d.row.Values[metric]
	if v.State != record.Known {
		return base
	}
	part, exact := partOf(hundredths(v), base)
	if !exact {
		p.miss(d, fmt.Sprintf("%s %s 不能由 %d 件得出", labels[metric], v.Text, base))
	}
	return part
}

// based is part and base of a rate whose base may be smaller than most; otherwise of otherwise where the table does not say.
func (p *planner) based(d *demand, metric string, most, otherwise int) (part, base int) {
	v := d.row.Values[metric]
	switch v.State {
	case record.NoBase:
		return 0, 0
	case record.Blank:
		return otherwise, otherwise
	}
	part, base, exact := widest(hundredths(v), most)
	if !exact {
		p.miss(d, fmt.Sprintf("%s %s 不能由至多 %d 件得出", labels[metric], v.Text, most))
	}
	return part, base
}

// mostSpoken is how far verdicts on earlier cases may widen the base of the satisfaction rate.
const mostSpoken = 100

// verdicts is part and base of the satisfaction rate. Where no base of assigned cases gives it, some earlier cases got
// their verdict in the period too.
func (p *planner) verdicts(d *demand) (part, base int) {
	v := d.row.Values["satisfaction_rate"]
	if v.State == record.Known && d.assigned > 0 {
		if part, base, exact := widest(hundredths(v), d.assigned); exact {
			return part, base
		}
		for base := d.assigned + 1; base <= d.assigned+mostSpoken; base++ {
			if part, exact := partOf(hundredths(v), base); exact {
				return part, base
			}
		}
	}
	return p.based(d, "satisfaction_rate", d.assigned, 0)
}

// miss notes what cannot be given, with the unit.
func (p *planner) miss(d *demand, what string) {
	p.unmet = append(p.unmet, fmt.Sprintf("%s·%s·%s：%s", channelNames[d.channel], groupNames[d.group], d.row.Name, what))
}
