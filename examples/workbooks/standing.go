package main

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// tally is how many of a base of cases something is true of: what a rate is computed from.
type tally struct{ of, base int }

// hundredths is the rate in hundredths of a percent, half rounded up, as rates are published.
func (t tally) hundredths() int { return (20000*t.of + t.base) / (2 * t.base) }

// percent is the rate in percent as it is published.
func (t tally) percent() float64 { return float64(t.hundredths()) / 100 }

// text is the rate as it is printed; nothing to count is "---".
func (t tally) text() string {
	if t.base == 0 {
		return "---"
	}
	return plain(t.percent()) + "%"
}

func (t tally) plus(u tally) tally { return tally{t.of + u.of, t.base + u.base} }

// plain writes a number without needless zeros.
func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func round(n float64, places int) float64 {
	p := math.Pow10(places)
	return math.Round(n*p) / p
}

// standing is how a unit did in a quarter, in whole cases.
type standing struct {
	unit     string
	header   []string
	assigned int
	stars    map[string]int
	rates    map[string]tally // by heading
	days     float64
	score    float64
}

// deal makes whole cases of a habit. The high stars were given before; everything else of the rated is low or standard.
func (h habit) deal(random *rand.Rand, high map[string]int) standing {
	s := standing{unit: h.unit, header: h.header, stars: map[string]int{}, rates: map[string]tally{}}
	s.assigned = dealAssigned(random, h.assigned)
	rated := max(1, part(s.assigned, h.rated*(1+sway(random, 0.03))))
	rest := rated
	for _, heading := range h.header {
		if !isStar(heading) || heading == standardStar {
			continue
		}
		if _, local := highStars()[heading]; local {
			s.stars[heading] = high[heading]
		} else {
			s.stars[heading] = int(float64(rated)*h.stars[heading]*(1+sway(random, 0.25)) + random.Float64())
		}
		rest -= s.stars[heading]
	}
	s.stars[standardStar] = max(0, rest)
	h.dealRates(random, &s)
	s.days = max(1, math.Round(h.days))
	return s
}

// dealAssigned lets very few cases become one more or less, which a share would never do.
func dealAssigned(random *rand.Rand, expected float64) int {
	const few = 8
	if expected < few {
		return max(1, int(math.Round(expected))+random.IntN(3)-1)
	}
	return int(math.Round(expected))
}

// dealRates counts the cases behind every rate: some of the rated say whether they are content, fewer get a call.
func (h habit) dealRates(random *rand.Rand, s *standing) {
	rated := s.rated()
	bases := map[string]int{
		closedColumn: s.assigned, onTimeColumn: s.assigned, transferColumn: s.assigned,
		satisfiedColumn: max(1, part(rated, 0.75+sway(random, 0.15))),
		callbackColumn:  max(1, part(rated, 0.4+sway(random, 0.1))),
	}
	for _, heading := range rateColumns() {
		if share, ok := h.rates[heading]; ok {
			s.rates[heading] = tally{part(bases[heading], share), bases[heading]}
		}
	}
}

func (s standing) rated() int {
	n := 0
	for _, cases := range s.stars {
		n += cases
	}
	return n
}

// excellent counts the cases with the standard mark or more.
func (s standing) excellent() tally {
	t := tally{base: s.rated()}
	for heading, cases := range s.stars {
		if !isLow(heading) {
			t.of += cases
		}
	}
	return t
}

func isLow(heading string) bool {
	return heading == "3星以下" || heading == "3星" || heading == "4星"
}

// baseScore is the score by the rule of 2021: mean star, the rates as published, 优秀率 unrounded, 1 for what every
// unit keeps and the call-backs, which count in full where there were none.
func (s standing) baseScore() float64 {
	weighted := 0
	for heading, cases := range s.stars {
		weighted += faceValue(heading) * cases
	}
	callback := 1.0
	if t, ok := s.rates[callbackColumn]; ok {
		callback = t.percent() / 100
	}
	excellent := s.excellent()
	score := float64(weighted)/float64(excellent.base) + s.rates[closedColumn].percent()/100 + s.rates[satisfiedColumn].percent()/100
	return round(score+float64(excellent.of)/float64(excellent.base)+1+callback, 2)
}

// faceValue is the number of stars a heading names.
func faceValue(heading string) int {
	n, _ := strconv.Atoi(heading[:len(heading)-len("星")])
	return n
}
