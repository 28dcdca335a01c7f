package check

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// data is what claims are compared with.
type data struct {
	measure.Bulletin
	Lexicon
	section string
}

// local are the groups whose units answer to the city.
var local = []string{"county", "department", "other"}

var channels = []string{"network", "hotline"}

// seat is one unit's row in one table.
type seat struct {
	table measure.Table
	row   measure.Row
}

// cell is a figure of a seat: a column of the table, or what follows from its columns.
type cell struct {
	seat
	record.Value
	key string
}

// tables gives the rankings of a channel, "" for both, and of groups, nil for all local ones.
func (d data) tables(channel string, groups []string) []measure.Table {
	if groups == nil {
		groups = local
	}
	var out []measure.Table
	for _, t := range d.Tables {
		if (channel == "" || t.Channel == channel) && slices.Contains(groups, t.Group) {
			out = append(out, t)
		}
	}
	return out
}

// seats gives the rows of a unit in a channel, whatever the group: one that stands for a county's office has none.
func (d data) seats(unit, channel string) []seat {
	var out []seat
	for _, t := range d.Tables {
		if channel != "" && t.Channel != channel {
			continue
		}
		for _, r := range t.Rows {
			if r.Unit.ID == unit {
				out = append(out, seat{t, r})
			}
		}
	}
	return out
}

// homeSeats gives the city's own rows: those of the channel, or of whatever channel has one, because the province compares
// cities in one of them only.
func (d data) homeSeats(channel string) []seat {
	if d.home == "" {
		return nil
	}
	if in := d.seats(d.home, channel); in != nil {
		return in
	}
	return d.seats(d.home, "")
}

// parts are the columns that a metric of prose is the sum of; one that is a column itself has itself.
func parts(metric string) []string {
	switch metric {
	case "low-stars":
		return []string{"stars-3", "stars-4"}
	case "high-stars":
		return []string{"stars-10", "stars-15", "stars-25", "stars-above-5"}
	case "received":
		return []string{"assigned"}
	case "closed":
		return []string{"assigned", "close_rate"}
	case "rated":
		return []string{"stars-below-3", "stars-3", "stars-4", "stars-5", "stars-10", "stars-15", "stars-25", "stars-above-5"}
	}
	return []string{metric}
}

// has tells whether a table has what a metric is made of.
func has(t measure.Table, metric string) bool {
	for _, part := range parts(metric) {
		found := slices.ContainsFunc(t.Every(), func(m record.Metric) bool { return m.Key == part })
		if found != (metric == "closed") {
			return found
		}
	}
	return metric == "closed"
}

// cell gives a unit's figure. A star column left blank is none, as the tables of the platform have it. ok is false where
// the table has no such column.
func (s seat) cell(metric string) (cell, bool) {
	c := cell{seat: s, key: measure.CellKey(s.table, s.row, metric)}
	switch {
	case metric == "rank":
		c.Value = known(float64(s.row.Rank))
		return c, s.row.Rank > 0
	case !has(s.table, metric):
		return c, false
	case metric == "closed":
		n, ok := measure.Closed(s.row)
		c.Value, c.key = known(n), measure.CellKey(s.table, s.row, "close_rate")
		return c, ok
	case classOf(metric) == "count":
		c.sum(metric)
		return c, true
	}
	c.Value = s.row.Value(metric)
	return c, true
}

// sum adds up the columns of a count.
func (c *cell) sum(metric string) {
	n := 0.0
	for i, part := range parts(metric) {
		n += c.row.Value(part).Number
		if i == 0 || c.row.Value(part).State == record.Known {
			c.key = measure.CellKey(c.table, c.row, part)
		}
	}
	c.Value = known(n)
}

func known(n float64) record.Value {
	return record.Value{State: record.Known, Number: n, Text: record.FormatNumber(n)}
}

// cells gives a column over tables, known figures only. ok is false where no table has the column.
func (d data) cells(tables []measure.Table, metric string) (out []cell, ok bool) {
	for _, t := range tables {
		if !has(t, metric) {
			continue
		}
		ok = true
		for _, r := range t.Rows {
			if c, known := (seat{t, r}).cell(metric); known && c.State == record.Known {
				out = append(out, c)
			}
		}
	}
	return out, ok
}

// agrees tells whether a stated figure is a cell's. The number of closed cases is made of a rounded rate, so every number
// that gives the rate is right.
func (c cell) agrees(f figure, metric string) bool {
	if c.State != record.Known {
		return false
	}
	if metric == "closed" {
		assigned, rate := c.row.Value("assigned").Number, c.row.Value("close_rate").Number
		return f.fits(c.Number) || assigned > 0 && math.Abs(100*f.value/assigned-rate) < 0.005
	}
	return f.fits(c.Number)
}

// said is how messages state a cell.
func (c cell) said(metric string) string {
	if c.State != record.Known {
		return "“" + orNone(c.Text) + "”"
	}
	return withUnit(c.Number, metric)
}

func orNone(text string) string {
	if text == "" {
		return "空"
	}
	return text
}

// withUnit writes a figure of a metric: 93.18%, 333件, 4天.
func withUnit(n float64, metric string) string {
	return record.FormatNumber(math.Round(n*100)/100) + map[string]string{"rate": "%", "days": "天", "score": "分", "count": "件"}[classOf(metric)]
}

// channelName is 网络 or 热线; "" for a channel that is not known.
func channelName(channel string) string { return measure.ChannelNames[channel] }

func groupNames(groups []string) string {
	var names []string
	for _, g := range groups {
		names = append(names, measure.GroupNames[g])
	}
	return strings.Join(names, "、")
}

// metricName is how messages call a metric.
func metricName(metric string) string {
	if name, ok := metricNames[metric]; ok {
		return name
	}
	return metric
}

// overdueOf gives the number of a unit's overdue cases, ok false where the bulletin lists none at all.
func (d data) overdueOf(unit string) (n float64, ok bool) {
	for _, o := range d.Overdue {
		if o.Unit.ID == unit {
			n += o.Count.Number
		}
	}
	return n, len(d.Overdue) > 0
}

// listedStars counts a unit's cases in the list of high stars, of one star or of all. The tables may count an office's cases
// for who stands above it, so the list is a source of its own.
func (d data) listedStars(unit, metric string) float64 {
	n := 0.0
	for _, h := range d.HighStars {
		if h.Unit.ID == unit && (metric == "high-stars" || metric == "stars-"+strconv.Itoa(h.Star)) {
			n++
		}
	}
	return n
}
