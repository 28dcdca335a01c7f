package pipeline_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/pipeline"
	"tongbao/pipeline/sheet"
)

// The list of problems can be opened again, in both forms, and nothing in it is a formula.
func TestReport(t *testing.T) {
	plan := &pipeline.Plan{Problems: []sheet.Problem{{
		Place: sheet.Place{File: "a.xlsx", Sheet: "县区", Row: 6, Col: 3}, Severity: sheet.Error, Value: "=1+1",
		Message: "交办总量“=1+1”：不是数字", Expected: "整数", Hint: "请改正",
	}}}
	want := []string{"错误", "a.xlsx", "县区", "6", "C", "=1+1", "交办总量“=1+1”：不是数字", "整数", "请改正"}
	for _, name := range []string{"问题.xlsx", "问题.csv"} {
		path := filepath.Join(t.TempDir(), name)
		must(t, plan.WriteReport(path))
		data, err := os.ReadFile(path)
		must(t, err)
		book, problems := sheet.Read(name, data)
		if len(problems) > 0 || len(book.Sheets[0].Rows) != 2 {
			t.Fatalf("%s: %v, %d rows", name, problems, len(book.Sheets[0].Rows))
		}
		for i, text := range want {
			if got := book.Sheets[0].Rows[1].Cell(i + 1); strings.TrimPrefix(got.Text, "'") != text || got.Kind != sheet.Text {
				t.Errorf("%s column %d = %+v, want %q", name, i+1, got, text)
			}
		}
		if csv := strings.HasSuffix(name, ".csv"); csv && !strings.Contains(string(data), ",'=1+1,") {
			t.Errorf("the formula is not made inert: %s", data)
		}
	}
	if err := plan.WriteReport("a.txt"); err == nil {
		t.Error("a .txt was written")
	}
}
