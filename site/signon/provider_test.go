package signon_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/site/signon"
)

// callback is where the provider sends browsers back to. Nobody listens there: the tests' browser stops before it.
const callback = "http://archive.example.test/sign-in/answer"

// provider is an OpenID Connect provider (npm oidc-provider, in a process of its own), and a machine in the middle, which
// may change what the provider answers.
type provider struct {
	issuer   string
	front    *httptest.Server
	back     atomic.Pointer[httputil.ReverseProxy]  // nil while the provider is down
	tamper   map[string]func(answer map[string]any) // by path
	keys     atomic.Int32                           // the status of the keys' address, where it is not the provider's
	redirect atomic.Pointer[string]                 // where the token address sends its clients
	codes    atomic.Int32                           // how often a code was redeemed
}

// startProvider starts one that puts all claims into its ID tokens, or leaves them to its userinfo address.
func startProvider(t *testing.T, all bool) *provider {
	t.Helper()
	p := newProvider(t)
	p.start(t, all)
	return p
}

// newProvider is one that is down.
func newProvider(t *testing.T) *provider {
	p := &provider{}
	p.front = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		back, status := p.back.Load(), int(p.keys.Load())
		switch {
		case back == nil:
			w.WriteHeader(http.StatusBadGateway)
		case r.URL.Path == "/jwks" && status != 0:
			w.WriteHeader(status)
		case r.URL.Path == "/token" && p.redirect.Load() != nil:
			http.Redirect(w, r, *p.redirect.Load(), http.StatusTemporaryRedirect)
		default:
			back.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(p.front.Close)
	p.issuer = p.front.URL
	return p
}

func (p *provider) start(t *testing.T, all bool) {
	t.Helper()
	_, noPackage := os.Stat("../../node_modules/oidc-provider")
	if _, noNode := exec.LookPath("node"); noPackage != nil || noNode != nil {
		missing(t, "Node or oidc-provider")
	}
	arguments := []string{"testdata/provider.mjs", p.issuer, callback}
	if all {
		arguments = append(arguments, "all")
	}
	child := exec.Command("node", arguments...)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := child.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	run(t, child)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if port, err := strconv.Atoi(lines.Text()); err == nil {
			p.back.Store(p.proxy("127.0.0.1:" + strconv.Itoa(port)))
			return
		}
	}
	t.Fatal("the provider does not start")
}

func (p *provider) proxy(to string) *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { // the provider goes by the name that it was asked under
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", to, r.In.Host
		},
		ModifyResponse: p.modify,
	}
}

func (p *provider) modify(r *http.Response) error {
	if r.Request.URL.Path == "/token" {
		p.codes.Add(1)
	}
	tamper := p.tamper[r.Request.URL.Path]
	if tamper == nil || r.StatusCode != http.StatusOK {
		return nil
	}
	answer := map[string]any{}
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil {
		return err
	}
	tamper(answer)
	changed, err := json.Marshal(answer)
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(changed)), int64(len(changed))
	r.Header.Set("Content-Length", strconv.Itoa(len(changed)))
	return err
}

// at sets the one change that the machine in the middle makes.
func (p *provider) at(path string, change func(answer map[string]any)) {
	p.tamper = map[string]func(map[string]any){path: change}
}

// clock is a time that only the test moves.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// client is how an archive asks the provider.
func (p *provider) client(t *testing.T, change func(*signon.OIDCConfig)) (*signon.OIDC, *clock) {
	t.Helper()
	at := &clock{time.Now()}
	config := signon.OIDCConfig{
		Issuer: p.issuer, ClientID: "tongbao", Secret: "secret-of-a-test", Insecure: true,
		Key: []byte(strings.Repeat("k", 32)), Now: at.Now,
	}
	if change != nil {
		change(&config)
	}
	o, err := signon.NewOIDC(config)
	if err != nil {
		t.Fatal(err)
	}
	return o, at
}

// browser is a person at a browser: it keeps cookies and fills in the provider's forms.
type browser struct {
	http.Client
	person string // what goes into the form as login
	asked  int    // how often the provider wanted it
}

func newBrowser(t *testing.T, person string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{person: person}
	b.Jar = jar
	b.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), callback) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return b
}

var form = regexp.MustCompile(`<form[^>]* action="([^"]+)"`)

// visit goes where the archive sends the browser, and gives the query with which it comes back; nil where the provider
// does not send it back.
func (b *browser) visit(t *testing.T, address string) url.Values {
	t.Helper()
	answer, err := b.Get(address)
	for range 5 {
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := answer.Location(); err == nil && strings.HasPrefix(back.String(), callback) {
			return back.Query()
		}
		action := form.FindSubmatch(page)
		if action == nil {
			return nil
		}
		answer = b.submit(t, html.UnescapeString(string(action[1])), bytes.Contains(page, []byte(`name="login"`)))
	}
	t.Fatal("the provider asks without end")
	return nil
}

func (b *browser) submit(t *testing.T, action string, login bool) *http.Response {
	t.Helper()
	fields := url.Values{"prompt": {"consent"}}
	if login {
		b.asked++
		fields = url.Values{"prompt": {"login"}, "login": {b.person}, "password": {"any"}}
	}
	answer, err := b.PostForm(action, fields)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// begin begins a sign-in.
func begin(t *testing.T, o *signon.OIDC, again bool) (address, pending string) {
	t.Helper()
	address, pending, err := o.Begin(t.Context(), callback, again)
	if err != nil {
		t.Fatal(err)
	}
	return address, pending
}
