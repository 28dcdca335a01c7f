package measure

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
)

// Standing is why a unit stands where it does in a ranking: what each variable of the score expression does to its score,
// and what would have lifted it.
type Standing struct {
	Row        Row
	Influences []Influence // in the order of scoreVariables; those the expression uses and the row has
	Lifts      []Lift      // none for the first, and where the rule gives no way
}

// Influence compares one score variable with the group. Values are as in score expressions: rates are fractions.
type Influence struct {
	Variable string
	Value    float64
	Median   float64 // of the group's units that have it
	Effect   float64 // the unit's score less what it would be with the median in the value's place, in points
}

// Lift is how many more cases, all else equal, would have brought the unit at least level with the one above it.
type Lift struct {
	Way   string // "closed": cases closed that were open; "stars": cases of few stars given five
	Cases int
	Rank  int    // reached
	Above string // id of the unit now standing there
}

var identifier = regexp.MustCompile(`[a-z][a-z0-9_]*`)

// Standings explains every ranked row of a table; nil where the rule does not recompute its score.
func (r Rule) Standings(t Table) []Standing {
	formula := r.Formula(t.Channel, t.Group)
	if formula == "" {
		return nil
	}
	envs := make([]map[string]any, len(t.Rows))
	for i, row := range t.Rows {
		envs[i] = r.variables(t, row, countStars(t.Every(), row.Values))
	}
	medians := r.medians(t, envs)
	var out []Standing
	for i, row := range t.Rows {
		if row.Rank == 0 {
			continue
		}
		s := Standing{Row: row, Influences: r.influences(t, envs[i], medians)}
		if above := slices.IndexFunc(t.Rows, func(a Row) bool { return a.Rank == row.Rank }) - 1; above >= 0 {
			s.Lifts = r.lifts(t, row, t.Rows[above])
		}
		out = append(out, s)
	}
	return out
}

// used tells whether the score of a table depends on a variable, itself or through a part.
func (r Rule) used(t Table, variable string) bool {
	names := identifier.FindAllString(r.Formula(t.Channel, t.Group), -1)
	return slices.Contains(names, variable) || slices.ContainsFunc(r.Parts, func(p Part) bool {
		return p.Metric == variable && covers(p.Tables, t.Channel, t.Group) && slices.Contains(names, p.Name)
	})
}

func (r Rule) medians(t Table, envs []map[string]any) map[string]float64 {
	out := map[string]float64{}
	for _, name := range scoreVariables {
		var values []float64
		for _, env := range envs {
			if n, known := env[name].(float64); known {
				values = append(values, n)
			}
		}
		if r.used(t, name) && len(values) > 0 {
			out[name] = median(values)
		}
	}
	return out
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

func (r Rule) influences(t Table, env map[string]any, medians map[string]float64) []Influence {
	score, ok := r.scoreOf(t.Channel, t.Group, env)
	if !ok {
		return nil
	}
	var out []Influence
	for _, name := range scoreVariables {
		value, known := env[name].(float64)
		middle, used := medians[name]
		if !known || !used {
			continue
		}
		other := maps.Clone(env)
		other[name] = middle
		r.addParts(t.Channel, t.Group, other)
		with, _ := r.scoreOf(t.Channel, t.Group, other) // the row's own score can be told, so this one can
		out = append(out, Influence{name, round(value, 6), round(middle, 6), round(score-with, 6)})
	}
	return out
}

// lifts tries each way, one case more at a time.
func (r Rule) lifts(t Table, row, above Row) []Lift {
	var out []Lift
	for _, way := range []struct {
		name string
		one  func(Table, *Row) bool
	}{{"closed", closeOne}, {"stars", starOne}} {
		if n, ok := r.casesToReach(t, row, above, way.one); ok {
			out = append(out, Lift{way.name, n, above.Rank, above.Unit.ID})
		}
	}
	return out
}

// casesToReach counts the cases that must change until the row scores at least what the one above does. What the platform
// adds by rules of its own is taken to stay as it is.
func (r Rule) casesToReach(t Table, row, above Row, one func(Table, *Row) bool) (int, bool) {
	was, ok := r.scoreOf(t.Channel, t.Group, r.variables(t, row, countStars(t.Every(), row.Values)))
	if !ok {
		return 0, false
	}
	own, goal := deciding(row), deciding(above)
	row.Values = maps.Clone(row.Values)
	for n := 1; one(t, &row); n++ {
		now, _ := r.scoreOf(t.Channel, t.Group, r.variables(t, row, countStars(t.Every(), row.Values)))
		if float64(own)+math.Round(100*(now-was)) >= float64(goal) {
			return n, true
		}
	}
	return 0, false
}

// closeOne closes one case more of the row's own copy; false where all are closed.
func closeOne(_ Table, row *Row) bool {
	assigned, rate := row.Value("assigned").Number, row.Value("close_rate")
	closed := math.Round(assigned*rate.Number/100) + 1
	if closed > assigned {
		return false
	}
	rate.Number = 100 * closed / assigned
	row.Values["close_rate"] = rate
	return true
}

// starOne gives five stars to a case of the fewest stars; false where none is below five, or nobody knows how many stars.
func starOne(t Table, row *Row) bool {
	for _, m := range t.Every() {
		low := row.Value(m.Key)
		if !strings.HasPrefix(m.Key, "stars-") || m.Better != "low" || low.Number < 1 {
			continue
		}
		five := row.Value("stars-5")
		low.Number--
		five.Number++
		row.Values[m.Key], row.Values["stars-5"] = low, five
		return m.Star > 0
	}
	return false
}
