package measure

import (
	"cmp"
	"slices"
	"strconv"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Rankings makes the ranking tables of the cases: each channel and group that has units, without published scores.
// A unit that the register puts in no group is left out; [Ledger.Ungrouped] lists those.
func (l *Ledger) Rankings(register *record.Register, rule Rule, metrics []record.Metric) []record.Ranking {
	var out []record.Ranking
	for _, channel := range channelOrder {
		all := l.ranked(register, channel)
		for _, group := range groupOrder {
			var members []*sums
			for _, s := range all {
				if s.unit.In(channel, group) {
					members = append(members, s)
				}
			}
			if len(members) > 0 {
				out = append(out, rankingOf(channel, group, members, rule, metrics))
			}
		}
	}
	return out
}

func rankingOf(channel, group string, members []*sums, rule Rule, metrics []record.Metric) record.Ranking {
	r := record.Ranking{
		Channel: channel, Group: group, Title: GroupNames[group] + ChannelNames[channel] + "诉求办理情况", Computed: true,
		Metrics: columnsOf(channel, group, members, rule, metrics), Place: casesPlace,
	}
	for _, s := range members {
		row := record.UnitRow{Unit: s.unit, Name: s.unit.Name, Values: map[string]record.Value{}, Place: casesPlace}
		for _, m := range r.Metrics {
			if v := s.value(m); v.State != record.Blank {
				row.Values[m] = v
			}
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// casesPlace is where a computed figure comes from.
var casesPlace = sheet.Place{File: "工单"}

// columnsOf chooses the columns of a table: those of the rule, or those that the cases can fill.
func columnsOf(channel, group string, members []*sums, rule Rule, metrics []record.Metric) []string {
	if columns := rule.columns(channel, group); columns != nil {
		return columns
	}
	var out []string
	for _, m := range metrics {
		if filled(m.Key, members) {
			out = append(out, m.Key)
		}
	}
	return out
}

// filled tells whether a column would hold anything. Stars above five stand in their own columns, if those have all.
func filled(metric string, members []*sums) bool {
	if metric == "stars-above-5" {
		return slices.ContainsFunc(members, func(s *sums) bool {
			return s.starsIn(excellentFrom+1, mostStars) > s.stars[10]+s.stars[15]+s.stars[25]
		})
	}
	return slices.ContainsFunc(members, func(s *sums) bool { return s.value(metric).State == record.Known })
}

// HighStars lists the cases of ten stars and more, the most stars first. Cases of whole cities are not the office's.
func (l *Ledger) HighStars() []record.HighStar {
	var out []record.HighStar
	for _, h := range l.high {
		if !h.Unit.In("network", "city") {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b record.HighStar) int {
		return cmp.Or(cmp.Compare(b.Star, a.Star), cmp.Compare(a.CaseNo, b.CaseNo), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
	return out
}

// Overdue counts the cases open beyond the limit, both channels together, the most first.
func (l *Ledger) Overdue(register *record.Register) []record.Overdue {
	total := map[string]*sums{}
	for _, channel := range channelOrder {
		for _, s := range l.ranked(register, channel) {
			if s.overdue == 0 || s.unit.In("network", "city") {
				continue
			}
			if total[s.unit.ID] == nil {
				total[s.unit.ID] = &sums{unit: s.unit}
			}
			total[s.unit.ID].overdue += s.overdue
		}
	}
	var out []record.Overdue
	for _, s := range total {
		out = append(out, record.Overdue{Unit: s.unit, Name: s.unit.Name, Count: count(s.overdue), Place: casesPlace})
	}
	slices.SortFunc(out, func(a, b record.Overdue) int {
		return cmp.Or(cmp.Compare(b.Count.Number, a.Count.Number), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
	return out
}

// Ungrouped lists the units that stand in no ranking of a channel, with their number of cases.
func (l *Ledger) Ungrouped(register *record.Register) []Ungrouped {
	var out []Ungrouped
	for _, channel := range channelOrder {
		for _, s := range l.ranked(register, channel) {
			if s.unit.Groups[channel] == "" && s.assigned > 0 {
				out = append(out, Ungrouped{channel, s.unit, s.assigned})
			}
		}
	}
	return out
}

// Ungrouped is a unit that stands in no ranking.
type Ungrouped struct {
	Channel string
	Unit    record.Unit
	Cases   int
}

// Overview states the figures of all the office's cases, as the overview table of the platform would.
func (l *Ledger) Overview(register *record.Register) []record.OverviewItem {
	city := l.cityUnits(register)
	all := &sums{}
	channels := map[uint8]*sums{}
	var total, answered int
	l.each(func(e *entry) {
		if e.unit != noUnit && city[e.unit] {
			return
		}
		if e.marks&received != 0 {
			total++
		}
		if e.marks&(received|direct) == received|direct {
			answered++
		}
		all.add(e)
		if channels[e.channel] == nil {
			channels[e.channel] = &sums{}
		}
		channels[e.channel].add(e)
	})
	o := overview{}
	o.count("received", "受理总量", total)
	o.count("direct", "直办", answered)
	o.count("transferred", "转部门办理", all.assigned)
	o.count("fed_back", "办理反馈", all.fedBack)
	o.count("closed", "办结", all.closed)
	o.count("interim", "暂报结", all.interim)
	o.count("repeated", "重复诉求", all.repeated)
	o.rates("", all)
	for i, channel := range channelOrder {
		if s := channels[uint8(i)]; s != nil {
			o.rates(channel+".", s)
			o.count(channel+".stars-3", "三星件", s.stars[3])
			o.count(channel+".stars-4", "四星件", s.stars[4])
			o.count(channel+".high_stars", "高星件", s.starsIn(10, mostStars))
			o.add(channel+".days", "平均办件天数", "days", mean(s.days, s.dated))
		}
	}
	return o.items
}

// cityUnits tells which written names mean whole cities, whose cases are the province's and not the office's.
func (l *Ledger) cityUnits(register *record.Register) []bool {
	out := make([]bool, len(l.names.Units))
	for i, name := range l.names.Units {
		out[i] = register.Ranked(name.Unit, "network").In("network", "city")
	}
	return out
}

type overview struct{ items []record.OverviewItem }

func (o *overview) count(key, label string, n int) {
	if n > 0 {
		o.add(key, label, "count", count(n))
	}
}

func (o *overview) add(key, label, kind string, v record.Value) {
	if v.State == record.Known {
		o.items = append(o.items, record.OverviewItem{Key: key, Label: label, Kind: kind, Value: v, Place: casesPlace})
	}
}

func (o *overview) rates(prefix string, s *sums) {
	for _, m := range []struct{ key, label string }{
		{"transfer_rate", "即时转办率"}, {"on_time_rate", "按时反馈率"}, {"close_rate", "办结率"},
		{"excellent_rate", "优秀率"}, {"callback_rate", "有效回访率"}, {"satisfaction_rate", "满意率"},
	} {
		o.add(prefix+m.key, m.label, "rate", s.value(m.key))
	}
}

// Share is one category or source of cases received in the period.
type Share struct {
	Name     string
	Cases    int
	Repeated int
}

// Topics counts the office's cases by category, Sources by where they came from; the most first. Cases without one come
// last, under "".
func (l *Ledger) Topics(register *record.Register) []Share {
	return l.shares(register, l.names.Categories, func(e *entry) uint16 { return e.category })
}

// Sources is described at Topics.
func (l *Ledger) Sources(register *record.Register) []Share {
	return l.shares(register, l.names.Sources, func(e *entry) uint16 { return e.source })
}

func (l *Ledger) shares(register *record.Register, names []string, of func(*entry) uint16) []Share {
	city := l.cityUnits(register)
	byName := map[string]*Share{}
	l.each(func(e *entry) {
		if e.marks&received == 0 || e.unit != noUnit && city[e.unit] {
			return
		}
		name := names[of(e)]
		if byName[name] == nil {
			byName[name] = &Share{Name: name}
		}
		byName[name].Cases++
		if e.marks&repeated != 0 {
			byName[name].Repeated++
		}
	})
	var out []Share
	for _, s := range byName {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Share) int {
		return cmp.Or(cmp.Compare(strconv.FormatBool(a.Name == ""), strconv.FormatBool(b.Name == "")), cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Name, b.Name))
	})
	if len(out) == 1 && out[0].Name == "" {
		return nil // the exports have no such column
	}
	return out
}
