package sample_test

import (
	"strings"
	"testing"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sample"
)

const (
	networkFile = "网络平台工单"
	hotlineFile = "热线平台工单"
	cityFile    = "省网络平台各市工单"
)

// fileOf is the file that holds a table's cases.
func fileOf(t *testing.T, set *sample.Set, table string) sample.File {
	t.Helper()
	want := networkFile
	if strings.HasPrefix(table, "hotline") {
		want = hotlineFile
	} else if strings.HasSuffix(table, "city") {
		want = cityFile
	}
	for _, f := range set.Files() {
		if f.Name == want {
			return f
		}
	}
	t.Fatalf("no file %s", want)
	return sample.File{}
}

// Recounted from the cases, all six published tables come out again, cell by cell as they are printed.
func TestCasesGiveThePublishedTables(t *testing.T) {
	for name, messy := range map[string]bool{"clean": false, "messy": true} {
		t.Run(name, func(t *testing.T) {
			o := options(t)
			o.Messy = messy
			set, unmet := made(t, exports(t), o)
			if len(unmet) > 0 {
				t.Errorf("unmet: %v", unmet)
			}
			cells := 0
			for table, file := range published {
				cells += compare(t, recount(t, fileOf(t, set, table)), table, publishedTable(t, file))
			}
			if cells != 105*8+15*5+8*3+29*4 {
				t.Errorf("compared %d cells", cells)
			}
		})
	}
}

func compare(t *testing.T, units map[string]*counts, table string, rows []map[string]string) int {
	t.Helper()
	cells := 0
	for _, row := range rows {
		name := row["受理单位"]
		c := units[name]
		if c == nil {
			t.Errorf("%s: no cases of %s", table, name)
			continue
		}
		for column, want := range row {
			if column == "名次" || column == "受理单位" || column == "综评分" {
				continue
			}
			cells++
			cell := table + " " + name + " " + column
			if got := c.print(column); got != want {
				t.Errorf("%s = %q, published %q", cell, got, want)
			}
		}
	}
	return cells
}

// Columns that a table lacks are as if nothing was late, and every rated case was called back.
func TestMissingColumns(t *testing.T) {
	set, _ := made(t, exports(t), options(t))
	for _, f := range set.Files() {
		for name, c := range recount(t, f) {
			if f.Name != cityFile && (c.prompt != c.received || c.received != c.assigned || c.onTime != c.assigned || c.timed != c.assigned) {
				t.Errorf("%s %s: %v", f.Name, name, c)
			}
			if f.Channel == "hotline" && (c.called != c.sum(1)-c.earlier || c.reached != c.called) {
				t.Errorf("%s %s: %d called back of %d rated, %d of them before the period", f.Name, name, c.called, c.sum(1), c.earlier)
			}
		}
	}
}

// Every unit has as many overdue cases as the list says, both channels together, and the others none.
func TestOverdue(t *testing.T) {
	in := exports(t)
	set, _ := made(t, in, options(t))
	got := map[string]int{}
	for _, f := range set.Files() {
		for name, c := range recount(t, f) {
			if f.Name != cityFile {
				got[name] += c.overdue
			} else if c.overdue > 0 {
				t.Errorf("%s has %d overdue cases in the cities' file", name, c.overdue)
			}
		}
	}
	for _, o := range in.Overdue {
		if float64(got[o.Name]) != o.Count.Number {
			t.Errorf("%s: %d overdue, listed %v", o.Name, got[o.Name], o.Count.Text)
		}
		delete(got, o.Name)
	}
	for name, n := range got {
		if n > 0 {
			t.Errorf("%s: %d overdue, not listed", name, n)
		}
	}
}

// The closed cases of a unit do not all take the same time, unless they must.
func TestDaysVary(t *testing.T) {
	set, _ := made(t, exports(t), options(t))
	for _, f := range set.Files() {
		for name, c := range recount(t, f) {
			if c.closed > 1 && c.days >= c.closed && len(c.differentDays) < 2 {
				t.Errorf("%s %s: %d cases in %d days, all alike", f.Name, name, c.closed, c.days)
			}
		}
	}
}

// Rows is exact for the local files together; too few is an error that names the least number.
func TestRows(t *testing.T) {
	in := exports(t)
	for _, rows := range []int{0, 68123, 200000} {
		o := options(t)
		o.Rows = rows
		set, _ := made(t, in, o)
		got := 0
		for _, f := range set.Files() {
			n := 0
			must(t, f.Each(func(sample.Row) error { n++; return nil }))
			if n != f.Rows {
				t.Errorf("%s has %d rows and says %d", f.Name, n, f.Rows)
			}
			if f.Name != cityFile {
				got += n
			}
		}
		if rows == 0 {
			o.Rows = got - 1
			_, _, err := sample.New(in.Rankings, in.Overdue, in.HighStars, o)
			if err == nil || !strings.Contains(err.Error(), record.FormatNumber(float64(got))) {
				t.Errorf("one row too few: %v; want the number %d", err, got)
			}
		} else if got != rows {
			t.Errorf("%d rows, want %d", got, rows)
		}
	}
}
