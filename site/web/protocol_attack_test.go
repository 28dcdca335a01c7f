package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/audit"
	"tongbao/site/store"
)

// A token opens the routes for programs and nothing else, whatever stands beside it.
func TestTokensOnOtherRoutes(t *testing.T) {
	p := newProtocol(t)
	for _, path := range []string{"/", "/bulletins/2021q3/", "/account/", "/users/", "/audit/export", "/search/", "/annotations/../users/", "/api/%2e%2e/users/", "/api/%2e%2e/bulletins/2021q3/", "/annotations/x/%2e%2e/%2e%2e/bulletins/2021q3/", "/annotations/%2e%2e/users/", "//api/me"} {
		got := p.ask(t, "GET", path, "", nil, func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+p.tokens["administrator"]) })
		if got.status == 200 {
			t.Errorf("%s answers a token", path)
		}
	}
	for _, path := range []string{"/users/disable", "/api/%2e%2e/users/disable", "/annotations/2021q3/%2e%2e/%2e%2e/users/disable", "/account/password"} {
		got := p.send(t, "administrator", "POST", p.http.URL+path, "user=x", "Content-Type: application/x-www-form-urlencoded")
		if got.status != 401 && got.status != 404 && got.status != 405 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	for _, path := range []string{"/api/me", "/api/search?q=x", "/api/notes?bulletin=2021q3"} {
		want(t, p.get(t, "reader", p.http.URL+path), 200)
	}
	cookie := p.session(t, "leader")
	beside := func(token string) answer {
		return p.ask(t, "GET", "/annotations/2021q2/", cookie, nil, func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) })
	}
	if got := beside(p.tokens["reader"]); got.status != 404 {
		t.Errorf("a leader's cookie beside a reader's token: %d", got.status)
	}
	for _, token := range []string{"", "nonsense", cookie, strings.Repeat("x", 4000)} {
		got := beside(token)
		if got.status != 401 || !strings.Contains(got.header.Get("WWW-Authenticate"), `error="invalid_token"`) {
			t.Errorf("a cookie beside the token %.20q: %d", token, got.status)
		}
	}
	if got := p.ask(t, "GET", "/api/me", p.tokens["leader"], nil, nil); got.status != 401 {
		t.Errorf("a token as a cookie: %d", got.status)
	}
}

// A page is asked for by its own address only: by another one, reading a restricted bulletin would be on no record.
func TestPagesByOtherAddresses(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "leader", account.Leader)
	for _, path := range []string{"/x/%2e%2e/bulletins/2021q2/", "/%2e/bulletins/2021q2/", "/bulletins/%2e/2021q2/index.html", "/bulletins/2021q3/%2e%2e/2021q2/evidence.json", "/bulletins/%2f2021q2/"} {
		if got := o.ask(t, "GET", path, o.session(t, "leader"), nil, nil); got.status == 200 {
			t.Errorf("%s is answered", path)
		}
	}
}

// What ends a user ends the token at the very next request.
func TestTokensOfUsersWhoAreDisabled(t *testing.T) {
	p := newProtocol(t)
	want(t, p.get(t, "second", p.c), 200)
	must(t, p.server.Accounts.SetDisabled(t.Context(), account.Console("test"), p.actor(t, "second").User.ID, true))
	want(t, p.get(t, "second", p.c), 401)
	want(t, p.send(t, "second", "POST", p.c, foreign), 401)
	p.now.pass(2 * time.Hour)
	want(t, p.get(t, "leader", p.c), 401) // has run out
}

