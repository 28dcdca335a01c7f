package sample_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/archive"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sample"
	"tongbao/pipeline/sheet"
)

const root = "../../"

// exports reads the example's exports the way package pipeline does.
func exports(t testing.TB) record.Records {
	t.Helper()
	a, err := archive.Open(root + "examples/fuxin")
	must(t, err)
	var words record.Vocabulary
	var metrics struct {
		Metrics []record.Metric `toml:"metric"`
	}
	for name, into := range map[string]any{"headers.toml": &words, "metrics.toml": &metrics} {
		data, err := os.ReadFile(root + "data/" + name)
		must(t, err)
		must(t, archive.Decode(name, data, into))
	}
	var entries []record.RegisterEntry
	for _, u := range a.Units.Units {
		entries = append(entries, record.RegisterEntry{
			Unit: record.Unit{ID: u.ID, Name: u.Name, Parent: u.Parent, Groups: u.Groups}, Aliases: u.Aliases,
		})
	}
	register, wrong := record.NewRegister(entries, nil, "2021-07-01")
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	reader := record.NewReader(words, metrics.Metrics, register)
	names, err := a.Exports("2021q3")
	must(t, err)
	var out record.Records
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(a.ExportsDir("2021q3"), name))
		must(t, err)
		book, _ := sheet.Read(name, data)
		records, _, _ := reader.Read(book)
		out.Add(records)
	}
	if len(out.Rankings) != 6 || len(out.Overdue) != 12 || len(out.HighStars) != 21 {
		t.Fatalf("read %d rankings, %d overdue units, %d high-star cases", len(out.Rankings), len(out.Overdue), len(out.HighStars))
	}
	return out
}

var published = map[string]string{
	"network-city": "network-cities", "network-county": "network-counties", "network-department": "network-departments",
	"hotline-county": "hotline-counties", "hotline-department": "hotline-departments", "hotline-other": "hotline-others",
}

// publishedTable reads one of the tables as they were printed: header → text, row by row.
func publishedTable(t *testing.T, name string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(root + "examples/fuxin/published/" + name + ".csv")
	must(t, err)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff"))).ReadAll()
	must(t, err)
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, text := range line {
			row[lines[0][i]] = text
		}
		out = append(out, row)
	}
	return out
}

func options(t testing.TB) sample.Options {
	t.Helper()
	return sample.Options{Seed: 7, Period: period(t, "2021q3"), Cutoff: cutoff()}
}

func cutoff() time.Time { return time.Date(2021, 10, 15, 0, 0, 0, 0, time.UTC) }

func period(t testing.TB, key string) record.Period {
	t.Helper()
	p, err := record.ParsePeriod(key)
	must(t, err)
	return p
}

func made(t testing.TB, in record.Records, o sample.Options) (*sample.Set, []string) {
	t.Helper()
	set, unmet, err := sample.New(in.Rankings, in.Overdue, in.HighStars, o)
	must(t, err)
	return set, unmet
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
