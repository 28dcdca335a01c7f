// Package ledger makes tables of instructions and notes, as offices keep them in spreadsheet programs: the 督办台账, a row a
// task, and the list of notes.
//
// In: what the service let somebody see, and what ids are called. Out: values; who writes a workbook of them is elsewhere.
package ledger

import (
	"strings"
	"time"
	"unicode/utf8"

	"tongbao/site/annotation"
)

// Table is a table of values: text, whole numbers, and times; a zero time is an empty cell, and one at midnight a day.
type Table struct {
	Name string
	Head []string
	Rows [][]any
}

// Names say what ids are called; what they do not know they give back.
type Names struct{ Bulletin, Section, Unit, Metric func(id string) string }

// Plain calls everything by its id.
func Plain() Names {
	same := func(id string) string { return id }
	return Names{same, same, same, same}
}

// place names where a target stands, or stood where it is lost: the section, the unit and metric of a cell.
func (n Names) place(t annotation.Target, m annotation.Mapping) string {
	section, passage := t.Section, t.Passage
	if m.State != "" && m.State != annotation.Lost {
		section, passage = m.Section, m.Passage
	}
	if section == "" {
		return "全文"
	}
	parts := []string{n.Section(section)}
	if cell := strings.Split(passage, "/"); len(cell) > 1 {
		parts = append(parts, n.Unit(cell[1]))
		if len(cell) > 2 {
			parts = append(parts, n.Metric(cell[2]))
		}
	}
	return strings.Join(parts, " · ")
}

// quoted is what a target marks, "" for a whole place.
func quoted(t annotation.Target) string {
	if t.Quote.Exact == "" {
		return ""
	}
	return "“" + t.Quote.Exact + "”"
}

// local is a time as the office reads it, whose clock is kept.
func local(t time.Time, place *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(place).Truncate(time.Minute)
}

// day is a time's day at the office.
func day(t time.Time, place *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	year, month, date := t.In(place).Date()
	return time.Date(year, month, date, 0, 0, 0, 0, place)
}

// date is a day as a time, zero for none.
func date(d annotation.Date, place *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), place)
	if err != nil {
		return time.Time{}
	}
	return t
}

// longest is how much of a text goes into a cell: spreadsheet programs keep 32,767 UTF-16 units.
const longest = 16_000

// fit cuts a text to what a cell keeps, and says so.
func fit(text string) string {
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest]) + "……（过长，余下的请在网页上看）"
}

// words are what codes are called.
var words = map[string]string{
	"remark": "阅示", "handle": "批办", "supervise": "督办",
	"drafted": "待领导确认", "refused": "领导未确认", "discarded": "已作废", "issued": "已签发", "signed": "办理中", "closed": "已销号", "withdrawn": "已撤回",
	"sent": "待签收", "received": "办理中", "reported": "已报办结", "done": "已销号",
	"red": "超期", "orange": "三天内到期", "blue": "七天内到期",
	"private": "只有自己", "leaders": "领导", "everyone": "能看这期通报的人",
	"comment": "批注", "highlight": "只标记",
	"exact": "未变", "shifted": "未变", "edited": "原文已更正", "lost": "原文已不在",
}
