package pipeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"tongbao/pipeline"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Each case of testdata/*.txtar is a small archive with messy exports, and what is said about them: the tables found,
// the problems with their places, and any section or data file it names. Add a case: write the inputs, run with
// -update, read what was written.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	must(t, err)
	if len(paths) == 0 {
		t.Fatal("no cases")
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { runCase(t, path) })
	}
}

func runCase(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	must(t, err)
	root := t.TempDir()
	must(t, os.WriteFile(filepath.Join(root, "tongbao.toml"), []byte("city = \"示例市\"\n"), 0o644))
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "want/") {
			name := filepath.Join(root, filepath.FromSlash(f.Name))
			must(t, os.MkdirAll(filepath.Dir(name), 0o755))
			must(t, os.WriteFile(name, f.Data, 0o644))
		}
	}
	plan := prepare(t, root)
	must(t, plan.Apply())
	wantReadBack(t, root)
	for i, f := range archive.Files {
		name, expected := strings.CutPrefix(f.Name, "want/")
		if !expected {
			continue
		}
		got := outcome(t, root, name, plan)
		if *update {
			archive.Files[i].Data = []byte(got)
		} else if got != string(f.Data) {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, f.Data)
		}
	}
	if *update {
		must(t, os.WriteFile(path, txtar.Format(archive), 0o644))
	}
}

// wantReadBack: what was written can be read, and writing what was read gives the same: nothing is lost on the way.
func wantReadBack(t *testing.T, root string) {
	t.Helper()
	period, err := record.ParsePeriod("2021q3")
	must(t, err)
	b, err := page.Load(os.DirFS(root), period)
	if errors.Is(err, fs.ErrNotExist) {
		return // nothing could be read of the exports
	}
	must(t, err)
	again, err := page.Data(b, page.Topics{}, page.Sources{})
	must(t, err)
	for _, f := range again[:3] { // summary, rankings, cases
		stored, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.Path)))
		must(t, err)
		if string(stored) != string(f.Body) {
			t.Errorf("%s is not the same after it was read back", f.Path)
		}
	}
}

// outcome gives what a want/ file describes: tables, problems, findings, or a file of the archive.
func outcome(t *testing.T, root, name string, plan *pipeline.Plan) string {
	t.Helper()
	var out strings.Builder
	switch name {
	case "tables":
		for _, s := range plan.Sources {
			for _, table := range s.Tables {
				c := table.Counts
				fmt.Fprintf(&out, "%s | %s %s %s | %d header rows | %d = %d + %d", table.Place, table.Kind, table.Channel, table.Group,
					table.HeaderRows, c.Rows, c.Counted, c.Rejected)
				if c.Duplicates+c.OutOfPeriod > 0 {
					fmt.Fprintf(&out, " + %d duplicates (%d corrected) + %d out of period", c.Duplicates, c.Corrected, c.OutOfPeriod)
				}
				out.WriteByte('\n')
				for _, row := range table.Skipped {
					fmt.Fprintf(&out, "  skipped %d: %s\n", row.Row, row.Reason)
				}
			}
		}
	case "problems":
		for _, p := range plan.Problems {
			out.WriteString(problemText(p))
		}
	case "rejects":
		must(t, plan.WriteRejects())
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(plan.RejectsPath())))
		must(t, err)
		return strings.TrimPrefix(string(data), "\ufeff")
	case "rankings":
		return rankingText(t, root)
	case "findings":
		for _, f := range plan.Findings {
			fmt.Fprintf(&out, "%s %s: %s\n", f.Severity, f.Code, f.Message)
		}
	default:
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		must(t, err)
		return string(data)
	}
	return out.String()
}

// rankingText gives the figures of every table, a line for each unit.
func rankingText(t *testing.T, root string) string {
	t.Helper()
	var rankings struct {
		Tables []struct {
			Key  string
			Rows []struct {
				Unit  string
				Rank  int
				Tier  string
				Cells map[string]struct{ Text string }
			}
		}
	}
	data, err := os.ReadFile(filepath.Join(root, "data/bulletins/2021q3/rankings.json"))
	must(t, err)
	must(t, json.Unmarshal(data, &rankings))
	var out strings.Builder
	for _, table := range rankings.Tables {
		for _, row := range table.Rows {
			fmt.Fprintf(&out, "%s/%s rank %d%s:", table.Key, row.Unit, row.Rank, row.Tier)
			for _, metric := range slices.Sorted(maps.Keys(row.Cells)) {
				fmt.Fprintf(&out, " %s %s", metric, row.Cells[metric].Text)
			}
			out.WriteByte('\n')
		}
	}
	return out.String()
}

func problemText(p sheet.Problem) string {
	return fmt.Sprintf("%s %s @ %s\n  %s [%s]\n  应为：%s\n  办法：%s\n", p.Severity, p.Code, p.Place, p.Message, p.Value, p.Expected, p.Hint)
}
