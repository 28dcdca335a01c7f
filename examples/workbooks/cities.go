package main

import "strconv"

const homeCity = "阜新"

// cities deals the cases of the province's cities. The home city's row is what its own network tables add up to.
func (p *past) cities(s season, network sums) []standing {
	var standings []standing
	for i, h := range p.habits[cityFile] {
		d := p.drifts[cityFile][i].step(p.random, swingOf(cityFile))
		p.drifts[cityFile][i] = d
		city := h.after(d, s, cityFile).deal(p.random, nil)
		city.days = round(max(1, h.days+d.days), 2)
		if h.unit == homeCity {
			city = network.asCity(h)
		}
		city.score = round(h.score+city.better(h)+sway(p.random, 0.03), 2)
		standings = append(standings, city)
	}
	return standings
}

// better is by how much a city's rates add up to more than its habit: the province's rule is not public, so the score
// follows what the rates do.
func (s standing) better(h habit) float64 {
	const weight = 0.5
	sum := s.excellent().percent()/100 - h.rates[excellentColumn]
	for _, heading := range []string{closedColumn, onTimeColumn, satisfiedColumn, transferColumn} {
		sum += s.rates[heading].percent()/100 - h.rates[heading]
	}
	return weight * sum
}

// sums is what the tables of a channel add up to.
type sums struct {
	assigned int
	stars    map[string]int
	rates    map[string]tally
	days     float64 // mean, by assigned cases
}

func sumOf(tables ...[]standing) sums {
	t := sums{stars: map[string]int{}, rates: map[string]tally{}}
	for _, standings := range tables {
		for _, s := range standings {
			t.assigned += s.assigned
			t.days += float64(s.assigned) * s.days
			for heading, cases := range s.stars {
				t.stars[heading] += cases
			}
			for heading, rate := range s.rates {
				t.rates[heading] = t.rates[heading].plus(rate)
			}
		}
	}
	t.days /= float64(t.assigned)
	return t
}

// asCity makes the city's row of its own sums: everything above the standard mark in one column, nothing late.
func (t sums) asCity(h habit) standing {
	s := standing{unit: h.unit, header: h.header, assigned: t.assigned, stars: map[string]int{}, rates: map[string]tally{}, days: round(t.days, 2)}
	for heading, cases := range t.stars {
		if _, high := highStars()[heading]; high {
			heading = "5星以上"
		}
		s.stars[heading] += cases
	}
	for heading, rate := range t.rates {
		s.rates[heading] = rate
	}
	all := tally{t.assigned, t.assigned}
	s.rates[onTimeColumn], s.rates[transferColumn] = all, all
	return s
}

func (t sums) excellent() tally { return standing{stars: t.stars}.excellent() }

func (t sums) low(heading string) string { return strconv.Itoa(t.stars[heading]) }
