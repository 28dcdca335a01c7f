package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sample"
)

// From case rows alone, clean or as messy as real exports, all six published tables come out cell for cell: assigned,
// every count of stars, every rate and mean to its printed precision. The score is left out: its rule is not public.
func TestCasesGiveThePublishedTables(t *testing.T) {
	for name, o := range map[string]pipeline.SampleOptions{
		"workbook": {Format: sample.XLSXShared, Seed: 7, Rows: 70000},
		"messy":    {Format: sample.CSVGB18030, Seed: 3, Messy: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, made := sampled(t, o, "")
			plan := prepare(t, root)
			must(t, plan.Apply())
			wantAccounts(t, plan, made)
			compareTables(t, root, publishedTables(t))
			wantNoContradictions(t, plan)
		})
	}
}

// The same in every format, with the two local tables of the network.
func TestCasesInEveryFormat(t *testing.T) {
	want := publishedTables(t)
	for key := range want {
		if key != "network-county" && key != "network-department" {
			delete(want, key)
		}
	}
	for _, format := range sample.Formats() {
		for _, messy := range []bool{false, true} {
			t.Run(string(format)+map[bool]string{true: " messy"}[messy], func(t *testing.T) {
				t.Parallel()
				root, made := sampled(t, pipeline.SampleOptions{Format: format, Seed: 11, Messy: messy}, "三季度网络诉求办理情况汇总.xlsx")
				plan := prepare(t, root)
				must(t, plan.Apply())
				wantAccounts(t, plan, made)
				compareTables(t, root, want)
			})
		}
	}
}

// sampled makes an archive whose exports are sample cases only: those of all the example's exports, or of one and the
// lists.
func sampled(t *testing.T, o pipeline.SampleOptions, only string) (root string, made []pipeline.SampleFile) {
	t.Helper()
	from, root := t.TempDir(), t.TempDir()
	must(t, os.CopyFS(from, os.DirFS(example)))
	must(t, os.CopyFS(root, os.DirFS(example)))
	must(t, os.RemoveAll(filepath.Join(root, "exports/2021q3")))
	if only != "" {
		for _, other := range []string{"三季度热线诉求办理情况汇总.xlsx", "超三十天未报诉求列表.csv"} {
			must(t, os.Remove(filepath.Join(from, "exports/2021q3", other)))
		}
	}
	a, err := archive.Open(from)
	must(t, err)
	period, err := record.ParsePeriod("2021q3")
	must(t, err)
	o.Theme, o.Dir = os.DirFS(".."), filepath.Join(root, "exports/2021q3")
	made, unmet, err := pipeline.Sample(context.Background(), a, period, o)
	must(t, err)
	if len(unmet) > 0 {
		t.Errorf("unmet: %v", unmet)
	}
	if only != "" { // the cities' file is large, and the local tables are what this is about
		for _, city := range []string{"省网络平台各市工单", "热线平台工单"} {
			matches, err := filepath.Glob(filepath.Join(o.Dir, "*"+city+"*"))
			must(t, err)
			for _, m := range matches {
				must(t, os.Remove(m))
			}
		}
		made = made[:1]
	}
	return root, made
}

// wantAccounts compares what became of every row with what was made.
func wantAccounts(t *testing.T, plan *pipeline.Plan, made []pipeline.SampleFile) {
	t.Helper()
	want := record.Counts{}
	for _, f := range made {
		want.Counted += f.Rows
		want.Duplicates += f.Duplicates
		want.OutOfPeriod += f.OutOfPeriod
	}
	want.Rows = want.Counted + want.Duplicates + want.OutOfPeriod
	got := plan.Counts()
	got.OutOfPeriod, got.Duplicates = got.OutOfPeriod+got.Duplicates, 0 // a repeated row may be one out of the period
	want.OutOfPeriod, want.Duplicates = want.OutOfPeriod+want.Duplicates, 0
	if got != want {
		t.Errorf("counts = %+v, want %+v", got, want)
	}
	for _, p := range plan.Problems {
		if p.Code != "disguised-html" {
			t.Errorf("problem: %+v", p)
		}
	}
}

// wantNoContradictions: what is counted from one set of cases agrees with itself. What stays is what the published tables
// are made of: the province's row of the city, stars given to earlier cases, a unit in two tables.
func wantNoContradictions(t *testing.T, plan *pipeline.Plan) {
	t.Helper()
	inherited := []string{"rated-above-assigned", "unit-in-two-tables", "home-unattributed", "home-exceeded"}
	for _, f := range plan.Findings {
		if !slices.Contains(inherited, f.Code) && f.Passage == nil {
			t.Errorf("finding: %s %s", f.Code, f.Message)
		}
	}
}

func compareTables(t *testing.T, root string, want map[string][]map[string]string) {
	t.Helper()
	var got, units rankings
	readJSON(t, filepath.Join(root, "data/bulletins/2021q3/rankings.json"), &got)
	readJSON(t, filepath.Join(example, "data/bulletins/2021q3/rankings.json"), &units) // which unit a published row is
	cells := 0
	for key, published := range want {
		rows := map[string]rankingRow{}
		for _, row := range rowsOf(got, key) {
			rows[row.Unit] = row
		}
		if len(rows) != len(published) {
			t.Errorf("%s has %d rows, published %d", key, len(rows), len(published))
		}
		for i, row := range published {
			unit := rowsOf(units, key)[i].Unit
			for column, text := range row {
				if metric, known := metricOf[column]; known && metric != "score" {
					cells++
					if cell := rows[unit].Cells[metric]; cell.Text != text {
						t.Errorf("%s %s %s = %q, published %q", key, row["受理单位"], column, cell.Text, text)
					}
				}
			}
		}
	}
	if cells == 0 {
		t.Error("nothing compared")
	}
}

func rowsOf(r rankings, key string) []rankingRow {
	for _, table := range r.Tables {
		if table.Key == key {
			return table.Rows
		}
	}
	return nil
}
