package site

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tongbao/archive"
	"tongbao/site/annotation"
	"tongbao/site/reminder"
)

// Messages go in the hours that the office has set, by its own clock.
func TestHours(t *testing.T) {
	for _, c := range []struct {
		hours, at string
		want      bool
	}{
		{"08:00-20:00", "07:59", false}, {"08:00-20:00", "08:00", true}, {"08:00-20:00", "19:59", true}, {"08:00-20:00", "20:00", false}, {"08:30-12:00", "08:29", false}, {"00:00-23:59", "00:00", true},
	} {
		from, to, err := hoursOf(c.hours)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse("15:04", c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&reminding{from: from, to: to}).now(at); got != c.want {
			t.Errorf("%s at %s: %v", c.hours, c.at, got)
		}
	}
}

// Outside them the store is not even asked.
func TestNothingGoesAtNight(t *testing.T) {
	from, to, err := hoursOf("08:00-20:00")
	if err != nil {
		t.Fatal(err)
	}
	night := func() time.Time { return time.Date(2021, 10, 22, 23, 0, 0, 0, time.Local) }
	if err := (&reminding{from: from, to: to}).round(context.Background(), nil, night, func(reminder.Task, reminder.Outcome) { t.Error("sent") }); err != nil {
		t.Error(err)
	}
}

// The day of an edition is the one on record; what is on no record was not published.
func TestDayOfAnEdition(t *testing.T) {
	a := &archive.Archive{Root: t.TempDir()}
	dir := filepath.Join(a.Root, "data", "bulletins", "2021q3")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if day, err := publishedOn(a, "2021q3", 1); day != "" || err != nil {
		t.Errorf("without a record: %q, %v", day, err)
	}
	record := `{"period":"2021q3","editions":[{"number":1,"date":"2021-10-22","files":[]},{"number":2,"date":"2021-11-05","files":[]}],"corrections":[]}`
	if err := os.WriteFile(filepath.Join(dir, "editions.json"), []byte(record), 0o644); err != nil {
		t.Fatal(err)
	}
	for number, want := range map[int]annotation.Date{1: "2021-10-22", 2: "2021-11-05", 3: ""} {
		if day, err := publishedOn(a, "2021q3", number); day != want || err != nil {
			t.Errorf("edition %d: %q, %v, want %q", number, day, err, want)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "editions.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := publishedOn(a, "2021q3", 1); err == nil {
		t.Error("a damaged record was taken")
	}
}
