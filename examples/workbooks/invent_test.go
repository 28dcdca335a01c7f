package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func invented(t *testing.T) []quarter {
	t.Helper()
	q, err := readPublished(published)
	if err != nil {
		t.Fatal(err)
	}
	return invent(q)
}

// Every invented figure can be true: rates count whole cases, no more are rated than assigned, ranks follow scores.
func TestInventedTablesAreConsistent(t *testing.T) {
	for _, q := range invented(t) {
		for _, file := range append(localFiles(), cityFile) {
			table := q.tables[file]
			before := math.Inf(1)
			for i := range table.rows {
				where := fmt.Sprintf("%s %s %s", q.key, file, table.at(i, unitColumn))
				checkRow(t, where, table, i)
				if score := table.number(i, scoreColumn); score > before || table.at(i, "名次") != strconv.Itoa(i+1) {
					t.Errorf("%s: rank %s with %v after %v", where, table.at(i, "名次"), score, before)
				} else {
					before = score
				}
			}
		}
	}
}

func checkRow(t *testing.T, where string, table table, i int) {
	t.Helper()
	assigned, rated, excellent := int(table.number(i, assignedColumn)), 0, 0
	for _, heading := range table.header {
		if isStar(heading) {
			n := int(table.number(i, heading))
			rated += n
			if !isLow(heading) {
				excellent += n
			}
		}
	}
	if rated < 1 || rated > assigned {
		t.Errorf("%s: %d rated of %d assigned", where, rated, assigned)
	}
	if got := table.at(i, excellentColumn); got != (tally{excellent, rated}).text() {
		t.Errorf("%s: 优秀率 %s of %d/%d", where, got, excellent, rated)
	}
	for _, heading := range []string{closedColumn, onTimeColumn, transferColumn} {
		if got := table.at(i, heading); got != "" && !counts(got, assigned, assigned) {
			t.Errorf("%s: %s %s of %d cases", where, heading, got, assigned)
		}
	}
	if got := table.at(i, satisfiedColumn); !counts(got, 1, assigned) {
		t.Errorf("%s: 满意率 %s of at most %d cases", where, got, assigned)
	}
}

// counts tells whether a printed rate is some whole number of cases over a base between the two.
func counts(text string, least, most int) bool {
	rate, _ := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	for base := least; base <= most; base++ {
		if (tally{int(math.Round(rate * float64(base) / 100)), base}).text() == text {
			return true
		}
	}
	return false
}

// The overview, the lists and the home city's row say what the tables add up to.
func TestInventedSumsAgree(t *testing.T) {
	for _, q := range invented(t) {
		overview := map[string]string{}
		for _, row := range q.tables[overviewFile].rows {
			overview[row[0]+row[1]] = row[2]
		}
		network, hotline := []string{countyFile, departmentFile}, []string{hotCountyFile, hotDepartFile, hotOtherFile}
		given := q.sum(assignedColumn, network...) + q.sum(assignedColumn, hotline...)
		city := slices.IndexFunc(q.tables[cityFile].rows, func(row []string) bool { return row[1] == homeCity })
		high := q.sum("10星", network...) + q.sum("15星", network...) + q.sum("25星", departmentFile)
		for what, pair := range map[string][2]string{
			"3星网络":  {overview["低星件_三星网络平台"], fmt.Sprint(q.sum("3星", network...))},
			"4星网络":  {overview["低星件_四星网络平台"], fmt.Sprint(q.sum("4星", network...))},
			"3星热线":  {overview["低星件_三星热线平台"], fmt.Sprint(q.sum("3星", hotline...))},
			"4星热线":  {overview["低星件_四星热线平台"], fmt.Sprint(q.sum("4星", hotline...))},
			"高星件":   {overview["高星件网络平台"], fmt.Sprint(high)},
			"高星件表":  {overview["高星件网络平台"], fmt.Sprint(len(q.tables[highStarsFile].rows))},
			"转部门办理": {overview["转部门办理全市"], fmt.Sprintf("%.1f万件", float64(given)/1e4)},
			"本市交办":  {q.tables[cityFile].at(city, assignedColumn), fmt.Sprint(q.sum(assignedColumn, network...))},
			"本市满意率": {q.tables[cityFile].at(city, satisfiedColumn), overview["满意率网络平台"]},
			"本市回访率": {q.tables[cityFile].at(city, callbackColumn), overview["有效回访率网络平台"]},
			"本市优秀率": {q.tables[cityFile].at(city, excellentColumn), overview["优秀率网络平台"]},
		} {
			if strings.TrimSuffix(pair[0], ".0万件") != strings.TrimSuffix(pair[1], ".0万件") {
				t.Errorf("%s %s: stated %s, summed %s", q.key, what, pair[0], pair[1])
			}
		}
		tenth := func(key string) float64 {
			return (table{header: []string{key}, rows: [][]string{{strings.TrimSuffix(overview[key], "万件")}}}).number(0, key)
		}
		if d := tenth("受理总量全市") - tenth("直办全市") - tenth("转部门办理全市"); math.Abs(d) > 1e-9 {
			t.Errorf("%s: 受理总量 is not 直办 and 转部门办理: %v", q.key, d)
		}
	}
}

// Every unit's high stars are listed case by case, no number twice, and nobody is late with more cases than are open.
func TestInventedListsAgree(t *testing.T) {
	numbers := map[string]bool{}
	for _, q := range invented(t) {
		listed := map[string]int{}
		for _, row := range q.tables[highStarsFile].rows {
			listed[row[2]+row[3]+"星"]++
			if numbers[row[1]] || len(row[1]) != 7 {
				t.Errorf("%s: case number %s", q.key, row[1])
			}
			numbers[row[1]] = true
		}
		open := map[string]float64{}
		for _, file := range []string{countyFile, departmentFile} {
			for i := range q.tables[file].rows {
				unit := q.tables[file].at(i, unitColumn)
				open[unit] = math.Round(q.tables[file].number(i, assignedColumn) * (1 - q.tables[file].number(i, closedColumn)/100))
				for heading := range highStars() {
					if n := int(q.tables[file].number(i, heading)); n != listed[unit+heading] {
						t.Errorf("%s %s %s: %d in the table, %d listed", q.key, unit, heading, n, listed[unit+heading])
					}
				}
			}
		}
		for i, row := range q.tables[overdueFile].rows {
			if late := q.tables[overdueFile].number(i, "件数（件）"); late < 1 || late > open[row[1]] {
				t.Errorf("%s %s: %v late of %v open", q.key, row[1], late, open[row[1]])
			}
		}
	}
}

// at gives a cell by its heading, "" where the table has no such column.
func (t table) at(row int, heading string) string {
	i := slices.Index(t.header, heading)
	if i < 0 {
		return ""
	}
	return t.rows[row][i]
}

func (t table) number(row int, heading string) float64 {
	n, _ := strconv.ParseFloat(strings.TrimSuffix(t.at(row, heading), "%"), 64)
	return n
}

func (q quarter) sum(heading string, files ...string) int {
	total := 0
	for _, file := range files {
		if i := slices.Index(q.tables[file].header, heading); i >= 0 {
			total += q.tables[file].sum(i)
		}
	}
	return total
}