// A page of another site cannot write with a reader's cookie; a program with a token may come from anywhere.
func TestForgedAnnotations(t *testing.T) {
	p := newProtocol(t)
	cookie := p.session(t, "leader")
	a := p.add(t, "leader", p.written("看", "everyone")).text("id")
	path := strings.TrimPrefix(a, p.http.URL)
	for _, c := range []struct{ method, path string }{{"POST", "/annotations/2021q3/"}, {"PUT", path}, {"DELETE", path}} {
		for _, site := range []string{"http://evil.test", "null"} {
			got := p.ask(t, c.method, c.path, cookie, nil, func(r *http.Request) { r.Header.Set("Origin", site) })
			if got.status != 403 {
				t.Errorf("%s from %s: %d", c.method, site, got.status)
			}
		}
	}
	want(t, p.send(t, "leader", "PUT", a, p.written("改", "everyone"), "Origin: http://tool.test"), 200)
	got := p.get(t, "leader", a, "Origin: http://tool.test")
	if got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("other sites may read without any setting")
	}
}

// Where the settings name a site, its pages may use the protocol with a token, and nothing else of the server.
func TestPagesOfNamedSites(t *testing.T) {
	p := &protocol{office: newOffice(t, func(c *Config) { c.Origins = []string{"https://suite.example"} }), tokens: map[string]string{}}
	p.person(t, "leader", account.Leader)
	p.c = p.http.URL + "/annotations/2021q3/"
	asked := p.send(t, "", "OPTIONS", p.c, "", "Origin: https://suite.example", "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: authorization, if-match")
	want(t, asked, 200)
	contains(t, "methods", asked.header.Get("Access-Control-Allow-Methods"), "PUT", "DELETE", "POST")
	contains(t, "headers", asked.header.Get("Access-Control-Allow-Headers"), "Authorization", "If-Match", "Prefer", "Slug", "Content-Type")
	for _, got := range []told{p.get(t, "leader", p.c, "Origin: https://suite.example"), p.get(t, "", p.c, "Origin: https://suite.example"), p.send(t, "leader", "POST", p.c, foreign, "Origin: https://suite.example")} {
		contains(t, "exposed", got.header.Get("Access-Control-Expose-Headers"), "ETag", "Allow", "Vary", "Link", "Location", "Content-Location", "Prefer", "Accept-Post")
		contains(t, "Vary", strings.Join(got.header.Values("Vary"), ", "), "Origin")
		if got.header.Get("Access-Control-Allow-Origin") != "https://suite.example" || got.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%v", got.header)
		}
	}
	for _, other := range []told{p.get(t, "leader", p.c, "Origin: https://evil.example"), p.get(t, "leader", p.http.URL+"/api/me", "Origin: https://suite.example")} {
		if other.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%v", other.header)
		}
	}
	cookie := p.session(t, "leader")
	got := p.ask(t, "POST", "/annotations/2021q3/", cookie, nil, func(r *http.Request) { r.Header.Set("Origin", "https://suite.example") })
	if got.status != 403 {
		t.Errorf("a named site writes with a cookie: %d", got.status)
	}
}

// Addresses follow the setting, whatever name a request asks for.
func TestPublicAddresses(t *testing.T) {
	p := &protocol{office: newOffice(t, func(c *Config) { c.PublicURL = "https://12345.example/tongbao" }), tokens: map[string]string{}}
	p.person(t, "leader", account.Leader)
	body := strings.ReplaceAll(p.written("看", "private"), p.http.URL, "https://12345.example/tongbao")
	got := p.send(t, "leader", "POST", p.http.URL+"/annotations/2021q3/", body)
	want(t, got, 201)
	if !strings.HasPrefix(got.text("id"), "https://12345.example/tongbao/annotations/2021q3/") || got.header.Get("Location") != got.text("id") {
		t.Error(got.body)
	}
	contained := p.get(t, "leader", p.http.URL+"/annotations/2021q3/")
	if contained.text("id") != "https://12345.example/tongbao/annotations/2021q3/" || contained.header.Get("Content-Location") != contained.text("id") {
		t.Error(contained.body)
	}
}

