package measure

import (
	"strings"
	"testing"

	"tongbao/pipeline/record"
)

// The pairs of rate and points that 连云港 published: a line to the target of 95 % and later 98 %, with a floor.
func TestPointsOfLianyungang(t *testing.T) {
	target95, target98, onTime := [][]float64{{70, 12.5}, {95, 25}}, [][]float64{{73, 12.5}, {98, 25}}, [][]float64{{75, 0}, {95, 20}}
	cases := []struct {
		line         [][]float64
		rate, points float64
	}{
		{target95, 70.59, 12.8}, {target95, 66.67, 12.5}, {target98, 87.5, 19.75}, {target98, 83.33, 17.67},
		{target98, 75, 13.5}, {target98, 71.43, 12.5}, {onTime, 89.82, 14.82},
		{target98, 98, 25}, {target98, 100, 25}, // the cap
	}
	for _, c := range cases {
		row := map[string]record.Value{"assigned": known(100), "satisfaction_rate": known(c.rate), "callback_rate": {State: record.NoBase}}
		got := scored(t, "p", []Part{{Name: "p", Metric: "satisfaction_rate", Points: c.line}}, row)
		if got == nil || *got != c.points {
			t.Errorf("%v%% is worth %v, published %v", c.rate, got, c.points)
		}
	}
}

func TestPartsOfTables(t *testing.T) {
	bonus := func(tables ...string) Part {
		return Part{Name: "bonus", Metric: "assigned", Tables: tables, Steps: [][]float64{{20, 0.1}, {100, 0.3}}}
	}
	cases := []struct {
		name     string
		assigned float64
		parts    []Part
		want     float64
	}{
		{"below the first step", 19, []Part{bonus()}, 1},
		{"on a step", 20, []Part{bonus()}, 1.1},
		{"on the last step", 5000, []Part{bonus()}, 1.3},
		{"for another table", 5000, []Part{bonus("hotline")}, 1.7},
		{"for this table", 5000, []Part{bonus("hotline"), {Name: "bonus", Metric: "assigned", Tables: []string{"network-county"}, Steps: [][]float64{{0, 2}}}}, 3},
		{"without a base", 5000, []Part{{Name: "bonus", Metric: "callback_rate", Steps: [][]float64{{0, 2}}}}, 1.7},
	}
	for _, c := range cases {
		row := map[string]record.Value{"assigned": known(c.assigned), "callback_rate": {State: record.NoBase}}
		if got := scored(t, "1 + (bonus ?? 0.7)", c.parts, row); got == nil || *got != c.want {
			t.Errorf("%s: score = %v, want %v", c.name, got, c.want)
		}
	}
}

// scored is what a rule of one expression gives a county of the network.
func scored(t *testing.T, formula string, parts []Part, row map[string]record.Value) *float64 {
	t.Helper()
	rule, err := NewRule("r", "", "", map[string]string{"network": formula}, Thresholds{}, parts...)
	if err != nil {
		t.Fatal(err)
	}
	return computeBy(t, rule, unit("a", 1, row)).Tables[0].Rows[0].Score
}

func TestPartsThatAreWrong(t *testing.T) {
	line := [][]float64{{70, 12.5}, {95, 25}}
	cases := []struct {
		part Part
		says string
	}{
		{Part{Name: "满意", Metric: "days", Points: line}, "name 只能用小写字母"},
		{Part{Name: "days", Metric: "days", Points: line}, "与式子里的变量同名"},
		{Part{Name: "p", Metric: "score", Points: line}, `没有 "score" 这个 metric`},
		{Part{Name: "p", Metric: "days"}, "points 和 steps 要写一个"},
		{Part{Name: "p", Metric: "days", Points: line, Steps: line}, "也只能写一个"},
		{Part{Name: "p", Metric: "days", Points: line[:1]}, "至少要有两个点"},
		{Part{Name: "p", Metric: "days", Points: [][]float64{{95, 25}, {70, 12.5}}}, "从小到大"},
		{Part{Name: "p", Metric: "days", Points: [][]float64{{95}, {70, 12.5}}}, "从小到大"},
		{Part{Name: "p", Metric: "days", Steps: [][]float64{}}, "不能为空"},
		{Part{Name: "twice", Metric: "days", Points: line}, "有两个这个名字"},
	}
	for _, c := range cases {
		_, err := NewRule("2024", "", "", nil, Thresholds{}, c.part, Part{Name: "twice", Metric: "days", Points: line, Tables: []string{"network-county"}})
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "评分办法 2024") || !strings.Contains(err.Error(), c.part.Name) {
			t.Errorf("%+v: error = %v, want %q in it", c.part, err, c.says)
		}
	}
}

