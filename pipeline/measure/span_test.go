package measure

import "testing"

// What whole numbers of cases a stated rate may stand for, by offices that round and by those that cut off.
func TestParts(t *testing.T) {
	cases := []struct {
		n, rate, step float64
		low, high     float64
		possible      bool
	}{
		{19, 84.21, 0.01, 16, 16, true},
		{19, 84.3, 0.01, 0, 0, false},
		{39, 97.44, 0.01, 38, 38, true},
		{39, 97.43, 0.01, 38, 38, true}, // cut off
		{3057, 93.07, 0.01, 2845, 2845, true},
		{7, 100, 0.01, 7, 7, true},
		{100000, 100, 0.01, 99995, 100000, true},
		{7, 0, 0.01, 0, 0, true},
		{1000, 95, 1, 945, 959, true},
	}
	for _, c := range cases {
		of, possible := parts(c.n, c.rate, c.step)
		if possible != c.possible || possible && (of.low != c.low || of.high != c.high) {
			t.Errorf("parts(%v, %v, %v) = %v, %v; want %v–%v, %v", c.n, c.rate, c.step, of, possible, c.low, c.high, c.possible)
		}
	}
}

func TestStep(t *testing.T) {
	for text, want := range map[string]float64{"95.76%": 0.01, "97%": 1, "4.32": 0.01} {
		if got := step(text, "rate"); got != want {
			t.Errorf("step(%q) = %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]float64{"253": 0, "16.8万": 1000, "3万": 10000} {
		if got := step(text, "count"); got != want {
			t.Errorf("step(%q) = %v, want %v", text, got, want)
		}
	}
}
