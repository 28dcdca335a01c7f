package page

import (
	"slices"
	"strings"

	"tongbao/pipeline/mask"
)

// mostChanges is how many changes a correction lists; a reader who wants all of them compares the editions.
const mostChanges = 60

// Abridge makes a list of changes one that a leader reads: what the exports say and what the bulletin says, of a
// paragraph only the sentences that differ, of a long list only the units that came or went, and not more than sixty.
// What follows from cells is listed only where nothing else changed. More counts the rest. Personal data are masked: a
// correction that takes some out must not repeat them.
func Abridge(changes []Change) (listed []Change, more int) {
	listed = slices.Clone(changes)
	slices.SortStableFunc(listed, func(a, b Change) int { return a.place() - b.place() })
	listed = listed[:min(mostChanges, worthListing(listed))]
	more = len(changes) - len(listed)
	for i, c := range listed {
		switch c.Kind {
		case ChangedParagraph:
			c.Old, c.New = difference(c.Old, c.New, sentences, "")
		case ChangedFact:
			c.Old, c.New = unitsThatDiffer(c.Old, c.New)
		}
		c.Old, c.New = mask.Text(c.Old), mask.Text(c.New)
		listed[i] = c
	}
	return listed, more
}

// worthListing counts the changes before the facts that follow from others, which come last; those as well where nothing
// before them says what the bulletin says.
func worthListing(ordered []Change) int {
	follows := slices.IndexFunc(ordered, func(c Change) bool { return c.place() == placeOfFollowing })
	if follows < 0 || !slices.ContainsFunc(ordered[:follows], Change.said) {
		return len(ordered)
	}
	return follows
}

// said tells what the bulletin says from what it was made of: its rule, its exports, its files.
func (c Change) said() bool {
	return c.Kind != ChangedRule && c.Kind != ChangedExport && c.Kind != ChangedFile
}

// placeOfFollowing is where the facts that follow from cells stand.
const placeOfFollowing = 8

// place orders changes for a reader: overview facts stand where the exports' own figures do, the facts that follow from
// cells come last.
func (c Change) place() int {
	order := []ChangeKind{ChangedSetting, ChangedRule, "", ChangedCell, ChangedCase, ChangedParagraph, ChangedExport, ChangedFile, ChangedFact}
	if c.Kind == ChangedFact && strings.HasPrefix(c.Key, "overview.") {
		return 2
	}
	return slices.Index(order, c.Kind)
}

// sentences cuts a text behind its full stops.
func sentences(text string) []string {
	return strings.SplitAfter(text, "。")
}

// manyUnits is how many units of a fact are listed whole.
const manyUnits = 6

// unitsThatDiffer shortens "23个（甲、乙、…）" of two versions to the units that only one of them has.
func unitsThatDiffer(was, is string) (string, string) {
	oldFigure, oldUnits, listed := cutUnits(was)
	newFigure, newUnits, still := cutUnits(is)
	if !listed || !still || max(strings.Count(oldUnits, "、"), strings.Count(newUnits, "、")) < manyUnits {
		return was, is
	}
	cut := func(text string) []string { return strings.Split(text, "、") }
	old, now := difference(oldUnits, newUnits, cut, "、")
	join := func(figure, units string) string {
		if units == "" {
			return figure
		}
		return figure + "（其中" + units + "）"
	}
	return join(oldFigure, old), join(newFigure, now)
}

func cutUnits(text string) (figure, units string, ok bool) {
	figure, units, ok = strings.Cut(strings.TrimSuffix(text, "）"), "（")
	return figure, units, ok && strings.HasSuffix(text, "）")
}

// difference keeps the parts of two texts that the other does not have. Where nothing is left of one of them, the
// parts that are left of the other came or went.
func difference(was, is string, cut func(string) []string, joint string) (string, string) {
	old, now := cut(was), cut(is)
	without := func(list, other []string) string {
		kept := slices.DeleteFunc(slices.Clone(list), func(part string) bool { return slices.Contains(other, part) })
		return strings.Join(kept, joint)
	}
	oldOnly, newOnly := without(old, now), without(now, old)
	if oldOnly == "" && newOnly == "" {
		return was, is // only their order differs
	}
	return oldOnly, newOnly
}
