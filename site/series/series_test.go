package series_test

import (
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"tongbao/site/series"
)

func TestLoadTheExample(t *testing.T) {
	all, err := series.Load(os.DirFS("../../examples/fuxin/data"))
	if err != nil {
		t.Fatal(err)
	}
	var periods []string
	for _, b := range all {
		periods = append(periods, b.Period.Key)
		if want := b.Period.Key != "2021q3"; b.Sample != want {
			t.Errorf("%s: sample is %v, want %v", b.Period.Key, b.Sample, want)
		}
	}
	if want := []string{"2020q4", "2021q1", "2021q2", "2021q3"}; !slices.Equal(periods, want) {
		t.Errorf("periods %v, want %v", periods, want)
	}
	last := all[3].Tables[1].Rows[0]
	if last.Name != "彰武县" || last.Rank != 1 || *last.Cells["score"].Value != 9.94 {
		t.Errorf("first county is %+v", last)
	}
}

func TestLoadWithoutBulletins(t *testing.T) {
	all, err := series.Load(fstest.MapFS{})
	if err != nil || len(all) != 0 {
		t.Errorf("got %v, %v", all, err)
	}
}

func TestPeriodsInOrder(t *testing.T) {
	keys := []string{"2020q4", "2021", "2021h1", "2021q1", "2021-01", "2021-w01", "2021-02", "2021q2", "2021h2", "2021-12"}
	periods := make([]series.Period, len(keys))
	for i, key := range keys {
		p, ok := series.ParsePeriod(key)
		if !ok {
			t.Fatalf("%s is no period", key)
		}
		periods[len(keys)-1-i] = p
	}
	slices.SortStableFunc(periods, series.Period.Compare)
	for i, p := range periods {
		if p.Year != 2020 && i == 0 {
			t.Errorf("first is %s", p.Key)
		}
	}
	if periods[1].Key != "2021" || periods[len(periods)-1].Key != "2021-12" {
		t.Errorf("order %v", periods)
	}
}

func TestFollows(t *testing.T) {
	for _, c := range []struct {
		later, earlier string
		want           bool
	}{
		{"2021q1", "2020q4", true}, {"2021q3", "2021q1", false}, {"2021-01", "2020-12", true},
		{"2021q1", "2020-12", false}, {"2021-w01", "2020-w52", true}, {"2021-w01", "2020-w53", true}, {"2021h1", "2020h2", true}, {"2021", "2020", true},
	} {
		p, _ := series.ParsePeriod(c.later)
		q, _ := series.ParsePeriod(c.earlier)
		if got := p.Follows(q); got != c.want {
			t.Errorf("%s follows %s: %v, want %v", c.later, c.earlier, got, c.want)
		}
	}
}
