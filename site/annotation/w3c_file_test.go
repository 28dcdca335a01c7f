package annotation

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// A file that was written is read again entry by entry, and each entry has the promised shape.
func TestFilesRoundTrip(t *testing.T) {
	s := schema(t)
	var items []Annotation
	for _, n := range someNotes() {
		items = append(append(items, site.Note(n)), site.Replies(n)...)
	}
	foreign := someNotes()[0]
	foreign.About, foreign.Via = `{"source":"http://elsewhere.example/","selector":{"type":"XPathSelector","value":"/p"}}`, "urn:a urn:b"
	items = append(items, site.Note(foreign))
	raw, err := File("批注", items)
	if err != nil {
		t.Fatal(err)
	}
	list, missing, err := Entries(raw)
	if err != nil || missing != 0 || len(list) != len(items) {
		t.Fatal(len(list), missing, err)
	}
	for n, entry := range list {
		if err := s.Validate(decode(t, entry)); err != nil {
			t.Errorf("entry %d: %v\n%s", n, err, entry)
		}
		var got struct{ ID string }
		if err := json.Unmarshal(entry, &got); err != nil || got.ID != items[n].ID {
			t.Error(got.ID, items[n].ID, err)
		}
	}
	if raw, err := File("批注", nil); err != nil || strings.Contains(string(raw), "first") {
		t.Errorf("%s %v", raw, err)
	}
}

// Whatever form a file has, its annotations are found; pages that are only named are counted.
func TestEntries(t *testing.T) {
	for in, want := range map[string]string{
		`{"type":"Annotation"}`: "1 0", "\ufeff [ {} , [ {}, 1 ] ] ": "3 0", `[]`: "0 0",
		`{"type":"AnnotationPage","items":[{},{}],"next":"http://x/2"}`:                                                                "2 1",
		`{"type":["BasicContainer","AnnotationCollection"],"first":"http://x/1"}`:                                                      "0 1",
		`{"type":"AnnotationCollection","first":{"type":"AnnotationPage","items":[{}],"next":{"type":"AnnotationPage","items":[{}]}}}`: "2 0",
		`{"type":"AnnotationCollection"}`: "0 0", `{"type":5}`: "1 0",
		``: "bad", `{`: "bad", `x`: "bad", `{"type":"AnnotationPage","items":{}}`: "bad", strings.Repeat("[", 2000) + strings.Repeat("]", 2000): "bad",
	} {
		list, missing, err := Entries([]byte(in))
		got := fmt.Sprint(len(list), missing)
		if _, bad := err.(*BadField); bad {
			got = "bad"
		}
		if got != want {
			t.Errorf("%.80s: %s, want %s", in, got, want)
		}
	}
}

// Whatever comes in for a container is refused, or can be written again and is then the same.
func FuzzReadFor(f *testing.F) {
	for _, n := range someNotes() {
		raw, err := JSON(append(site.Replies(n), site.Note(n)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","target":{"source":"http://x.example/","selector":{"value":"\u2028"}},"via":["urn:a","b"]}`))
	s := schema(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, _, err := Entries(raw)
		if err != nil {
			return
		}
		for _, entry := range list {
			in, err := site.ReadFor("2021q3", entry)
			if err != nil {
				continue
			}
			n := Note{ID: "n", Target: in.Target, Kind: in.Kind, Body: in.Body, Visibility: in.Visibility, Canonical: in.Canonical, Via: in.Via, About: in.About, Author: Person{ID: "u"}, Created: someNotes()[0].Created}
			if in.Answers != "" || n.Target.Section == "" && n.Target.Quote.Exact != "" {
				continue // a reply, or has to be located
			}
			n.Target.Edition = max(0, n.Target.Edition)
			written := decode(t, site.Note(n))
			if err := s.Validate(written); err != nil {
				t.Fatalf("%v: %+v", err, n)
			}
			again, err := JSON(written)
			if err != nil {
				t.Fatal(err)
			}
			back, err := site.ReadFor("2021q3", again)
			if err != nil {
				t.Fatalf("%v: %s", err, again)
			}
			if !back.SamePlace(n) || back.Body != n.Body || back.Canonical != n.Canonical || back.Via != strings.TrimSpace(site.Annotation("2021q3", "n")+" "+n.Via) {
				t.Fatalf("%+v came back as %+v", n, back)
			}
		}
	})
}
