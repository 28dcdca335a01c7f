package measure

import (
	"strings"
	"testing"

	"tongbao/pipeline/record"
)

var metrics = []record.Metric{
	{Key: "assigned", Label: "交办总量", Kind: "count", Unit: "件", Better: "none"},
	{Key: "stars-below-3", Label: "3星以下", Kind: "count", Unit: "件", Better: "low"},
	{Key: "stars-4", Label: "4星", Kind: "count", Unit: "件", Better: "low", Star: 4},
	{Key: "stars-5", Label: "5星", Kind: "count", Unit: "件", Better: "high", Star: 5},
	{Key: "close_rate", Label: "办结率", Kind: "rate", Unit: "%", Better: "high"},
	{Key: "satisfaction_rate", Label: "满意率", Kind: "rate", Unit: "%", Better: "high"},
	{Key: "days", Label: "办件天数", Kind: "days", Unit: "天", Better: "low"},
	{Key: "callback_rate", Label: "有效回访率", Kind: "rate", Unit: "%", Better: "high"},
	{Key: "score", Label: "综评分", Kind: "score", Unit: "分", Better: "high"},
}

func known(n float64) record.Value {
	return record.Value{State: record.Known, Number: n, Text: record.FormatNumber(n)}
}

func unit(id string, rank int, values map[string]record.Value) record.UnitRow {
	return record.UnitRow{Unit: record.Unit{ID: id, Name: id}, Rank: rank, Values: values}
}

func compute(t *testing.T, formulas map[string]string, rows ...record.UnitRow) Bulletin {
	t.Helper()
	rule, err := NewRule("r", "", "", formulas, Thresholds{FewCases: 5, LowSatisfaction: map[string]float64{"network": 80}})
	if err != nil {
		t.Fatal(err)
	}
	return computeBy(t, rule, rows...)
}

func computeBy(t *testing.T, rule Rule, rows ...record.UnitRow) Bulletin {
	t.Helper()
	p, err := record.ParsePeriod("2021q3")
	if err != nil {
		t.Fatal(err)
	}
	keys := make([]string, len(metrics))
	for i, m := range metrics {
		keys[i] = m.Key
	}
	return Compute(p, "", record.Records{Rankings: []record.Ranking{{Channel: "network", Group: "county", Metrics: keys, Rows: rows}}}, rule, metrics)
}

func TestScoreExpression(t *testing.T) {
	const formula = "mean_star + close_rate + (callback_rate ?? 1)"
	values := func(extra map[string]record.Value) map[string]record.Value {
		v := map[string]record.Value{"assigned": known(10), "stars-4": known(1), "stars-5": known(3), "close_rate": known(90)}
		for k, x := range extra {
			v[k] = x
		}
		return v
	}
	cases := []struct {
		name   string
		rule   map[string]string
		values map[string]record.Value
		want   float64 // 0: none
	}{
		{"no base counts as stated", map[string]string{"network": formula}, values(map[string]record.Value{"callback_rate": {State: record.NoBase}}), 6.65},
		{"all parts", map[string]string{"network": formula}, values(map[string]record.Value{"callback_rate": known(50)}), 6.15},
		{"a needed part is missing", map[string]string{"network": formula}, map[string]record.Value{"stars-5": known(3)}, 0},
		{"no stars", map[string]string{"network": formula}, map[string]record.Value{"close_rate": known(90)}, 0},
		{"stars without a face value", map[string]string{"network": formula}, values(map[string]record.Value{"stars-below-3": known(1)}), 0},
		{"the group's own rule wins", map[string]string{"network": formula, "network-county": "assigned / 4"}, values(nil), 2.5},
		{"the group is not recomputed", map[string]string{"network": formula, "network-county": ""}, values(nil), 0},
		{"no rule", nil, values(nil), 0},
	}
	for _, c := range cases {
		got := compute(t, c.rule, unit("a", 1, c.values)).Tables[0].Rows[0].Score
		if (got == nil) != (c.want == 0) || got != nil && *got != c.want {
			t.Errorf("%s: score = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRuleRefusesAnExpressionWithUnknownNames(t *testing.T) {
	_, err := NewRule("2021", "", "", map[string]string{"network": "mean_star + 满意"}, Thresholds{})
	if err == nil || !strings.Contains(err.Error(), "2021") || !strings.Contains(err.Error(), "score.network 有误：满意 既不是变量") {
		t.Errorf("error = %v, want one that names the rule and the expression", err)
	}
}

func TestRanks(t *testing.T) {
	score := func(n float64) map[string]record.Value {
		return map[string]record.Value{"score": known(n), "assigned": known(9)}
	}
	rows := compute(t, nil, unit("c", 3, score(9)), unit("b", 2, score(10)), unit("a", 1, score(10)), unit("d", 4, score(8.5))).Tables[0].Rows
	want := []struct {
		id   string
		rank int
		tied bool
	}{{"a", 1, true}, {"b", 1, true}, {"c", 3, false}, {"d", 4, false}}
	for i, w := range want {
		if r := rows[i]; r.Unit.ID != w.id || r.Rank != w.rank || r.Tied != w.tied {
			t.Errorf("row %d = %s rank %d tied %v, want %+v", i, r.Unit.ID, r.Rank, r.Tied, w)
		}
	}
}

// Without any score the published ranks stay, and nothing claims a tie.
func TestRanksWithoutScores(t *testing.T) {
	rows := compute(t, nil, unit("b", 2, nil), unit("a", 1, nil)).Tables[0].Rows
	if rows[0].Unit.ID != "a" || rows[0].Rank != 1 || rows[1].Rank != 2 || rows[0].Tied {
		t.Errorf("rows = %+v", rows)
	}
}

func TestClosedIsWhole(t *testing.T) {
	row := Row{Values: map[string]record.Value{"assigned": known(9399), "close_rate": known(99.69)}}
	if n, ok := Closed(row); !ok || n != 9370 {
		t.Errorf("Closed = %v, %v; want 9370", n, ok)
	}
	if _, ok := Closed(Row{}); ok {
		t.Error("closed cases without figures")
	}
}
