package series

import (
	"regexp"
	"strconv"
	"strings"
)

// Period is a bulletin's period. Only periods of one kind stand in one series: a month is no neighbour of a quarter.
type Period struct {
	Key  string // 2021q3, 2021-08, 2021-w35, 2021h1, 2021
	Kind string // quarter, month, week, half or year
	Year int
	Part int // of the year, from 1; 0 for a year
}

var periodKey = regexp.MustCompile(`^(\d{4})(?:(q|h|-w|-)(\d{1,2}))?$`)

var kinds = map[string]string{"q": "quarter", "h": "half", "-w": "week", "-": "month", "": "year"}

// perYear is how many periods of a kind a year has: a week's place among months is only roughly known, which is
// enough to put them in order.
var perYear = map[string]int{"quarter": 4, "half": 2, "week": 53, "month": 12, "year": 1}

// ParsePeriod reads a period's key.
func ParsePeriod(key string) (Period, bool) {
	m := periodKey.FindStringSubmatch(key)
	if m == nil {
		return Period{}, false
	}
	year, _ := strconv.Atoi(m[1]) // digits only
	part, _ := strconv.Atoi(m[3])
	return Period{Key: key, Kind: kinds[m[2]], Year: year, Part: part}, true
}

// Compare orders periods by their first day, then the longer before the shorter.
func (p Period) Compare(q Period) int {
	if p.Year != q.Year {
		return p.Year - q.Year
	}
	if a, b := p.begins(), q.begins(); a != b {
		return a - b
	}
	return strings.Compare(q.Kind, p.Kind)
}

// begins is roughly the day of the year on which a period begins.
func (p Period) begins() int { return max(p.Part-1, 0) * 366 / perYear[p.Kind] }

// Short is a period as the axis of a chart has it: 2021Q3.
func (p Period) Short() string { return strings.ToUpper(p.Key) }

// Follows says whether p is the period right after q, of the same kind. The last week of a year may be its 52nd.
func (p Period) Follows(q Period) bool {
	n := perYear[p.Kind]
	switch {
	case p.Kind != q.Kind:
		return false
	case p.Kind == "week" && q.Part == 52 && p.Part == 1:
		return p.Year == q.Year+1
	}
	return p.Year*n+max(p.Part-1, 0) == q.Year*n+max(q.Part-1, 0)+1
}