// Every act by the protocol is in the audit as the page's own act is, refused ones as well, with nobody's words.
func TestProtocolActsAreOnRecord(t *testing.T) {
	p := newProtocol(t)
	head, err := p.store.AuditHead(t.Context())
	must(t, err)
	a := p.add(t, "leader", p.written("SECRET", "everyone")).text("id")
	reply := p.add(t, "unit", replying(a, "SECRET")).text("id")
	p.send(t, "unit", "PUT", reply, replying(a, "SECRET2"))
	p.send(t, "leader", "PUT", a, p.written("SECRET2", "everyone"))
	p.send(t, "reader", "PUT", a, p.written("错", "everyone"))
	p.send(t, "reader", "POST", p.c, p.written("错", "everyone"))
	p.send(t, "unit", "DELETE", reply, "")
	p.send(t, "editor", "DELETE", a, "")
	p.send(t, "leader", "DELETE", a, "")                                     // gone: nothing was done
	p.send(t, "leader", "PUT", a, p.written("x", "everyone"), "If-Match: x") // likewise
	var got []string
	must(t, p.store.Read(t.Context(), func(tx *store.Tx) error {
		for row, err := range tx.AuditRows(audit.Filter{}) {
			if err != nil {
				return err
			}
			if row.Seq > head.Seq {
				got = append(got, fmt.Sprint(row.Action, " ", row.Name, " ", row.Outcome))
			}
			if strings.Contains(fmt.Sprint(row), "SECRET") {
				t.Errorf("words in the audit: %+v", row)
			}
		}
		return nil
	}))
	wanted := []string{
		"note.create leader ok", "note.reply unit ok", "note.edit-reply unit ok", "note.edit leader ok", "note.edit reader denied", "note.create reader denied",
		"note.delete-reply unit ok", "note.delete editor ok",
	}
	if !slices.Equal(got, wanted) {
		t.Errorf("got  %q\nwant %q", got, wanted)
	}
	must(t, p.store.Read(t.Context(), func(tx *store.Tx) error { _, err := audit.Verify(tx.AuditRows(audit.Filter{}), nil); return err }))
}

// What a program sends is shown by the page as text: it comes from the same notes.
func TestForeignNotesOnThePage(t *testing.T) {
	p := newProtocol(t)
	p.add(t, "leader", strings.Replace(foreign, "I like this page!", `<script>alert(1)</script>`, 1))
	got := p.get(t, "leader", p.http.URL+"/api/notes?bulletin=2021q3")
	contains(t, "the page's note", got.body, `"quote":"http://www.example.com/index.html"`, `\u003cscript\u003e`, `"visibility":"private"`)
}

// One file has what the reader may see, and no more.
func TestDownloadedAnnotations(t *testing.T) {
	p := newProtocol(t)
	ids := p.some(t, annotation.PageSize+2)
	p.add(t, "leader", p.written("SECRET", "private"))
	got := p.get(t, "reader", p.http.URL+"/api/annotations?bulletin=2021q3")
	want(t, got, 200)
	items := got.json["first"].(map[string]any)["items"].([]any)
	if len(items) != len(ids) || idOf(items[0]) != ids[0] || strings.Contains(got.body, "SECRET") || got.header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("%d of %d", len(items), len(ids))
	}
	contains(t, "name", got.header.Get("Content-Disposition"), `attachment; filename="annotations-2021q3.jsonld"`)
}

// A request asked for again under its key makes one annotation.
func TestAnnotationsAskedForAgain(t *testing.T) {
	p := newProtocol(t)
	first := p.add(t, "leader", foreign, "Idempotency-Key: k1")
	if again := p.add(t, "leader", foreign, "Idempotency-Key: k1"); again.text("id") != first.text("id") {
		t.Error(again.text("id"))
	}
	reply := p.add(t, "leader", replying(first.text("id"), "好"), "Idempotency-Key: k2")
	if again := p.add(t, "leader", replying(first.text("id"), "好"), "Idempotency-Key: k2"); again.text("id") != reply.text("id") {
		t.Error(again.text("id"))
	}
	if got := p.get(t, "leader", p.c); got.json["total"] != float64(2) {
		t.Error(got.body)
	}
}
