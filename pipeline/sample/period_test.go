package sample_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sample"
)

func known(n float64, text string) record.Value {
	return record.Value{State: record.Known, Number: n, Text: text}
}

// oneUnit is a table of one unit with the values given.
func oneUnit(values map[string]record.Value) []record.Ranking {
	metrics := []string{"assigned", "stars-5", "close_rate", "satisfaction_rate", "transfer_rate", "days"}
	unit := record.Unit{ID: "jia", Name: "甲区", Registered: true}
	return []record.Ranking{{Channel: "hotline", Group: "county", Metrics: metrics, Rows: []record.UnitRow{{Unit: unit, Name: "甲区", Values: values}}}}
}

func date(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// Every kind of period is filled from its first day to its last, and not beyond.
func TestPeriods(t *testing.T) {
	for key, ends := range map[string][2]string{
		"2021-w35": {"2021-08-30", "2021-09-05"}, "2021-02": {"2021-02-01", "2021-02-28"}, "2021-12": {"2021-12-01", "2021-12-31"},
		"2021q4": {"2021-10-01", "2021-12-31"}, "2021h1": {"2021-01-01", "2021-06-30"}, "2020": {"2020-01-01", "2020-12-31"},
	} {
		o := sample.Options{Period: period(t, key), Cutoff: date(ends[1]), Rows: 9000}
		set, _, err := sample.New(oneUnit(map[string]record.Value{"assigned": known(50, "50")}), nil, nil, o)
		must(t, err)
		first, last := "9999", ""
		must(t, set.Files()[0].Each(func(r sample.Row) error {
			day := r[sample.Received].Time.Format(time.DateOnly)
			first, last = min(first, day), max(last, day)
			return nil
		}))
		if first != ends[0] || last != ends[1] {
			t.Errorf("%s runs from %s to %s, want %v", key, first, last, ends)
		}
		o.Cutoff = o.Cutoff.AddDate(0, 0, -1)
		if _, _, err := sample.New(nil, nil, nil, o); err == nil || !strings.Contains(err.Error(), "早于期间最后一天") {
			t.Errorf("%s: a cut-off within the period: %v", key, err)
		}
	}
}

// A mean longer than the week is kept: rated cases are then open ones, and ones of the time before.
func TestMeanLongerThanThePeriod(t *testing.T) {
	tables := oneUnit(map[string]record.Value{
		"assigned": known(40, "40"), "stars-5": known(39, "39"), "close_rate": known(75, "75%"), "days": known(8.5, "8.5"),
		"transfer_rate": known(90, "90%"), "satisfaction_rate": known(66.67, "66.67%"),
	})
	o := sample.Options{Period: period(t, "2021-w35"), Cutoff: date("2021-09-15")}
	set, unmet, err := sample.New(tables, nil, nil, o)
	must(t, err)
	if len(unmet) > 0 {
		t.Error(unmet)
	}
	var days, closed, rated, prompt int
	must(t, set.Files()[0].Each(func(r sample.Row) error {
		if at := r[sample.Rated]; at.Kind == sample.Moment {
			rated++
			if at.Time.Before(date("2021-08-30")) || !at.Time.Before(date("2021-09-06")) {
				t.Errorf("rated out of the period: %v", at.Time)
			}
		}
		if r[sample.Sent].Time.Before(date("2021-08-30")) {
			return nil
		}
		if r[sample.Sent].Time.Sub(r[sample.Received].Time) <= 24*time.Hour {
			prompt++
		}
		if r[sample.Closed].Kind == sample.Moment {
			closed++
			days += int(dayOf(r[sample.Closed].Time).Sub(dayOf(r[sample.Sent].Time)).Hours() / 24)
			if r[sample.Closed].Time.After(date("2021-09-16")) {
				t.Errorf("closed after the cut-off: %v", r[sample.Closed].Time)
			}
		}
		return nil
	}))
	if days != 255 || closed != 30 || rated != 39 || prompt != 36 {
		t.Errorf("%d days, %d closed, %d rated, %d prompt; want 255, 30, 39, 36", days, closed, rated, prompt)
	}
}

// What cannot be is said, with unit and metric; the rest is made.
func TestUnmet(t *testing.T) {
	q3 := sample.Options{Period: period(t, "2021q3"), Cutoff: date("2021-09-30")}
	late := sample.Options{Period: q3.Period, Cutoff: date("2021-11-30")}
	august := sample.Options{Period: period(t, "2021-08"), Cutoff: date("2021-08-31")}
	listed := []record.Overdue{{Unit: record.Unit{ID: "jia"}, Name: "甲区", Count: known(3, "3")}}
	for _, test := range []struct {
		name    string
		values  map[string]record.Value
		overdue []record.Overdue
		options sample.Options
		want    string
	}{
		{"rate", map[string]record.Value{"assigned": known(7, "7"), "close_rate": known(50, "50%")}, nil, q3, "热线平台·县区·甲区：办结率 50% 不能由 7 件得出"},
		{"rate of none", map[string]record.Value{"satisfaction_rate": known(50, "50%")}, nil, q3, "满意率 50% 不能由至多 0 件得出"},
		{"mean", map[string]record.Value{"assigned": known(2, "2"), "days": known(4.33, "4.33")}, nil, q3, "办件天数 4.33 不能由 2 件"},
		{"age", map[string]record.Value{"assigned": known(2, "2"), "days": known(93, "93")}, nil, q3, "办件天数 93 不能由 2 件"},
		{"stars", map[string]record.Value{"assigned": known(2, "2"), "stars-5": known(2, "2"), "excellent_rate": known(50, "50%")}, nil, q3, "优秀率 50% 与评星件数不符"},
		{"overdue", map[string]record.Value{"assigned": known(10, "10"), "close_rate": known(90, "90%")}, listed, q3, "超期未报·甲区：3 件中有 2 件"},
		{"overdue in a month", map[string]record.Value{"assigned": known(10, "10"), "close_rate": known(0, "0%")}, listed, august, "超期未报·甲区：3 件中有 3 件"},
		{"late cut-off", map[string]record.Value{"assigned": known(10, "10"), "close_rate": known(50, "50%")}, listed, late, "名单之外的 2 件未办结诉求也会超期"},
	} {
		set, unmet, err := sample.New(oneUnit(test.values), test.overdue, nil, test.options)
		must(t, err)
		if len(unmet) != 1 || !strings.Contains(unmet[0], test.want) {
			t.Errorf("%s: %q, want %q", test.name, unmet, test.want)
		}
		for _, f := range set.Files() {
			must(t, sample.Write(io.Discard, set.Header(), f, sample.CSV, true))
		}
	}
}

// A city's row in the cities' table takes none of the overdue cases: the list is of local units.
func TestOverdueIsLocal(t *testing.T) {
	values := map[string]record.Value{"assigned": known(10, "10"), "close_rate": known(70, "70%")}
	tables := append(oneUnit(values), oneUnit(values)...)
	tables[0].Group, tables[0].Channel = "city", "network"
	listed := []record.Overdue{{Unit: record.Unit{ID: "jia"}, Name: "甲区", Count: known(3, "3")}}
	set, unmet, err := sample.New(tables, listed, nil, sample.Options{Period: period(t, "2021q3"), Cutoff: cutoff()})
	must(t, err)
	if len(unmet) > 0 {
		t.Error(unmet)
	}
	for _, f := range set.Files() {
		if got := recount(t, f)["甲区"].overdue; got != map[string]int{hotlineFile: 3, cityFile: 0}[f.Name] {
			t.Errorf("%s: %d overdue", f.Name, got)
		}
	}
}

// A unit that stands in two tables of a channel has its cases once, and differing figures are reported.
func TestUnitInTwoTables(t *testing.T) {
	tables := append(oneUnit(map[string]record.Value{"assigned": known(5, "5")}), oneUnit(map[string]record.Value{"assigned": known(6, "6")})...)
	tables[1].Group = "other"
	set, unmet, err := sample.New(tables, nil, nil, sample.Options{Period: period(t, "2021q3"), Cutoff: cutoff()})
	must(t, err)
	if set.Files()[0].Rows != 5 || len(unmet) != 1 || !strings.Contains(unmet[0], "其他单位·甲区") {
		t.Errorf("%d rows, unmet %q", set.Files()[0].Rows, unmet)
	}
}

// Rows per second of each format, 200 000 cases and a million.
func BenchmarkWrite(b *testing.B) {
	in := exports(b)
	for _, rows := range []int{200_000, 1_000_000} {
		for _, format := range sample.Formats() {
			b.Run(fmt.Sprintf("%d/%s", rows, format), func(b *testing.B) {
				for b.Loop() {
					o := options(b)
					o.Rows = rows
					set, _ := made(b, in, o)
					for _, f := range set.Files() {
						must(b, sample.Write(io.Discard, set.Header(), f, format, false))
					}
				}
			})
		}
	}
}
