package check_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"tongbao/archive"
	"tongbao/pipeline/check"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/sheet"
)

// published is one thing that the published bulletin asserts, or one written for the way it is said.
type published struct {
	Section string `toml:"section"`
	Text    string `toml:"text"`
	Want    string `toml:"want"`
	Code    string `toml:"code"`
	Says    string `toml:"says"`
	Kind    string `toml:"kind"`
	In      string `toml:"in"`
}

// in tells whether a finding is the expected one.
func (p published) in(all []measure.Finding) bool {
	return slices.ContainsFunc(all, func(f measure.Finding) bool {
		return f.Code == p.Code && (p.Want == "" || string(f.Severity) == p.Want) && strings.Contains(f.Message, p.Says)
	})
}

func readPublished(t *testing.T) []published {
	t.Helper()
	data, err := os.ReadFile("testdata/published.toml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Claims []published `toml:"claim"`
	}
	if err := archive.Decode("published.toml", data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Claims
}

// tally counts how the claims fare.
type tally struct {
	right, calledWrong int
	wrong, missed      int
	kinds              map[string]bool
}

// What the published bulletin says is borne out or contradicted as it is known to be: no wrong claim is missed, hardly a
// right one is called wrong, and of the 18 kinds of known inconsistencies all but one are found.
func TestPublishedClaims(t *testing.T) {
	b, lexicon := exampleBulletin(t)
	inData := findingsOfTheData(t)
	count := tally{kinds: map[string]bool{}}
	for _, p := range readPublished(t) {
		found := inData
		if p.In != "data" {
			found = check.Section("x.md", []byte("+++\n+++\n\n"+p.Text+"\n"), p.Section, b, lexicon)
		}
		count.judge(t, p, found)
	}
	delete(count.kinds, "own")
	found := float64(count.wrong - count.missed)
	t.Logf("right claims %d, of which called wrong %d; wrong claims %d, of which missed %d; kinds found %d of 18; precision %.1f%%, recall %.1f%%",
		count.right, count.calledWrong, count.wrong, count.missed, len(count.kinds),
		100*found/(found+float64(count.calledWrong)), 100*found/float64(count.wrong))
	if 100*count.calledWrong > 2*count.right || count.missed > 0 || len(count.kinds) < 17 {
		t.Error("more right claims called wrong, more wrong ones missed or fewer kinds found than may be")
	}
}

func (c *tally) judge(t *testing.T, p published, found []measure.Finding) {
	t.Helper()
	if p.Want != "ok" {
		c.wrong++
		switch {
		case p.in(found):
			c.kinds[p.Kind] = true
		default:
			c.missed++
			t.Errorf("%s\n  want %s %s with %q, found %+v", p.Text, p.Want, p.Code, p.Says, found)
		}
		return
	}
	c.right++
	for _, f := range found {
		if f.Severity != sheet.Note {
			t.Errorf("%s\n  is right, found %s %s: %s", p.Text, f.Severity, f.Code, f.Message)
		}
	}
	if slices.ContainsFunc(found, func(f measure.Finding) bool { return f.Severity == sheet.Error }) {
		c.calledWrong++
	}
}

// findingsOfTheData are those that the example's data have in themselves.
func findingsOfTheData(t *testing.T) []measure.Finding {
	t.Helper()
	data, err := os.ReadFile(example + "/data/bulletins/2021q3/findings.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Findings []measure.Finding }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Findings
}
