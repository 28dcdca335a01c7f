package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// table is one published table: its headings and, below them, one row per unit.
type table struct {
	header []string
	rows   [][]string
}

func readTable(dir, name string) (table, error) {
	file, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return table{}, err
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return table{}, fmt.Errorf("%s: %w", name, err)
	}
	if len(records) == 0 {
		return table{}, fmt.Errorf("%s: empty", name)
	}
	return table{header: records[0], rows: records[1:]}, nil
}

// isStar tells the columns that stand under the common heading 评星量.
func isStar(heading string) bool { return strings.Contains(heading, "星") }

// isCount tells the columns a 合计 row adds up; rates and scores have no sum.
func isCount(heading string) bool { return heading == "交办总量" || isStar(heading) }

// sum adds a column of counts; a blank cell counts nothing.
func (t table) sum(col int) int {
	total := 0
	for _, row := range t.rows {
		n, _ := strconv.Atoi(row[col])
		total += n
	}
	return total
}

// typed gives a published cell the type a spreadsheet would hold: nothing, a number or text. A rate becomes a
// fraction unless the office typed it as text.
func typed(cell string, rateAsText bool) (value any, isRate bool) {
	if cell == "" {
		return nil, false
	}
	if digits, ok := strings.CutSuffix(cell, "%"); ok && !rateAsText {
		// The exponent moves the point without the rounding error a division would leave.
		if rate, err := strconv.ParseFloat(digits+"e-2", 64); err == nil {
			return rate, true
		}
	}
	if number, err := strconv.ParseFloat(cell, 64); err == nil {
		return number, false
	}
	return cell, false
}
