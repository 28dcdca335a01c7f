package measure

import (
	"fmt"
	"slices"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// choose gives the rankings that the bulletin shows: the exported ones, and of those computed from cases the rest.
func choose(in record.Records) []record.Ranking {
	out := slices.Clone(in.Rankings)
	for _, c := range in.Computed {
		if _, exported := exportedFor(in, c); !exported {
			out = append(out, c)
		}
	}
	return out
}

func exportedFor(in record.Records, c record.Ranking) (record.Ranking, bool) {
	i := slices.IndexFunc(in.Rankings, func(r record.Ranking) bool { return r.Key() == c.Key() })
	if i < 0 {
		return record.Ranking{}, false
	}
	return in.Rankings[i], true
}

// mostDifferences is how many differing figures of one table are listed.
const mostDifferences = 10

// recount compares every exported table with what the cases give for it.
func recount(in record.Records, metrics []record.Metric) []Finding {
	var found []Finding
	for _, c := range in.Computed {
		if exported, ok := exportedFor(in, c); ok {
			found = append(found, recountTable(exported, c, metrics)...)
		}
	}
	return found
}

func recountTable(exported, computed record.Ranking, metrics []record.Metric) []Finding {
	var found []Finding
	differing, compared := 0, 0
	for _, row := range exported.Rows {
		i := slices.IndexFunc(computed.Rows, func(r record.UnitRow) bool { return r.Unit.ID == row.Unit.ID })
		for _, metric := range exported.Metrics {
			if metric == "score" || !slices.Contains(computed.Metrics, metric) {
				continue // the platform's score has parts that cases do not hold
			}
			var other record.Value
			if i >= 0 {
				other = computed.Rows[i].Values[metric]
			}
			compared++
			if v := row.Values[metric]; v.State != other.State || v.Number != other.Number {
				if differing++; differing <= mostDifferences {
					found = append(found, difference(exported, row, label(metrics, metric), metric, v, other))
				}
			}
		}
	}
	if differing > 0 {
		found = append(found, Finding{
			Code: "recount", Severity: sheet.Warning,
			Message: fmt.Sprintf("%s排名表与工单复算不同的有 %d 格，共比较 %d 格", nameOf(exported), differing, compared),
			Hint:    "排名以导出的排名表为准；请核对工单是否齐全、截止日期（tongbao.toml 的 cutoff）是否一致",
		})
	}
	return found
}

func difference(r record.Ranking, row record.UnitRow, label, metric string, exported, computed record.Value) Finding {
	return Finding{
		Code: "recount-cell", Severity: sheet.Note, Cells: []string{r.Key() + "/" + row.Unit.ID + "/" + metric},
		Message: fmt.Sprintf("%s%s%s：排名表为%s，按工单复算为%s", nameOf(r), row.Unit.Name, label, stated(exported), stated(computed)),
	}
}

func nameOf(r record.Ranking) string { return GroupNames[r.Group] + ChannelNames[r.Channel] }

func label(metrics []record.Metric, key string) string {
	for _, m := range metrics {
		if m.Key == key {
			return m.Label
		}
	}
	return key
}

func stated(v record.Value) string {
	if v.State == record.Blank {
		return "空"
	}
	return v.Text
}
