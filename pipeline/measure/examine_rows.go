package measure

import (
	"fmt"
	"math"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// examineExcellent compares the published 优秀率 with (five stars and more) ÷ rated.
func examineExcellent(t Table) []Finding {
	var found []Finding
	for _, r := range t.Rows {
		v := r.Value("excellent_rate")
		if v.State != record.Known || r.Excellent == nil || math.Abs(v.Number-*r.Excellent) < 0.0051 {
			continue
		}
		found = append(found, Finding{
			Code: "excellent-rate", Severity: sheet.Warning, Cells: []string{CellKey(t, r, "excellent_rate")},
			Message: fmt.Sprintf("%s%s优秀率公布为%s，按评星量复算为%s%%", t.name(), r.Unit.Name, v.Text, record.FormatNumber(*r.Excellent)),
			Hint:    "优秀率 = 5星及以上 ÷ 评星量，请核对评星各列",
		})
	}
	return found
}

// examineStars notes units with more rated than assigned cases: as a rule, stars given this period to earlier cases.
func examineStars(t Table) []Finding {
	var found []Finding
	for _, r := range t.Rows {
		assigned := r.Value("assigned")
		rated := countStars(t.Every(), r.Values).rated
		if assigned.State != record.Known || rated <= assigned.Number {
			continue
		}
		found = append(found, Finding{
			Code: "rated-above-assigned", Severity: sheet.Note, Cells: []string{CellKey(t, r, "assigned")},
			Message: fmt.Sprintf("%s%s评星量 %s 大于交办总量 %s", t.name(), r.Unit.Name, record.FormatNumber(rated), assigned.Text),
			Hint:    "可能含往期诉求在本期的评星",
		})
	}
	return found
}

// examineScores notes how many published scores differ from the recomputed ones; the rows carry the differences.
func examineScores(t Table) []Finding {
	var cells []string
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range t.Rows {
		if d, ok := ScoreDifference(r); ok && d != 0 {
			cells = append(cells, CellKey(t, r, "score"))
			low, high = min(low, d), max(high, d)
		}
	}
	if len(cells) == 0 {
		return nil
	}
	return []Finding{{
		Code: "score-difference", Severity: sheet.Note, Cells: cells,
		Message: fmt.Sprintf("%s有%d个单位的公布综评分与复算分不同，差值在 %+.2f 至 %+.2f 之间", t.name(), len(cells), low, high),
		Hint:    "排名以公布分为准；复算办法见本期评分办法",
	}}
}

// ScoreDifference is published − recomputed score, to two decimals.
func ScoreDifference(r Row) (float64, bool) {
	v := r.Value("score")
	if v.State != record.Known || r.Score == nil {
		return 0, false
	}
	return round(v.Number-*r.Score, 2), true
}

// examineOrder finds published ranks that contradict the scores.
func examineOrder(t Table) []Finding {
	var found []Finding
	for i := 1; i < len(t.Rows); i++ {
		above, below := t.Rows[i-1], t.Rows[i]
		if above.PublishedRank == 0 || below.PublishedRank == 0 || above.PublishedRank < below.PublishedRank {
			continue
		}
		found = append(found, Finding{
			Code: "rank-order", Severity: sheet.Warning, Cells: []string{CellKey(t, above, "score"), CellKey(t, below, "score")},
			Message: fmt.Sprintf("%s公布名次与综评分不符：%s（第%d）得分不低于%s（第%d）", t.name(), above.Unit.Name, above.PublishedRank, below.Unit.Name, below.PublishedRank),
			Hint:    "请核对导出里的名次与综评分",
		})
	}
	return found
}

// examineTwice finds units that stand in two local tables of one channel: sums would count them twice.
func examineTwice(b Bulletin) []Finding {
	first := map[string]seat{}
	var found []Finding
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			key := t.Channel + "/" + r.Unit.ID
			earlier, twice := first[key]
			if !twice {
				first[key] = seat{t, r}
				continue
			}
			found = append(found, Finding{
				Code: "unit-in-two-tables", Severity: sheet.Warning,
				Cells:   []string{CellKey(earlier.table, earlier.row, "assigned"), CellKey(t, r, "assigned")},
				Message: fmt.Sprintf("%s同时出现在%s表和%s表，合计会重复计算", r.Unit.Name, earlier.table.name(), t.name()),
				Hint:    "请在导出里删去一处，并核对 units.toml 的类别",
			})
		}
	}
	return found
}
