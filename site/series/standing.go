package series

import (
	"slices"
	"strconv"
	"strings"

	"tongbao/site/chart"
)

// Standing is a unit's place in one ranking over all periods of a kind.
type Standing struct {
	Table   string      `json:"table"`
	Channel string      `json:"channel"`
	Group   string      `json:"group"`
	Kind    string      `json:"kind"` // of the periods
	Latest  Row         `json:"-"`
	Now     Line        `json:"now"`   // the latest
	Lines   []Line      `json:"lines"` // a period each, the latest first
	Columns []Metric    `json:"columns"`
	Rank    chart.Chart `json:"rank"`
	Charts  []Drawn     `json:"charts"` // a metric each
	Cause   *CauseRow   `json:"cause"`  // of the latest period; nil where the rule does not tell
}

// Line is one period of a standing, its cells in the order of the columns.
type Line struct {
	Period   string   `json:"period"`
	Label    string   `json:"label"`
	Sample   bool     `json:"sample"`
	Rank     int      `json:"rank"`
	Previous int      `json:"previous"` // rank in the line before, where the two can be compared; else 0
	Of       int      `json:"of"`       // units ranked
	Tied     bool     `json:"tied"`
	Few      bool     `json:"few"`
	Break    string   `json:"break"` // rule, group or "": why it cannot be compared with the line before
	Rule     string   `json:"rule"`  // title of the rule
	Cells    []string `json:"cells"`
}

// Drawn is a metric's chart.
type Drawn struct {
	Metric Metric      `json:"metric"`
	Chart  chart.Chart `json:"chart"`
}

// at is one bulletin's table with the unit's row.
type at struct {
	bulletin Bulletin
	table    Table
	row      Row
}

// standing draws what a unit was in the bulletins given, which are of one kind and the oldest first.
func standing(points []at, breaks []string) Standing {
	last := points[len(points)-1]
	s := Standing{Table: last.table.Key, Channel: last.table.Channel, Group: last.table.Group, Kind: last.bulletin.Period.Kind, Latest: last.row}
	s.Columns = columns(points)
	for i, p := range points {
		line := Line{
			Period: p.bulletin.Period.Key, Label: p.bulletin.Label, Sample: p.bulletin.Sample, Rank: p.row.Rank, Of: p.table.ranked(),
			Tied: p.row.Tied, Few: p.row.FewCases, Break: breaks[i], Rule: p.bulletin.Rule.Title,
		}
		if i > 0 && breaks[i] == "" && p.bulletin.Period.Follows(points[i-1].bulletin.Period) {
			line.Previous = points[i-1].row.Rank
		}
		for _, m := range s.Columns {
			line.Cells = append(line.Cells, p.row.text(m))
		}
		s.Lines = append(s.Lines, line)
	}
	slices.Reverse(s.Lines)
	s.Now = s.Lines[0]
	s.Rank = chart.Draw(rankSeries(points, breaks))
	for _, m := range s.Columns {
		s.Charts = append(s.Charts, Drawn{m, chart.Draw(metricSeries(points, breaks, m))})
	}
	s.Cause = last.bulletin.cause(last.table.Key, last.row.Unit)
	return s
}

// breaksOf says at each point why it cannot be compared with the one before.
func breaksOf(points []at) []string {
	out := make([]string, len(points))
	for i := 1; i < len(points); i++ {
		was, is := points[i-1], points[i]
		if ruleChanged(tabled{was.bulletin, &was.table}, tabled{is.bulletin, &is.table}) {
			out[i] = "rule"
		}
	}
	return out
}

// columns are the metrics of the latest table, then those that only earlier ones have.
func columns(points []at) []Metric {
	var out []Metric
	for _, p := range slices.Backward(points) {
		for _, m := range p.table.Metrics {
			if !slices.ContainsFunc(out, func(o Metric) bool { return o.Key == m.Key }) {
				out = append(out, m)
			}
		}
	}
	return out
}

// base is what the charts of a standing share.
func base(points []at, breaks []string) chart.Series {
	s := chart.Series{Breaks: breaks, Apart: make([]bool, len(points))}
	for i, p := range points {
		s.Labels = append(s.Labels, p.bulletin.Period.Short())
		s.Apart[i] = i > 0 && !p.bulletin.Period.Follows(points[i-1].bulletin.Period)
	}
	return s
}

func rankSeries(points []at, breaks []string) chart.Series {
	s := base(points, breaks)
	s.Rank = true
	for _, p := range points {
		s.Last = max(s.Last, p.table.ranked())
		s.Values, s.Texts = append(s.Values, nil), append(s.Texts, "")
		if p.row.Rank > 0 {
			s.Values[len(s.Values)-1] = new(float64(p.row.Rank))
			s.Texts[len(s.Texts)-1] = strconv.Itoa(p.row.Rank) + "/" + strconv.Itoa(p.table.ranked())
		}
	}
	return s
}

func metricSeries(points []at, breaks []string, m Metric) chart.Series {
	s := base(points, breaks)
	if m.Kind == "rate" {
		s.Ceiling = 100
	}
	for _, p := range points {
		s.Values = append(s.Values, p.row.Cells[m.Key].Value)
		s.Texts = append(s.Texts, p.row.text(m))
		s.Context = append(s.Context, p.table.medians[m.Key])
	}
	return s
}

func (t Table) ranked() int {
	n := 0
	for _, r := range t.Rows {
		if r.Rank > 0 {
			n++
		}
	}
	return n
}

func (t Table) row(unit string) (Row, bool) {
	i := slices.IndexFunc(t.Rows, func(r Row) bool { return r.Unit == unit })
	if i < 0 {
		return Row{}, false
	}
	return t.Rows[i], true
}

func (b Bulletin) cause(table, unit string) *CauseRow {
	for _, c := range b.Causes {
		for _, row := range c.Rows {
			if c.Key == table && row.Unit == unit {
				return &row
			}
		}
	}
	return nil
}

func (m Metric) lowStar() bool { return strings.HasPrefix(m.Key, "stars-") && m.Better == "low" }

// text writes a cell as the rankings do: rates and scores with two decimals, so that they align, and 100% plain.
func (r Row) text(m Metric) string {
	cell := r.Cells[m.Key]
	switch {
	case cell.Value == nil || *cell.Value == 100:
		return cell.Text
	case m.Kind == "rate":
		return strconv.FormatFloat(*cell.Value, 'f', 2, 64) + "%"
	case m.Kind == "score":
		return strconv.FormatFloat(*cell.Value, 'f', 2, 64)
	}
	return cell.Text
}
