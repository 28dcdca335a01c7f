package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
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

// some adds notes for everybody, and gives their addresses in order.
func (p *protocol) some(t testing.TB, n int) []string {
	t.Helper()
	var ids []string
	for i := range n {
		ids = append(ids, p.add(t, "leader", p.written(fmt.Sprint("第", i), "everyone")).text("id"))
	}
	return ids
}

func preferring(what ...string) string {
	return `Prefer: return=representation;include="` + strings.Join(what, " ") + `"`
}

// Reading a container.
func TestProtocolContainer(t *testing.T) {
	try(t, []assertion{
		{"C1", func(t *testing.T, p *protocol) {
			id := p.get(t, "leader", p.c).text("id")
			if id != p.c || !strings.HasSuffix(id, "/") || strings.ContainsAny(id, "?#") {
				t.Error(id)
			}
		}},
		{"C2", func(t *testing.T, p *protocol) {
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				want(t, p.send(t, "reader", method, p.c, ""), 200)
			}
			want(t, p.send(t, "", "OPTIONS", p.c, ""), 200)
		}},
		{"C3", func(t *testing.T, p *protocol) {
			got := p.get(t, "leader", p.c)
			if fmt.Sprint(got.json["type"]) != "[BasicContainer AnnotationCollection]" || fmt.Sprint(got.json["@context"]) != "[http://www.w3.org/ns/anno.jsonld http://www.w3.org/ns/ldp.jsonld]" {
				t.Error(got.body)
			}
		}},
		{"C4", func(t *testing.T, p *protocol) {
			if got := p.get(t, "leader", p.c).header.Get("Content-Type"); got != annotationMedia {
				t.Error(got)
			}
		}},
		{"C5", func(t *testing.T, p *protocol) { everyMethod(t, p, linkBasic) }},
		{"C6", func(t *testing.T, p *protocol) { everyMethod(t, p, linkConstrained) }},
		{"C7", func(t *testing.T, p *protocol) {
			tags := []string{p.get(t, "reader", p.c).tag()}
			note := p.send(t, "leader", "POST", p.c, p.written("一", "everyone")).text("id") // all in one moment of the clock
			tags = append(tags, p.get(t, "reader", p.c).tag())
			p.send(t, "leader", "PUT", note, p.written("二", "everyone"))
			tags = append(tags, p.get(t, "reader", p.c).tag())
			p.send(t, "leader", "POST", p.c, replying(note, "好"))
			tags = append(tags, p.get(t, "reader", p.c).tag())
			p.send(t, "leader", "DELETE", note, "")
			tags = append(tags, p.get(t, "reader", p.c).tag())
			if slices.Sort(tags); len(slices.Compact(tags)) != 5 || tags[0] == "" {
				t.Error(tags)
			}
		}},
		{"C8", func(t *testing.T, p *protocol) {
			for _, method := range []string{"GET", "HEAD"} {
				contains(t, "Vary", p.send(t, "leader", method, p.c, "").header.Get("Vary"), "Accept", "Prefer", "Cookie", "Authorization")
			}
			if got := p.get(t, "leader", p.c).header.Get("Cache-Control"); got != "private, no-store" {
				t.Error(got)
			}
		}},
		{"C9", func(t *testing.T, p *protocol) {
			for as, methods := range map[string]string{"reader": "GET, HEAD, OPTIONS, POST", "unit": "GET, HEAD, OPTIONS, POST", "auditor": "GET, HEAD, OPTIONS", "administrator": "GET, HEAD, OPTIONS"} {
				for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
					if got := p.send(t, as, method, p.c, "").header.Get("Allow"); got != methods {
						t.Errorf("%s as %s: %s", method, as, got)
					}
				}
			}
		}},
		{"C10", func(t *testing.T, p *protocol) {
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				if got := p.send(t, "reader", method, p.c, "").header.Get("Accept-Post"); got != annotationMedia {
					t.Error(got)
				}
				if got := p.send(t, "auditor", method, p.c, "").header.Get("Accept-Post"); got != "" {
					t.Error(got)
				}
			}
		}},
		{"C11", func(t *testing.T, p *protocol) {
			p.some(t, 1)
			for _, prefer := range []string{"Prefer: respond-async", preferring(preferMinimal), preferring(preferContained), preferring(preferIRIs), preferring(preferMinimal, preferIRIs)} {
				got := p.get(t, "leader", p.c, prefer)
				if got.text("id") != got.header.Get("Content-Location") || got.text("id") == "" {
					t.Errorf("%s: %s %s", prefer, got.text("id"), got.header.Get("Content-Location"))
				}
			}
		}},
		{"C12", func(t *testing.T, p *protocol) {
			p.some(t, 1)
			if got := p.get(t, "leader", p.c); got.text("first") != p.c+"?page=0" {
				t.Error(got.body)
			}
		}},
		{"C13", func(t *testing.T, p *protocol) {
			p.some(t, 2*annotation.PageSize+1)
			got := p.get(t, "leader", p.c)
			if got.json["total"] != float64(2*annotation.PageSize+1) || got.text("last") != p.c+"?page=2" || got.text("label") == "" || got.text("modified") == "" {
				t.Error(got.body)
			}
		}},
		{"C14", func(t *testing.T, p *protocol) {
			p.some(t, annotation.PageSize+1)
			got := p.get(t, "leader", p.c, preferring(preferMinimal))
			want(t, got, 200)
			if got.json["items"] != nil || got.json["ldp:contains"] != nil || got.text("first") != p.c+"?page=0" || got.text("last") != p.c+"?page=1" || got.json["total"] == nil || got.header["Prefer"] != nil {
				t.Error(got.body)
			}
			contains(t, "Vary", got.header.Get("Vary"), "Prefer")
		}},
		{"C15", func(t *testing.T, p *protocol) {
			p.some(t, annotation.PageSize+1)
			for _, got := range []told{p.get(t, "leader", p.c, preferring(preferMinimal, preferIRIs)), p.get(t, "leader", p.c+"?iris=1", preferring(preferMinimal))} {
				if got.text("first") != p.c+"?iris=1&page=0" || got.text("last") != p.c+"?iris=1&page=1" {
					t.Error(got.body)
				}
			}
			if _, isText := p.get(t, "leader", p.c+"?iris=1&page=0").json["items"].([]any)[0].(string); !isText {
				t.Error("an IRI page holds annotations")
			}
		}},
		{"C16", func(t *testing.T, p *protocol) {
			ids := p.some(t, annotation.PageSize+1)
			for _, got := range []told{p.get(t, "leader", p.c, preferring(preferIRIs)), p.get(t, "leader", p.c+"?iris=1")} {
				first := got.json["first"].(map[string]any)
				items := first["items"].([]any)
				if first["type"] != "AnnotationPage" || len(items) != annotation.PageSize || items[0] != ids[0] || got.text("id") != p.c+"?iris=1" || first["next"] != p.c+"?iris=1&page=1" {
					t.Error(got.body)
				}
			}
		}},
		{"C17", func(t *testing.T, p *protocol) {
			ids := p.some(t, annotation.PageSize+1)
			got := p.get(t, "leader", p.c, preferring(preferContained))
			first := got.json["first"].(map[string]any)
			items := first["items"].([]any)
			if whole := items[0].(map[string]any); len(items) != annotation.PageSize || whole["id"] != ids[0] || whole["target"] == nil || whole["@context"] == nil || first["next"] != p.c+"?page=1" {
				t.Error(got.body)
			}
		}},
		{"C18", func(t *testing.T, p *protocol) { // ours: 400
			p.some(t, 1)
			want(t, p.get(t, "leader", p.c, preferring(preferIRIs, preferContained)), 400)
		}},
		{"C19", func(t *testing.T, p *protocol) {
			ids := p.some(t, 1)
			page := p.get(t, "leader", p.get(t, "leader", p.c).text("first"))
			if whole := page.json["items"].([]any)[0].(map[string]any); whole["id"] != ids[0] || whole["body"] == nil || whole["@context"] == nil {
				t.Error(page.body)
			}
		}},
		{"C20", func(t *testing.T, p *protocol) {
			p.add(t, "leader", p.written("私", "private"))
			for _, as := range []string{"reader", "second"} {
				got := p.get(t, as, p.c)
				if got.json["total"] != float64(0) || got.json["first"] != nil || got.json["last"] != nil || got.json["modified"] != nil {
					t.Error(got.body)
				}
			}
		}},
		{"C21", func(t *testing.T, p *protocol) {
			o := p.office
			link := "<" + p.c + ">; " + relService
			if got := o.ask(t, "GET", "/bulletins/2021q3/", o.session(t, "reader"), nil, nil); !slices.Contains(got.header.Values("Link"), link) {
				t.Errorf("%v", got.header.Values("Link"))
			}
			for _, path := range []string{"/", "/search/", "/bulletins/2021q2/"} {
				if got := o.ask(t, "GET", path, o.session(t, "reader"), nil, nil); got.header.Get("Link") != "" {
					t.Errorf("%s links to %v", path, got.header.Values("Link"))
				}
			}
		}},
	})
}

