package page

import (
	"strings"
	"testing"
)

// A correction that takes personal data out must not give them as its reason.
func TestAddMasksTheReason(t *testing.T) {
	e := Editions{Period: "2021q3"}
	e.Add("2021-10-22", map[string][]byte{"content/index.md": nil}, "", nil)
	e.Add("2021-11-05", map[string][]byte{"content/index.md": {'a'}}, "来电人电话13912345678应予遮盖", nil)
	if reason := e.Corrections[0].Reason; strings.Contains(reason, "13912345678") || !strings.HasSuffix(reason, "应予遮盖") {
		t.Errorf("reason %q", reason)
	}
}

func TestParseFrozen(t *testing.T) {
	for name, want := range map[string]int{
		"2021q3-e1": 1, "2021-08-e12": 12, "2021-w35-e2": 2, "2021q3": 0, "2021q3-e0": 0, "2021q3-e": 0, "notes-e1": 0,
		"2021q3-e99999999999999999999": 0,
	} {
		period, edition, ok := ParseFrozen(name)
		if edition != want || ok != (want > 0) || ok && FrozenFolder(period, edition) != name {
			t.Errorf("%s: edition %d, %v; want %d", name, edition, ok, want)
		}
	}
}
