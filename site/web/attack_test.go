package web

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
)

// Each test is an attack, and named after it.

func signInForm(name, password string) url.Values {
	return url.Values{"name": {name}, "password": {password}}
}

func from(address string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("X-Forwarded-For", address) }
}

func behindProxy(c *Config) {
	c.Proxies = func(a netip.Addr) bool { return a == netip.MustParseAddr("127.0.0.1") }
}

func TestStoredScriptInNames(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "admin", account.Administrator)
	token := o.session(t, "admin")
	hostile := `"><script>alert(1)</script>`
	got := o.ask(t, "POST", "/users/add", token, url.Values{"name": {"someone"}, "display": {hostile}, "office": {hostile}, "role": {"reader"}}, nil)
	if got.status != 200 || strings.Contains(got.body, "<script>") || !strings.Contains(got.body, "&lt;script&gt;") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestReflectedScriptInForms(t *testing.T) {
	o := newOffice(t, nil)
	hostile := `"><script>alert(1)</script>`
	for _, got := range []answer{
		o.ask(t, "POST", "/sign-in", "", signInForm(hostile, hostile), nil),
		o.ask(t, "GET", "/sign-in/?problem="+url.QueryEscape(hostile), "", nil, nil),
		o.ask(t, "POST", "/set-up", "", url.Values{"name": {hostile}, "password": {"1"}, "again": {"2"}}, nil),
	} {
		if strings.Contains(got.body, "<script>") {
			t.Error(got.body)
		}
		if csp := got.header.Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe") {
			t.Errorf("policy: %s", csp)
		}
	}
}

// On plain-HTTP intranets browsers send no Sec-Fetch-Site; Origin alone has to tell. What names no origin is no browser's form.
func TestForgedCrossSiteRequests(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "admin", account.Administrator)
	victim := o.user(t, "victim", account.Reader)
	for _, c := range []struct {
		site, origin string
		want         int
	}{
		{"cross-site", "http://evil.test", 403}, {"same-site", "http://evil.127.0.0.1", 403}, {"", "http://evil.test", 403}, {"", "null", 403},
		{"cross-site", "", 403}, {"", o.http.URL + ".evil.test", 403}, {"same-origin", o.http.URL, 303}, {"", o.http.URL, 303}, {"none", "", 303},
	} {
		for _, rt := range []string{"/users/disable", "/sign-out", "/users/end-sessions"} {
			got := o.ask(t, "POST", rt, o.session(t, "admin"), url.Values{"user": {victim}}, func(r *http.Request) {
				r.Header.Del("Origin")
				if c.origin != "" {
					r.Header.Set("Origin", c.origin)
				}
				if c.site != "" {
					r.Header.Set("Sec-Fetch-Site", c.site)
				}
			})
			if got.status != c.want {
				t.Errorf("%s with Sec-Fetch-Site %q and Origin %q: %d, want %d", rt, c.site, c.origin, got.status, c.want)
			}
		}
	}
}

func TestNothingChangesByGet(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "admin", account.Administrator)
	token := o.session(t, "admin")
	for _, rt := range o.server.Routes() {
		method, path, _ := strings.Cut(rt, " ")
		if method != "POST" || slices.Contains(o.server.Routes(), "GET "+path) { // that is a page with the form
			continue
		}
		if got := o.ask(t, "GET", path, token, nil, nil); got.status != 404 && got.status != 405 && got.status != 307 { // 307 leads to the page with the form
			t.Errorf("GET %s: %d", path, got.status)
		}
	}
}

func TestSessionFixation(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "reader", account.Reader)
	planted := "attackers-own-token-0123456789abcdefghijklmn"
	got := o.ask(t, "POST", "/sign-in", planted, signInForm("reader", testPassword), nil)
	if got.status != 303 {
		t.Fatalf("sign-in: %d", got.status)
	}
	for _, c := range got.header.Values("Set-Cookie") {
		if strings.Contains(c, planted) {
			t.Errorf("the planted token was kept: %s", c)
		}
	}
	if got := o.ask(t, "GET", "/api/me", planted, nil, nil); got.status != 401 {
		t.Errorf("the planted token opens the account: %d", got.status)
	}
}

func TestStolenCookieAfterSignOut(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "reader", account.Reader)
	token := o.session(t, "reader")
	if got := o.ask(t, "POST", "/sign-out", token, nil, nil); got.status != 303 || got.header.Get("Clear-Site-Data") == "" {
		t.Fatalf("sign-out: %d", got.status)
	}
	if got := o.ask(t, "GET", "/api/me", token, nil, nil); got.status != 401 {
		t.Errorf("the cookie still opens the account: %d", got.status)
	}
}

