package page

import (
	"io/fs"
	"os"
	"testing"

	"tongbao/pipeline/record"
)

// example is the archive of the example city.
var example = os.DirFS("../../examples/fuxin")

// What Load reads, Data writes: nothing that the files hold is lost on the way.
func TestLoadAndDataAgree(t *testing.T) {
	period, err := record.ParsePeriod("2021q3")
	if err != nil {
		t.Fatal(err)
	}
	b, err := Load(example, period)
	if err != nil {
		t.Fatal(err)
	}
	files, err := Data(b, Topics{}, Sources{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files[:3] { // summary, rankings, cases
		stored, err := fs.ReadFile(example, f.Path)
		if err != nil {
			t.Fatal(err)
		}
		if string(stored) != string(f.Body) {
			t.Errorf("%s is not what was stored:\n%s", f.Path, firstDifference(string(stored), string(f.Body)))
		}
	}
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	end := func(s string) string { return s[max(0, i-100):min(len(s), i+100)] }
	return end(a) + "\n---\n" + end(b)
}