func everyMethod(t *testing.T, p *protocol, link string) {
	t.Helper()
	for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
		contains(t, "Link", p.send(t, "reader", method, p.c, "").links(), link)
	}
	contains(t, "Link", p.send(t, "reader", "POST", p.c, p.written("看", "private")).links(), link)
	contains(t, "Link", p.send(t, "reader", "POST", p.c, "{").links(), link)
}

// Pages.
func TestProtocolPages(t *testing.T) {
	const total = 2*annotation.PageSize + 3
	try(t, []assertion{
		{"P1", func(t *testing.T, p *protocol) {
			p.some(t, total)
			for _, c := range []string{p.c + "?", p.c + "?iris=1&"} {
				got := p.get(t, "leader", c+"page=1")
				part, _ := got.json["partOf"].(map[string]any)
				if got.text("id") != c+"page=1" || got.text("type") != "AnnotationPage" || part["id"] != strings.TrimRight(c, "?&") || part["total"] != float64(total) || part["modified"] == nil {
					t.Error(got.body)
				}
			}
		}},
		{"P2", func(t *testing.T, p *protocol) {
			p.some(t, total)
			for n, links := range []string{" " + p.c + "?page=1", p.c + "?page=0 " + p.c + "?page=2", p.c + "?page=1 "} {
				if got := p.get(t, "leader", fmt.Sprint(p.c, "?page=", n)); got.text("prev")+" "+got.text("next") != links {
					t.Errorf("page %d: %s", n, got.body)
				}
			}
		}},
		{"P3", func(t *testing.T, p *protocol) {
			p.some(t, total)
			before := 0
			for n := range 3 {
				got := p.get(t, "leader", fmt.Sprint(p.c, "?page=", n))
				if got.json["startIndex"] != float64(before) {
					t.Errorf("page %d begins at %v", n, got.json["startIndex"])
				}
				before += len(got.json["items"].([]any))
			}
		}},
		{"P4", func(t *testing.T, p *protocol) {
			ids := p.some(t, total)
			for _, variant := range []string{"", "?iris=1"} {
				got := p.get(t, "leader", p.c+variant, preferring(preferMinimal))
				forwards, pages := p.walk(t, "leader", got.text("first"), "next")
				backwards, _ := p.walk(t, "leader", got.text("last"), "prev")
				slices.Reverse(backwards)
				if !slices.Equal(forwards, ids) || !slices.Equal(backwards, ids) || pages != 3 || got.json["total"] != float64(len(ids)) {
					t.Errorf("%d forwards, %d backwards of %d on %d pages", len(forwards), len(backwards), len(ids), pages)
				}
			}
		}},
		{"P5", func(t *testing.T, p *protocol) {
			p.some(t, 1)
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				got := p.send(t, "leader", method, p.c+"?page=0", "")
				want(t, got, 200)
				contains(t, "Vary", got.header.Get("Vary"), "Accept")
				if strings.Contains(got.header.Get("Vary"), "Prefer") {
					t.Error(got.header.Get("Vary"))
				}
			}
			got := p.send(t, "leader", "POST", p.c+"?page=0", p.written("看", "private"))
			want(t, got, 405)
			if got.header.Get("Allow") != readingMethods {
				t.Error(got.header.Get("Allow"))
			}
		}},
		{"P6", func(t *testing.T, p *protocol) {
			p.some(t, 1)
			plain, preferred := p.get(t, "leader", p.c+"?page=0"), p.get(t, "leader", p.c+"?page=0", preferring(preferIRIs))
			if plain.body != preferred.body || plain.tag() != preferred.tag() {
				t.Error(preferred.body)
			}
		}},
		{"P7", func(t *testing.T, p *protocol) { // ours: 404 for each
			p.some(t, 1)
			for _, q := range []string{"page=1", "page=-1", "page=abc", "page=", "page=00", "page=99999999999999999999", "page=0&page=0", "iris=2&page=0", "iris=&page=0", "iris=no"} {
				want(t, p.get(t, "leader", p.c+"?"+q), 404)
			}
			want(t, p.send(t, "leader", "OPTIONS", p.c+"?page=1", ""), 404)
		}},
		{"viewers", func(t *testing.T, p *protocol) { // totals, pages and tags are each viewer's own
			public := p.some(t, 3)
			mine := p.add(t, "reader", p.written("我的", "private")).text("id")
			leaders := p.add(t, "second", p.written("领导", "leaders")).text("id")
			order := p.instruct(t)
			tags := map[string]bool{}
			for as, extra := range map[string][]string{"reader": {mine}, "leader": {leaders, order}, "second": {leaders, order}, "editor": {order}, "unit": {order}, "auditor": nil} {
				got := p.get(t, as, p.c)
				ids, _ := p.walk(t, as, got.text("first"), "next")
				all := append(slices.Clone(public), extra...)
				slices.Sort(ids)
				if slices.Sort(all); !slices.Equal(ids, all) || got.json["total"] != float64(len(all)) {
					t.Errorf("%s sees %v, want %v", as, ids, all)
				}
				tags[got.tag()] = true
			}
			if len(tags) != 4 { // the two leaders see the same, and so do the editor and the unit
				t.Errorf("%d tags", len(tags))
			}
			want(t, p.get(t, "reader", p.http.URL+"/annotations/2021q2/"), 404)
			want(t, p.get(t, "leader", p.http.URL+"/annotations/2021q2/"), 200)
		}},
	})
}

