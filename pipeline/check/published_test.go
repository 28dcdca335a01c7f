package check_test

import (
	"encoding/json"
	"os"
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
	Pending bool   `toml:"pending"`
}

// found tells whether a finding is the expected one.
func (p published) found(all []measure.Finding) bool {
	for _, f := range all {
		if f.Code == p.Code && (p.Want == "" || string(f.Severity) == p.Want) && strings.Contains(f.Message, p.Says) {
			return true
		}
	}
	return false
}

func errorsIn(all []measure.Finding) []string {
	var out []string
	for _, f := range all {
		if f.Severity == sheet.Error {
			out = append(out, f.Code+" "+f.Message)
		}
	}
	return out
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

// What the published bulletin says is borne out or contradicted as it is known to be.
func TestPublishedClaims(t *testing.T) {
	b, lexicon := exampleBulletin(t)
	inData := findingsOfTheData(t)
	right, falseErrors, wrong, missed := 0, 0, 0, 0
	kinds := map[string]bool{}
	for _, p := range readPublished(t) {
		all := inData
		if p.In != "data" {
			all = check.Section("x.md", []byte("+++\n+++\n\n"+p.Text+"\n"), p.Section, b, lexicon)
		}
		if p.Want == "ok" {
			right++
			for _, f := range all {
				if f.Severity != sheet.Note {
					t.Errorf("%s\n  is right, found %s %s: %s", p.Text, f.Severity, f.Code, f.Message)
				}
			}
			if len(errorsIn(all)) > 0 {
				falseErrors++
			}
			continue
		}
		if !p.Pending {
			wrong++
		}
		switch {
		case p.found(all):
			kinds[p.Kind] = true
		case !p.Pending:
			missed++
			t.Errorf("%s\n  want %s %s with %q, found %+v", p.Text, p.Want, p.Code, p.Says, all)
		}
	}
	t.Logf("right claims %d, of which called wrong %d; wrong claims %d, of which missed %d; recall %.1f %%, precision %.1f %%",
		right, falseErrors, wrong, missed, 100*float64(wrong-missed)/float64(wrong), 100*float64(wrong-missed)/float64(wrong-missed+falseErrors))
	delete(kinds, "own")
	t.Logf("%d of 18 kinds of known inconsistencies are found", len(kinds))
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
