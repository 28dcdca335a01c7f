package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// protocol is an office whose people use the Web Annotation Protocol over HTTP, as programs do: by access tokens.
type protocol struct {
	*office
	tokens map[string]string // by name of user, which is that of the role
	c      string            // the container of 2021q3
}

func newProtocol(t testing.TB) *protocol {
	p := &protocol{office: newOffice(t, nil), tokens: map[string]string{"": ""}}
	for _, role := range account.Roles() {
		p.person(t, string(role), role)
	}
	p.person(t, "second", account.Leader)
	p.c = p.http.URL + "/annotations/2021q3/"
	return p
}

func (p *protocol) person(t testing.TB, name string, role account.Role) {
	t.Helper()
	id := p.user(t, name, role)
	token, _, err := p.server.Accounts.AddToken(t.Context(), account.Console("test"), id, "test", time.Hour)
	must(t, err)
	p.tokens[name] = token
}

// told is an answer of the protocol.
type told struct {
	status int
	header http.Header
	body   string
	json   map[string]any
}

func (a told) text(key string) string {
	text, _ := a.json[key].(string)
	return text
}

func (a told) tag() string { return a.header.Get("ETag") }

func (a told) links() string { return strings.Join(a.header.Values("Link"), ", ") }

func (a told) allows() []string { return strings.Split(a.header.Get("Allow"), ", ") }

// send asks as somebody; "" is nobody. Headers are "Name: value".
func (p *protocol) send(t testing.TB, as, method, address, body string, headers ...string) told {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	must(t, err)
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	} else {
		r.Header.Set("Content-Type", "application/ld+json")
	}
	if token := p.tokens[as]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(r)
	must(t, err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	must(t, err)
	out := told{status: res.StatusCode, header: res.Header, body: string(raw)}
	_ = json.Unmarshal(raw, &out.json) // some answers have none
	return out
}

func (p *protocol) get(t testing.TB, as, address string, headers ...string) told {
	t.Helper()
	return p.send(t, as, "GET", address, "", headers...)
}

// written is a note on the one paragraph of the bulletin, in the form of the model.
func (p *protocol) written(words, visibility string) string {
	return fmt.Sprintf(`{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","motivation":"commenting","urn:tongbao:visibility":%q,
		"body":{"type":"TextualBody","value":%q,"format":"text/markdown"},
		"target":{"source":%q,"selector":{"type":"TextQuoteSelector","exact":"333","prefix":"最大，为"}}}`, visibility, words, p.http.URL+"/bulletins/2021q3/")
}

// foreign is what a program that knows nothing of bulletins sends.
const foreign = `{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","body":{"type":"TextualBody","value":"I like this page!"},"target":"http://www.example.com/index.html","canonical":"urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df"}`

func (p *protocol) add(t testing.TB, as, body string, headers ...string) told {
	t.Helper()
	p.now.pass(time.Millisecond) // many in one second
	got := p.send(t, as, "POST", p.c, body, headers...)
	if got.status != 201 {
		t.Fatalf("%s adds: %d %s", as, got.status, got.body)
	}
	return got
}

// instruct has the leader sign an instruction to a unit, and gives its address.
func (p *protocol) instruct(t testing.TB) string {
	t.Helper()
	in, err := p.server.Annotations.Sign(t.Context(), p.actor(t, "leader"), "", annotation.NewInstruction{
		Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Handle, Text: "请核实。", Lead: []string{"fumeng"},
	})
	must(t, err)
	return p.c + in.ID
}

func (p *protocol) actor(t testing.TB, name string) account.Actor {
	t.Helper()
	actor, err := p.server.Accounts.AuthenticateToken(t.Context(), account.Origin{}, p.tokens[name])
	must(t, err)
	return actor
}

// walk follows a link of pages to its end, and gives the ids of what the pages hold.
func (p *protocol) walk(t testing.TB, as, from, link string) (ids []string, pages int) {
	t.Helper()
	for ; from != ""; pages++ {
		page := p.get(t, as, from)
		if page.status != 200 || pages > 50 {
			t.Fatalf("%s: %d", from, page.status)
		}
		items := page.json["items"].([]any)
		if link == "prev" {
			slices.Reverse(items)
		}
		for _, item := range items {
			ids = append(ids, idOf(item))
		}
		from = page.text(link)
	}
	return ids, pages
}

