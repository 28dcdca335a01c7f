package answers_test

import (
	"encoding/json"
	"slices"
	"testing"

	"tongbao/site/answers"
)

// meanings compiles a vocabulary and gives what each text means.
func meanings(t *testing.T, v answers.Vocabulary) map[string]string {
	t.Helper()
	body, err := answers.Compile(v)
	if err != nil {
		t.Fatal(err)
	}
	var file []struct {
		Means string
		Say   []string
	}
	if err := json.Unmarshal(body, &file); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, m := range file {
		for _, text := range m.Say {
			if was, there := out[text]; there {
				t.Errorf("%s means %s and %s", text, was, m.Means)
			}
			out[text] = m.Means
		}
	}
	return out
}

func TestUnitsAreNamedAsTheRegisterHasThem(t *testing.T) {
	got := meanings(t, answers.Vocabulary{
		City: "阜新",
		Units: []answers.Unit{
			{ID: "zhujian", Names: []string{"市住建局", "市住房和城乡建设局"}, Groups: []string{"department"}},
			{ID: "shuiwu", Names: []string{"市水务公司", "水务"}, Groups: []string{"department"}},
			{ID: "shuiju", Names: []string{"市水务局", "水务"}, Groups: []string{"department"}},
			{ID: "haizhou", Names: []string{"海州区"}, Groups: []string{"county"}},
			{ID: "jiaoyu", Names: []string{"海州区教育局"}, Parent: "haizhou"},
			{ID: "fuxin", Names: []string{"阜新", "阜新市"}, Groups: []string{"city"}},
			{ID: "a", Names: []string{"市供电公司"}, Groups: []string{"other"}},
			{ID: "b", Names: []string{"阜新供电公司"}, Groups: []string{"other"}},
		},
		Brands: []string{"12345热线"},
	})
	for text, want := range map[string]string{
		"市住建局": "unit zhujian", "住建局": "unit zhujian", "阜新市住建局": "unit zhujian", "阜新住房和城乡建设局": "unit zhujian",
		"水务": "refuse", // of two
		"海州": "unit haizhou", "海州区教育局": "unit jiaoyu", "教育局": "",
		"阜新": "home fuxin", "阜新市": "home fuxin",
		"供电公司": "refuse", "市供电公司": "unit a", "阜新供电公司": "unit b",
		"12345热线": "nothing",
	} {
		if got[text] != want {
			t.Errorf("%s means %q, want %q", text, got[text], want)
		}
	}
}

func TestTemplatesAreSpelledOut(t *testing.T) {
	got := meanings(t, answers.Vocabulary{Phrases: []answers.Phrase{{Means: "x", Say: "[最](好|优[秀])的 {Y}年[第]{n}季 县（区）"}}})
	var texts []string
	for text := range got {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	want := []string{"{Y}年{n}季", "{Y}年第{n}季", "优的", "优秀的", "县(区)", "好的", "最优的", "最优秀的", "最好的"}
	slices.Sort(want)
	if !slices.Equal(texts, want) {
		t.Errorf("%q, want %q", texts, want)
	}
}

// An archive without bulletins answers nothing.
func TestNothingIsAnsweredFromNothing(t *testing.T) {
	r, err := answers.Open(map[string][]byte{"static/rankings/index.json": []byte("[]"), answers.LanguageFile: []byte("[]")})
	if err != nil {
		t.Fatal(err)
	}
	if a := ask(t, r, "网络县区满意率最低"); a != nil {
		t.Errorf("%+v", a)
	}
}
