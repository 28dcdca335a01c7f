package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/pipeline/sheet"
	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/answers"
	"tongbao/site/desk"
	"tongbao/site/ledger"
	"tongbao/site/search"
	"tongbao/site/store"
)

// office is a server with accounts on a database and on published folders of its own: what everybody may read, and what
// leaders and editors may.
type office struct {
	server *Server
	store  *store.Store
	http   *httptest.Server
	log    *strings.Builder
	now    *clock
}

// clock is set by the test.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

const testPassword = "鹦鹉 jumps over 七 lazy pumpkins"

func newOffice(t testing.TB, change func(*Config)) *office {
	t.Helper()
	o := &office{log: &strings.Builder{}, now: &clock{at: time.Date(2021, 10, 22, 9, 0, 0, 0, time.UTC)}}
	opened, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "t.sqlite"), store.Options{Now: o.now.Now})
	must(t, err)
	t.Cleanup(func() { opened.Close() })
	o.store = opened
	rules := account.Standard()
	service := account.New(opened.Accounts(), account.Options{
		Now: o.now.Now, Rules: rules, Hash: account.HashCost{Memory: 8, Time: 1, Threads: 1}, Unit: func(id string) bool { return id == "fumeng" },
	})
	all, leaders := readable(t)
	c := Config{
		Accounts: service, Annotations: annotations(opened, service, o.now.Now), Rules: rules, Hosts: []string{"127.0.0.1"}, Now: o.now.Now, Log: slog.New(slog.NewTextHandler(o.log, nil)),
		Units: []Unit{{"fumeng", "阜蒙县"}}, Names: ledger.Plain(), Workbook: sheet.WriteTable,
		Folder: func(r account.Role) string {
			if r == account.Leader || r == account.Editor {
				return leaders
			}
			return all
		},
		Reads:      readsInTest,
		Restricted: func(path string) (string, bool) { return "2021q2", strings.HasPrefix(path, "/bulletins/2021q2/") },
		Answer:     func(string, string) (*answers.Answer, error) { return nil, nil },
		Ready:      opened.Writable,
		Bulletins:  func() ([]string, error) { return []string{"2021q3", "2021q2"}, nil },
		Changes:    func(string, []string) (desk.Changes, error) { return desk.Changes{}, nil },
		Events: func(ctx context.Context) <-chan Event {
			out, changes := make(chan Event), opened.Subscribe(ctx)
			go func() {
				defer close(out)
				for e := range changes {
					select {
					case out <- Event(e):
					case <-ctx.Done():
						return
					}
				}
			}()
			return out
		},
	}
	if change != nil {
		change(&c)
	}
	o.server = New(c)
	o.http = httptest.NewServer(o.server.Handler())
	t.Cleanup(o.http.Close)
	return o
}

// annotations are on two bulletins of one paragraph each; leaders' and editors' alone is 2021q2.
func annotations(opened *store.Store, accounts *account.Service, now func() time.Time) *annotation.Service {
	return annotation.New(opened.Annotations(), annotation.Options{
		Now: now, Location: time.UTC, Publication: shownPages{}, Still: accounts.Still, Unit: func(id string) bool { return id == "fumeng" },
		Reads: readsInTest,
	})
}

func readsInTest(role account.Role, bulletin string) bool {
	return bulletin == "2021q3" || bulletin == "2021q2" && (role == account.Leader || role == account.Editor)
}

type shownPages struct{}

func (shownPages) Current(bulletin string) (int, bool) {
	return 0, bulletin == "2021q3" || bulletin == "2021q2"
}

func (shownPages) Text(bulletin string, edition int) (annotation.Text, error) {
	page := `<section data-section="network"><div class="prose"><p id="network-summary">阜蒙县交办量最大，为333件。</p><p id="network-more">彰武县次之。</p></div></section>`
	return annotation.ReadText(strings.NewReader(page), bulletin, edition)
}

