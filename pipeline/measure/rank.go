package measure

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"tongbao/pipeline/record"
)

// rank makes a ranking of a table as exported.
func (r Rule) rank(in record.Ranking, metrics []record.Metric) Table {
	t := Table{Channel: in.Channel, Group: in.Group, Title: in.Title, Computed: in.Computed, Place: in.Place}
	for _, key := range in.Metrics {
		i := slices.IndexFunc(metrics, func(m record.Metric) bool { return m.Key == key })
		t.Metrics = append(t.Metrics, metrics[i]) // record reads no column that is no metric
	}
	t.TieOrder = r.tieOrder(t, metrics)
	r.show(&t)
	for _, u := range in.Rows {
		t.Rows = append(t.Rows, r.row(t, u))
	}
	r.order(t.Rows)
	share(t.Rows)
	r.tier(t)
	return t
}

// show leaves the metrics that readers see, in the rule's order, and sets the others aside.
func (r Rule) show(t *Table) {
	wanted := special(r.Show, t.Channel, t.Group)
	if wanted == nil {
		return
	}
	var shown []record.Metric
	for _, key := range wanted {
		if i := slices.IndexFunc(t.Metrics, func(m record.Metric) bool { return m.Key == key }); i >= 0 {
			shown = append(shown, t.Metrics[i])
			t.Metrics = slices.Delete(t.Metrics, i, i+1)
		}
	}
	t.Metrics, t.Hidden = shown, t.Metrics
}

func (r Rule) row(t Table, u record.UnitRow) Row {
	row := Row{Unit: u.Unit, Name: u.Name, PublishedRank: u.Rank, Values: u.Values, Place: u.Place}
	row.Few = r.few(row.Value("assigned"))
	stars := countStars(t.Every(), u.Values)
	if stars.rated > 0 {
		row.Excellent = new(round(100*stars.excellent/stars.rated, 2))
	}
	if score, ok := r.scoreOf(t.Channel, t.Group, r.variables(t, row, stars)); ok {
		row.Score = new(round(score, 2))
	}
	return row
}

// few tells whether so many assigned cases are 件数过少.
func (r Rule) few(assigned record.Value) bool {
	return assigned.State == record.Known && assigned.Number < float64(r.Thresholds.FewCases)
}

// stars sums a row's star columns.
type stars struct {
	rated     float64 // 评星量
	excellent float64 // five stars and more
	weighted  float64 // Σ star × cases
	faceless  bool    // some cases stand in a column without a face value (3星以下, 5星以上)
}

func countStars(metrics []record.Metric, values map[string]record.Value) stars {
	var s stars
	for _, m := range metrics {
		if !strings.HasPrefix(m.Key, "stars-") {
			continue
		}
		n := values[m.Key].Number
		s.rated += n
		if m.Better == "high" {
			s.excellent += n
		}
		s.weighted += n * float64(m.Star)
		s.faceless = s.faceless || n > 0 && m.Star == 0
	}
	return s
}

// variables are a row's values for the score expression. The excellent rate is the recomputed, unrounded one: the
// published two decimals would lose the third that decides the score's second.
func (r Rule) variables(t Table, row Row, s stars) map[string]any {
	env := map[string]any{}
	for _, name := range scoreVariables {
		env[name] = nil
		v := row.Value(name)
		switch {
		case v.State != record.Known:
		case strings.HasSuffix(name, "_rate"):
			env[name] = v.Number / 100
		default:
			env[name] = v.Number
		}
	}
	if s.rated > 0 {
		env["excellent_rate"] = s.excellent / s.rated
		if !s.faceless {
			env["mean_star"] = s.weighted / s.rated
		}
	}
	r.addParts(t.Channel, t.Group, env)
	return env
}

// order sorts by the deciding score, and what ties by the rule's tie order.
func (r Rule) order(rows []Row) {
	slices.SortStableFunc(rows, func(a, b Row) int {
		if c := cmp.Compare(deciding(b), deciding(a)); c != 0 {
			return c
		}
		return r.byTies(a, b)
	})
}

// deciding is the score that ranks: the platform's own where the export has it, the recomputed one otherwise. In
// hundredths, so that equal scores are equal.
func deciding(r Row) int64 {
	if v := r.Value("score"); v.State == record.Known {
		return int64(math.Round(v.Number * 100))
	}
	if r.Score != nil {
		return int64(math.Round(*r.Score * 100))
	}
	return math.MinInt64
}

func rankOrLast(r Row) int {
	if r.PublishedRank == 0 {
		return math.MaxInt
	}
	return r.PublishedRank
}

// share gives equal scores the same rank: 1, 2, 2, 4. Rows without any score keep the published rank.
func share(rows []Row) {
	for i := range rows {
		if deciding(rows[i]) == math.MinInt64 {
			rows[i].Rank = rows[i].PublishedRank
			continue
		}
		rows[i].Rank = i + 1
		if i > 0 && deciding(rows[i]) == deciding(rows[i-1]) {
			rows[i].Rank = rows[i-1].Rank
			rows[i].Tied, rows[i-1].Tied = true, true
		}
	}
}

// Channels and Groups in the order a bulletin shows them.
var (
	channelOrder = []string{"network", "hotline"}
	groupOrder   = []string{"city", "county", "department", "other"}
)

func sortTables(tables []Table) {
	place := func(t Table) int {
		return 10*slices.Index(channelOrder, t.Channel) + slices.Index(groupOrder, t.Group)
	}
	slices.SortStableFunc(tables, func(a, b Table) int { return cmp.Compare(place(a), place(b)) })
}

func round(n float64, places int) float64 {
	p := math.Pow10(places)
	return math.Round(n*p) / p
}
