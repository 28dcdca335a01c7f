package measure

import (
	"fmt"
	"testing"

	"tongbao/pipeline/record"
)

// How a figure moved is said as official prose says it: rates in percentage points, counts in percent, few cases by number.
func TestChanges(t *testing.T) {
	for _, c := range []struct {
		unit, before, now string
		want              string
	}{
		{"%", "82.24%", "83.49%", "上升1.25个百分点"},
		{"%", "82.24%", "81.94%", "下降0.3个百分点"},
		{"%", "82.24%", "82.24%", "持平"},
		{"%", "82.24%", "82.28%", "基本持平"},
		{"天", "4.32", "4.31", "基本持平"},
		{"件", "200", "250", "增长25%"},
		{"件", "300", "200", "下降33.33%"},
		{"件", "100000", "100001", "基本持平"},
		{"件", "15.9万", "16.8万", "增长约6%"},
		{"件", "3", "5", "增加2件"},
		{"件", "3", "0", "减少3件"},
		{"天", "4.32", "4", "缩短0.32天"},
		{"天", "4", "4.32", "延长0.32天"},
		{"分", "10.81", "10.9", "提高0.09分"},
		{"个", "10", "8", "减少2个"},
	} {
		got, ok := changeOf(figureOf(t, c.now, c.unit), figureOf(t, c.before, c.unit))
		if !ok || got.text != c.want {
			t.Errorf("%s → %s: %s, want %s", c.before, c.now, got.text, c.want)
		}
	}
}

func figureOf(t *testing.T, text, unit string) Fact {
	t.Helper()
	var n float64
	tens := ""
	if _, err := fmt.Sscanf(text, "%f%s", &n, &tens); n == 0 && err != nil && text != "0" {
		t.Fatalf("%s: %v", text, err)
	}
	if tens == "万" {
		n *= 10000
	}
	return Fact{Number: n, Text: text, Unit: unit}
}

// seats makes a bulletin of one table from each unit's rates in the order of their ranks.
func seats(t *testing.T, key string, units ...string) Bulletin {
	t.Helper()
	p, err := record.ParsePeriod(key)
	if err != nil {
		t.Fatal(err)
	}
	table := Table{Channel: "network", Group: "county", Metrics: []record.Metric{{Key: "satisfaction_rate", Label: "满意率", Kind: "rate", Unit: "%"}}}
	for i, text := range units {
		var name string
		var rate float64
		if _, err := fmt.Sscanf(text, "%s %f", &name, &rate); err != nil {
			t.Fatal(err)
		}
		table.Rows = append(table.Rows, Row{
			Unit: record.Unit{ID: name, Name: name}, Rank: i + 1, Few: name == "few",
			Values: map[string]record.Value{"satisfaction_rate": {State: record.Known, Number: rate, Text: record.FormatNumber(rate) + "%"}},
		})
	}
	b := Bulletin{Period: p, Tables: []Table{table}, Rule: Rule{Thresholds: Thresholds{LowSatisfaction: map[string]float64{"network": 80}}}}
	b.Facts.lowSatisfaction(b, "network")
	return b
}

func TestMovesAndStreaks(t *testing.T) {
	now := seats(t, "2021q3", "a 95", "b 90", "few 60", "c 75", "d 70")
	run := []Bulletin{
		seats(t, "2021q2", "c 76", "b 89", "few 50", "a 94", "d 71"),
		seats(t, "2021q1", "b 88", "a 93", "few 40", "c 77", "d 90"),
		seats(t, "2020q4", "b 91", "a 92", "few 30", "c 78", "d 60"),
	}
	now.AddHistory(History{Run: run, YearBefore: nil})
	for _, c := range []struct{ key, names, text string }{
		{"network-county.climb", "a", "上升3位"},
		{"network-county.fall", "c", "下降3位"},
		{"network-county.satisfaction_rate.rise", "a", "1"},    // b fell once, few has few cases
		{"network-county.satisfaction_rate.decline", "c", "1"}, // 78, 77, 76, 75
		{"network.low-satisfaction.streak", "c", "1"},          // few has few cases
		{"network.low-satisfaction.again", "c、d、few", "3"},
		{"network.low-satisfaction.vs-previous", "", "持平"},
		{"network.low-satisfaction.previous", "", "3"},
	} {
		f, ok := now.Facts.Get(c.key)
		if !ok || f.Names() != c.names || f.Text != c.text {
			t.Errorf("%s: %s %s, want %s %s (%v)", c.key, f.Names(), f.Text, c.names, c.text, ok)
		}
	}
	if f, _ := now.Facts.Get("network-county.satisfaction_rate.rise"); f.Word != "连续三个季度上升" {
		t.Errorf("a streak of three quarters is called %q", f.Word)
	}
}

// A gap in the archive ends a streak: nothing is said about what is not known.
func TestNoStreakWithoutData(t *testing.T) {
	now := seats(t, "2021q3", "a 95")
	now.AddHistory(History{Run: []Bulletin{seats(t, "2021q2", "a 94"), seats(t, "2021q1", "a 93")}})
	if _, ok := now.Facts.Get("network-county.satisfaction_rate.rise"); ok {
		t.Error("three values make two rises, not three")
	}
}

func TestConditions(t *testing.T) {
	facts := NewFacts([]Fact{{Key: "a", Number: 3, Text: "3", Items: []Item{{Unit: record.Unit{ID: "x"}}}}, {Key: "b", Items: []Item{{Unit: record.Unit{ID: "x"}}}}})
	for text, want := range map[string]bool{
		`has("a")`: true, `has("c")`: false, `number("a") > 2 && count("a") == 1`: true, `same("a", "b")`: true, `same("a", "c")`: false,
		`text("a") == "3"`: true, `asked("s")`: true, `asked("t")`: false,
	} {
		c, err := NewCondition(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Holds(facts, map[string]bool{"s": true}); err != nil || got != want {
			t.Errorf("%s is %v (%v)", text, got, err)
		}
	}
	c, err := NewCondition(`number("a") * 2`)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := c.Weight(facts, nil); err != nil || n != 6 {
		t.Errorf("weight %v %v", n, err)
	}
	if _, err := c.Holds(facts, nil); err == nil {
		t.Error("a number decides nothing")
	}
}

// A year's last period is the same period of last year: it is said once.
func TestAYearIsComparedOnce(t *testing.T) {
	now, before := seats(t, "2021", "a 70"), seats(t, "2020", "a 60", "b 60")
	now.AddHistory(History{Run: []Bulletin{before}, YearBefore: &before})
	if _, ok := now.Facts.Get("network.low-satisfaction.vs-previous"); !ok {
		t.Error("the year before is not compared with")
	}
	if _, ok := now.Facts.Get("network.low-satisfaction.vs-year-before"); ok {
		t.Error("the year before is compared with twice")
	}
}