// readable makes the two published folders; leaders' has one bulletin more.
func readable(t testing.TB) (all, leaders string) {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"index.html": "<h1>首页</h1>", "404.html": "没有这个页面", "favicon.svg": "<svg/>", "bulletins/2021q3/index.html": "三季度通报",
		"search/index.html": "查找", "css/site.css": "body{}", "js/main.js": "1",
	}
	for _, page := range []string{"sign-in", "set-up", "invited", "account", "users", "audit", "refused", "search", "instructions", "instruction", "new-instruction", "notes", "desk"} {
		files["server/"+page+"/index.html"] = "<h1>" + page + `</h1>⟦if .Problem⟧<p id="problem">⟦.Problem⟧</p>⟦end⟧<p>⟦.Me.Name⟧</p>⟦with .Data⟧<pre>⟦printf "%+v" .⟧</pre>⟦end⟧`
	}
	bulletins := []search.Bulletin{{Period: "2021q3", Label: "2021年三季度", Title: "三季度通报", Sections: nil, Docs: nil}}
	bulletins[0].Docs = append(bulletins[0].Docs, search.Document{Section: -1, Kind: search.Text, Text: "三季度人人可看"})
	all, leaders = filepath.Join(dir, "all"), filepath.Join(dir, "leaders")
	writeSite(t, all, files, bulletins)
	files["bulletins/2021q2/index.html"] = "二季度通报，只给领导"
	files["bulletins/2021q2/evidence.json"] = "{}"
	secret := search.Bulletin{Period: "2021q2", Label: "2021年二季度", Title: "二季度通报"}
	secret.Docs = append(secret.Docs, search.Document{Section: -1, Kind: search.Text, Text: "二季度只给领导"})
	writeSite(t, leaders, files, append(bulletins, secret))
	return all, leaders
}

func writeSite(t testing.TB, dir string, files map[string]string, bulletins []search.Bulletin) {
	t.Helper()
	index, err := search.Files(bulletins, nil)
	must(t, err)
	for name, body := range index {
		files["search/"+name] = string(body)
	}
	for name, body := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(body), 0o644))
	}
	for name := range index {
		delete(files, "search/"+name)
	}
}

// user makes an account and gives its id.
func (o *office) user(t testing.TB, name string, role account.Role) string {
	t.Helper()
	who := account.NewUser{Name: name, Role: role}
	if role == account.Unit {
		who.Unit = "fumeng"
	}
	u, token, err := o.server.Accounts.AddUser(context.Background(), account.Console("test"), who)
	must(t, err)
	in, err := o.server.Accounts.SetPassword(context.Background(), account.Origin{}, token, testPassword)
	must(t, err)
	must(t, o.server.Accounts.SignOut(context.Background(), in.Actor))
	return u.ID
}

// session signs a user in and gives the cookie's value.
func (o *office) session(t testing.TB, name string) string {
	t.Helper()
	in, err := o.server.Accounts.SignIn(context.Background(), account.Origin{Address: "127.0.0.1"}, name, testPassword)
	must(t, err)
	return in.Token
}

// answer is what came of a request.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a request as a browser does: pages are asked for as HTML, forms come from the own origin; nothing is followed. A
// stream is cut after its headers.
func (o *office) ask(t testing.TB, method, path, token string, form url.Values, change func(*http.Request)) answer {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, o.http.URL+path, strings.NewReader(form.Encode()))
	must(t, err)
	r.Header.Set("Accept", "text/html,*/*")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", o.http.URL)
	}
	if token != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: token})
	}
	if change != nil {
		change(r)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	must(t, err)
	defer res.Body.Close()
	if res.Header.Get("Content-Type") == "text/event-stream" {
		return answer{res.StatusCode, res.Header, ""}
	}
	body, err := io.ReadAll(res.Body)
	must(t, err)
	return answer{res.StatusCode, res.Header, string(body)}
}

// sendNote makes a comment on a whole bulletin, as the page's script does.
func (o *office) sendNote(t testing.TB, token, bulletin, visibility, body string) {
	t.Helper()
	sent := `{"target":{"bulletin":"` + bulletin + `"},"kind":"comment","body":"` + body + `","visibility":"` + visibility + `"}`
	got := o.ask(t, "POST", "/api/notes", token, nil, func(r *http.Request) {
		r.Header.Set("Content-Type", "application/json")
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(sent)), int64(len(sent))
	})
	if got.status != http.StatusCreated {
		t.Fatalf("no note: %d %s", got.status, got.body)
	}
}