func TestSessionsEndByIdlenessAndByAge(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "reader", account.Reader)
	idle := o.session(t, "reader")
	o.now.pass(31 * time.Minute)
	if got := o.ask(t, "GET", "/api/me", idle, nil, nil); got.status != 401 {
		t.Errorf("after half an hour's silence: %d", got.status)
	}
	busy := o.session(t, "reader")
	for range 12*60/20 - 1 {
		o.now.pass(20 * time.Minute)
		if got := o.ask(t, "GET", "/api/me", busy, nil, nil); got.status != 200 {
			t.Fatalf("a busy session ended early: %d", got.status)
		}
	}
	o.now.pass(21 * time.Minute)
	if got := o.ask(t, "GET", "/api/me", busy, nil, nil); got.status != 401 {
		t.Errorf("after twelve hours: %d", got.status)
	}
}

// Unknown, disabled and locked accounts answer as a wrong password does.
func TestEnumerationByText(t *testing.T) {
	o := newOffice(t, behindProxy)
	o.user(t, "reader", account.Reader)
	disabled := o.user(t, "disabled", account.Reader)
	must(t, o.server.Accounts.SetDisabled(t.Context(), account.Console("test"), disabled, true))
	o.user(t, "locked", account.Reader)
	for i := range 6 {
		o.ask(t, "POST", "/sign-in", "", signInForm("locked", "wrong"), from(fmt.Sprintf("10.1.0.%d", i)))
	}
	var first answer
	for i, form := range []url.Values{
		signInForm("reader", "wrong"), signInForm("nobody", "wrong"), signInForm("disabled", testPassword), signInForm("locked", testPassword),
	} {
		got := o.ask(t, "POST", "/sign-in", "", form, from(fmt.Sprintf("10.2.0.%d", i)))
		got.body = strings.ReplaceAll(got.body, form.Get("name"), "NAME")
		if i == 0 {
			first = got
		}
		if got.status != first.status || got.body != first.body || len(got.header["Set-Cookie"]) != len(first.header["Set-Cookie"]) {
			t.Errorf("%s: %d %s, unlike %d %s", form.Get("name"), got.status, got.body, first.status, first.body)
		}
	}
}

// Ten thousand guesses from one address and from a hundred: at most five of an account are looked at, and whoever owns it
// still gets in from where they usually sign in.
func TestPasswordGuessing(t *testing.T) {
	for _, addresses := range []int{1, 100} {
		o := newOffice(t, behindProxy)
		o.user(t, "reader", account.Reader)
		if got := o.ask(t, "POST", "/sign-in", "", signInForm("reader", testPassword), from("10.9.9.9")); got.status != 303 {
			t.Fatalf("the owner: %d", got.status)
		}
		opened := 0
		for i := range 10_000 {
			guess := "wrong"
			if i > 1000 { // the guesser comes to the right one after a while
				guess = testPassword
			}
			got := o.ask(t, "POST", "/sign-in", "", signInForm("reader", guess), from(fmt.Sprintf("10.0.%d.1", i%addresses)))
			if got.status == 303 {
				opened++
			}
		}
		if opened > 0 {
			t.Errorf("%d addresses: opened %d times", addresses, opened)
		}
		if got := o.ask(t, "POST", "/sign-in", "", signInForm("reader", testPassword), from("10.9.9.9")); got.status != 303 {
			t.Errorf("%d addresses: the owner is locked out of their own address: %d", addresses, got.status)
		}
	}
}

