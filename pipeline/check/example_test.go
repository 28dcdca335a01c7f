package check_test

import (
	"os"
	"path"
	"strings"
	"testing"

	"tongbao/archive"
	"tongbao/pipeline/check"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

const example = "../../examples/fuxin"

// home is the example's own row in the table of the province.
const home = "city-fuxin"

// exampleBulletin is the published bulletin's data, with the lexicon of its archive.
func exampleBulletin(t testing.TB) (measure.Bulletin, check.Lexicon) {
	t.Helper()
	p, err := record.ParsePeriod("2021q3")
	if err != nil {
		t.Fatal(err)
	}
	b, err := page.Load(os.DirFS(example), p)
	if err != nil {
		t.Fatal(err)
	}
	return b, check.NewLexicon(exampleRegister(t), b, home)
}

func exampleRegister(t testing.TB) *record.Register {
	t.Helper()
	a, err := archive.Open(example)
	if err != nil {
		t.Fatal(err)
	}
	var entries []record.RegisterEntry
	for _, u := range a.Units.Units {
		entries = append(entries, record.RegisterEntry{Unit: record.Unit{ID: u.ID, Name: u.Name, Parent: u.Parent, Groups: u.Groups}, Aliases: u.Aliases})
	}
	register, wrong := record.NewRegister(entries, nil, "2021-07-01")
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return register
}

// What the program writes by itself contradicts nothing, and every figure of it is borne out.
func TestGeneratedSectionsAreRight(t *testing.T) {
	b, lexicon := exampleBulletin(t)
	dir := "content/bulletins/2021q3"
	files, err := os.ReadDir(path.Join(example, dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(path.Join(example, dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		_, key, _ := strings.Cut(strings.TrimSuffix(f.Name(), ".md"), "-")
		for _, found := range check.Section(path.Join(dir, f.Name()), data, key, b, lexicon) {
			if found.Severity != sheet.Note {
				t.Errorf("%s:%d %s %s: %s\n  in %s", f.Name(), found.Passage.Line, found.Severity, found.Code, found.Message, found.Passage.Text)
			}
			t.Logf("%s %s %s", found.Severity, found.Code, found.Message)
		}
	}
}
