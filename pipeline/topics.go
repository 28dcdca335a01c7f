package pipeline

import (
	"encoding/json"
	"math"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
)

// topics counts the cases by category and source, beside what the archive has of the periods they are compared with.
func (p *Plan) topics(l *measure.Ledger, register *record.Register, period record.Period) (page.Topics, error) {
	out := page.Topics{Period: period.Key, Topics: []page.Topic{}, Sources: []page.Topic{}}
	previous, err := p.oldTopics(period.Previous())
	if err != nil {
		return out, err
	}
	before, err := p.oldTopics(period.YearBefore())
	if err != nil {
		return out, err
	}
	shares, sources := l.Topics(register), l.Sources(register)
	for _, s := range shares {
		out.Cases += s.Cases
	}
	for _, s := range shares {
		out.Topics = append(out.Topics, topicOf(s, out.Cases, find(previous, previous.Topics, s.Name), find(before, before.Topics, s.Name)))
	}
	for _, s := range sources {
		out.Sources = append(out.Sources, topicOf(s, out.Cases, find(previous, previous.Sources, s.Name), find(before, before.Sources, s.Name)))
	}
	return out, nil
}

// oldTopics reads what an earlier run wrote of another period; nothing where there was none.
func (p *Plan) oldTopics(period record.Period) (page.Topics, error) {
	var t page.Topics
	data, err := p.old(page.DataDir(period) + "/topics.json")
	if err != nil || data == nil {
		return t, err
	}
	if json.Unmarshal(data, &t) != nil {
		return page.Topics{}, nil // reported with the period's other data
	}
	return t, nil
}

// find gives an earlier period's figure of a name: 0 where it had cases but none of these, nil where it had none at all.
func find(t page.Topics, list []page.Topic, name string) *page.Compare {
	if len(list) == 0 {
		return nil
	}
	for _, topic := range list {
		if topic.Name == name {
			return &page.Compare{Period: t.Period, Count: topic.Count}
		}
	}
	return &page.Compare{Period: t.Period}
}

func topicOf(s measure.Share, all int, previous, before *page.Compare) page.Topic {
	for _, c := range []*page.Compare{previous, before} {
		if c != nil && c.Count > 0 {
			c.Change = new(percent(s.Cases-c.Count, c.Count))
		}
	}
	return page.Topic{Name: s.Name, Count: s.Cases, Share: percent(s.Cases, max(all, 1)), Repeated: s.Repeated, Previous: previous, YearBefore: before}
}

// percent is rounded to two decimals.
func percent(a, b int) float64 { return math.Round(float64(a)*10000/float64(b)) / 100 }