func TestTraversal(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "leader", account.Leader)
	token := o.session(t, "leader")
	for _, path := range []string{
		"/../secret", "/..%2fsecret", "/%2e%2e/secret", "/%2e%2e%2fsecret", "/..%5csecret", "/..%255csecret", "/....//secret", "/bulletins/../../../etc/passwd",
		"/%00", "/index.html%00.png", "/.hidden", "/search/../server/users/index.html", "/server/users/index.html", "/server", "/Server/users/", "//etc/passwd", "/C:/Windows",
		"/bulletins/2021q3/index.html/x", "/%c0%ae%c0%ae/secret", "/con", "/aux.html",
	} {
		got := o.ask(t, "GET", path, token, nil, nil)
		if got.status >= 500 || got.status == 200 || strings.Contains(got.body, "⟦") {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
}

func TestOversizedRequests(t *testing.T) {
	o := newOffice(t, nil)
	got := o.ask(t, "POST", "/sign-in", "", signInForm("reader", strings.Repeat("x", 1<<20)), nil)
	if got.status != 403 && got.status != 413 {
		t.Errorf("a body of a megabyte: %d", got.status)
	}
	o.user(t, "reader", account.Reader)
	long := o.ask(t, "GET", "/api/search?q="+strings.Repeat("%E6%B1%89", 5000), o.session(t, "reader"), nil, nil)
	if long.status != 200 || len(long.body) > 4000 {
		t.Errorf("a long query: %d, %d bytes", long.status, len(long.body))
	}
}

// Only a proxy that is named is believed; others' headers are any client's own words.
func TestSpoofedProxyHeaders(t *testing.T) {
	o := newOffice(t, func(c *Config) {
		c.ProxyUser = func(peer netip.Addr, h http.Header) (account.Identity, bool) {
			name := h.Get("X-Remote-User")
			return account.Identity{Source: account.Proxy, Subject: name, Name: name, Role: account.Administrator}, name != "" && peer == netip.MustParseAddr("10.0.0.1")
		}
	})
	o.user(t, "reader", account.Reader)
	spoof := func(r *http.Request) {
		r.Header.Set("X-Forwarded-For", "10.0.0.1")
		r.Header.Set("X-Real-IP", "10.0.0.1")
		r.Header.Set("Forwarded", "for=10.0.0.1")
		r.Header.Set("X-Remote-User", "admin")
	}
	if got := o.ask(t, "GET", "/users/", "", nil, spoof); got.status != 303 || got.header.Get("Location") != "/sign-in/" {
		t.Errorf("a client that calls itself the proxy: %d", got.status)
	}
	for range 6 {
		o.ask(t, "POST", "/sign-in", "", signInForm("reader", "wrong"), spoof)
	}
	got := o.ask(t, "POST", "/sign-in", "", signInForm("reader", "wrong"), func(r *http.Request) { r.Header.Set("X-Forwarded-For", "10.77.0.1") })
	if got.status != 429 {
		t.Errorf("a new made-up address begins anew: %d", got.status)
	}
}

func TestForeignHostNames(t *testing.T) {
	o := newOffice(t, nil)
	got := o.ask(t, "GET", "/", "", nil, func(r *http.Request) { r.Host = "evil.test" })
	if got.status != 421 {
		t.Errorf("a name pointed here by somebody else: %d", got.status)
	}
}

// What one reader saw is never another's answer: it is kept for that reader alone, asked for each time, and a tag learnt from
// somebody else gives nothing away.
func TestPrivatePagesInCaches(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "leader", account.Leader)
	o.user(t, "reader", account.Reader)
	seen := o.ask(t, "GET", "/bulletins/2021q2/", o.session(t, "leader"), nil, nil)
	if seen.status != 200 {
		t.Fatalf("a leader: %d", seen.status)
	}
	if c := seen.header.Get("Cache-Control"); !strings.Contains(c, "private") || !strings.Contains(c, "no-cache") || !strings.Contains(strings.Join(seen.header.Values("Vary"), ","), "Cookie") {
		t.Errorf("kept as %q, vary %q", c, seen.header.Values("Vary"))
	}
	tagged := func(r *http.Request) { r.Header.Set("If-None-Match", seen.header.Get("ETag")) }
	if got := o.ask(t, "GET", "/bulletins/2021q2/", o.session(t, "leader"), nil, tagged); got.status != 304 {
		t.Errorf("the leader again: %d", got.status)
	}
	if got := o.ask(t, "GET", "/bulletins/2021q2/", o.session(t, "reader"), nil, tagged); got.status != 404 {
		t.Errorf("a reader with the leader's tag: %d", got.status)
	}
	if got := o.ask(t, "GET", "/bulletins/2021q2/", "", nil, tagged); got.status != 303 {
		t.Errorf("nobody with the leader's tag: %d", got.status)
	}
	for _, path := range []string{"/account/", "/api/me", "/api/search?q=x"} {
		if got := o.ask(t, "GET", path, o.session(t, "reader"), nil, nil); got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s is kept as %q", path, got.header.Get("Cache-Control"))
		}
	}
}

// A link to sign in leads back to a page of ours only.
func TestOpenRedirect(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "reader", account.Reader)
	for wanted, leads := range map[string]string{
		"/bulletins/2021q3/?a=b": "/bulletins/2021q3/?a=b", "//evil.test/": "/", "https://evil.test/": "/", `/\evil.test`: "/", "/\t/evil.test": "/", "": "/",
	} {
		got := o.ask(t, "POST", "/sign-in", "", signInForm("reader", testPassword), func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: nextCookie, Value: url.QueryEscape(wanted)})
		})
		if got.header.Get("Location") != leads {
			t.Errorf("%q leads to %q", wanted, got.header.Get("Location"))
		}
	}
}

