package main

import (
	"math"
	"math/rand/v2"
)

// drift is how far a unit stands from its published habit: it goes on from quarter to quarter and wears off.
type drift struct {
	volume float64 // of the assigned cases
	days   float64
	rates  map[string]float64 // shares, by heading
}

// swing is how far one quarter may move the figures of a table.
type swing struct {
	volume, days float64
	rates        map[string]float64
}

func swingOf(file string) swing {
	switch file {
	case cityFile:
		return swing{0.08, 0.9, map[string]float64{
			closedColumn: 0.012, onTimeColumn: 0.008, satisfiedColumn: 0.015, transferColumn: 0.006, callbackColumn: 0.04,
		}}
	case countyFile, departmentFile:
		return swing{0.09, 1.4, map[string]float64{closedColumn: 0.03, satisfiedColumn: 0.04, callbackColumn: 0.01}}
	}
	return swing{0.06, 0.7, map[string]float64{closedColumn: 0.008, satisfiedColumn: 0.006}}
}

// step moves on by one quarter; three fifths of the earlier distance stay.
func (d drift) step(random *rand.Rand, s swing) drift {
	const stays = 0.6
	next := drift{rates: map[string]float64{}}
	next.volume = stays*d.volume + sway(random, s.volume)
	next.days = stays*d.days + sway(random, s.days)
	for _, heading := range rateColumns() {
		next.rates[heading] = stays*d.rates[heading] + sway(random, s.rates[heading])
	}
	return next
}

// sway is a number between −most and most.
func sway(random *rand.Rand, most float64) float64 { return most * (2*random.Float64() - 1) }

// after is the habit as it shows in a quarter.
func (h habit) after(d drift, s season, file string) habit {
	h.assigned *= s.volume * (1 + d.volume)
	h.days += d.days
	rates := map[string]float64{}
	for heading, share := range h.rates {
		rates[heading] = min(share+d.rates[heading], (1+share)/2) // what was not all right does not become so
	}
	rates[closedColumn] -= lag(h, file)
	if share, ok := courseOf(file, h.unit, s.key); ok {
		rates[satisfiedColumn] = share
	}
	h.rates = rates
	return h
}

// lag is how much less of a large hotline unit's cases were closed before the published quarter. The published overview states
// a lower close rate than its tables give; with the lag the invented quarters lead up to what it states.
func lag(h habit, file string) float64 {
	const large, behind = 400, 0.026
	if file == hotCountyFile || file == hotDepartFile || file == hotOtherFile {
		if h.assigned >= large {
			return behind
		}
	}
	return 0
}

// part is a share of n cases, to the nearest whole case.
func part(n int, share float64) int { return int(math.Round(float64(n) * min(1, max(0, share)))) }

// course is a satisfaction rate laid down for a unit, so that changes over several quarters end in the published one.
type course struct {
	file, unit string
	shares     map[string]float64 // by quarter
}

func courses() []course {
	return []course{
		{countyFile, "细河区", map[string]float64{"2020q4": 0.758, "2021q1": 0.779, "2021q2": 0.803}},   // rises to 82.3 %
		{countyFile, "海州区", map[string]float64{"2020q4": 0.846, "2021q1": 0.823, "2021q2": 0.789}},   // falls to 76 %
		{countyFile, "阜蒙县", map[string]float64{"2020q4": 0.812, "2021q1": 0.774, "2021q2": 0.741}},   // three quarters below 80 %
		{departmentFile, "市教育局", map[string]float64{"2020q4": 0.70, "2021q1": 0.76, "2021q2": 0.72}}, // below 80 % until it recovers
		{hotOtherFile, "阜新移动公司", map[string]float64{"2020q4": 0.873, "2021q1": 0.885, "2021q2": 0.897}},
	}
}

func courseOf(file, unit, quarter string) (float64, bool) {
	for _, c := range courses() {
		if c.file == file && c.unit == unit {
			share, ok := c.shares[quarter]
			return share, ok
		}
	}
	return 0, false
}
