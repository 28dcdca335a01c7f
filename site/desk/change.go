package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
)

// Changes is how units stand in the newest bulletin beside the one before, of the same kind of period.
type Changes struct {
	Now, Before Period // Before is zero where there is none right before
	Units       []UnitChange
}

// Period is one bulletin as pages name it.
type Period struct{ Key, Label string }

// UnitChange is one unit in one ranking.
type UnitChange struct {
	Unit, Name     string
	Channel, Group string
	Table          string // key: network-county
	Apart          bool   // scored by another rule before, so not compared
	Rank, Was      int    // 0 where nothing ranks
	Rate           string // 满意率 in the newest, "" where there is none
	RateChange     string // in percentage points with its sign, "" where there is nothing to compare or no change
}

// Moved is by how many places the unit rose (positive) or fell; 0 where it did not, or where there is nothing to compare.
func (u UnitChange) Moved() int {
	if u.Rank == 0 || u.Was == 0 || u.Apart {
		return 0
	}
	return u.Was - u.Rank
}

// Fell is by how many places the unit fell; 0 where it did not.
func (u UnitChange) Fell() int { return max(0, -u.Moved()) }

// the parts of rankings/index.json (site/series) that are read here.
type index []struct {
	Kind    string `json:"kind"`
	Periods []struct {
		Key, Label string
		Apart      bool `json:"apart"`
	} `json:"periods"`
	Tables []table `json:"tables"`
}

type table struct {
	Key, Channel, Group string
	Metrics             []struct{ Key string }
	Units               []struct{ ID, Name string }
	Breaks              []int
}

const satisfaction = "satisfaction_rate"

// ReadChanges reads from a published site (rankings/ in it) how the given units stand in its newest bulletin; without units, those that
// moved most. A site without rankings has none. The error names the file that is not as it should be.
func ReadChanges(site fs.FS, units []string) (Changes, error) {
	var all index
	err := read(site, "rankings/index.json", &all)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (len(all) == 0 || len(all[0].Periods) == 0) {
		return Changes{}, nil
	}
	if err != nil {
		return Changes{}, err
	}
	newest := all[0] // the kind of the latest bulletin comes first
	last := len(newest.Periods) - 1
	out := Changes{Now: Period{newest.Periods[last].Key, newest.Periods[last].Label}}
	compared := last > 0 && !newest.Periods[last].Apart
	if compared {
		out.Before = Period{newest.Periods[last-1].Key, newest.Periods[last-1].Label}
	}
	for _, t := range newest.Tables {
		of, err := t.changes(site, newest.Kind, last, compared)
		if err != nil {
			return Changes{}, err
		}
		out.Units = append(out.Units, of...)
	}
	out.choose(units)
	return out, nil
}

// most is how many units are shown where nobody asked for any.
const most = 6

// choose keeps the units asked for, in the order of the tables; without any, those of all that moved most.
func (c *Changes) choose(units []string) {
	if len(units) > 0 {
		c.Units = slices.DeleteFunc(c.Units, func(u UnitChange) bool { return !slices.Contains(units, u.Unit) })
		return
	}
	c.Units = slices.DeleteFunc(c.Units, func(u UnitChange) bool { return u.Moved() == 0 })
	slices.SortStableFunc(c.Units, func(a, b UnitChange) int { return abs(b.Moved()) - abs(a.Moved()) })
	c.Units = c.Units[:min(most, len(c.Units))]
}

func abs(n int) int { return max(n, -n) }

func (t table) changes(site fs.FS, kind string, last int, compared bool) ([]UnitChange, error) {
	dir := "rankings/" + kind + "/" + t.Key + "/"
	ranks, err := readValues(site, dir+"rank.json", len(t.Units))
	if err != nil {
		return nil, err
	}
	rates := make([][]*float64, len(t.Units))
	if slices.ContainsFunc(t.Metrics, func(m struct{ Key string }) bool { return m.Key == satisfaction }) {
		if rates, err = readValues(site, dir+satisfaction+".json", len(t.Units)); err != nil {
			return nil, err
		}
	}
	var list []UnitChange
	for i, u := range t.Units {
		c := UnitChange{Unit: u.ID, Name: u.Name, Channel: t.Channel, Group: t.Group, Table: t.Key, Apart: slices.Contains(t.Breaks, last)}
		now, before := at(ranks[i], last), (*float64)(nil)
		rate, rateBefore := at(rates[i], last), (*float64)(nil)
		if compared {
			before, rateBefore = at(ranks[i], last-1), at(rates[i], last-1)
		}
		if now == nil && rate == nil {
			continue // not in the newest
		}
		if c.Rank = whole(now); !c.Apart {
			c.Was = whole(before)
		}
		if rate != nil {
			c.Rate = percent(*rate)
			if rateBefore != nil {
				c.RateChange = points(*rate - *rateBefore)
			}
		}
		list = append(list, c)
	}
	return list, nil
}

func at(values []*float64, place int) *float64 {
	if place >= len(values) {
		return nil
	}
	return values[place]
}

func whole(v *float64) int {
	if v == nil {
		return 0
	}
	return int(*v)
}

func percent(v float64) string {
	if v == 100 {
		return "100%"
	}
	return strconv.FormatFloat(v, 'f', 2, 64) + "%"
}

// points writes a difference of percentages to a hundredth, as the rankings show them.
func points(d float64) string {
	d = math.Round(d*100) / 100
	switch {
	case d == 0:
		return ""
	case d > 0:
		return "+" + strconv.FormatFloat(d, 'f', 2, 64)
	}
	return "−" + strconv.FormatFloat(-d, 'f', 2, 64)
}

func readValues(site fs.FS, name string, units int) ([][]*float64, error) {
	var values [][]*float64
	if err := read(site, name, &values); err != nil {
		return nil, err
	}
	if len(values) != units {
		return nil, fmt.Errorf("%s: %d units, the index has %d", name, len(values), units)
	}
	return values, nil
}

func read(site fs.FS, name string, into any) error {
	body, err := fs.ReadFile(site, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