// idOf is an item's id, whether the page holds addresses or annotations.
func idOf(item any) string {
	if whole, ok := item.(map[string]any); ok {
		item = whole["id"]
	}
	id, _ := item.(string)
	return id
}

// An assertion is one line of the protocol's list, with the trial that shows it.
type assertion struct {
	id  string
	try func(t *testing.T, p *protocol)
}

func try(t *testing.T, list []assertion) {
	for _, a := range list {
		t.Run(a.id, func(t *testing.T) { a.try(t, newProtocol(t)) })
	}
}

func want(t *testing.T, got told, status int) {
	t.Helper()
	if got.status != status {
		t.Errorf("got %d, want %d: %s", got.status, status, got.body)
	}
}

func contains(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s is %q, without %q", what, text, part)
		}
	}
}

const plainJSONLD = "application/ld+json"

// Reading one annotation.
func TestProtocolAnnotation(t *testing.T) {
	try(t, []assertion{
		{"A1", func(t *testing.T, p *protocol) {
			a := p.add(t, "leader", p.written("看", "everyone")).text("id")
			got := p.get(t, "reader", a)
			want(t, got, 200)
			if got.text("id") != a || got.text("type") != "Annotation" || got.json["target"] == nil {
				t.Error(got.body)
			}
		}},
		{"A2", func(t *testing.T, p *protocol) {
			for _, a := range []string{p.add(t, "leader", p.written("看", "everyone")).text("id"), p.c, p.c + "?page=0", p.c + "?iris=1"} {
				get, head := p.get(t, "leader", a), p.send(t, "leader", "HEAD", a, "")
				want(t, head, 200)
				for _, h := range []http.Header{get.header, head.header} {
					h.Del("Date")
					h.Del("X-Request-Id")
				}
				if head.body != "" || fmt.Sprint(head.header) != fmt.Sprint(get.header) {
					t.Errorf("%s\nGET  %v\nHEAD %v", a, get.header, head.header)
				}
			}
		}},
		{"A3", func(t *testing.T, p *protocol) {
			a := p.add(t, "leader", p.written("看", "private")).text("id")
			for _, as := range []string{"", "leader"} {
				got := p.send(t, as, "OPTIONS", a, "")
				want(t, got, 200)
				contains(t, "type", got.header.Get("Content-Type"), plainJSONLD)
			}
			if there, nowhere := p.send(t, "", "OPTIONS", a, ""), p.send(t, "", "OPTIONS", p.c+"nothing", ""); fmt.Sprint(there.status, there.allows()) != fmt.Sprint(nowhere.status, nowhere.allows()) {
				t.Error("without a credential one learns what exists")
			}
		}},
		{"A4", func(t *testing.T, p *protocol) {
			a := p.add(t, "leader", p.written("看", "everyone")).text("id")
			for _, accept := range []string{"", "*/*", plainJSONLD, annotationMedia, "text/html, application/*;q=0.1"} {
				got := p.get(t, "leader", a, "Accept: "+accept)
				want(t, got, 200)
				if got.header.Get("Content-Type") != annotationMedia {
					t.Errorf("%q gets %q", accept, got.header.Get("Content-Type"))
				}
			}
		}},
		{"A5", func(t *testing.T, p *protocol) {
			a := p.add(t, "leader", p.written("看", "everyone")).text("id")
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				contains(t, "Link", p.send(t, "leader", method, a, "").links(), linkResource, linkAnnotation)
			}
		}},
		{"A6", func(t *testing.T, p *protocol) {
			a := p.add(t, "leader", p.written("看", "everyone")).text("id")
			first, again := p.get(t, "leader", a).tag(), p.get(t, "reader", a).tag()
			changed := p.send(t, "leader", "PUT", a, p.written("改", "everyone")).tag()
			now := p.get(t, "leader", a).tag()
			if first != again || first == changed || now != changed || !strings.HasPrefix(first, `"`) || len(first) < 20 {
				t.Error(first, again, changed, now)
			}
		}},
		{"A7", func(t *testing.T, p *protocol) {
			a, order := p.add(t, "leader", p.written("看", "everyone")).text("id"), p.instruct(t)
			for as, methods := range map[string]string{"leader": "GET, HEAD, OPTIONS, PUT, DELETE", "editor": "GET, HEAD, OPTIONS, DELETE", "reader": "GET, HEAD, OPTIONS", "auditor": "GET, HEAD, OPTIONS"} {
				for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
					if got := p.send(t, as, method, a, "").header.Get("Allow"); got != methods {
						t.Errorf("%s as %s: %s", method, as, got)
					}
				}
			}
			if got := p.get(t, "leader", order).header.Get("Allow"); got != readingMethods {
				t.Errorf("a signed instruction allows %s", got)
			}
		}},
		{"A8", func(t *testing.T, p *protocol) {
			got := p.get(t, "leader", p.add(t, "leader", p.written("看", "everyone")).text("id"))
			contains(t, "Vary", got.header.Get("Vary"), "Accept", "Cookie", "Authorization")
			if got.header.Get("Cache-Control") != "private, no-store" {
				t.Error(got.header.Get("Cache-Control"))
			}
		}},
		{"A9", func(t *testing.T, p *protocol) { // ours: 406
			for _, a := range []string{p.add(t, "leader", p.written("看", "everyone")).text("id"), p.c, p.c + "?page=0"} {
				want(t, p.get(t, "leader", a, "Accept: application/rdf+xml"), 406)
				want(t, p.get(t, "leader", a, "Accept: application/ld+json;q=0, */*"), 406)
			}
		}},
		{"A10", func(t *testing.T, p *protocol) {
			a := p.add(t, "leader", p.written("看", "everyone")).text("id")
			tag := p.get(t, "leader", a).tag()
			for _, known := range []string{tag, `"other", ` + tag, "W/" + tag, "*"} {
				got := p.get(t, "leader", a, "If-None-Match: "+known)
				want(t, got, 304)
				if got.body != "" || got.tag() != tag {
					t.Error(known, got.body, got.tag())
				}
			}
			want(t, p.get(t, "leader", a, `If-None-Match: "other"`), 200)
		}},
		{"A11", func(t *testing.T, p *protocol) {
			for _, unknown := range []string{p.c + "nothing", p.http.URL + "/annotations/1999q1/", p.http.URL + "/annotations/1999q1/x", p.c + strings.Repeat("a", 200)} {
				want(t, p.get(t, "leader", unknown), 404)
			}
			note := p.add(t, "leader", p.written("看", "everyone"))
			reply := p.add(t, "leader", replying(note.text("id"), "好"))
			for _, a := range []string{reply.text("id"), note.text("id")} {
				want(t, p.send(t, "leader", "DELETE", a, ""), 204)
				for _, method := range []string{"GET", "HEAD", "PUT", "DELETE"} {
					body := ""
					if method == "PUT" {
						body = p.written("又", "everyone")
					}
					want(t, p.send(t, "leader", method, a, body), 410)
				}
			}
		}},
		{"A12", func(t *testing.T, p *protocol) { // ours: what is not yours does not exist
			hidden := p.add(t, "leader", p.written("私", "private")).text("id")
			for _, as := range []string{"reader", "second", "editor", "unit", "auditor", "administrator"} {
				for _, method := range []string{"GET", "HEAD", "OPTIONS", "DELETE"} {
					there, nowhere := p.send(t, as, method, hidden, ""), p.send(t, as, method, p.c+"nothing", "")
					want(t, there, 404)
					if there.body != nowhere.body || fmt.Sprint(there.links(), there.allows()) != fmt.Sprint(nowhere.links(), nowhere.allows()) {
						t.Errorf("%s as %s tells that it exists", method, as)
					}
				}
			}
			got := p.get(t, "", hidden)
			want(t, got, 401)
			contains(t, "WWW-Authenticate", got.header.Get("WWW-Authenticate"), "Bearer")
		}},
		{"A13", func(t *testing.T, p *protocol) { // ours: Turtle is not offered
			a := p.add(t, "leader", p.written("看", "everyone")).text("id")
			want(t, p.get(t, "leader", a, "Accept: text/turtle"), 406)
			want(t, p.get(t, "leader", a, "Accept: text/turtle, application/ld+json;q=0.5"), 200)
		}},
	})
}

// replying is a reply to an annotation.
func replying(to, words string) string {
	return fmt.Sprintf(`{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","motivation":"replying","body":{"type":"TextualBody","value":%q},"target":%q}`, words, to)
}
