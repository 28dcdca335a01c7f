package measure

import (
	"math"
	"testing"

	"tongbao/pipeline/record"
)

func TestStandings(t *testing.T) {
	row := func(assigned, low, five, closed, score float64) map[string]record.Value {
		return map[string]record.Value{
			"assigned": known(assigned), "stars-4": known(low), "stars-5": known(five), "close_rate": known(closed), "score": known(score),
		}
	}
	b := compute(t, map[string]string{"network": "mean_star + close_rate"},
		unit("first", 1, row(100, 0, 100, 100, 6)),
		unit("second", 2, row(100, 0, 100, 95, 5.95)),
		unit("third", 3, row(100, 10, 90, 92, 5.87)), // the platform gave 0.05 more than the rule
		unit("few", 4, row(0, 0, 0, 0, 1)))
	got := b.Rule.Standings(b.Tables[0])
	if len(got) != 4 || got[0].Lifts != nil {
		t.Fatalf("got %+v", got)
	}
	close, mean := got[2].Influences[1], got[2].Influences[0]
	if mean.Variable != "mean_star" || mean.Effect > 0 || close.Value != 0.92 || close.Median != 0.935 || math.Abs(close.Effect+0.015) > 1e-9 {
		t.Errorf("third: %+v", got[2].Influences)
	}
	// 5.87 → 5.95 takes eight closed cases, all that are open; or 8 of its 10 cases of four stars.
	if want := []Lift{{"closed", 8, 2, "second"}, {"stars", 8, 2, "second"}}; len(got[2].Lifts) != 2 || got[2].Lifts[0] != want[0] || got[2].Lifts[1] != want[1] {
		t.Errorf("third would rise by %+v, want %+v", got[2].Lifts, want)
	}
	if got[3].Lifts != nil {
		t.Errorf("a unit without cases would rise by %+v", got[3].Lifts)
	}
}

func TestStandingsGoThroughParts(t *testing.T) {
	rule, err := NewRule("r", "", "", map[string]string{"network": "points"}, Thresholds{},
		Part{Name: "points", Metric: "close_rate", Points: [][]float64{{80, 0}, {100, 10}}})
	if err != nil {
		t.Fatal(err)
	}
	values := func(rate float64) map[string]record.Value {
		return map[string]record.Value{"assigned": known(100), "close_rate": known(rate)}
	}
	b := computeBy(t, rule, unit("a", 1, values(100)), unit("b", 2, values(90)))
	got := rule.Standings(b.Tables[0])
	if i := got[1].Influences; len(i) != 1 || i[0].Variable != "close_rate" || math.Abs(i[0].Effect+2.5) > 1e-9 {
		t.Errorf("influences %+v", i)
	}
	if l := got[1].Lifts; len(l) != 1 || l[0] != (Lift{"closed", 10, 1, "a"}) {
		t.Errorf("lifts %+v", l)
	}
}

func TestStandingsOfATableWithoutScore(t *testing.T) {
	b := compute(t, map[string]string{"network": ""}, unit("a", 1, map[string]record.Value{"assigned": known(1)}))
	if got := b.Rule.Standings(b.Tables[0]); got != nil {
		t.Errorf("got %+v", got)
	}
}
