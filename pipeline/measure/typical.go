package measure

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// typicalStar is the least star of a case that is proposed for 典型案例 by its stars alone.
const typicalStar = 15

// mostTypical is how many cases are proposed.
const mostTypical = 6

// Typical proposes cases for 典型案例, the most stars first: those of fifteen stars and more; where they are fewer than
// three, those of ten whose reason was given as well. The list is in the order of the high-star list.
func (b Bulletin) Typical() []record.HighStar {
	out := b.withStars(typicalStar)
	if len(out) < 3 {
		out = b.withStars(1)
	}
	return out[:min(len(out), mostTypical)]
}

func (b Bulletin) withStars(least int) []record.HighStar {
	var out []record.HighStar
	for _, c := range b.HighStars {
		if c.Star >= least && c.Reason != "" {
			out = append(out, c)
		}
	}
	return out
}

// typical states of each proposed case whose it is and how many stars it has.
func (f *Facts) typical(b Bulletin) {
	for _, c := range b.Typical() {
		f.add(Fact{
			Key: "case." + CaseKey(c.CaseNo), Label: "典型案例" + c.CaseNo, Number: float64(c.Star), Text: fmt.Sprint(c.Star), Unit: "星",
			Formula: "取自高星件表", Items: []Item{{Unit: c.Unit, Number: float64(c.Star), Text: fmt.Sprint(c.Star)}}, Places: []sheet.Place{c.Place},
		})
	}
}

var plainNumber = regexp.MustCompile(`^[0-9A-Za-z]{1,40}$`)

// CaseKey makes a part of a key of a case number, which is text of an export and may hold anything.
func CaseKey(caseNo string) string {
	if plainNumber.MatchString(caseNo) {
		return strings.ToLower(caseNo)
	}
	h := fnv.New64a()
	h.Write([]byte(caseNo)) // never fails
	return fmt.Sprintf("x%012x", h.Sum64()>>16)
}
