package answers

import (
	"regexp"
	"slices"
)

// spec is a period as it was named. Year is 0 where none was said, and back or ago is -1 where it was not by counting back.
type spec struct {
	kind  string // quarter, month, …; "" where any
	year  int
	ago   int // 去年 is 1
	part  int
	first int // 前三季度: parts 1 to 3
	back  int // 上季度 is 1
	last  int // 近四期
	years int // 近一年
	same  bool
}

func specOf(t token) spec {
	s := spec{ago: -1, back: -1}
	n := make([]int, len(t.args))
	for i, a := range t.args {
		n[i] = number(a)
	}
	switch t.kind {
	case "part": // kind, year or 0, part
		s.kind, s.year, s.part = t.args[0], n[1], n[2]
	case "half": // part, year or 0
		s.kind, s.part, s.year = "half", n[0], n[1]
	case "firstparts":
		s.kind, s.year, s.first = t.args[0], n[1], n[2]
	case "year":
		s.year = n[0]
	case "yearago":
		s.ago = n[0]
	case "same":
		s.same = true
	case "ago":
		s.kind, s.back = t.args[0], n[1]
	case "last":
		s.kind, s.last = t.args[0], n[1]
		if s.kind == "year" {
			s.kind, s.last, s.years = "", 0, n[1]
		}
	}
	if s.kind == "period" {
		s.kind = ""
	}
	return s
}

func (s spec) bareYear() bool {
	return (s.year > 0 || s.ago >= 0) && s.part == 0 && s.first == 0 && s.kind == ""
}
func (s spec) bareParts() bool { return (s.part > 0 || s.first > 0) && s.year == 0 && s.ago < 0 }

// combine joins a year and a part that were said apart: 去年三季度.
func (s *spec) combine(o spec) bool {
	switch {
	case s.bareYear() && o.bareParts():
		o.year, o.ago = s.year, s.ago
		*s = o
	case s.bareParts() && o.bareYear():
		s.year, s.ago = o.year, o.ago
	default:
		return false
	}
	return true
}

// calendar is the periods of one kind, the oldest first, each also as a count of its kind since the year 0.
type calendar struct {
	kind
	counts   []int
	per      int
	thisYear int // of the latest bulletin, of whatever kind
}

var perYear = map[string]int{"quarter": 4, "half": 2, "month": 12, "week": 53, "year": 1}

var periodKey = regexp.MustCompile(`^(\d{4})(?:\D+(\d+))?$`)

func calendarOf(k kind) calendar {
	c := calendar{kind: k, per: perYear[k.Kind]}
	for _, p := range k.Periods {
		m := periodKey.FindStringSubmatch(p.Key) // series has read the key
		c.counts = append(c.counts, number(m[1])*c.per+max(number(m[2])-1, 0))
	}
	return c
}

// chosen is the kind of period that a question asks for: the one it names, else that of the latest bulletin.
func (r *Rankings) chosen(q question) (calendar, bool) {
	name := ""
	specs := slices.Clone(q.when)
	for _, s := range []*spec{q.to, q.base} {
		if s != nil {
			specs = append(specs, *s)
		}
	}
	bare := len(specs) > 0
	for _, s := range append(specs, spec{kind: q.all}) {
		switch {
		case s.kind == "" || s.kind == "period":
		case name == "" || name == s.kind:
			name = s.kind
		default:
			return calendar{}, false
		}
	}
	for _, s := range specs {
		bare = bare && s.bareYear()
	}
	if name == "" && bare {
		if years, ok := r.calendar("year"); ok {
			if places, _, ok := years.places(q); ok && len(places) > 0 {
				return years, true
			}
		}
	}
	if name == "year" {
		if years, ok := r.calendar("year"); ok || q.all != "year" {
			return years, ok
		}
		name = "" // 历年 of an archive of quarters
	}
	if name == "" && len(r.kinds) > 0 {
		name = r.kinds[0].Kind
	}
	return r.calendar(name)
}

func (r *Rankings) calendar(name string) (calendar, bool) {
	for _, k := range r.kinds {
		if k.Kind == name && len(k.Periods) > 0 {
			c, now := calendarOf(k), calendarOf(r.kinds[0])
			c.thisYear = now.yearOf(now.latest())
			return c, true
		}
	}
	return calendar{}, false
}

func (c calendar) latest() int { return len(c.counts) - 1 }
func (c calendar) yearOf(i int) int {
	return c.counts[i] / c.per
}
func (c calendar) partOf(i int) int { return c.counts[i]%c.per + 1 }

