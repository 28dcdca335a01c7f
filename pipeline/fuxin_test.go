package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gocarina/gocsv"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/record"
)

var update = flag.Bool("update", false, "write the golden files anew")

const example = "../examples/fuxin"

// quarters are the example's periods, the oldest first; all but the last are invented.
var quarters = []string{"2020q4", "2021q1", "2021q2", "2021q3"}

// rankings is the part of rankings.json that the tests look at.
type rankings struct {
	Tables []struct {
		Key  string
		Rows []rankingRow
	}
}

type rankingRow struct {
	Unit          string
	Name          string
	PublishedName string `json:"published_name"`
	Rank          int
	Tied          bool
	PublishedRank int  `json:"published_rank"`
	FewCases      bool `json:"few_cases"`
	Cells         map[string]struct {
		Value *float64
		Text  string
	}
	Recomputed struct {
		ExcellentRate   *float64 `json:"excellent_rate"`
		Score           *float64
		ScoreDifference *float64 `json:"score_difference"`
	}
}

// The archive that the example's exports make is the one in the repository, byte for byte.
func TestExampleGolden(t *testing.T) {
	root := ingested(t)
	for _, folder := range []string{"data", "content"} {
		made := files(t, filepath.Join(root, folder))
		if *update {
			must(t, os.RemoveAll(filepath.Join(example, folder)))
			must(t, os.CopyFS(filepath.Join(example, folder), os.DirFS(filepath.Join(root, folder))))
		}
		want := files(t, filepath.Join(example, folder))
		for _, name := range slices.Sorted(maps.Keys(made)) {
			if !bytes.Equal(made[name], want[name]) {
				t.Errorf("%s/%s differs from the golden file; if that is right, run make golden and read the difference", folder, name)
			}
		}
		if len(made) != len(want) {
			t.Errorf("%s: %d files made, %d golden", folder, len(made), len(want))
		}
	}
}

// A second run has nothing to write and touches no file.
func TestSecondRunTouchesNothing(t *testing.T) {
	root := ingested(t)
	before := times(t, root)
	for _, key := range quarters {
		plan := preparePeriod(t, root, key)
		must(t, plan.Apply())
		if plan.Changed() != 0 {
			t.Errorf("%s: %d files would be written again", key, plan.Changed())
		}
	}
	if after := times(t, root); !maps.Equal(before, after) {
		t.Error("a second run touched files")
	}
}

// The six rankings equal the published tables cell for cell, starting from the messy workbooks: 105 rows.
func TestRankingsEqualPublished(t *testing.T) {
	rows := 0
	for key, published := range publishedTables(t) {
		table := tableOf(t, key)
		if len(table) != len(published) {
			t.Errorf("%s: %d rows, published %d", key, len(table), len(published))
		}
		for i, want := range published {
			rows++
			got := table[i]
			if got.PublishedName != want["受理单位"] || strconv.Itoa(got.PublishedRank) != want["名次"] {
				t.Errorf("%s row %d is %s (%d), published %s (%s)", key, i+1, got.PublishedName, got.PublishedRank, want["受理单位"], want["名次"])
			}
			for column, text := range want {
				metric, isMetric := metricOf[column]
				if !isMetric {
					continue
				}
				if cell := got.Cells[metric]; cell.Text != text {
					t.Errorf("%s %s %s = %q, published %q", key, got.Name, column, cell.Text, text)
				}
			}
		}
	}
	if rows != 105 {
		t.Errorf("compared %d rows, want 105", rows)
	}
}

// 优秀率 recomputed from the stars equals the published one on all 105 rows.
func TestExcellentRateRecomputed(t *testing.T) {
	exact := 0
	for key := range publishedTables(t) {
		for _, row := range tableOf(t, key) {
			published, computed := row.Cells["excellent_rate"].Value, row.Recomputed.ExcellentRate
			if published == nil || computed == nil || *published != *computed {
				t.Errorf("%s %s: published %v, recomputed %v", key, row.Name, published, computed)
				continue
			}
			exact++
		}
	}
	t.Logf("优秀率 exact on %d of 105 rows", exact)
}

