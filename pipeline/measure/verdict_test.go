package measure

import (
	"testing"

	"tongbao/pipeline/record"
)

// A goal names who misses it, the furthest off first, or says that all reach it; of days, more is worse.
func TestTargets(t *testing.T) {
	table := Table{Channel: "hotline", Group: "county", Metrics: []record.Metric{
		{Key: "close_rate", Label: "办结率", Unit: "%", Better: "high"}, {Key: "days", Label: "办件天数", Unit: "天", Better: "low"},
		{Key: "satisfaction_rate", Label: "满意率", Unit: "%", Better: "high"},
	}}
	for _, r := range []struct {
		name                  string
		closed, days, content float64
	}{{"甲", 95, 6, 99}, {"乙", 80, 5, 98}, {"丙", 60, 9, 97}} {
		row := Row{Unit: record.Unit{ID: r.name, Name: r.name}, Values: map[string]record.Value{}}
		for key, n := range map[string]float64{"close_rate": r.closed, "days": r.days, "satisfaction_rate": r.content} {
			row.Values[key] = record.Value{State: record.Known, Number: n}
		}
		table.Rows = append(table.Rows, row)
	}
	table.Rows = append(table.Rows, Row{Unit: record.Unit{ID: "丁", Name: "丁"}, Values: map[string]record.Value{"days": {State: record.NoBase}}})
	var f Facts
	f.targets(Bulletin{Tables: []Table{table}, Rule: Rule{Targets: map[string]map[string]float64{"hotline": {"close_rate": 90, "days": 5, "satisfaction_rate": 97}}}})
	for key, want := range map[string]string{
		"hotline-county.close_rate.missed": "丙、乙", "hotline-county.days.missed": "丙、甲", "hotline-county.satisfaction_rate.met": "甲、乙、丙",
	} {
		if fact, ok := f.Get(key); !ok || fact.Names() != want {
			t.Errorf("%s lists %s, want %s", key, fact.Names(), want)
		}
	}
	if _, ok := f.Get("hotline-county.close_rate.met"); ok {
		t.Error("a goal that some miss is not met")
	}
	if fact, _ := f.Get("target.hotline.days"); fact.Text != "5天" {
		t.Errorf("the goal reads %s", fact.Text)
	}
}
