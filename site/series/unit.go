package series

import (
	"encoding/json"
	"slices"
	"strings"
)

// Registered is one 承办单位 of the register: what pages say of it beside its figures.
type Registered struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"`
	Former  []Former `json:"former"`
	Parent  string   `json:"parent"` // id of the unit that its cases count for
}

// Former is a name that a unit had; dates are 2018-12-31, "" for an open end.
type Former struct {
	Name  string `json:"name"`
	From  string `json:"from"`
	Until string `json:"until"`
}

// Unit is everything a unit's page shows.
type Unit struct {
	Registered
	Known     bool       `json:"registered"` // whether the register has it
	Standings []Standing `json:"standings"`
	UnitCases
	Mentions []Mention `json:"mentions"`
}

// Units gives every unit of the register and of the rankings, the register's first, in its order.
func Units(bulletins []Bulletin, register []Registered, mentions map[string][]Mention) []Unit {
	var out []Unit
	for _, r := range everyUnit(bulletins, register) {
		u := Unit{Registered: r, Mentions: mentions[r.ID]}
		u.Known = slices.ContainsFunc(register, func(k Registered) bool { return k.ID == r.ID })
		u.Standings = standings(bulletins, r.ID)
		for _, b := range slices.Backward(bulletins) {
			u.HighStars = append(u.HighStars, b.highStars(r.ID)...)
			if counts, any := b.counts(r.ID); any {
				u.Counts = append(u.Counts, counts)
			}
		}
		out = append(out, u)
	}
	return out
}

// everyUnit adds to the register the units that only rankings know, under the name they had last.
func everyUnit(bulletins []Bulletin, register []Registered) []Registered {
	out := slices.Clone(register)
	seen := map[string]bool{}
	for _, r := range register {
		seen[r.ID] = true
	}
	for _, b := range slices.Backward(bulletins) {
		for _, t := range b.Tables {
			for _, row := range t.Rows {
				if !seen[row.Unit] {
					seen[row.Unit] = true
					out = append(out, Registered{ID: row.Unit, Name: row.Name})
				}
			}
		}
	}
	return out
}

// standings are the rankings a unit stands in, those of the latest bulletin first; each kind of period is a series of its own.
func standings(bulletins []Bulletin, unit string) []Standing {
	found := map[string][]at{}
	var order []string
	for _, b := range bulletins {
		for _, t := range b.Tables {
			row, there := t.row(unit)
			if !there {
				continue
			}
			key := b.Period.Kind + " " + t.Key
			if found[key] == nil {
				order = append(order, key)
			}
			found[key] = append(found[key], at{b, t, row})
		}
	}
	var out []Standing
	for _, key := range order {
		breaks := breaksOf(found[key])
		if movedHere(found, key) {
			breaks[0] = "group"
		}
		out = append(out, standing(found[key], breaks))
	}
	slices.SortStableFunc(out, latestFirst)
	return out
}

// movedHere tells whether a unit stood in another group of the channel before it first stood in this one.
func movedHere(found map[string][]at, key string) bool {
	first := found[key][0]
	for other, points := range found {
		if other == key || points[0].table.Channel != first.table.Channel || !strings.HasPrefix(other, first.bulletin.Period.Kind+" ") {
			continue
		}
		last := points[len(points)-1]
		if last.bulletin.Period.Compare(first.bulletin.Period) < 0 {
			return true
		}
	}
	return false
}

func latestFirst(a, b Standing) int {
	p, _ := ParsePeriod(a.Now.Period)
	q, _ := ParsePeriod(b.Now.Period)
	return q.Compare(p)
}

// entry is a unit in data/series/units.json, the list that templates look names up in.
type entry struct {
	ID        string      `json:"id"`
	Name      string      `json:"name"`
	Known     bool        `json:"registered"`
	Place     int         `json:"place"` // in the register
	Standings []entryRank `json:"standings"`
}

type entryRank struct {
	Table  string `json:"table"`
	Rank   int    `json:"rank"`
	Of     int    `json:"of"`
	Period string `json:"period"`
	Label  string `json:"label"`
	Sample bool   `json:"sample"`
}

// unitFiles are data/series/units.json, by id, and for each unit's page assets/series/units/<id>.json, which templates read
// one at a time: all of them at once would fill the memory.
func unitFiles(units []Unit) (map[string][]byte, error) {
	files := map[string][]byte{}
	list := map[string]entry{}
	for i, u := range units {
		e := entry{ID: u.ID, Name: u.Name, Known: u.Known, Place: i, Standings: []entryRank{}}
		for _, s := range u.Standings {
			e.Standings = append(e.Standings, entryRank{s.Table, s.Now.Rank, s.Now.Of, s.Now.Period, s.Now.Label, s.Now.Sample})
		}
		list[u.ID] = e
		body, err := json.Marshal(u)
		if err != nil {
			return nil, err
		}
		files["assets/series/units/"+u.ID+".json"] = body
	}
	body, err := json.Marshal(list)
	files["data/series/units.json"] = body
	return files, err
}
