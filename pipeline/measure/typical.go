package measure

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// typicalStar is the least star of a case that is proposed for 典型案例 by its stars alone.
const typicalStar = 15

// mostTypical is how many cases are proposed.
const mostTypical = 6

// Candidate is a case proposed for 典型案例, and why.
type Candidate struct {
	record.HighStar
	Why string // 25星，群众满意
}

// Typical proposes cases for 典型案例, the most stars first and among equals those whose citizen was satisfied: those of
// fifteen stars and more, and where they are fewer than three, those of ten as well. None without a reason for its stars,
// and none whose citizen was not satisfied: it would not stand as an example.
func (b Bulletin) Typical() []Candidate {
	out := b.withStars(typicalStar)
	if len(out) < 3 {
		out = b.withStars(1)
	}
	slices.SortStableFunc(out, func(a, c Candidate) int {
		return cmp.Or(cmp.Compare(c.Star, a.Star), cmp.Compare(pleased(c), pleased(a)))
	})
	return out[:min(len(out), mostTypical)]
}

func pleased(c Candidate) int {
	if c.Satisfaction == record.Yes {
		return 1
	}
	return 0
}

func (b Bulletin) withStars(least int) []Candidate {
	var out []Candidate
	for _, c := range b.HighStars {
		if c.Star < least || c.Reason == "" || c.Satisfaction == record.No {
			continue
		}
		why := fmt.Sprintf("%d星", c.Star)
		if c.Satisfaction == record.Yes {
			why += "，群众满意"
		}
		out = append(out, Candidate{c, why})
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
