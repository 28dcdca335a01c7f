package page

import (
	"fmt"
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

// What the exports and the bulletin say is listed, what follows from it only where there is nothing else, and not too much.
func TestAbridgeOrdersAndCounts(t *testing.T) {
	follows := func(n int) []Change {
		var out []Change
		for i := range n {
			out = append(out, Change{Kind: ChangedFact, Key: fmt.Sprintf("f%d", i)})
		}
		return out
	}
	export := Change{Kind: ChangedExport, Key: "a.csv"}
	for _, c := range []struct {
		name  string
		in    []Change
		first string
		count int
		more  int
	}{
		{"everything", append(follows(3), Change{Kind: ChangedParagraph, Key: "p"}, Change{Kind: ChangedCell, Key: "c"}, export,
			Change{Kind: ChangedFact, Key: "overview.received"}, Change{Kind: ChangedSetting, Key: "title"}), "title overview.received c p a.csv", 5, 3},
		{"nothing but facts and files", append(follows(2), export), "a.csv f0 f1", 3, 0},
		{"another rule, and what follows", append(follows(2), export, Change{Kind: ChangedRule, Key: "rule"}), "rule a.csv f0 f1", 4, 0},
		{"another rule, and cells", append(follows(2), Change{Kind: ChangedCell, Key: "c"}, Change{Kind: ChangedRule, Key: "rule"}), "rule c", 2, 2},
		{"too many", append(follows(70), export), "a.csv f0 f1", 60, 11},
	} {
		t.Run(c.name, func(t *testing.T) {
			listed, more := Abridge(c.in)
			var keys []string
			for _, l := range listed {
				keys = append(keys, l.Key)
			}
			if !strings.HasPrefix(strings.Join(keys, " "), c.first) || len(keys) != c.count || more != c.more {
				t.Errorf("listed %v and %d more, want %s, %d and %d more", keys, more, c.first, c.count, c.more)
			}
		})
	}
}
