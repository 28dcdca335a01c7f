package series

import (
	"encoding/json"
	"slices"
)

// recent is a ranking's last few periods, for those who read without script (data/series/recent.json).
type recent struct {
	Key     string          `json:"key"`
	Channel string          `json:"channel"`
	Group   string          `json:"group"`
	Kind    string          `json:"kind"`
	Periods []explorePeriod `json:"periods"` // the oldest first
	Breaks  []int           `json:"breaks"`
	Rows    []recentRow     `json:"rows"` // of the latest period, in rank order
}

type recentRow struct {
	Unit  string `json:"unit"`
	Name  string `json:"name"`
	Ranks []int  `json:"ranks"` // 0 where it has none
}

// few is how many periods a page without script shows.
const few = 6

func recentFiles(bulletins []Bulletin) (map[string][]byte, error) {
	out := []recent{}
	for _, kind := range kindsOf(bulletins) {
		of := slices.DeleteFunc(slices.Clone(bulletins), func(b Bulletin) bool { return b.Period.Kind != kind })
		of = of[max(0, len(of)-few):]
		for _, key := range tableKeys(of) {
			column := tableColumn(of, key)
			out = append(out, recentOf(kind, exploreTableOf(column), column))
		}
	}
	body, err := json.Marshal(out)
	return map[string][]byte{"data/series/recent.json": body}, err
}

func recentOf(kind string, t exploreTable, column []tabled) recent {
	out := recent{Key: t.Key, Channel: t.Channel, Group: t.Group, Kind: kind, Breaks: t.Breaks, Rows: []recentRow{}}
	var bulletins []Bulletin
	for _, c := range column {
		bulletins = append(bulletins, c.bulletin)
	}
	out.Periods = explorePeriods(bulletins)
	for _, u := range t.Units {
		row := recentRow{Unit: u.ID, Name: u.Name}
		for _, c := range column {
			rank := 0
			if c.table != nil {
				r, _ := c.table.row(u.ID)
				rank = r.Rank
			}
			row.Ranks = append(row.Ranks, rank)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
