package measure

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// notices reads the theme's calendar in the shape the program decodes.
func notices(t testing.TB) (off, work []string) {
	t.Helper()
	data, err := os.ReadFile("../../data/holidays.toml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Years []struct {
			Year      int      `toml:"year"`
			Notice    string   `toml:"notice"`
			Off, Work []string `toml:",omitempty"`
		} `toml:"year"`
	}
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, y := range file.Years {
		if y.Year == 0 || y.Notice == "" || len(y.Off) < 10 {
			t.Errorf("incomplete year: %+v", y)
		}
		off, work = append(off, y.Off...), append(work, y.Work...)
	}
	return off, work
}

func chinaCalendar(t testing.TB) Calendar {
	t.Helper()
	c, err := NewCalendar(notices(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(t testing.TB, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkingDays(t *testing.T) {
	c := chinaCalendar(t)
	for _, x := range []struct {
		from, to string
		want     int
		why      string
	}{
		{"2021-07-05", "2021-07-05", 0, "the same day"},
		{"2021-07-05", "2021-07-06", 1, "Monday to Tuesday"},
		{"2021-07-09", "2021-07-12", 1, "Friday to Monday"},
		{"2021-07-09", "2021-07-11", 0, "Friday to Sunday"},
		{"2021-07-10", "2021-07-12", 1, "received on a Saturday"},
		{"2021-07-12", "2021-07-05", 0, "answered before it came"},
		{"2021-07-01", "2021-07-31", 21, "a month without holidays"},
		{"2021-09-30", "2021-10-08", 1, "国庆 2021: only 10-08"},
		{"2021-09-30", "2021-10-09", 2, "国庆 2021: Saturday 10-09 makes up"},
		{"2021-09-30", "2021-10-07", 0, "国庆 2021: within the holiday"},
		{"2021-09-17", "2021-09-22", 2, "中秋 2021: Saturday 09-18 makes up, 09-22"},
		{"2021-09-24", "2021-09-26", 1, "Sunday 2021-09-26 makes up"},
		{"2021-02-05", "2021-02-10", 4, "Sunday 2021-02-07 makes up"},
		{"2021-02-10", "2021-02-18", 1, "春节 2021"},
		{"2021-02-19", "2021-02-20", 1, "Saturday 2021-02-20 makes up"},
		{"2020-01-23", "2020-02-03", 1, "春节 2020, prolonged to 02-02"},
		{"2020-01-17", "2020-01-23", 5, "Sunday 2020-01-19 makes up"},
		{"2020-01-31", "2020-02-02", 0, "Saturday 2020-02-01 no longer makes up"},
		{"2019-04-26", "2019-05-06", 5, "劳动节 2019 as moved by the second notice"},
		{"2018-12-28", "2019-01-02", 2, "元旦 2019 begins in 2018"},
		{"2022-12-30", "2023-01-03", 1, "元旦 2023 begins in 2022"},
		{"2023-09-28", "2023-10-09", 3, "中秋国庆 2023"},
		{"2024-02-09", "2024-02-18", 1, "春节 2024, Sunday 02-18 makes up"},
		{"2025-01-26", "2025-02-05", 2, "春节 2025"},
		{"2026-02-13", "2026-02-24", 2, "春节 2026"},
		{"2020-12-31", "2021-12-31", 250, "the year 2021"},
		{"2018-09-28", "2018-10-08", 6, "2018 is not covered: weekends only"},
		{"2027-09-30", "2027-10-08", 6, "nor is 2027"},
	} {
		if got := c.WorkingDays(day(t, x.from), day(t, x.to)); got != x.want {
			t.Errorf("%s to %s (%s): %d, want %d", x.from, x.to, x.why, got, x.want)
		}
	}
}

// Counting day by day must agree with the table, inside it, at its edges and outside.
func TestWorkingDaysOneByOne(t *testing.T) {
	off, work := notices(t)
	c := chinaCalendar(t)
	named := make(map[string]bool)
	for _, d := range off {
		named[d] = false
	}
	for _, d := range work {
		named[d] = true
	}
	from, count := day(t, "2018-11-01"), 0
	for d := from.AddDate(0, 0, 1); d.Year() < 2028; d = d.AddDate(0, 0, 1) {
		works, is := named[d.Format(time.DateOnly)]
		if !is {
			works = d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
		}
		if works {
			count++
		}
		if got := c.WorkingDays(from, d); got != count {
			t.Fatalf("to %s: %d, want %d", d.Format(time.DateOnly), got, count)
		}
	}
}

func TestWorkingDaysSeesTheClockOnTheWall(t *testing.T) {
	c, china := chinaCalendar(t), time.FixedZone("CST", 8*3600)
	late := time.Date(2021, 7, 5, 23, 59, 0, 0, china)
	early := time.Date(2021, 7, 6, 0, 1, 0, 0, china)
	if got := c.WorkingDays(late, early); got != 1 {
		t.Errorf("two minutes over midnight: %d, want 1", got)
	}
	if got := (Calendar{}).WorkingDays(time.Time{}, late); got < 0 {
		t.Errorf("from no time at all: %d", got)
	}
}

func TestCovers(t *testing.T) {
	c := chinaCalendar(t)
	for year := 2017; year <= 2028; year++ {
		if got, want := c.Covers(year), year >= 2019 && year <= 2026; got != want {
			t.Errorf("%s: %v", strconv.Itoa(year), got)
		}
	}
	if (Calendar{}).Covers(2021) {
		t.Error("an empty calendar covers nothing")
	}
}

func TestNewCalendarRefuses(t *testing.T) {
	for _, x := range []struct{ off, work []string }{
		{off: []string{"2021-02-30"}}, {work: []string{"10月1日"}}, {off: []string{"2021-10-01"}, work: []string{"2021-10-01"}},
	} {
		if _, err := NewCalendar(x.off, x.work); err == nil {
			t.Errorf("%v was taken", x)
		}
	}
}

// The notices move work to weekends only, never name a day twice, and take no working day by mistake.
func TestHolidaysAreWhatNoticesSay(t *testing.T) {
	off, work := notices(t)
	seen := make(map[string]bool)
	for _, d := range append(off, work...) {
		if seen[d] {
			t.Errorf("%s is named twice", d)
		}
		seen[d] = true
	}
	for _, d := range work {
		if w := day(t, d).Weekday(); w != time.Saturday && w != time.Sunday {
			t.Errorf("%s is a %s and needs no make-up", d, w)
		}
	}
}

func BenchmarkWorkingDays(b *testing.B) {
	c, from, to := chinaCalendar(b), day(b, "2021-09-17"), day(b, "2021-10-11")
	for b.Loop() {
		c.WorkingDays(from, to)
	}
}
