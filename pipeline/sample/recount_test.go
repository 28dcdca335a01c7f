package sample_test

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongbao/pipeline/sample"
)

// counts is one unit's cases as the program will measure them, counted the simple way.
type counts struct {
	assigned, closed, overdue int
	days                      int
	timed, onTime             int
	prompt, received          int
	judged, content           int
	called, reached           int
	stars                     map[int]int
	differentDays             map[int]bool
	earlier                   int // rated in the period, dispatched before it
}

// within tells whether a time lies in the period, both ends included.
func within(v sample.Value) bool {
	first, end := time.Date(2021, 7, 1, 0, 0, 0, 0, time.UTC), time.Date(2021, 10, 1, 0, 0, 0, 0, time.UTC)
	return v.Kind == sample.Moment && !v.Time.Before(first) && v.Time.Before(end)
}

// recount sums the rows of a file by unit. Rows whose number came before are duplicates.
func recount(t *testing.T, f sample.File) map[string]*counts {
	t.Helper()
	units, seen := map[string]*counts{}, map[string]bool{}
	must(t, f.Each(func(r sample.Row) error {
		no, name := r[sample.CaseNo].Text, r[sample.Unit].Text
		if seen[no] || name == "" {
			return nil
		}
		seen[no] = true
		if units[name] == nil {
			units[name] = &counts{stars: map[int]int{}, differentDays: map[int]bool{}}
		}
		units[name].add(r)
		return nil
	}))
	return units
}

func (c *counts) add(r sample.Row) {
	if r[sample.Star].Kind != sample.Empty && within(r[sample.Rated]) {
		c.stars[r[sample.Star].Number]++
		if !within(r[sample.Sent]) {
			c.earlier++
		}
	}
	c.verdict(r)
	if !within(r[sample.Sent]) {
		return
	}
	c.assigned++
	c.progress(r)
	if r[sample.Received].Kind == sample.Moment {
		c.received++
		if r[sample.Sent].Time.Sub(r[sample.Received].Time) <= 24*time.Hour {
			c.prompt++
		}
	}
	switch r[sample.Callback].Text {
	case "是":
		c.called++
		c.reached++
	case "否":
		c.called++
	}
}

// verdict counts a verdict given in the period: on the day of the stars or, where there is none, of a case dispatched
// in it.
func (c *counts) verdict(r sample.Row) {
	when := r[sample.Rated]
	if when.Kind == sample.Empty {
		when = r[sample.Sent]
	}
	if !within(when) {
		return
	}
	switch r[sample.Verdict].Text {
	case "非常满意", "满意", "基本满意":
		c.judged++
		c.content++
	case "不满意", "非常不满意":
		c.judged++
	}
}

func (c *counts) progress(r sample.Row) {
	sent, closed, due, fed := r[sample.Sent].Time, r[sample.Closed], r[sample.Due], r[sample.Fed]
	if closed.Kind == sample.Moment && !dayOf(closed.Time).After(cutoff()) {
		c.closed++
		days := int(dayOf(closed.Time).Sub(dayOf(sent)).Hours() / 24)
		c.days += days
		c.differentDays[days] = true
	} else if cutoff().Sub(dayOf(sent)) > 30*24*time.Hour {
		c.overdue++
	}
	if due.Kind == sample.Moment && (fed.Kind == sample.Moment || due.Time.Before(cutoff())) {
		c.timed++
		if fed.Kind == sample.Moment && !fed.Time.After(due.Time) {
			c.onTime++
		}
	}
}

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// print gives a column's figure as the tables print it.
func (c *counts) print(column string) string {
	star := func(from, to int) string {
		n := 0
		for s, k := range c.stars {
			if s >= from && s <= to {
				n += k
			}
		}
		return strings.Replace(strconv.Itoa(n), "0", "", btoi(n == 0))
	}
	switch column {
	case "交办总量":
		return strconv.Itoa(c.assigned)
	case "3星以下":
		return star(1, 2)
	case "5星以上":
		return star(6, 25)
	case "3星", "4星", "5星", "10星", "15星", "25星":
		n, _ := strconv.Atoi(strings.TrimSuffix(column, "星"))
		return star(n, n)
	case "办结率":
		return rate(c.closed, c.assigned)
	case "按时反馈率":
		return rate(c.onTime, c.timed)
	case "满意率":
		return rate(c.content, c.judged)
	case "优秀率":
		return rate(c.sum(5), c.sum(1))
	case "即时转办率":
		return rate(c.prompt, c.received)
	case "有效回访率":
		return rate(c.reached, c.called)
	case "办件天数":
		return halfUp(c.days, c.closed)
	}
	return "?"
}

func (c *counts) sum(from int) int {
	n := 0
	for s, k := range c.stars {
		if s >= from {
			n += k
		}
	}
	return n
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func rate(part, whole int) string {
	if whole == 0 {
		return "---"
	}
	return halfUp(100*part, whole) + "%"
}

// halfUp prints a quotient with up to two decimals: big.Rat rounds halves away from zero.
func halfUp(part, whole int) string {
	if whole == 0 {
		return "---"
	}
	text := big.NewRat(int64(part), int64(whole)).FloatString(2)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func (c *counts) String() string { return fmt.Sprintf("%+v", *c) }
