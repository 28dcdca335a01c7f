package annotation

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var site = IRIs{"https://12345.example/"}

func schema(tb testing.TB) *jsonschema.Schema {
	tb.Helper()
	path, err := filepath.Abs("../../docs/schema/annotation.json")
	if err != nil {
		tb.Fatal(err)
	}
	s, err := jsonschema.NewCompiler().Compile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func decode(tb testing.TB, value any) any {
	tb.Helper()
	raw, err := JSON(value)
	if err != nil {
		tb.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(raw, &out); err != nil {
		tb.Fatal(err)
	}
	return out
}

// someNotes are notes of every kind on every kind of target.
func someNotes() []Note {
	at := time.Date(2021, 10, 8, 9, 30, 0, 123000, time.UTC)
	base := Target{Bulletin: "2021q3", Edition: 1}
	section, paragraph, cell, quote, two := base, base, base, base, base
	section.Section, paragraph.Section, cell.Section, quote.Section, two.Section = "network", "network", "network", "network", "network"
	paragraph.Passage, cell.Passage = "network~2", "network-county/fumeng/assigned"
	quote.Passage, quote.Start, quote.End = "network-county-summary", 3, 6
	quote.Quote = Quote{"𠮷33", "阜蒙<b>", "件\"。"}
	two.Passage, two.Through, two.Start, two.End, two.Quote = "a", "b", 4, 2, Quote{Exact: "的末尾。\n乙段", Prefix: "甲段"}
	var list []Note
	for n, target := range []Target{base, section, paragraph, cell, quote, two} {
		list = append(list, Note{ID: fmt.Sprint("n", n), Target: target, Kind: Highlight, Visibility: Private, Author: Person{ID: "u1", Name: "赵", Office: "局长"}, Created: at})
		list = append(list, Note{ID: fmt.Sprint("c", n), Target: target, Kind: Comment, Body: "**请**核实</script>", Visibility: Leaders, Author: Person{ID: "u2", Name: "钱"},
			Created: at, Edited: at, Resolved: at, Canonical: "urn:uuid:1", Via: "https://elsewhere.example/1",
			Replies: []Reply{{ID: fmt.Sprint("r", n), Body: "好", Author: Person{ID: "u1", Name: "赵"}, Created: at}}})
	}
	return list
}

// What is written has the promised shape, and reading it gives the same note.
func TestAnnotationsRoundTrip(t *testing.T) {
	s := schema(t)
	for _, n := range someNotes() {
		for _, a := range append(site.Replies(n), site.Note(n)) {
			if err := s.Validate(decode(t, a)); err != nil {
				t.Errorf("%s: %v", n.ID, err)
			}
		}
		raw, err := JSON(site.Note(n))
		if err != nil {
			t.Fatal(err)
		}
		got, err := site.ReadNote(raw)
		if err != nil {
			t.Fatalf("%v in %s", err, raw)
		}
		want := NewNote{Target: n.Target, Kind: n.Kind, Body: n.Body, Visibility: n.Visibility, Canonical: n.Canonical, Via: strings.TrimSpace(site.Annotation("2021q3", n.ID) + " " + n.Via)}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
	}
	in := Instruction{ID: "i1", Target: someNotes()[8].Target, Kind: Supervise, Text: "请办结。", Signer: Person{ID: "u1", Name: "赵"}, Deadline: "2021-10-31", State: Signed,
		Corrects: "i0", Created: time.Unix(1, 0), Tasks: []Task{{Unit: "a", Lead: true}, {Unit: "b"}}}
	if err := s.Validate(decode(t, site.Instruction(in))); err != nil {
		t.Error(err)
	}
	raw, _ := JSON(site.Instruction(in))
	if _, err := site.ReadNote(raw); err == nil {
		t.Error("an instruction came in as a note")
	}
}

// The model's rules, one broken at a time: the schema tells each.
func TestSchemaTellsWhatIsNoAnnotation(t *testing.T) {
	s := schema(t)
	for name, spoil := range map[string]func(map[string]any){
		"no context":          func(a map[string]any) { delete(a, "@context") },
		"another context":     func(a map[string]any) { a["@context"] = "http://example.com" },
		"id is no IRI":        func(a map[string]any) { a["id"] = "n1" },
		"another type":        func(a map[string]any) { a["type"] = "Note" },
		"empty body":          func(a map[string]any) { a["body"] = []any{} },
		"no target":           func(a map[string]any) { delete(a, "target") },
		"target is no IRI":    func(a map[string]any) { a["target"] = "there" },
		"no source":           func(a map[string]any) { delete(a["target"].(map[string]any), "source") },
		"time without a zone": func(a map[string]any) { a["created"] = "2021-10-08T09:30:00" },
		"unknown motivation":  func(a map[string]any) { a["motivation"] = "shouting" },
		"unknown selector": func(a map[string]any) {
			a["target"].(map[string]any)["selector"].([]any)[0].(map[string]any)["type"] = "Guess"
		},
		"a place without a selector": func(a map[string]any) { delete(a["target"].(map[string]any), "selector") },
		"quote of nothing": func(a map[string]any) {
			a["target"].(map[string]any)["selector"].([]any)[1].(map[string]any)["exact"] = ""
		},
		"unknown visibility": func(a map[string]any) { a["urn:tongbao:visibility"] = "all" },
		"unknown property":   func(a map[string]any) { a["note"] = "x" },
	} {
		a := decode(t, site.Note(someNotes()[9])).(map[string]any)
		if err := s.Validate(a); err != nil {
			t.Fatal(err)
		}
		if spoil(a); s.Validate(a) == nil {
			t.Errorf("%s passes", name)
		}
	}
}

// A foreign annotation may be written in any of the model's forms; what cannot become a note is refused by name.
func TestReadForeignAnnotations(t *testing.T) {
	const head = `{"@context":["http://www.w3.org/ns/anno.jsonld",{"x":"urn:x"}],"type":["Annotation"],`
	for in, want := range map[string]string{
		head + `"bodyValue":"好","target":"https://12345.example/bulletins/2021q3/#network"}`:                                                                                                                                                                          "comment 好 2021q3 -1 network  ",
		head + `"body":{"type":"TextualBody","value":"好"},"target":["https://12345.example/bulletins/2021q3/"]}`:                                                                                                                                                      "comment 好 2021q3 -1   ",
		head + `"target":{"source":"https://12345.example/bulletins/2021q3/","selector":{"type":"TextQuoteSelector","exact":"333","prefix":"` + strings.Repeat("长", 40) + `"}}}`:                                                                                      "highlight  2021q3 -1   333",
		head + `"id":"https://x.example/1","via":"y","body":null,"target":{"id":"https://12345.example/bulletins/2021q3","urn:tongbao:edition":2}}`:                                                                                                                   "highlight  2021q3 2   ",
		`{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","target":{"source":"https://12345.example/bulletins/2021q3/","selector":[{"type":"FragmentSelector","value":"network:a/b/c","conformsTo":"urn:tongbao:text:1"},{"type":"SvgSelector"}]}}`: "highlight  2021q3 -1 network a/b/c ",
	} {
		n, err := site.ReadNote([]byte(in))
		if err != nil {
			t.Errorf("%v: %s", err, in)
		}
		if got := fmt.Sprintf("%s %s %s %d %s %s %s", n.Kind, n.Body, n.Target.Bulletin, n.Target.Edition, n.Target.Section, n.Target.Passage, n.Target.Quote.Exact); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	const there = `"target":"https://12345.example/bulletins/2021q3/"}`
	for in, field := range map[string]string{
		`[]`: "json", `{`: "json", "\xff": "json", `null`: "@context", `{"type":"Annotation",` + there: "@context",
		strings.Replace(head, "[\"Annotation\"]", `"Note"`, 1) + there: "type",
		head + `"body":"https://x.example/"}`:                          "json",
		head + `"body":{"type":"Image","id":"urn:x"},` + there:         "body",
		head + `"body":[{"value":"a"},{"value":"b"}],` + there:         "target",
		head + `"motivation":"urn:tongbao:instructing",` + there:       "motivation",
		head + `"urn:tongbao:visibility":"all",` + there:               "visibility",
		head + `"x":1}`: "target",
		head + `"bodyValue":"` + strings.Repeat("长", MaxBody+1) + `",` + there: "body",
	} {
		_, err := site.ReadNote([]byte(in))
		if bad, ok := errors.AsType[*BadField](err); !ok || bad.Field != field {
			t.Errorf("got %v, want %s: %.200s", err, field, in)
		}
	}
	for _, source := range []string{"https://evil.example/bulletins/2021q3/", "https://12345.example/bulletins/../audit/", "https://12345.example/bulletins/x/"} {
		_, err := site.ReadNote([]byte(head + `"target":"` + source + `"}`))
		if _, ok := errors.AsType[*BadTarget](err); !ok {
			t.Errorf("%s: %v", source, err)
		}
	}
}

// A quote without a passage is located where it can only stand once.
func TestLocate(t *testing.T) {
	text := paper(3, "a: 阜蒙县333件，彰武县333件。", "b: 𠮷野家。")
	at := func(prefix, exact string) (Target, error) {
		return Target{Bulletin: "2021q3", Edition: -1, Quote: Quote{Exact: exact, Prefix: prefix}}.Locate(text)
	}
	if got, err := at("彰武县", "333"); err != nil || got.Passage != "a" || got.Start != 11 || got.End != 14 || got.Edition != 3 {
		t.Errorf("%+v %v", got, err)
	} else if _, err := got.Fix(text); err != nil {
		t.Error(err)
	}
	for _, exact := range []string{"333", "没有"} {
		if _, err := at("", exact); !errors.Is(err, ErrElsewhere) {
			t.Errorf("%s: %v", exact, err)
		}
	}
}

// Going by next from the first page visits every annotation once, in order; the other variant has addresses only.
func TestCollectionPages(t *testing.T) {
	for _, total := range []int{0, 1, PageSize, PageSize + 1, 3*PageSize - 1} {
		c := Collection{IRI: site.Container("2021q3"), Label: "批注", Modified: time.Unix(1, 0)}
		for n := range total {
			c.Items = append(c.Items, site.Note(Note{ID: fmt.Sprintf("n%03d", n), Target: Target{Bulletin: "2021q3"}}))
		}
		for _, p := range []Preference{Descriptions, OnlyIRIs, Minimal} {
			container := decode(t, c.Container(p)).(map[string]any)
			if container["total"] != float64(total) || container["items"] != nil || !slices.Equal(container["type"].([]any), []any{"BasicContainer", "AnnotationCollection"}) {
				t.Errorf("%v", container)
			}
			if _, embedded := container["first"].(map[string]any); embedded != (p == OnlyIRIs && total > 0) {
				t.Errorf("%s: first is %v", p, container["first"])
			}
			var visited []string
			for n := 0; ; n++ {
				page, there := c.Page(p, n)
				if !there {
					break
				}
				raw := decode(t, page).(map[string]any)
				if raw["startIndex"] != float64(len(visited)) || raw["id"] != c.PageIRI(p, n) || (raw["prev"] != nil) != (n > 0) || (raw["next"] != nil) != (n+1 < c.Pages()) {
					t.Errorf("%v", raw)
				}
				for _, item := range raw["items"].([]any) {
					if text, isIRI := item.(string); isIRI == (p == OnlyIRIs) {
						if !isIRI {
							text = item.(map[string]any)["id"].(string)
						}
						visited = append(visited, text)
					}
				}
			}
			if len(visited) != total || !slices.IsSorted(visited) || len(slices.Compact(visited)) != total {
				t.Errorf("%s: visited %d of %d", p, len(visited), total)
			}
		}
		if _, there := c.Page(Descriptions, -1); there {
			t.Error("page -1")
		}
	}
}

// Whatever comes in is refused, or is a note whose target holds no more than a target may.
func FuzzReadNote(f *testing.F) {
	for _, n := range someNotes() {
		raw, err := JSON(site.Note(n))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	s := schema(f)
	text := paper(1, "a: 阜蒙县333件。", "b: 乙段。")
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, err := site.ReadNote(raw)
		if err != nil {
			return
		}
		if _, err := n.Target.Fix(text); err == nil && n.Target.Section != "" && n.Target.Section != "problems" {
			t.Fatalf("%+v stands where there is no such section", n.Target)
		}
		written := site.Note(Note{ID: "n", Target: n.Target, Kind: n.Kind, Body: n.Body, Visibility: n.Visibility, Created: time.Unix(1, 0), Author: Person{ID: "u"}, Canonical: n.Canonical, Via: n.Via})
		if n.Target.Edition < 0 {
			return // has to be located
		}
		if n.Target.Section == "" && n.Target.Quote.Exact != "" {
			return
		}
		if err := s.Validate(decode(t, written)); err != nil {
			t.Fatalf("%v: %+v", err, n)
		}
	})
}

// Targets from outside are refused, or stand where they say.
func FuzzFix(f *testing.F) {
	text := paper(1, "a: 阜蒙县333件。", "b: 𠮷段。")
	f.Add("problems", "a", "", "333", 3, 6)
	f.Add("problems", "a", "b", "。\n𠮷", 7, 1)
	f.Fuzz(func(t *testing.T, section, passage, through, exact string, start, end int) {
		target, err := Target{Bulletin: "2021q3", Edition: 1, Section: section, Passage: passage, Through: through, Start: start, End: end, Quote: Quote{Exact: exact}}.Fix(text)
		if err == nil && target.Kind() == OnQuote && !strings.Contains("阜蒙县333件。\n𠮷段。", target.Quote.Exact) {
			t.Fatalf("%+v", target)
		}
	})
}