// The recomputed base score equals the published on at least 58 of the 90 unit rows; the rest lie above it (a volume
// bonus whose rule is not public), and are listed with their difference.
func TestScoreRecomputed(t *testing.T) {
	units, exact := 0, 0
	for key := range publishedTables(t) {
		for _, row := range tableOf(t, key) {
			if key == "network-city" {
				if row.Recomputed.Score != nil {
					t.Errorf("%s: the rule has no expression for cities, yet a score of %v", row.Name, *row.Recomputed.Score)
				}
				continue
			}
			units++
			switch d := row.Recomputed.ScoreDifference; {
			case d == nil:
				t.Errorf("%s %s: no recomputed score", key, row.Name)
			case *d == 0:
				exact++
			default:
				t.Logf("%s %s: published − recomputed = %+.2f", key, row.Name, *d)
				if *d < 0 {
					t.Errorf("%s %s: the published score lies below the recomputed one", key, row.Name)
				}
			}
		}
	}
	t.Logf("综评分 exact on %d of %d unit rows", exact, units)
	if units != 90 || exact < 58 {
		t.Errorf("exact on %d of %d unit rows, want at least 58 of 90", exact, units)
	}
}

// Equal scores share a rank and are marked; nine units of the departments' network table have 10.00.
func TestSharedRanks(t *testing.T) {
	shared := 0
	for _, row := range tableOf(t, "network-department") {
		if row.Rank == 9 {
			shared++
			if !row.Tied {
				t.Errorf("%s shares rank 9 and is not marked", row.Name)
			}
		}
		if few := *row.Cells["assigned"].Value < 5; row.FewCases != few {
			t.Errorf("%s: few cases = %v with %s assigned", row.Name, row.FewCases, row.Cells["assigned"].Text)
		}
	}
	if shared != 8 {
		t.Errorf("%d units share rank 9, want 8 (published ranks 9 to 16)", shared)
	}
}

var metricOf = map[string]string{
	"交办总量": "assigned", "3星以下": "stars-below-3", "3星": "stars-3", "4星": "stars-4", "5星": "stars-5", "5星以上": "stars-above-5",
	"10星": "stars-10", "15星": "stars-15", "25星": "stars-25", "办结率": "close_rate", "按时反馈率": "on_time_rate",
	"满意率": "satisfaction_rate", "优秀率": "excellent_rate", "办件天数": "days", "即时转办率": "transfer_rate",
	"有效回访率": "callback_rate", "综评分": "score",
}

func publishedTables(t *testing.T) map[string][]map[string]string {
	t.Helper()
	tables := map[string][]map[string]string{}
	for key, file := range map[string]string{
		"network-city": "network-cities", "network-county": "network-counties", "network-department": "network-departments",
		"hotline-county": "hotline-counties", "hotline-department": "hotline-departments", "hotline-other": "hotline-others",
	} {
		data, err := os.ReadFile(filepath.Join(example, "published", file+".csv"))
		must(t, err)
		rows, err := gocsv.CSVToMaps(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
		must(t, err)
		tables[key] = rows
	}
	return tables
}

// tableOf reads one table of the published quarter's rankings.json as just made from its exports.
func tableOf(t *testing.T, key string) []rankingRow {
	t.Helper()
	var r rankings
	root := exported(t)
	must(t, prepare(t, root).Apply())
	readJSON(t, filepath.Join(root, "data/bulletins/2021q3/rankings.json"), &r)
	for _, table := range r.Tables {
		if table.Key == key {
			return table.Rows
		}
	}
	t.Fatalf("no table %s", key)
	return nil
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, json.Unmarshal(data, into))
}

// ingested makes an archive with the example's settings and exports and ingests its quarters, the oldest first.
func ingested(t *testing.T) string {
	t.Helper()
	root := exported(t)
	for _, key := range quarters {
		must(t, preparePeriod(t, root, key).Apply())
	}
	return root
}

// exported makes an archive with the example's settings and exports, without what is generated.
func exported(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, part := range []string{"tongbao.toml", "hugo.toml", "units.toml"} {
		data, err := os.ReadFile(filepath.Join(example, part))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(root, part), data, 0o644))
	}
	for _, part := range []string{"rules", "exports"} {
		must(t, os.CopyFS(filepath.Join(root, part), os.DirFS(filepath.Join(example, part))))
	}
	return root
}

// prepare plans the published quarter.
func prepare(t *testing.T, root string) *pipeline.Plan {
	t.Helper()
	return preparePeriod(t, root, "2021q3")
}

func preparePeriod(t *testing.T, root, key string) *pipeline.Plan {
	t.Helper()
	a, err := archive.Open(root)
	must(t, err)
	period, err := record.ParsePeriod(key)
	must(t, err)
	plan, err := pipeline.Prepare(context.Background(), a, period, pipeline.Options{Theme: os.DirFS(".."), Version: "dev"})
	must(t, err)
	return plan
}

func files(t *testing.T, root string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	must(t, fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[name], err = os.ReadFile(filepath.Join(root, name))
		return err
	}))
	return out
}

func times(t *testing.T, root string) map[string]time.Time {
	t.Helper()
	out := map[string]time.Time{}
	must(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			out[path] = info.ModTime()
		}
		return err
	}))
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
