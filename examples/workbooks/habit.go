package main

import (
	"math"
	"strconv"
	"strings"
)

// Headings of the rankings that the generator speaks of.
const (
	unitColumn      = "受理单位"
	assignedColumn  = "交办总量"
	standardStar    = "5星"
	closedColumn    = "办结率"
	onTimeColumn    = "按时反馈率"
	satisfiedColumn = "满意率"
	excellentColumn = "优秀率"
	daysColumn      = "办件天数"
	transferColumn  = "即时转办率"
	callbackColumn  = "有效回访率"
	scoreColumn     = "综评分"
)

// rateColumns are the rates that count cases of their own; 优秀率 follows from the stars.
func rateColumns() []string {
	return []string{closedColumn, onTimeColumn, satisfiedColumn, transferColumn, callbackColumn}
}

// habit is what a unit tends to, taken from its published row: shares rather than cases.
type habit struct {
	unit     string
	header   []string
	assigned float64
	rated    float64            // of the assigned; at most 1
	stars    map[string]float64 // of the rated, by heading
	rates    map[string]float64 // by heading; none where the table has no such column or "---"
	days     float64
	score    float64
	bonus    float64 // of the score, beyond what the known part of the rule gives: large units have one
}

func habitsOf(t table) []habit {
	var habits []habit
	for _, row := range t.rows {
		habits = append(habits, habitOf(t.header, row))
	}
	return habits
}

func habitOf(header, row []string) habit {
	h := habit{header: header, stars: map[string]float64{}, rates: map[string]float64{}}
	rated := 0.0
	for i, heading := range header {
		text, isRate := strings.CutSuffix(row[i], "%")
		n, _ := strconv.ParseFloat(text, 64) // a blank is none, and so is "---"
		switch {
		case heading == unitColumn:
			h.unit = row[i]
		case heading == assignedColumn:
			h.assigned = n
		case heading == daysColumn:
			h.days = n
		case heading == scoreColumn:
			h.score = n
		case isStar(heading):
			h.stars[heading] = n
			rated += n
		case isRate:
			h.rates[heading] = n / 100
		}
	}
	for heading := range h.stars {
		h.stars[heading] /= rated
	}
	h.rated = math.Min(1, rated/h.assigned)
	h.bonus = math.Max(0, round(h.score-h.base(), 2))
	return h
}

// base is the score of the published row by the known part of the rule.
func (h habit) base() float64 {
	mean, excellent := 0.0, 0.0
	for heading, share := range h.stars {
		if isLow(heading) || heading == "5星以上" {
			mean += share * float64(faceValue(heading[:len("3星")]))
		} else {
			mean += share * float64(faceValue(heading))
		}
		if !isLow(heading) {
			excellent += share
		}
	}
	callback := 1.0
	if rate, ok := h.rates[callbackColumn]; ok {
		callback = rate
	}
	return mean + h.rates[closedColumn] + h.rates[satisfiedColumn] + excellent + 1 + callback
}
