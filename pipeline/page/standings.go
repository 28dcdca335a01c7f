package page

import "tongbao/pipeline/measure"

// standingsJSON is standings.json: why each unit stands where it does, for the tables whose score the rule recomputes.
type standingsJSON struct {
	Period string          `json:"period"`
	Tables []standingTable `json:"tables"`
}

type standingTable struct {
	Key  string        `json:"key"`
	Rows []standingRow `json:"rows"`
}

type standingRow struct {
	Unit       string      `json:"unit"`
	Influences []influence `json:"influences"`
	Lifts      []lift      `json:"lifts"`
}

// influence is described at [measure.Influence].
type influence struct {
	Variable string  `json:"variable"`
	Value    float64 `json:"value"`
	Median   float64 `json:"median"`
	Effect   float64 `json:"effect"`
}

// lift is described at [measure.Lift].
type lift struct {
	Way   string `json:"way"`
	Cases int    `json:"cases"`
	Rank  int    `json:"rank"`
	Above string `json:"above"`
}

func standingsOf(b measure.Bulletin) standingsJSON {
	out := standingsJSON{Period: b.Period.Key, Tables: []standingTable{}}
	for _, t := range b.Tables {
		found := b.Rule.Standings(t)
		if found == nil {
			continue
		}
		table := standingTable{Key: t.Key()}
		for _, s := range found {
			row := standingRow{Unit: s.Row.Unit.ID, Influences: []influence{}, Lifts: []lift{}}
			for _, i := range s.Influences {
				row.Influences = append(row.Influences, influence(i))
			}
			for _, l := range s.Lifts {
				row.Lifts = append(row.Lifts, lift(l))
			}
			table.Rows = append(table.Rows, row)
		}
		out.Tables = append(out.Tables, table)
	}
	return out
}