// places are the periods asked for, the latest where none is, and the one that a change is reckoned from, -1 without.
func (c calendar) places(q question) (places []int, base int, ok bool) {
	switch {
	case len(q.when) == 0:
		places = []int{c.latest()}
		if q.all != "" {
			places = c.where(func(int) bool { return true })
		}
	case q.to != nil:
		places = c.between(q.when[0], *q.to)
	case q.since:
		from, ok := c.begins(q.when[0])
		places = c.where(func(i int) bool { return ok && c.counts[i] >= from })
	default:
		for _, s := range q.when {
			found := c.find(s, c.latest(), q.all != "")
			if len(found) == 0 {
				return nil, -1, false
			}
			places = append(places, found...)
		}
		slices.Sort(places)
		places = slices.Compact(places)
	}
	if q.delta == "" || len(places) != 1 {
		return places, -1, len(places) > 0 && q.delta == ""
	}
	base = c.base(q, places[0])
	if q.pair && base > places[0] {
		places[0], base = base, places[0]
	}
	return places, base, base >= 0 && base < places[0]
}

func (c calendar) where(fits func(int) bool) []int {
	var out []int
	for i := range c.counts {
		if fits(i) {
			out = append(out, i)
		}
	}
	return out
}

// find gives the periods that a name means, as seen from the one at; a part without a year is the latest such, or every one.
func (c calendar) find(s spec, at int, every bool) []int {
	year := s.year
	if s.ago >= 0 {
		year = c.thisYear - s.ago
	}
	switch {
	case s.same:
		return c.where(func(i int) bool { return c.counts[i] == c.counts[at]-c.per })
	case s.back >= 0 && s.kind == "":
		return c.where(func(i int) bool { return i == at-s.back })
	case s.back >= 0:
		return c.where(func(i int) bool { return c.counts[i] == c.counts[at]-s.back })
	case s.years > 0:
		return c.where(func(i int) bool { return c.counts[i] > c.counts[at]-s.years*c.per })
	case s.last > 0:
		return c.where(func(i int) bool { return i > at-s.last })
	case s.first > 0:
		if year == 0 {
			year = c.yearOf(at)
		}
		return c.where(func(i int) bool { return c.yearOf(i) == year && c.partOf(i) <= s.first })
	}
	found := c.where(func(i int) bool { return (year == 0 || c.yearOf(i) == year) && (s.part == 0 || c.partOf(i) == s.part) })
	if year == 0 && !every && len(found) > 0 {
		found = found[len(found)-1:]
	}
	return found
}

// between gives the periods from one to another; a year is said of one of them at least, or both are of the latest.
func (c calendar) between(from, to spec) []int {
	switch {
	case from.bareParts() && !to.bareParts():
		from.year, from.ago = to.year, to.ago
	case to.bareParts() && from.part > 0:
		if from.bareParts() {
			found := c.find(to, c.latest(), false)
			if len(found) == 0 {
				return nil
			}
			from.year = c.yearOf(found[0])
		}
		to.year, to.ago = from.year, from.ago
	}
	low, ok := c.begins(from)
	high, also := c.ends(to)
	return c.where(func(i int) bool { return ok && also && low <= c.counts[i] && c.counts[i] <= high })
}

// begins is the count of a named period's first, whether there is a bulletin of it or not.
func (c calendar) begins(s spec) (int, bool) {
	year := s.year
	if s.ago >= 0 {
		year = c.thisYear - s.ago
	}
	if year > 0 && s.first == 0 {
		return year*c.per + max(s.part-1, 0), true
	}
	found := c.find(s, c.latest(), false)
	if len(found) == 0 {
		return 0, false
	}
	return c.counts[found[0]], true
}

func (c calendar) ends(s spec) (int, bool) {
	first, ok := c.begins(s)
	if ok && s.bareYear() {
		first += c.per - 1
	}
	return first, ok
}

// base is the place of the period that a change up to the one at is reckoned from, -1 where there is none.
func (c calendar) base(q question, at int) int {
	s := spec{ago: -1, back: 1, kind: c.Kind}
	switch {
	case q.apart == "year":
		s = spec{ago: -1, back: -1, same: true}
	case q.base != nil:
		s = *q.base
	}
	if s.bareYear() {
		return -1
	}
	found := c.find(s, at, true)
	if s.bareParts() && !q.pair {
		found = slices.DeleteFunc(found, func(i int) bool { return i >= at })
	}
	if len(found) == 0 || len(found) > 1 && !s.bareParts() {
		return -1
	}
	return found[len(found)-1]
}
