package answers_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// figures are the bulletins' own data: by period, table and unit the row as it stands in rankings.json.
type figures map[string]map[string][]figureRow

type figureRow struct {
	Name  string
	Rank  int
	Cells map[string]struct{ Value *float64 }
}

func readTables(t *testing.T) figures {
	t.Helper()
	out := figures{}
	for _, period := range []string{"2020q4", "2021q1", "2021q2", "2021q3"} {
		body, err := os.ReadFile("../../examples/fuxin/data/bulletins/" + period + "/rankings.json")
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Tables []struct {
				Key  string
				Rows []figureRow
			}
		}
		if err := json.Unmarshal(body, &file); err != nil {
			t.Fatal(err)
		}
		out[period] = map[string][]figureRow{}
		for _, table := range file.Tables {
			out[period][table.Key] = table.Rows
		}
	}
	return out
}

type named struct {
	name  string
	value float64
}

// of lists a table's units with their values of a period, the lowest first.
func (f figures) of(table, metric, period string) []named {
	var out []named
	for _, r := range f[period][table] {
		if metric == "rank" {
			out = append(out, named{r.Name, float64(r.Rank)})
		} else if v := r.Cells[metric].Value; v != nil {
			out = append(out, named{r.Name, *v})
		}
	}
	slices.SortStableFunc(out, func(a, b named) int { return int(sign(a.value - b.value)) })
	return out
}

func sign(v float64) float64 {
	switch {
	case v < 0:
		return -1
	case v > 0:
		return 1
	}
	return 0
}

// expected writes the figures that tables, metrics, periods and a wish ask for. Wishes, several parted by "; ":
//
//	low 3, high 3          the three lowest with those that tie with the third
//	nth-low 2, nth-high 2  who stands second from there
//	all                    every unit
//	units A B              these; places A: with the place by the metric; diff A B: with the difference
//	among A B C high 1     the highest of these
//	lt 80, le, gt, ge, eq  within the limit, counted
//	change A               of the second period against the first; changes: of all
//	up, down               all that rose or fell, counted; most-up 2: the two that rose most
func (f figures) expected(t *testing.T, want []string) string {
	t.Helper()
	var out []string
	periods := strings.Fields(want[2])
	for _, table := range strings.Fields(want[0]) {
		for _, metric := range strings.Fields(want[1]) {
			for _, wish := range strings.Split(want[3], "; ") {
				w := strings.Fields(wish)
				switch w[0] {
				case "all", "units", "diff", "places", "change", "changes", "up", "down", "most-up", "most-down":
					out = append(out, f.side(table, metric, periods, w))
				default:
					for _, p := range periods {
						out = append(out, f.pick(t, table, metric, p, w))
					}
				}
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func (f figures) pick(t *testing.T, table, metric, period string, w []string) string {
	t.Helper()
	all := f.of(table, metric, period)
	head := table + " " + metric + " " + period
	if w[0] == "among" {
		all = slices.DeleteFunc(all, func(n named) bool { return !slices.Contains(w, n.name) })
		w = w[len(w)-2:]
	}
	if strings.HasSuffix(w[0], "high") {
		slices.Reverse(all)
	}
	var rows []named
	n, err := strconv.ParseFloat(w[1], 64)
	if err != nil {
		t.Fatal(w)
	}
	switch w[0] {
	case "low", "high":
		for _, u := range all {
			if sign(u.value-all[min(int(n), len(all))-1].value)*sign(all[len(all)-1].value-all[0].value) <= 0 {
				rows = append(rows, u)
			}
		}
	case "nth-low", "nth-high":
		for _, u := range all {
			before := 0
			for _, o := range all {
				if o.value < u.value == (w[0] == "nth-low") && o.value != u.value {
					before++
				}
			}
			if before == int(n)-1 {
				rows = append(rows, u)
			}
		}
	default:
		for _, u := range all {
			if within(u.value, w) {
				rows = append(rows, u)
			}
		}
		head += fmt.Sprintf(" [%d]", len(rows))
	}
	var texts []string
	for _, r := range rows {
		texts = append(texts, "  "+r.name+number(&r.value))
	}
	slices.Sort(texts)
	return head + "\n" + strings.Join(texts, "\n")
}

// within tells whether a value keeps all limits: lt 80, ge 75 le 85.
func within(v float64, w []string) bool {
	for i := 0; i+1 < len(w); i += 2 {
		limit, _ := strconv.ParseFloat(w[i+1], 64)
		if !map[string]bool{"lt": v < limit, "le": v <= limit, "gt": v > limit, "ge": v >= limit, "eq": v == limit}[w[i]] {
			return false
		}
	}
	return true
}

// side sets values of several periods side by side.
func (f figures) side(table, metric string, periods, w []string) string {
	values := make([]map[string]float64, len(periods))
	var names []string
	for i, p := range periods {
		values[i] = map[string]float64{}
		for _, u := range f.of(table, metric, p) {
			values[i][u.name] = u.value
			if !slices.Contains(names, u.name) {
				names = append(names, u.name)
			}
		}
	}
	changed := strings.HasPrefix(w[0], "change") || strings.HasSuffix(w[0], "up") || strings.HasSuffix(w[0], "down")
	change := func(name string) float64 {
		was, there := values[0][name]
		is, also := values[len(values)-1][name]
		if !there || !also {
			return 0
		}
		return is - was
	}
	head := table + " " + metric + " " + strings.Join(periods, " ")
	switch w[0] {
	case "units", "diff", "places", "change":
		names = w[1:]
	case "up", "most-up":
		names = slices.DeleteFunc(names, func(n string) bool { return change(n) <= 0.001 })
		slices.SortStableFunc(names, func(a, b string) int { return int(sign(change(b) - change(a))) })
	case "down", "most-down":
		names = slices.DeleteFunc(names, func(n string) bool { return change(n) >= -0.001 })
		slices.SortStableFunc(names, func(a, b string) int { return int(sign(change(a) - change(b))) })
	}
	switch w[0] {
	case "up", "down":
		head += fmt.Sprintf(" [%d]", len(names))
	case "most-up", "most-down":
		n, _ := strconv.Atoi(w[1])
		for n < len(names) && change(names[n]) == change(names[n-1]) {
			n++
		}
		names = names[:n]
	case "diff":
		d := values[0][w[1]] - values[0][w[2]]
		head += " ≠" + strings.TrimSpace(number(&d))
	}
	var rows []string
	for _, name := range names {
		row := "  " + name
		for i := range periods {
			if v, ok := values[i][name]; ok {
				row += number(&v)
			} else {
				row += number(nil)
			}
		}
		if w[0] == "places" {
			place := 1
			for _, v := range values[0] {
				if v > values[0][name] == (metric != "days") && v != values[0][name] {
					place++
				}
			}
			row += fmt.Sprintf(" #%d", place)
		}
		if changed {
			d := change(name)
			row += " Δ" + strings.TrimSpace(number(&d))
		}
		rows = append(rows, row)
	}
	slices.Sort(rows)
	return head + "\n" + strings.Join(rows, "\n")
}
