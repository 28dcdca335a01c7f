package chart

import (
	"slices"
	"strings"
	"testing"
)

func values(ns ...float64) []*float64 {
	out := make([]*float64, len(ns))
	for i, n := range ns {
		if n >= 0 {
			out[i] = &n
		}
	}
	return out
}

func series(vs []*float64) Series {
	n := len(vs)
	s := Series{Labels: make([]string, n), Values: vs, Texts: make([]string, n), Breaks: make([]string, n), Apart: make([]bool, n)}
	for i := range vs {
		s.Labels[i] = "p" + string(rune('0'+i%10))
		s.Texts[i] = "v"
	}
	return s
}

func TestDrawInterrupts(t *testing.T) {
	s := series(values(1, 2, -1, 3, 4, 5))
	s.Breaks[4] = "评分办法改变"
	c := Draw(s)
	if len(c.Lines) != 3 || !strings.HasPrefix(c.Lines[2], "M") || strings.Count(c.Lines[2], "L") != 1 {
		t.Errorf("stretches %q", c.Lines)
	}
	if len(c.Breaks) != 1 || c.Breaks[0].X <= c.Dots[2].X || c.Breaks[0].X >= c.Dots[3].X {
		t.Errorf("break %+v between %+v", c.Breaks, c.Dots)
	}
	if len(c.Dots) != 5 || !c.Dots[4].Last {
		t.Errorf("dots %+v", c.Dots)
	}
}

func TestFirstRankIsOnTop(t *testing.T) {
	s := series(values(1, 7))
	s.Rank = true
	c := Draw(s)
	if c.Dots[0].Y != c.Top || c.Dots[1].Y != c.Bottom || c.Ticks[0].Text != "1" {
		t.Errorf("%+v, ticks %+v", c.Dots, c.Ticks)
	}
	if c.Said.Highest != "p0 v" || c.Said.Lowest != "p1 v" {
		t.Errorf("said %+v", c.Said)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		name    string
		values  []*float64
		ceiling float64
		rank    bool
		want    string
	}{
		{"rates stop at 100", values(92.3, 99.8), 100, false, "90 95 100"},
		{"counts", values(3, 40), 0, false, "0 20 40"},
		{"one value", values(9.9), 0, false, "8 9 10 11"},
		{"ranks", values(3, 26), 0, true, "1 10 20 26"},
		{"few ranks", values(1, 2), 0, true, "1 2 3 4"},
	} {
		s := series(c.values)
		s.Ceiling, s.Rank = c.ceiling, c.rank
		var got []string
		for _, tick := range Draw(s).Ticks {
			got = append(got, tick.Text)
		}
		if c.want != strings.Join(got, " ") {
			t.Errorf("%s: ticks %v, want %s", c.name, got, c.want)
		}
	}
}

func TestDrawWithoutValues(t *testing.T) {
	c := Draw(series(values(-1, -1)))
	if len(c.Lines) != 0 || len(c.Dots) != 0 || c.Said != nil {
		t.Errorf("%+v", c)
	}
}

func TestPeriodLabelsDoNotTouch(t *testing.T) {
	for _, n := range []int{1, 2, 4, 20, 160} {
		c := Draw(series(make([]*float64, n)))
		xs := make([]float64, len(c.Periods))
		for i, p := range c.Periods {
			xs[i] = p.At
		}
		slices.Sort(xs)
		for i := 1; i < len(xs); i++ {
			if xs[i]-xs[i-1] < 48 {
				t.Errorf("%d periods: labels at %v", n, xs)
			}
		}
		if len(xs) == 0 {
			t.Errorf("%d periods: no label", n)
		}
	}
}
