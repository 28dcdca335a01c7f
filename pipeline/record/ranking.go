package record

import (
	"cmp"
	"slices"
	"strings"

	"tongbao/pipeline/sheet"
)

// ranking reads a ranking table. A unit that comes twice keeps its first row; the second is rejected.
func (r *reading) ranking() Ranking {
	t := r.table
	out := Ranking{Channel: t.Channel, Group: t.Group, Title: nearestTitle(t.Title), Place: t.Place}
	metrics := r.metricColumns()
	for _, m := range metrics {
		out.Metrics = append(out.Metrics, m.Field)
	}
	seen := map[string]UnitRow{}
	for _, row := range t.rows {
		u, ok := r.unitRow(row, metrics)
		if !ok {
			continue
		}
		if first, twice := seen[u.Unit.ID]; twice {
			r.report(repeatedUnit(u, first, r.place(row, t.column("unit"))))
			continue
		}
		seen[u.Unit.ID] = u
		out.Rows = append(out.Rows, u)
		t.Counts.Counted++
	}
	return out
}

func nearestTitle(titles string) string {
	i := strings.LastIndex(titles, " · ")
	if i < 0 {
		return titles
	}
	return titles[i+len(" · "):]
}

// metricColumns are the columns that hold a metric, left to right.
func (r *reading) metricColumns() []Column {
	columns := slices.DeleteFunc(slices.Clone(r.table.Columns), func(c Column) bool {
		_, known := r.metrics[c.Field]
		return !known
	})
	slices.SortFunc(columns, func(a, b Column) int { return cmp.Compare(a.Col, b.Col) })
	return columns
}

func (r *reading) unitRow(row sheet.Row, metrics []Column) (UnitRow, bool) {
	u, name, ok := r.unit(row)
	if !ok {
		return UnitRow{}, false
	}
	out := UnitRow{Unit: u, Name: name, Values: map[string]Value{}, Place: r.place(row, 0)}
	if r.table.column("rank") > 0 {
		out.Rank, _ = r.wholeNumber(row, "rank", "名次")
	}
	for _, c := range metrics {
		m := r.metrics[c.Field]
		if v := r.value(row, c.Col, m.Kind, m.Label); v.State != Blank {
			out.Values[c.Field] = v
		}
	}
	return out, true
}

func repeatedUnit(u, first UnitRow, at sheet.Place) sheet.Problem {
	return sheet.Problem{
		Place: at, Severity: sheet.Error, Code: "repeated-unit", Value: u.Name,
		Message:  "单位“" + u.Name + "”在同一张表里出现两次（另见 " + first.Place.String() + "“" + first.Name + "”），只计第一次",
		Expected: "每个单位一行", Hint: "请核对：若是两个单位，请检查 units.toml 的别名；若是重复，请删去一行",
	}
}
