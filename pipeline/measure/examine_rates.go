package measure

import (
	"fmt"
	"math"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// examineRates finds rates that no whole number of cases can give: of 19 cases 16 are 84.21 % and 17 are 89.47 %, so
// 84.30 % is a slip. Tables made of cases divide for themselves.
func examineRates(t Table) []Finding {
	if t.Computed {
		return nil
	}
	var found []Finding
	for _, r := range t.Rows {
		found = append(found, impossibleClosed(t, r)...)
		found = append(found, impossibleSatisfaction(t, r)...)
	}
	return found
}

func impossibleClosed(t Table, r Row) []Finding {
	s := seat{t, r}
	assigned, known := s.assigned()
	rate := r.Value("close_rate")
	if !known || assigned == 0 || rate.State != record.Known {
		return nil
	}
	if _, possible := s.closed(); possible {
		return nil
	}
	below := math.Floor(assigned * rate.Number / 100)
	return []Finding{{
		Code: "impossible-rate", Severity: sheet.Warning,
		Cells: []string{CellKey(t, r, "close_rate"), CellKey(t, r, "assigned")},
		Message: fmt.Sprintf("%s%s办结率%s不能由交办总量%s件得出：办结%s件为%s，办结%s件为%s", t.name(), r.Unit.Name, rate.Text, r.Value("assigned").Text,
			record.FormatNumber(below), percent(below, assigned), record.FormatNumber(below+1), percent(below+1, assigned)),
		Hint: "请核对交办总量和办结率；办结率若以别的件数为基数，请在说明里写明",
	}}
}

func percent(part, whole float64) string {
	return record.FormatNumber(round(100*part/whole, 2)) + "%"
}

// impossibleSatisfaction needs more care: how many citizens answered is not stated. More of them than the cases assigned or
// rated are possible, as answers of earlier cases are, but worth a note.
func impossibleSatisfaction(t Table, r Row) []Finding {
	rate, assigned := r.Value("satisfaction_rate"), r.Value("assigned")
	most := max(assigned.Number, countStars(t.Every(), r.Values).rated)
	if rate.State != record.Known || assigned.State != record.Known || most == 0 {
		return nil
	}
	least := leastBase(rate.Number, columnStep(t, "satisfaction_rate", "rate"))
	if least <= most {
		return nil
	}
	return []Finding{{
		Code: "impossible-rate", Severity: sheet.Note,
		Cells:   []string{CellKey(t, r, "satisfaction_rate"), CellKey(t, r, "assigned")},
		Message: fmt.Sprintf("%s%s满意率%s至少要有%s件评价才能得出，而交办和评星都不超过%s件", t.name(), r.Unit.Name, rate.Text, record.FormatNumber(least), record.FormatNumber(most)),
		Hint:    "可能含往期诉求在本期的评价；否则请核对满意率、交办总量和评星各列",
	}}
}

// leastBase is the smallest number of cases that gives a rate; a rate has at most four digits, so ten thousand do.
func leastBase(rate, step float64) float64 {
	n := 1.0
	for ; n < 10000; n++ {
		if _, possible := parts(n, rate, step); possible {
			break
		}
	}
	return n
}
