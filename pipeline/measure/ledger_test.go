package measure

import (
	"fmt"
	"testing"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// ledgerOf is a ledger for the third quarter of 2021, cut off on 22 October, with one unit that is registered.
func ledgerOf(t *testing.T, working bool) (*Ledger, *record.Register) {
	t.Helper()
	register, wrong := record.NewRegister([]record.RegisterEntry{
		{Unit: record.Unit{ID: "jia", Name: "甲局", Groups: map[string]string{"hotline": "department"}}},
		{Unit: record.Unit{ID: "shen", Name: "沈阳", Groups: map[string]string{"network": "city"}}},
	}, nil, "2021-07-01")
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	calendar, err := NewCalendar([]string{"2021-10-01", "2021-10-04", "2021-10-05", "2021-10-06", "2021-10-07"}, []string{"2021-10-09"})
	if err != nil {
		t.Fatal(err)
	}
	names := record.NewNames()
	names.Units = []record.NamedUnit{{Unit: register.Find("甲局")}, {Unit: register.Find("沈阳")}}
	return NewLedger(Terms{
		Start: record.DayStart(2021, 7, 1), End: record.DayStart(2021, 10, 1), Cutoff: record.DayStart(2021, 10, 23),
		OverdueDays: 30, TransferHours: 24, Working: working, Calendar: calendar,
	}, names), register
}

// caseOf is a hotline case dispatched on a day at nine and closed days later; days < 0 leaves it open.
func caseOf(no string, month, day, days int) *record.Case {
	const hour, dayLong = 3600, 24 * 3600
	sent := record.DayStart(2021, month, day) + 9*hour
	c := &record.Case{No: []byte(no), Channel: "hotline", Received: sent - hour, Dispatched: sent, Star: -1}
	if days >= 0 {
		c.Closed, c.Progress = sent+record.Moment(days*dayLong), record.Yes
	}
	return c
}

func take(t *testing.T, l *Ledger, c *record.Case, want record.Outcome) {
	t.Helper()
	if got, err := l.Add(c); got != want || err != nil {
		t.Errorf("case %s went to %v, want %v (%v)", c.No, got, want, err)
	}
}

func figures(l *Ledger, register *record.Register) string {
	for _, s := range l.ranked(register, "hotline") {
		return fmt.Sprintf("assigned %d closed %d days %d overdue %d", s.assigned, s.closed, s.days, s.overdue)
	}
	return "none"
}

// The same case is one; a later row with other values replaces the earlier, in whichever file it stands.
func TestLedgerKeepsEachCaseOnce(t *testing.T) {
	l, register := ledgerOf(t, false)
	take(t, l, caseOf("1", 7, 1, -1), record.Counted)
	take(t, l, caseOf("1", 7, 1, -1), record.Duplicate)
	l.NextFile()
	take(t, l, caseOf("1", 7, 1, -1), record.Duplicate)
	take(t, l, caseOf("1", 7, 1, 4), record.Corrected)
	take(t, l, caseOf("1", 7, 2, 4), record.Counted) // the number again, another day: another case
	take(t, l, caseOf("2", 6, 1, 3), record.OutOfPeriod)
	lost := caseOf("", 7, 3, 2)
	take(t, l, lost, record.Counted)
	take(t, l, lost, record.Counted) // a number that was lost is like no other
	if got, want := figures(l, register), "assigned 4 closed 4 days 12 overdue 0"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A correction may take a case out of the period: it counts nowhere any more.
func TestCorrectionOutOfThePeriod(t *testing.T) {
	l, register := ledgerOf(t, false)
	c := caseOf("1", 7, 1, 4)
	take(t, l, c, record.Counted)
	moved := *c
	moved.Dispatched, moved.Closed = record.DayStart(2021, 10, 5), 0
	moved.Progress = record.No
	take(t, l, &moved, record.Corrected) // received in July still
	if got, want := figures(l, register), "none"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestCutoffDecides(t *testing.T) {
	l, register := ledgerOf(t, false)
	take(t, l, caseOf("closed on the last day", 9, 30, 22), record.Counted)
	take(t, l, caseOf("closed too late", 9, 30, 23), record.Counted)
	take(t, l, caseOf("open for 30 days", 9, 22, -1), record.Counted)
	take(t, l, caseOf("open for 31 days", 9, 21, -1), record.Counted)
	take(t, l, caseOf("open since June", 6, 21, -1), record.Counted)
	if got, want := figures(l, register), "assigned 4 closed 1 days 22 overdue 2"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// From Thursday 30 September over the national holiday to Saturday 9 October, a working day: two working days.
func TestDaysMayBeWorkingDays(t *testing.T) {
	l, register := ledgerOf(t, true)
	take(t, l, caseOf("1", 9, 30, 9), record.Counted)
	if got, want := figures(l, register), "assigned 1 closed 1 days 2 overdue 0"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Cases keep their places while the index grows.
func TestLedgerGrows(t *testing.T) {
	l, _ := ledgerOf(t, false)
	for round, want := range []record.Outcome{record.Counted, record.Duplicate} {
		for i := range 50_000 {
			if got, _ := l.Add(caseOf(fmt.Sprint(i), 7, 1+i%90%30, 1)); got != want {
				t.Fatalf("round %d, case %d: %v, want %v", round, i, got, want)
			}
		}
	}
	if l.Len() != 50_000 {
		t.Errorf("%d cases", l.Len())
	}
}

// Cities' cases rank among cities and are not the office's.
func TestCitiesAreNotTheOffice(t *testing.T) {
	l, register := ledgerOf(t, false)
	take(t, l, caseOf("1", 7, 1, 1), record.Counted)
	city := caseOf("2", 7, 1, 1)
	city.Channel, city.Unit = "network", 1
	take(t, l, city, record.Counted)
	for _, item := range l.Overview(register) {
		if item.Key == "received" && item.Value.Number != 1 {
			t.Errorf("received = %v, want 1", item.Value.Number)
		}
	}
	tables := l.Rankings(register, Rule{}, []record.Metric{{Key: "assigned"}, {Key: "close_rate"}, {Key: "stars-5"}})
	if len(tables) != 2 || tables[0].Key() != "network-city" || tables[1].Key() != "hotline-department" {
		t.Fatalf("tables = %+v", tables)
	}
	if got := fmt.Sprint(tables[1].Metrics); got != "[assigned close_rate]" {
		t.Errorf("columns = %s: a column that nothing fills is left out", got)
	}
}

func TestRecountNamesWhatDiffers(t *testing.T) {
	row := func(n float64) record.UnitRow {
		return record.UnitRow{Unit: record.Unit{ID: "jia", Name: "甲局"}, Values: map[string]record.Value{"assigned": {State: record.Known, Number: n, Text: record.FormatNumber(n)}}}
	}
	table := func(n float64) record.Ranking {
		return record.Ranking{Channel: "hotline", Group: "department", Metrics: []string{"assigned"}, Rows: []record.UnitRow{row(n)}}
	}
	metrics := []record.Metric{{Key: "assigned", Label: "交办总量"}}
	same := record.Records{Rankings: []record.Ranking{table(5)}, Computed: []record.Ranking{table(5)}}
	if found := recount(same, metrics); len(found) > 0 {
		t.Errorf("equal tables: %v", found)
	}
	found := recount(record.Records{Rankings: []record.Ranking{table(5)}, Computed: []record.Ranking{table(4)}}, metrics)
	if len(found) != 2 || found[0].Severity != sheet.Note || found[0].Message != "市直部门（单位）热线甲局交办总量：排名表为5，按工单复算为4" {
		t.Errorf("found = %+v", found)
	}
}

// Closed by its status, nobody knows when: no days, and no lateness either.
func TestStatusAloneGivesNoTimes(t *testing.T) {
	l, register := ledgerOf(t, false)
	c := caseOf("1", 7, 1, -1)
	c.Progress, c.Due = record.Yes, record.DayStart(2021, 7, 5)
	take(t, l, c, record.Counted)
	s := l.ranked(register, "hotline")[0]
	if got := fmt.Sprint(s.value("close_rate").Text, s.value("days").Text, s.value("on_time_rate").Text, s.fedBack); got != "100%------1" {
		t.Errorf("close rate, days, on time, fed back = %s", got)
	}
}

// A later file may correct the reason alone, and take a name out of it; a telephone used as number is not published.
func TestHighStarsAreCorrectedAndHidden(t *testing.T) {
	l, _ := ledgerOf(t, false)
	c := caseOf("13800138000", 7, 1, 2)
	c.Star, c.Detail = 10, &record.Detail{Reason: "旧"}
	take(t, l, c, record.Counted)
	again := *c
	again.Detail = &record.Detail{Reason: "新"}
	take(t, l, &again, record.Corrected)
	take(t, l, &again, record.Duplicate)
	if got := l.HighStars(); len(got) != 1 || got[0].Reason != "新" || got[0].CaseNo == "13800138000" {
		t.Errorf("high stars = %+v", got)
	}
}
