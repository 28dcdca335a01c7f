package measure

import (
	"cmp"
	"slices"
	"strings"

	"tongbao/pipeline/record"
)

// publishedOrder is the tie order of the export.
const publishedOrder = "published"

// byTies compares two rows of equal score by the rule's tie order: metrics, those with a minus from the most down. A
// unit without the figure comes last.
func (r Rule) byTies(a, b Row) int {
	for _, key := range r.Ties {
		metric, down := strings.CutPrefix(key, "-")
		if metric == publishedOrder {
			if c := cmp.Compare(rankOrLast(a), rankOrLast(b)); c != 0 {
				return c
			}
			continue
		}
		v, w := a.Value(metric), b.Value(metric)
		c := cmp.Compare(v.Number, w.Number)
		if down {
			c = -c
		}
		if v.State != record.Known || w.State != record.Known {
			c = cmp.Compare(w.State, v.State)
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(rankOrLast(a), rankOrLast(b))
}

// tieOrder says in prose how equal scores stand in a table: 按交办总量由多到少排列.
func (r Rule) tieOrder(t Table, metrics []record.Metric) string {
	if len(r.Ties) == 0 {
		if t.Computed {
			return "按交办量由多到少排列"
		}
		return "按公布顺序排列"
	}
	var parts []string
	for _, key := range r.Ties {
		metric, down := strings.CutPrefix(key, "-")
		i := slices.IndexFunc(metrics, func(m record.Metric) bool { return m.Key == metric })
		if i < 0 {
			parts = append(parts, "公布顺序")
			continue
		}
		low, high := "低", "高"
		if metrics[i].Kind == "count" {
			low, high = "少", "多"
		}
		if down {
			low, high = high, low
		}
		parts = append(parts, metrics[i].Label+"由"+low+"到"+high)
	}
	return "按" + strings.Join(parts, "、") + "排列"
}
