package web

import (
	"html/template"
	"net/url"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// What stands in the address is what was asked for; a value that is none asks for nothing.
func TestNoteQuery(t *testing.T) {
	for given, want := range map[string]template.URL{
		"":                         "",
		"state=open&place=edited":  "place=edited&state=open",
		"state=none&place=x&kind=": "",
		"words=+++&page=3":         "",
		"words=%26a%3Db&author=me": "author=me&words=%26a%3Db",
	} {
		q, err := url.ParseQuery(given)
		must(t, err)
		if got := readNoteQuery(q).with("page", ""); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestInPlace(t *testing.T) {
	note := func(state annotation.MapState, resolved bool) annotation.Note {
		n := annotation.Note{Mapping: annotation.Mapping{State: state}}
		if resolved {
			n.Resolved = time.Unix(1, 0)
		}
		return n
	}
	for _, c := range []struct {
		note   annotation.Note
		places string // those that have it
	}{
		{note("", false), "exact"}, {note(annotation.Exact, false), "exact"}, {note(annotation.Shifted, true), "exact"},
		{note(annotation.Edited, false), "edited review"}, {note(annotation.Edited, true), "edited"},
		{note(annotation.Lost, false), "lost review"}, {note(annotation.Lost, true), "lost"},
	} {
		var got []string
		for _, place := range []string{"exact", "edited", "lost", "review"} {
			if inPlace(c.note, place) {
				got = append(got, place)
			}
		}
		if strings.Join(got, " ") != c.places {
			t.Errorf("%+v: %v, want %s", c.note, got, c.places)
		}
	}
}

func TestPart(t *testing.T) {
	list := make([]int, 101)
	with := func(name, value string) template.URL { return template.URL(name + "=" + value) }
	for page, want := range map[int]listed{
		-1: {1, 3, 1, 50, 101, "", "page=2"}, 0: {1, 3, 1, 50, 101, "", "page=2"}, 2: {2, 3, 51, 100, 101, "page=1", "page=3"}, 9: {3, 3, 101, 101, 101, "page=2", ""},
	} {
		rows, got := part(list, page, 50, with)
		if got != want || len(rows) != want.Last-want.First+1 {
			t.Errorf("page %d: %d rows, %+v", page, len(rows), got)
		}
	}
	if rows, got := part(list[:0], 1, 50, with); len(rows) != 0 || got != (listed{Page: 1, Pages: 1}) {
		t.Errorf("an empty list: %+v", got)
	}
}

// The list has what the reader may see and nothing else, over HTTP.
func TestNoteListKeepsSecrets(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "leader", account.Leader)
	o.user(t, "reader", account.Reader)
	leader, reader := o.session(t, "leader"), o.session(t, "reader")
	for visibility, bulletin := range map[string]string{"private": "2021q3", "leaders": "2021q3", "everyone": "2021q2"} {
		o.sendNote(t, leader, bulletin, visibility, "领导写的"+visibility+bulletin)
	}
	o.sendNote(t, leader, "2021q3", "everyone", "人人可见")
	if got := o.ask(t, "GET", "/notes/?words=%E9%A2%86%E5%AF%BC", leader, nil, nil).body; strings.Count(got, "领导写的") < 3 || strings.Contains(got, "人人可见") {
		t.Errorf("the leader finds %s", got)
	}
	if got := o.ask(t, "GET", "/notes/", reader, nil, nil).body; strings.Contains(got, "领导写的") || !strings.Contains(got, "人人可见") {
		t.Errorf("the reader finds %s", got)
	}
	if got := o.ask(t, "GET", "/notes/?bulletin=2021q2&author=me&page=-4&kind=%00", reader, nil, nil); got.status != 200 || strings.Contains(got.body, "人人可见") {
		t.Errorf("filters that fit nothing: %d %s", got.status, got.body)
	}
}
