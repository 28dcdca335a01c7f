package measure

import (
	"math"

	"tongbao/pipeline/record"
)

// judge says of one case what the terms make of it. docs/metrics.md has the same rules in words.
func (l *Ledger) judge(c *record.Case) entry {
	e := entry{unit: noUnit, category: uint16(c.Category), source: uint16(c.Source), file: l.file, star: -1, channel: channelNumber(c.Channel)}
	e.set(received, l.within(first(c.Received, c.Dispatched)))
	e.set(direct, c.Direct)
	e.set(interim, c.Interim)
	e.set(repeated, c.Repeat)
	if c.Unit >= 0 {
		e.unit = uint16(c.Unit)
		l.judgeUnit(&e, c)
	}
	if l.within(first(c.Rated, first(c.Dispatched, c.Received))) {
		l.judgeRating(&e, c)
	}
	return e
}

// judgeRating takes what the citizen said in the period, of whichever case.
func (l *Ledger) judgeRating(e *entry, c *record.Case) {
	if c.Unit < 0 {
		return // the hotline's own answers are not ranked
	}
	if c.Star >= 0 {
		e.set(rated, true)
		e.star = int8(c.Star)
	}
	e.set(evaluated, c.Satisfaction != record.Unknown)
	e.set(satisfied, c.Satisfaction == record.Yes)
}

func (e *entry) set(m marks, yes bool) {
	if yes {
		e.marks |= m
	}
}

func first(a, b record.Moment) record.Moment {
	if a != 0 {
		return a
	}
	return b
}

func (l *Ledger) within(m record.Moment) bool { return m >= l.terms.Start && m < l.terms.End }

// judgeUnit judges what a unit did with a case.
func (l *Ledger) judgeUnit(e *entry, c *record.Case) {
	sent := first(c.Dispatched, c.Received)
	isClosed := l.isClosed(c)
	e.set(overdue, !isClosed && sent < l.terms.End && l.lastDay()-sent.Day() > l.terms.OverdueDays)
	if !l.within(sent) {
		return
	}
	e.set(assigned, true)
	e.set(closed, isClosed)
	if isClosed && c.Closed != 0 {
		e.set(dated, true)
		e.days = l.days(sent, c.Closed)
	}
	if c.Received != 0 && c.Dispatched >= c.Received {
		e.set(timed, true)
		e.set(prompt, c.Dispatched-c.Received <= record.Moment(l.terms.TransferHours*3600))
	}
	l.judgeFeedback(e, c, isClosed)
	e.set(calledBack, c.Callback != record.Unknown)
	e.set(validCall, c.Callback == record.Yes)
}

// judgeFeedback decides 按时反馈: a deadline decides once it is met or has passed by the cut-off.
func (l *Ledger) judgeFeedback(e *entry, c *record.Case, isClosed bool) {
	answered := first(c.FedBack, c.Closed)
	e.set(fedBack, answered != 0 && answered < l.terms.Cutoff || answered == 0 && isClosed)
	if c.Due == 0 || answered == 0 && isClosed {
		return // closed, but nobody knows when
	}
	deadline := c.Due
	if deadline%daySeconds == 0 {
		deadline += daySeconds - 1 // a day without a time lasts until its end
	}
	e.set(due, e.marks&fedBack != 0 || deadline < l.terms.Cutoff)
	e.set(onTime, e.marks&fedBack != 0 && answered <= deadline)
}

const daySeconds = 86400

// isClosed tells whether a case was closed by the cut-off: by its time, or by its status where it has none.
func (l *Ledger) isClosed(c *record.Case) bool {
	if c.Closed != 0 {
		return c.Closed < l.terms.Cutoff && c.Progress != record.No
	}
	return c.Progress == record.Yes
}

// lastDay is the cut-off day.
func (l *Ledger) lastDay() int { return (l.terms.Cutoff - 1).Day() }

// days counts from dispatch to closing; the same day is 0.
func (l *Ledger) days(from, to record.Moment) int16 {
	n := to.Day() - from.Day()
	if l.terms.Working {
		n = l.terms.Calendar.between(from.Day(), to.Day())
	}
	return int16(max(0, min(n, math.MaxInt16)))
}
