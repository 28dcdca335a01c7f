package sample

import (
	"fmt"
	"time"

	"tongbao/pipeline/record"
)

// window is the period and the cut-off in days since 1970-01-01; all three are included.
type window struct{ first, last, cutoff int }

const minutesOfDay = 24 * 60

func newWindow(p record.Period, cutoff time.Time) (window, error) {
	start, err := time.Parse(time.DateOnly, p.Start())
	end, wrong := time.Parse(time.DateOnly, p.End())
	if err != nil || wrong != nil || p.Key == "" {
		return window{}, fmt.Errorf("期间 %q 无法识别", p.Key)
	}
	w := window{first: day(start), last: day(end), cutoff: day(cutoff)}
	if w.cutoff < w.last {
		return window{}, fmt.Errorf("截止日 %s 早于期间最后一天 %s", date(w.cutoff), date(w.last))
	}
	return w, nil
}

// day drops the clock and the zone: a cut-off is a calendar day.
func day(t time.Time) int {
	const secondsOfDay = 60 * minutesOfDay
	return int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

func date(day int) string { return moment(int32(day * minutesOfDay)).Format(time.DateOnly) }

// moment makes a time of minutes since 1970-01-01.
func moment(minutes int32) time.Time { return time.Unix(int64(minutes)*60, 0).UTC() }
