package chart

import (
	"math"
	"strconv"
)

// scale maps values to their share of the plot's height.
type scale struct {
	low, high float64
	turned    bool // the lowest on top
	ticks     []float64
}

func (s Series) scale() scale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, values := range [][]*float64{s.Values, s.Context} {
		for _, v := range values {
			if v != nil {
				low, high = math.Min(low, *v), math.Max(high, *v)
			}
		}
	}
	switch {
	case math.IsInf(low, 1):
		return scale{low: 0, high: 1}
	case s.Rank:
		return ranks(math.Max(math.Max(high, float64(s.Last)), 4))
	}
	return nice(low, high, s.Ceiling)
}

// ranks always begins with the first.
func ranks(last float64) scale {
	out := scale{low: 1, high: last, turned: true, ticks: []float64{1}}
	step := niceStep((last - 1) / 3)
	for v := math.Max(step, 2); v < last-step/2; v += step {
		if v > 1 {
			out.ticks = append(out.ticks, math.Round(v))
		}
	}
	out.ticks = append(out.ticks, last)
	return out
}

// nice rounds the ends outward to whole steps, but not above the ceiling.
func nice(low, high, ceiling float64) scale {
	if low == high {
		low, high = low-math.Max(math.Abs(low)*0.05, 1), high+math.Max(math.Abs(high)*0.05, 1)
	}
	step := niceStep((high - low) / 3)
	out := scale{low: math.Floor(low/step) * step, high: math.Ceil(high/step) * step}
	if ceiling > 0 {
		out.high = math.Min(out.high, ceiling)
	}
	for i := math.Round(out.low / step); i*step <= out.high+step/1e6; i++ {
		out.ticks = append(out.ticks, i*step)
	}
	return out
}

// niceStep is 1, 2 or 5 times a power of ten, at least the wish.
func niceStep(wish float64) float64 {
	power := math.Pow10(int(math.Floor(math.Log10(wish))))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= wish*0.999 {
			return m * power
		}
	}
	return 10 * power
}

func (s scale) share(v float64) float64 {
	share := (v - s.low) / (s.high - s.low)
	if s.turned {
		return 1 - share
	}
	return share
}

// tickText writes a tick without the tail of binary fractions.
func tickText(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
}
