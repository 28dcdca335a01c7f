package answers_test

import (
	"slices"
	"strings"
	"testing"

	"tongbao/site/answers"
)

// Whatever is typed, reading it neither fails nor gives an answer that does not hold together.
func FuzzAnswer(f *testing.F) {
	r := example(f)
	for _, set := range []string{"questions.tsv", "first-try.tsv", "silent.txt"} {
		for _, line := range lines(f, set) {
			question, _, _ := strings.Cut(line, "\t")
			f.Add(question)
		}
	}
	f.Fuzz(func(t *testing.T, question string) {
		a, err := r.Answer(question)
		if err != nil {
			t.Fatal(err)
		}
		if a == nil {
			return
		}
		if len(a.Tables) == 0 || len(a.Understood) < 2 {
			t.Fatalf("an answer without figures, or that does not say how it was understood: %+v", a)
		}
		for _, table := range a.Tables {
			whole(t, table)
		}
		again, err := r.Answer(question + " ？")
		if err != nil || written(again) != written(a) {
			t.Fatalf("a mark of question makes another answer: %s", written(again))
		}
	})
}

func whole(t *testing.T, table answers.Table) {
	t.Helper()
	if len(table.Periods) == 0 || len(table.Rows) > table.Of || len(table.Rows) == 0 && table.Count == nil {
		t.Fatalf("%+v", table)
	}
	for _, row := range table.Rows {
		if len(row.Values) != len(table.Periods) || !slices.ContainsFunc(row.Values, func(v *float64) bool { return v != nil }) {
			t.Fatalf("%+v of %+v", row, table)
		}
	}
}
