package measure

import (
	"fmt"
	"math"
	"time"
)

// Calendar counts working days (工作日): Monday to Friday, less the days off and with the make-up weekends that the
// State Council's yearly notices name. The zero Calendar knows weekends only.
//
// Deadlines of cases are counted over a million rows, so a count is two look-ups: first is the day of shift[0], and
// shift[i] says by how much the true number of working days up to and including that day differs from the number of
// Mondays to Fridays. Before the table the difference is nothing, after it the last one stays.
type Calendar struct {
	first int
	shift []int32
	years map[int]bool
}

// NewCalendar takes the days off and the weekend days of work as "2021-10-01". A date that does not exist, or that
// is in both lists, is an error.
func NewCalendar(off, work []string) (Calendar, error) {
	days, years := make(map[int]int32), make(map[int]bool)
	for _, text := range off {
		date, err := parseDay(text)
		if err != nil {
			return Calendar{}, err
		}
		days[dayNumber(date)] = 0
		if nationalDay(date) {
			years[date.Year()] = true
		}
	}
	for _, text := range work {
		date, err := parseDay(text)
		if err != nil {
			return Calendar{}, err
		}
		if works, named := days[dayNumber(date)]; named && works == 0 {
			return Calendar{}, fmt.Errorf("工作日历：%s 既列为放假，又列为上班", text)
		}
		days[dayNumber(date)] = 1
	}
	first, shift := shifts(days)
	return Calendar{first: first, shift: shift, years: years}, nil
}

func parseDay(text string) (time.Time, error) {
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return date, fmt.Errorf("工作日历：“%s”不是日期，应写成 2021-10-01", text)
	}
	return date, nil
}

// nationalDay tells the three days that are a public holiday in every year, whatever the notice moves; at least one of
// them is no weekend. A year is covered by them, not by its first date: 元旦 of 2019 already began in 2018.
func nationalDay(date time.Time) bool {
	return date.Month() == time.October && date.Day() <= 3
}

// shifts lays the table from the first to the last named day; days says 1 for work and 0 for off.
func shifts(days map[int]int32) (int, []int32) {
	if len(days) == 0 {
		return 0, nil
	}
	first, last := math.MaxInt, math.MinInt
	for day := range days {
		first, last = min(first, day), max(last, day)
	}
	table, sum := make([]int32, last-first+1), int32(0)
	for i := range table {
		day := first + i
		if works, named := days[day]; named {
			sum += works - int32(weekdays(day)-weekdays(day-1))
		}
		table[i] = sum
	}
	return first, table
}

// WorkingDays counts the working days after from's day up to and including to's day: received on Friday and answered
// on Monday is one. The same day, or a day before, is 0. Each time counts as the day it shows in its own time zone.
func (c Calendar) WorkingDays(from, to time.Time) int {
	return max(0, c.upTo(dayNumber(to))-c.upTo(dayNumber(from)))
}

// between is [Calendar.WorkingDays] for days counted from 1970.
func (c Calendar) between(from, to int) int {
	return max(0, c.upTo(to-mondayBeforeAll)-c.upTo(from-mondayBeforeAll))
}

// mondayBeforeAll is 0000-01-03 in days since 1970-01-01.
const mondayBeforeAll = -719526

// Covers says whether the year's notice is in the calendar. In a year that is not covered only weekends are off, and
// the caller reports that.
func (c Calendar) Covers(year int) bool {
	return c.years[year]
}

// upTo counts the working days up to and including day, from a point in the past that is the same for every day.
func (c Calendar) upTo(day int) int {
	n := weekdays(day)
	if i := min(day-c.first, len(c.shift)-1); i >= 0 {
		n += int(c.shift[i])
	}
	return n
}

// dayNumber counts days since 0000-01-03, a Monday, so that weekdays needs no calendar. Years before 0 are no dates of
// cases: they count as that Monday.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return max(0, int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400)-mondayBeforeAll)
}

// weekdays counts the Mondays to Fridays of the days 0 to day.
func weekdays(day int) int {
	if day < 0 {
		return 0
	}
	return (day+1)/7*5 + min((day+1)%7, 5)
}
