package check_test

import (
	"strings"
	"testing"

	"tongbao/pipeline/check"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// What a link says is compared with what it is bound to; the words around it must suit.
func TestBound(t *testing.T) {
	b := synthetic(t)
	cases := []struct{ text, want string }{
		{"[333](fact:network-county/jia/assigned)、[1](fact:network-county/jia/rank)、[网页](/a/)", ""},
		{"[333件](fact:network-county/jia/assigned)、[１０１](fact:network-county/ding/assigned)", "stale-figure"},
		{"[334](fact:network-county/jia/assigned)", "stale-figure"},
		{"[5](fact:nothing)", "unknown-fact"},
		{"[甲县](fact:network-county.assigned.max)交办量最大，为[333](fact:network-county.assigned.max)件", ""},
		{"[乙县](fact:network-county.assigned.max)交办量最大", "wrong-units 缺甲县 多乙县"},
		{"甲县交办量最小，为[333](fact:network-county.assigned.max)件", "wrong-word"},
		{"甲县交办量最长，为[333](fact:network-county.assigned.max)件", "wrong-word"},
		{"综评分列前3位的依次是[甲县、乙县、丙县](fact:network-county.top)", ""},
		{"综评分列前3位的依次是[乙县、甲县、丙县](fact:network-county.top)", "wrong-order"},
		{"综评分列后[3](fact:network-county.top)位", "wrong-word"},
		{"乙县[333](fact:network-county/jia/assigned)件", "wrong-owner 乙县 甲县"},
		{"甲县[333](fact:network-county/jia/assigned)件", ""},
	}
	for _, c := range cases {
		var got []string
		for _, f := range check.Section("x.md", []byte("+++\n+++\n\n"+c.text+"。\n{#key data-digest=\"0\"}\n"), "network", b, check.NewLexicon(nil, b, "")) {
			if f.Severity == sheet.Error && strings.Contains("unknown-fact stale-figure wrong-units wrong-word wrong-order wrong-owner", f.Code) {
				got = append(got, f.Code+" "+f.Message)
			}
			if f.Passage == nil || f.Passage.Line != 4 || f.Passage.Paragraph != "key" {
				t.Errorf("%s: passage %+v", c.text, f.Passage)
			}
		}
		all := strings.Join(got, "; ")
		if c.want == "" && all != "" {
			t.Errorf("%s\n  found %s", c.text, all)
		}
		for _, w := range strings.Fields(c.want) {
			if !strings.Contains(all, w) {
				t.Errorf("%s\n  found %q, want %s", c.text, all, w)
			}
		}
	}
}

// synthetic measures a small table of counties and one of departments.
func synthetic(t *testing.T) measure.Bulletin {
	t.Helper()
	metrics := []record.Metric{
		{Key: "assigned", Label: "交办总量", Kind: "count", Unit: "件", Better: "none", Most: "最大", Least: "最小"},
		{Key: "stars-4", Label: "4星", Kind: "count", Unit: "件", Better: "low", Star: 4},
		{Key: "satisfaction_rate", Label: "满意率", Kind: "rate", Unit: "%", Better: "high", Most: "最高", Least: "最低"},
		{Key: "days", Label: "办件天数", Kind: "days", Unit: "天", Better: "low", Most: "最长", Least: "最短"},
		{Key: "score", Label: "综评分", Kind: "score", Unit: "分", Better: "high"},
	}
	ranking := func(channel, group string, rows ...[]any) record.Ranking {
		r := record.Ranking{Channel: channel, Group: group, Metrics: []string{"assigned", "stars-4", "satisfaction_rate", "days", "score"}}
		for i, row := range rows {
			name := row[0].(string)
			u := record.UnitRow{Unit: record.Unit{ID: row[1].(string), Name: name, Groups: map[string]string{channel: group}}, Name: name, Rank: i + 1, Values: map[string]record.Value{}}
			for k, metric := range r.Metrics {
				n := row[k+2].(float64)
				if n == 0 && metric == "stars-4" {
					continue
				}
				text := record.FormatNumber(n)
				if metric == "satisfaction_rate" {
					text += "%"
				}
				u.Values[metric] = record.Value{State: record.Known, Number: n, Text: text}
			}
			r.Rows = append(r.Rows, u)
		}
		return r
	}
	rule, err := measure.NewRule("r", "", "", nil, measure.Thresholds{LowSatisfaction: map[string]float64{"network": 80}, OverdueDays: 30, MeanDays: 5})
	if err != nil {
		t.Fatal(err)
	}
	p, err := record.ParsePeriod("2021q3")
	if err != nil {
		t.Fatal(err)
	}
	return measure.Compute(p, "", record.Records{Rankings: []record.Ranking{
		ranking("network", "county",
			[]any{"甲县", "jia", 333.0, 6.0, 93.18, 5.0, 9.94}, []any{"乙县", "yi", 262.0, 0.0, 78.2, 4.0, 9.9},
			[]any{"丙县", "bing", 110.0, 2.0, 93.18, 2.0, 9.84}, []any{"丁县", "ding", 100.0, 0.0, 82.0, 2.0, 9.8},
			[]any{"戊区", "wu", 90.0, 1.0, 76.0, 3.0, 9.7}, []any{"己区", "ji", 80.0, 0.0, 90.0, 4.0, 9.6}, []any{"庚区", "geng", 70.0, 0.0, 91.0, 4.0, 9.5}),
		ranking("network", "department",
			[]any{"市子局", "zi", 50.0, 1.0, 100.0, 1.0, 10.0}, []any{"市丑局", "chou", 40.0, 0.0, 100.0, 2.0, 9.9}, []any{"市寅局", "yin", 30.0, 0.0, 79.0, 3.0, 9.0}),
	}}, rule, metrics)
}
