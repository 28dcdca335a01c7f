package sample

import (
	"fmt"

	"tongbao/pipeline/record"
)

// overdueDays is how long a case may stay open before it is overdue.
const overdueDays = 30

// spread gives the overdue cases to the units' open cases of both channels, in the tables' order.
func (p *planner) spread(demands []*demand, overdue []record.Overdue) {
	possible := p.cutoff-overdueDays-1 >= p.first
	for _, o := range overdue {
		left := int(o.Count.Number)
		for _, d := range demands {
			if d.local() && d.row.Unit.ID == o.Unit.ID && possible {
				n := min(left, d.open()-d.overdue)
				d.overdue += n
				left -= n
			}
		}
		if left > 0 {
			p.unmet = append(p.unmet, fmt.Sprintf("超期未报·%s：%s 件中有 %d 件没有可对应的未办结诉求", o.Name, o.Count.Text, left))
		}
	}
	for _, d := range demands {
		if n := d.open() - d.overdue; n > 0 && p.cutoff-overdueDays > p.last {
			p.miss(d, fmt.Sprintf("截止日在期末 %d 天以后，超期名单之外的 %d 件未办结诉求也会超期", overdueDays, n))
		}
	}
}

// list gives the listed high-star cases to the local network units they roll up to, as far as these have such cases.
func (p *planner) list(demands []*demand, high []record.HighStar) {
	byUnit := map[string]*demand{}
	for _, d := range demands {
		if d.channel == network && d.local() {
			byUnit[d.row.Unit.ID] = d
		}
	}
	for i, h := range high {
		d := byUnit[h.Unit.ID]
		if d == nil {
			d = byUnit[h.Unit.Parent]
		}
		if d == nil || len(d.listed[h.Star]) >= d.starred(h.Star) {
			p.unmet = append(p.unmet, fmt.Sprintf("高星件·%s：%s（%d 星）在网络排名表中没有可对应的评星件", h.Name, h.CaseNo, h.Star))
			continue
		}
		d.listed[h.Star] = append(d.listed[h.Star], i)
	}
}
