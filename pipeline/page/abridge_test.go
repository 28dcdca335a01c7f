package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAbridge(t *testing.T) {
	units := func(more string) string { return "8个（甲、乙、丙、丁、戊、己、庚" + more + "）" }
	for _, c := range []struct {
		name string
		in   Change
		old  string
		new  string
	}{
		{"the sentence that differs", Change{Kind: ChangedParagraph, Old: "甲县。乙县1件。丙县。", New: "甲县。乙县2件。丙县。"}, "乙县1件。", "乙县2件。"},
		{"a sentence more", Change{Kind: ChangedParagraph, Old: "甲县。", New: "甲县。乙县。"}, "", "乙县。"},
		{"another order", Change{Kind: ChangedParagraph, Old: "甲县。乙县。", New: "乙县。甲县。"}, "甲县。乙县。", "乙县。甲县。"},
		{"the units of a long list", Change{Kind: ChangedFact, Old: units("、辛"), New: units("、壬")}, "8个（其中辛）", "8个（其中壬）"},
		{"a unit fewer", Change{Kind: ChangedFact, Old: units("、辛"), New: "7个（甲、乙、丙、丁、戊、己、庚）"}, "8个（其中辛）", "7个"},
		{"a short list", Change{Kind: ChangedFact, Old: "2个（甲、乙）", New: "2个（甲、丙）"}, "2个（甲、乙）", "2个（甲、丙）"},
		{"personal data", Change{Kind: ChangedParagraph, Old: "来电人电话13912345678。", New: ""}, "来电人电话139****5678。", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := Abridge([]Change{c.in})
			if got[0].Old != c.old || got[0].New != c.new {
				t.Errorf("%q → %q, want %q → %q", got[0].Old, got[0].New, c.old, c.new)
			}
		})
	}
}

// What the exports say stands before what follows from it, and the list stays short.
func TestAbridgeOrdersAndCounts(t *testing.T) {
	var in []Change
	for i := range 70 {
		in = append(in, Change{Kind: ChangedFact, Key: fmt.Sprintf("network-county.fact.%d", i)})
	}
	in = append(in, Change{Kind: ChangedParagraph, Key: "p"}, Change{Kind: ChangedCell, Key: "c"},
		Change{Kind: ChangedFact, Key: "overview.received"}, Change{Kind: ChangedSetting, Key: "title"})
	listed, more := Abridge(in)
	var keys []string
	for _, c := range listed[:5] {
		keys = append(keys, c.Key)
	}
	want := []string{"title", "overview.received", "c", "p", "network-county.fact.0"}
	if !slices.Equal(keys, want) {
		t.Errorf("first are %s, want %s", strings.Join(keys, " "), strings.Join(want, " "))
	}
	if len(listed) != 60 || more != 14 {
		t.Errorf("%d listed and %d more, want 60 and 14", len(listed), more)
	}
}
