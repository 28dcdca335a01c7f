package measure

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

func hasStars(t Table) bool {
	return slices.ContainsFunc(t.Every(), func(m record.Metric) bool { return strings.HasPrefix(m.Key, "stars-") })
}

func hasHighStars(t Table) bool {
	return slices.ContainsFunc(t.Every(), func(m record.Metric) bool { return slices.Contains(highColumns, m.Key) })
}

// highCount is what tables and list say of one unit's high-star cases.
type highCount struct {
	unit           record.Unit
	tables, listed float64
	cells          []string
}

// examineHighStars compares the list of high-star cases with the tables' columns, in all and unit by unit. A listed unit
// without a row of its own counts for the unit above it.
func examineHighStars(b Bulletin) []Finding {
	counts, order := b.highCounts()
	if len(b.HighStars) == 0 || len(order) == 0 || b.HighStars[0].Place == casesPlace {
		return nil
	}
	var inTables float64
	var differing, cells []string
	for _, id := range order {
		c := counts[id]
		inTables += c.tables
		if c.tables != c.listed {
			differing = append(differing, fmt.Sprintf("%s表%s件、清单%s件", c.unit.Name, record.FormatNumber(c.tables), record.FormatNumber(c.listed)))
			cells = append(cells, c.cells...)
		}
	}
	if len(differing) == 0 && inTables == float64(len(b.HighStars)) {
		return nil
	}
	return []Finding{{
		Code: "high-stars-differ", Severity: sheet.Warning, Cells: cells,
		Message: fmt.Sprintf("排名表的高星件合计%s件，高星件清单%d件%s", record.FormatNumber(inTables), len(b.HighStars), listed(differing)),
		Hint:    "请核对清单是否漏列，或这些单位的评星各列；下属单位按 units.toml 的 parent 计入上级",
	}}
}

func listed(differing []string) string {
	if len(differing) == 0 {
		return ""
	}
	return "；不一致的单位：" + strings.Join(differing, "，")
}

// highCounts counts by unit, in the order of the tables and then of the list.
func (b Bulletin) highCounts() (map[string]*highCount, []string) {
	counts := map[string]*highCount{}
	var order []string
	of := func(u record.Unit) *highCount {
		if counts[u.ID] == nil {
			counts[u.ID] = &highCount{unit: u}
			order = append(order, u.ID)
		}
		return counts[u.ID]
	}
	for _, channel := range channelOrder {
		for _, s := range b.seats(channel) {
			if !hasHighStars(s.table) {
				continue
			}
			c := of(s.row.Unit)
			n, _ := s.stars(highColumns)
			c.tables += n
			c.cells = append(c.cells, s.highCells()...)
		}
	}
	if len(order) == 0 {
		return counts, nil
	}
	for _, h := range b.HighStars {
		if above := counts[h.Unit.Parent]; counts[h.Unit.ID] == nil && above != nil {
			above.listed++
		} else {
			of(h.Unit).listed++
		}
	}
	return counts, order
}

// highCells are the row's high-star cells, or its cases where all are blank.
func (s seat) highCells() []string {
	var cells []string
	for _, metric := range highColumns {
		if s.row.Value(metric).State == record.Known {
			cells = append(cells, CellKey(s.table, s.row, metric))
		}
	}
	if cells == nil {
		cells = []string{CellKey(s.table, s.row, "assigned")}
	}
	return cells
}