// Writing.
func TestProtocolWriting(t *testing.T) {
	try(t, []assertion{
		{"W1", func(t *testing.T, p *protocol) {
			for _, media := range []string{plainJSONLD, annotationMedia, `application/ld+json;charset=utf-8`, "application/json"} {
				want(t, p.send(t, "reader", "POST", p.c, p.written("看", "private"), "Content-Type: "+media), 201)
			}
			want(t, p.send(t, "leader", "POST", p.c, foreign), 201)
		}},
		{"W2", func(t *testing.T, p *protocol) {
			got := p.add(t, "reader", p.written("看", "private"))
			name, inside := strings.CutPrefix(got.text("id"), p.c)
			if got.header.Get("Location") != got.text("id") || !inside || name == "" || strings.Contains(name, "/") {
				t.Error(got.header.Get("Location"), got.body)
			}
		}},
		{"W3", func(t *testing.T, p *protocol) {
			got := p.add(t, "leader", p.written("看", "private"))
			contains(t, "Link", got.links(), linkResource)
			contains(t, "Allow", got.header.Get("Allow"), "PUT", "DELETE")
			if now := p.get(t, "leader", got.text("id")); now.body != got.body || now.tag() != got.tag() {
				t.Errorf("created %s %s, is %s %s", got.tag(), got.body, now.tag(), now.body)
			}
			contains(t, "body", got.body, "333", `"start": 10`, "network:network-summary", "看")
		}},
		{"W4", func(t *testing.T, p *protocol) {
			for _, body := range []string{p.written("看", "private"), foreign, replying(p.add(t, "leader", p.written("看", "everyone")).text("id"), "好")} {
				got := p.add(t, "leader", strings.Replace(body, "{", `{"id":"http://elsewhere.example/anno/1",`, 1))
				if got.text("id") == "http://elsewhere.example/anno/1" || got.text("via") != "http://elsewhere.example/anno/1" || p.get(t, "leader", got.text("id")).text("via") != got.text("via") {
					t.Error(got.body)
				}
				got = p.add(t, "leader", strings.Replace(body, "{", `{"id":"http://elsewhere.example/anno/2","via":"http://first.example/",`, 1))
				if fmt.Sprint(got.json["via"]) != "[http://elsewhere.example/anno/2 http://first.example/]" {
					t.Error(got.body)
				}
			}
		}},
		{"W5", func(t *testing.T, p *protocol) {
			for _, body := range []string{foreign, strings.Replace(replying(p.add(t, "leader", p.written("看", "everyone")).text("id"), "好"), "{", `{"canonical":"urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df",`, 1)} {
				got := p.add(t, "leader", body)
				if kept := p.get(t, "leader", got.text("id")).text("canonical"); kept != "urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df" || got.text("canonical") != kept {
					t.Error(got.body)
				}
			}
			want(t, p.send(t, "leader", "POST", p.c, strings.Replace(foreign, "urn:uuid:", "no address ", 1)), 400)
		}},
		{"W6", func(t *testing.T, p *protocol) {
			note := p.add(t, "leader", p.written("看", "everyone"), "Slug: My-Name")
			if note.text("id") != p.c+"my-name" {
				t.Error(note.text("id"))
			}
			reply := p.add(t, "leader", replying(note.text("id"), "好"), "Slug: my-reply")
			if reply.text("id") != p.c+"my-reply" {
				t.Error(reply.text("id"))
			}
			want(t, p.send(t, "leader", "DELETE", note.text("id"), ""), 204)
			for _, slug := range []string{"my-name", "my-reply", "../x", "%2f", "", " ", "a/b", "..", "名字", "-a", strings.Repeat("a", 65), "x\ty"} {
				got := p.add(t, "reader", p.written("看", "private"), "Slug: "+slug)
				if name := strings.TrimPrefix(got.text("id"), p.c); len(name) != 26 || got.text("id") == note.text("id") {
					t.Errorf("%q makes %s", slug, got.text("id"))
				}
			}
			want(t, p.get(t, "leader", note.text("id")), 410)
		}},
		{"W7", func(t *testing.T, p *protocol) {
			for body, status := range map[string]int{
				"{": 400, "[]": 400, "null": 400, `"x"`: 400, "\xff": 400, "{}": 400, strings.Replace(foreign, `"Annotation"`, `"Note"`, 1): 400,
				strings.Replace(foreign, `"target":"http://www.example.com/index.html",`, "", 1):                400,
				strings.Replace(foreign, `"http://www.example.com/index.html"`, `"no address"`, 1):              400,
				strings.Replace(foreign, `"http://www.example.com/index.html"`, `["urn:a","urn:b"]`, 1):         400,
				strings.Replace(foreign, `"http://www.example.com/index.html"`, `{"selector":{}}`, 1):           400,
				strings.Replace(foreign, "http://www.w3.org/ns/anno.jsonld", "http://example.com", 1):           400,
				strings.Replace(foreign, "http://www.example.com/index.html", p.c, 1):                           400,
				strings.Replace(p.written("看", "private"), "bulletins/2021q3", "bulletins/2021q2", 1):           400, // another's container
				strings.Replace(p.written("看", "private"), `"333"`, `"334"`, 1):                                 409, // does not stand there
				strings.Replace(foreign, `"body":`, `"motivation":"urn:tongbao:instructing","body":`, 1):        400,
				strings.Replace(foreign, "I like this page!", strings.Repeat("长", annotation.MaxAnnotation), 1): 413,
			} {
				if got := p.send(t, "leader", "POST", p.c, body); got.status != status || !strings.Contains(got.header.Get("Content-Type"), "problem+json") {
					t.Errorf("%d, want %d: %.200s %s", got.status, status, body, got.body)
				}
			}
			for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "text/turtle", ";;"} {
				want(t, p.send(t, "leader", "POST", p.c, foreign, "Content-Type: "+media), 415)
			}
			if got := p.get(t, "leader", p.c); got.json["total"] != float64(0) {
				t.Error(got.body)
			}
		}},
		{"W8", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", p.written("看", "everyone"))
			got := p.send(t, "leader", "PUT", was.text("id"), p.written("改", "everyone"))
			want(t, got, 200)
			if got.tag() == was.tag() || !strings.Contains(got.body, "改") || p.get(t, "reader", was.text("id")).body != got.body {
				t.Error(got.tag(), got.body)
			}
			was = p.add(t, "leader", foreign)
			was.json["target"] = "http://other.example/"
			got = p.send(t, "leader", "PUT", was.text("id"), encoded(t, was.json))
			want(t, got, 200)
			if got.text("target") != "http://other.example/" || p.get(t, "leader", was.text("id")).text("target") != "http://other.example/" {
				t.Error(got.body)
			}
		}},
		{"W9", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", p.written("看", "everyone"))
			p.now.pass(time.Minute)
			got := p.send(t, "leader", "PUT", was.text("id"), p.written("改", "everyone"), "If-Match: "+was.tag())
			want(t, got, 200)
			if got.tag() == was.tag() || got.text("modified") <= got.text("created") || was.text("modified") != "" {
				t.Error(got.body)
			}
		}},
		{"W10", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", p.written("看", "everyone"))
			a, other := was.text("id"), p.add(t, "leader", p.written("别", "everyone")).tag()
			now := p.send(t, "leader", "PUT", a, p.written("改", "everyone"))
			for _, stale := range []string{was.tag(), other, `"x", ` + was.tag(), "W/" + now.tag(), "nonsense"} {
				want(t, p.send(t, "leader", "PUT", a, p.written("错", "everyone"), "If-Match: "+stale), 412)
				want(t, p.send(t, "leader", "DELETE", a, "", "If-Match: "+stale), 412)
			}
			if got := p.get(t, "leader", a); got.body != now.body {
				t.Error(got.body)
			}
			want(t, p.send(t, "leader", "PUT", a, p.written("又", "everyone"), "If-Match: *"), 200)
			for _, method := range []string{"PUT", "DELETE"} {
				body := map[string]string{"PUT": p.written("又", "everyone")}[method]
				want(t, p.send(t, "leader", method, p.c+"nothing", body, "If-Match: *"), 412)
			}
			tag := p.get(t, "leader", a).tag()
			p.add(t, "second", replying(a, "好")) // a reply changes the tag of no note
			want(t, p.send(t, "leader", "DELETE", a, "", `If-Match: "other", `+tag), 204)
		}},
		{"W10 while others reply", func(t *testing.T, p *protocol) { // which does not change the annotation
			note := p.add(t, "leader", p.written("看", "everyone"))
			for n := range 20 {
				tag := p.get(t, "leader", note.text("id")).tag()
				var group sync.WaitGroup
				for i := range 3 {
					group.Go(func() { p.send(t, "second", "POST", p.c, replying(note.text("id"), fmt.Sprint(n, i))) })
				}
				var put told
				group.Go(func() {
					put = p.send(t, "leader", "PUT", note.text("id"), p.written(fmt.Sprint(n), "everyone"), "If-Match: "+tag)
				})
				group.Wait()
				want(t, put, 200)
			}
		}},
		{"W11", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", strings.Replace(foreign, "{", `{"id":"http://elsewhere.example/1",`, 1))
			got := p.send(t, "leader", "PUT", was.text("id"), `{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","body":{"type":"TextualBody","value":"changed"},"target":"http://www.example.com/index.html"}`)
			want(t, got, 200)
			for _, kept := range []string{"id", "canonical", "created", "via", "creator", "urn:tongbao:visibility"} {
				if fmt.Sprint(got.json[kept]) != fmt.Sprint(was.json[kept]) || got.json[kept] == nil {
					t.Errorf("%s was %v, is %v", kept, was.json[kept], got.json[kept])
				}
			}
			everyone := p.add(t, "leader", p.written("看", "everyone"))
			delete(everyone.json, "urn:tongbao:visibility")
			if got := p.send(t, "leader", "PUT", everyone.text("id"), encoded(t, everyone.json)); got.text("urn:tongbao:visibility") != "everyone" {
				t.Error(got.body)
			}
		}},
		{"W12", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", strings.Replace(foreign, "{", `{"id":"http://elsewhere.example/1",`, 1))
			note := p.add(t, "leader", p.written("看", "everyone"))
			reply := p.add(t, "leader", replying(note.text("id"), "好"))
			for _, of := range []told{was, note, reply} {
				want(t, p.send(t, "leader", "PUT", of.text("id"), encoded(t, of.json)), 200) // its own state
				for _, claim := range []string{"id", "canonical", "via"} {
					want(t, p.send(t, "leader", "PUT", of.text("id"), encoded(t, of.json, claim, "urn:uuid:00000000-0000-0000-0000-000000000000")), 409)
				}
			}
			// Ours: what a note is about stays, as far as it is a place of the bulletin; a reply stays with its note.
			want(t, p.send(t, "leader", "PUT", note.text("id"), encoded(t, note.json, "target", p.http.URL+"/bulletins/2021q3/#network")), 409)
			want(t, p.send(t, "leader", "PUT", note.text("id"), encoded(t, note.json, "target", "http://other.example/")), 409)
			want(t, p.send(t, "leader", "PUT", was.text("id"), encoded(t, was.json, "target", note.json["target"])), 409)
			want(t, p.send(t, "leader", "PUT", reply.text("id"), encoded(t, reply.json, "target", reply.text("id"))), 409)
		}},
		{"W13", func(t *testing.T, p *protocol) {
			ids := p.some(t, 3)
			before := p.get(t, "reader", p.c)
			got := p.send(t, "leader", "DELETE", ids[1], "")
			want(t, got, 204)
			contains(t, "Content-Type", got.header.Get("Content-Type"), plainJSONLD)
			now := p.get(t, "reader", p.c)
			left, _ := p.walk(t, "reader", now.text("first"), "next")
			if !slices.Equal(left, []string{ids[0], ids[2]}) || now.json["total"] != float64(2) || now.tag() == before.tag() {
				t.Error(left, now.body)
			}
			want(t, p.get(t, "reader", ids[1]), 410)
			again := p.add(t, "leader", p.written("看", "everyone"), "Slug: "+strings.TrimPrefix(ids[1], p.c))
			if again.text("id") == ids[1] {
				t.Error("a name is given again")
			}
		}},
		{"W14", func(t *testing.T, p *protocol) {
			a, order := p.add(t, "leader", p.written("看", "everyone")).text("id"), p.instruct(t)
			for _, c := range []struct{ method, address string }{
				{"PATCH", a}, {"POST", a}, {"PUT", p.c}, {"DELETE", p.c}, {"PATCH", p.c}, {"PUT", order}, {"DELETE", order},
			} {
				got := p.send(t, "leader", c.method, c.address, p.written("错", "everyone"))
				want(t, got, 405)
				if allow := got.allows(); !slices.Contains(allow, "GET") || slices.Contains(allow, c.method) {
					t.Errorf("%s %s allows %v", c.method, c.address, allow)
				}
			}
		}},
		{"W15", func(t *testing.T, p *protocol) {
			note := p.add(t, "leader", p.written("看", "everyone"))
			reply := p.add(t, "leader", replying(note.text("id"), "好"))
			for n := range 20 {
				for _, a := range []string{note.text("id"), reply.text("id")} {
					tag := p.get(t, "leader", a).tag()
					var answers [2]told
					var group sync.WaitGroup
					for i := range answers {
						body := p.written(fmt.Sprint(n, "-", i), "everyone")
						if a == reply.text("id") {
							body = replying(note.text("id"), fmt.Sprint(n, "-", i))
						}
						group.Go(func() { answers[i] = p.send(t, "leader", "PUT", a, body, "If-Match: "+tag) })
					}
					group.Wait()
					statuses := []int{answers[0].status, answers[1].status}
					won := slices.Index(statuses, 200)
					if slices.Sort(statuses); !slices.Equal(statuses, []int{200, 412}) || p.get(t, "leader", a).body != answers[won].body {
						t.Fatalf("%v %s", statuses, p.get(t, "leader", a).body)
					}
				}
			}
		}},
		{"W16", func(t *testing.T, p *protocol) {
			for as, body := range map[string]string{"reader": p.written("看", "everyone"), "auditor": p.written("看", "private"), "administrator": p.written("看", "private")} {
				want(t, p.send(t, as, "POST", p.c, body), 403)
			}
			if got := p.add(t, "reader", foreign); got.text("urn:tongbao:visibility") != "private" {
				t.Error(got.body)
			}
			others := p.add(t, "leader", p.written("看", "everyone")).text("id")
			want(t, p.send(t, "reader", "PUT", others, p.written("错", "everyone")), 403)
			want(t, p.send(t, "reader", "DELETE", others, "", `If-Match: "x"`), 403)
			for method, address := range map[string]string{"POST": p.c, "GET": p.c, "PUT": others, "DELETE": others} {
				got := p.send(t, "", method, address, p.written("看", "private"))
				want(t, got, 401)
				contains(t, "WWW-Authenticate", got.header.Get("WWW-Authenticate"), `Bearer realm=`)
			}
		}},
	})
}

// encoded writes an annotation anew, with some properties changed: name, value, …
func encoded(t testing.TB, of map[string]any, change ...any) string {
	t.Helper()
	out := map[string]any{}
	for name, value := range of {
		out[name] = value
	}
	for i := 0; i < len(change); i += 2 {
		out[change[i].(string)] = change[i+1]
	}
	raw, err := json.Marshal(out)
	must(t, err)
	return string(raw)
}
