package series

// Cases are the cases that a bulletin lists by unit.
type Cases struct {
	HighStars []HighStar `json:"high_stars"`
	Overdue   []Overdue  `json:"overdue"`
}

// HighStar is one 高星件.
type HighStar struct {
	Unit   string `json:"unit"`
	Name   string `json:"name"` // of the unit
	CaseNo string `json:"case_no"`
	Star   int    `json:"star"`
	Reason string `json:"reason"`
}

// Overdue is a unit's number of 超期件.
type Overdue struct {
	Unit  string  `json:"unit"`
	Name  string  `json:"name"` // of the unit
	Count float64 `json:"count"`
}

// Cause is why the units of a ranking stand where they do, as docs/schema/standings.json has it.
type Cause struct {
	Key  string     `json:"key"`
	Rows []CauseRow `json:"rows"`
}

// CauseRow is one unit's: what each score variable does to its score beside the group's median, and how many cases would
// have lifted it. Rates are fractions.
type CauseRow struct {
	Unit       string      `json:"unit"`
	Influences []Influence `json:"influences"`
	Lifts      []Lift      `json:"lifts"`
}

// Influence is one score variable's; Effect is in points.
type Influence struct {
	Variable string  `json:"variable"`
	Value    float64 `json:"value"`
	Median   float64 `json:"median"`
	Effect   float64 `json:"effect"`
}

// Lift is a number of cases that would have reached a rank. Way is closed or stars.
type Lift struct {
	Way   string `json:"way"`
	Cases int    `json:"cases"`
	Rank  int    `json:"rank"`
	Above string `json:"above"`
}

// UnitCases are a unit's own, the latest bulletin first.
type UnitCases struct {
	HighStars []UnitHighStar `json:"high_stars"`
	Counts    []UnitCounts   `json:"counts"`
}

// UnitHighStar is a 高星件 with the bulletin that lists it.
type UnitHighStar struct {
	Period string `json:"period"`
	Label  string `json:"label"`
	CaseNo string `json:"case_no"`
	Star   int    `json:"star"`
	Reason string `json:"reason"`
}

// UnitCounts are how many 低星件, over all channels, and 超期件 a unit had in a period; nil where the bulletin does not say.
type UnitCounts struct {
	Period   string   `json:"period"`
	Label    string   `json:"label"`
	LowStars *float64 `json:"low_stars"`
	Overdue  *float64 `json:"overdue"`
}

func (b Bulletin) highStars(unit string) []UnitHighStar {
	var out []UnitHighStar
	for _, c := range b.Cases.HighStars {
		if c.Unit == unit {
			out = append(out, UnitHighStar{b.Period.Key, b.Label, c.CaseNo, c.Star, c.Reason})
		}
	}
	return out
}

// counts adds up the stars below five of every ranking the unit stands in. A unit that stands in two groups of a channel
// has its cases in both, so each channel counts once.
func (b Bulletin) counts(unit string) (UnitCounts, bool) {
	out := UnitCounts{Period: b.Period.Key, Label: b.Label}
	channels := map[string]bool{}
	for _, t := range b.Tables {
		row, there := t.row(unit)
		if !there || channels[t.Channel] {
			continue
		}
		channels[t.Channel] = true
		for _, m := range t.Metrics {
			if !m.lowStar() {
				continue
			}
			if cell := row.Cells[m.Key]; cell.Value != nil {
				out.LowStars = new(*cell.Value + value(out.LowStars))
			}
		}
	}
	for _, o := range b.Cases.Overdue {
		if o.Unit == unit {
			out.Overdue = &o.Count
		}
	}
	return out, out.LowStars != nil || out.Overdue != nil
}

func value(n *float64) float64 {
	if n == nil {
		return 0
	}
	return *n
}