func TestTies(t *testing.T) {
	row := func(assigned, days record.Value) map[string]record.Value {
		return map[string]record.Value{"score": known(10), "assigned": assigned, "days": days}
	}
	none := record.Value{State: record.NoBase}
	rows := []record.UnitRow{unit("a", 1, row(known(5), known(3))), unit("b", 2, row(known(9), none)), unit("c", 3, row(known(9), known(4)))}
	for ties, want := range map[string]string{"": "abc", "-assigned": "bca", "-assigned days": "cba", "assigned": "abc", "-assigned published": "bca"} {
		rule := Rule{Ties: strings.Fields(ties)}
		got := ""
		for _, r := range computeBy(t, rule, rows...).Tables[0].Rows {
			got += r.Unit.ID
			if r.Rank != 1 {
				t.Errorf("%q: %s has rank %d: equal scores share a rank", ties, r.Unit.ID, r.Rank)
			}
		}
		if got != want {
			t.Errorf("%q orders %s, want %s", ties, got, want)
		}
	}
}

func TestTiers(t *testing.T) {
	score := func(n float64) map[string]record.Value {
		return map[string]record.Value{"score": known(n), "assigned": known(9)}
	}
	rows := []record.UnitRow{unit("a", 1, score(10)), unit("b", 2, score(9.5)), unit("c", 3, score(9.5)), unit("d", 4, score(8))}
	cases := []struct {
		name  string
		tiers []Tier
		want  string
	}{
		{"by score", []Tier{{Name: "优", From: new(9.5)}, {Name: "良", From: new(8.5)}, {Name: "差"}}, "优优优差"},
		{"by rank, a shared rank stays together", []Tier{{Name: "优", Share: new(0.5)}, {Name: "良"}}, "优优优良"},
		{"nobody in between", []Tier{{Name: "优", Share: new(0.25)}, {Name: "良", Share: new(0.5)}, {Name: "差", Share: new(1.0)}}, "优良良差"},
		{"of other tables", []Tier{{Name: "优", Tables: []string{"hotline"}}}, ""},
		{"no tier for the rest", []Tier{{Name: "优", From: new(10.0)}}, "优"},
	}
	for _, c := range cases {
		rule := Rule{Tiers: c.tiers}
		if err := rule.Check(func(string) bool { return true }); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		got := ""
		for _, r := range computeBy(t, rule, rows...).Tables[0].Rows {
			got += r.Tier
		}
		if got != c.want {
			t.Errorf("%s: tiers = %s, want %s", c.name, got, c.want)
		}
	}
}

func TestRulesThatAreWrong(t *testing.T) {
	cases := []struct {
		rule Rule
		says string
	}{
		{Rule{Tiers: []Tier{{Name: "优"}, {Name: "良"}}}, "只有最后一档"},
		{Rule{Tiers: []Tier{{Name: "优", From: new(9.0), Share: new(0.1)}}}, "只能写一个"},
		{Rule{Tiers: []Tier{{Name: "优", From: new(9.0)}, {Name: "良", From: new(9.5)}}}, "分数从高到低"},
		{Rule{Tiers: []Tier{{Name: "优", From: new(9.0)}, {Name: "良", Share: new(0.5)}}}, "都用 share"},
		{Rule{Tiers: []Tier{{Name: "优", Share: new(30.0)}}}, "0 与 1 之间"},
		{Rule{Tiers: []Tier{{From: new(9.0)}}}, "要写 name"},
		{Rule{Tiers: []Tier{{Name: "优", From: new(9.0), Tables: []string{"网络"}}}}, `没有 "网络" 这类表`},
		{Rule{Ties: []string{"-件数"}}, `ties 里没有 "件数"`},
		{Rule{Targets: map[string]map[string]float64{"web": {"days": 5}}}, "targets.web"},
		{Rule{Targets: map[string]map[string]float64{"all": {"天数": 5}}}, `没有 "天数"`},
		{Rule{Show: map[string][]string{"network-town": {"days"}}}, `没有 "network-town"`},
	}
	for _, c := range cases {
		err := c.rule.Check(func(metric string) bool { return metric == "days" || metric == "assigned" })
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("error = %v, want %q in it", err, c.says)
		}
	}
}

// A metric that is not shown counts all the same.
func TestHiddenMetricsCount(t *testing.T) {
	rule, err := NewRule("r", "", "", map[string]string{"network": "mean_star + close_rate"}, Thresholds{Ends: 1})
	if err != nil {
		t.Fatal(err)
	}
	rule.Show = map[string][]string{"network": {"close_rate", "assigned", "days"}, "network-city": {"score"}}
	values := map[string]record.Value{"assigned": known(10), "stars-4": known(2), "stars-5": known(2), "close_rate": known(90)}
	b := computeBy(t, rule, unit("a", 1, values), unit("b", 2, values), unit("c", 3, values))
	table := b.Tables[0]
	shown := ""
	for _, m := range table.Metrics {
		shown += m.Key + " "
	}
	if shown != "close_rate assigned days " {
		t.Errorf("shown: %s", shown)
	}
	if row := table.Rows[0]; *row.Score != 5.4 || *row.Excellent != 50 {
		t.Errorf("score %v, excellent %v", *row.Score, *row.Excellent)
	}
	if f, ok := b.Facts.Get("network.low-stars"); !ok || f.Number != 6 {
		t.Errorf("low stars = %+v", f)
	}
	if f, _ := b.Facts.Get("network-county.top"); f.Text != "1" || f.Label != "县区网络前1位" {
		t.Errorf("the rule's one end = %+v", f)
	}
}