// One-time tokens and what people search for do not reach the log.
func TestSecretsInLogs(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "reader", account.Reader)
	token := o.session(t, "reader")
	o.ask(t, "GET", "/invited/SECRET-TICKET", token, nil, nil)
	o.ask(t, "GET", "/api/search?q=SECRET-QUERY", token, nil, nil)
	o.ask(t, "POST", "/sign-in", "", signInForm("SECRET-NAME", "SECRET-PASSWORD"), nil)
	o.http.Close() // waits for what is under way
	if text := o.log.String(); strings.Contains(text, "SECRET") || strings.Contains(text, token) || !strings.Contains(text, "GET /api/search") {
		t.Errorf("the log says\n%s", text)
	}
}

// Search finds nothing of what a role may not read: in no hit, no count and no file.
func TestSearchOfOtherAudiences(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "leader", account.Leader)
	o.user(t, "reader", account.Reader)
	for name, want := range map[string]string{"leader": `"count":1`, "reader": `"count":0`} {
		got := o.ask(t, "GET", "/api/search?q="+url.QueryEscape("二季度只给"), o.session(t, name), nil, nil)
		if !strings.Contains(got.body, want) {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

func TestReadingARestrictedBulletinIsOnRecord(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "leader", account.Leader)
	o.user(t, "auditor", account.Auditor)
	o.user(t, "reader", account.Reader)
	o.ask(t, "GET", "/bulletins/2021q2/", o.session(t, "leader"), nil, nil)
	if got := o.ask(t, "GET", "/bulletins/2021q2/", o.session(t, "reader"), nil, nil); got.status != 404 {
		t.Errorf("a reader gets %d", got.status)
	}
	for outcome, who := range map[string]string{"ok": "leader", "denied": "reader"} {
		got := o.ask(t, "GET", "/audit/?action=bulletin&outcome="+outcome, o.session(t, "auditor"), nil, nil)
		if strings.Count(got.body, "bulletin.read") != 1 || !strings.Contains(got.body, "Name:"+who+" ") {
			t.Errorf("%s: the audit shows %s", outcome, got.body)
		}
	}
	got := o.ask(t, "GET", "/audit/?action=bulletin", o.session(t, "auditor"), nil, nil)
	if !strings.Contains(got.body, "bulletin.read") || !strings.Contains(got.body, "leader") {
		t.Errorf("the audit shows %s", got.body)
	}
	csv := o.ask(t, "GET", "/audit/export", o.session(t, "auditor"), nil, nil)
	if csv.status != 200 || !strings.HasPrefix(csv.body, "\ufeffseq,at") || strings.Count(csv.body, "\n") < 5 {
		t.Errorf("the export: %d %s", csv.status, csv.body)
	}
	if got := o.ask(t, "POST", "/audit/verify", o.session(t, "auditor"), nil, nil); !strings.Contains(got.body, "Verified:true") {
		t.Errorf("verify: %s", got.body)
	}
}

// Who may not read a bulletin does not even learn that something happens on it.
func TestEventsOfOtherAudiences(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "reader", account.Reader)
	o.user(t, "leader", account.Leader)
	request, err := http.NewRequestWithContext(t.Context(), "GET", o.http.URL+"/api/events", nil)
	must(t, err)
	request.AddCookie(&http.Cookie{Name: sessionCookie, Value: o.session(t, "reader")})
	res, err := http.DefaultClient.Do(request)
	must(t, err)
	defer res.Body.Close()
	stream := bufio.NewScanner(res.Body)
	stream.Scan() // the server listens for this reader from here on
	leader := o.session(t, "leader")
	for _, bulletin := range []string{"2021q2", "2021q3"} {
		body := `{"target":{"bulletin":"` + bulletin + `"},"kind":"comment","body":"看过","visibility":"everyone"}`
		got := o.ask(t, "POST", "/api/notes", leader, nil, func(r *http.Request) {
			r.Header.Set("Content-Type", "application/json")
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		})
		if got.status != 201 {
			t.Fatalf("%s: %d %s", bulletin, got.status, got.body)
		}
	}
	for stream.Scan() {
		if strings.Contains(stream.Text(), "2021q2") {
			t.Fatalf("a reader is told %s", stream.Text())
		}
		if strings.Contains(stream.Text(), "2021q3") {
			return
		}
	}
	t.Error("the stream ended")
}
