//go:build unix

package site_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/archive"
	"tongbao/site"
	"tongbao/site/account"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

// several are three servers with copies of one archive on one PostgreSQL, and the database as a fourth sees it.
type several struct {
	dsn     string
	archive *archive.Archive
	urls    [3]string
	office  *site.Office
}

const severalPassword = "鹦鹉 jumps over 七 lazy pumpkins"

func threeServers(t *testing.T) *several {
	t.Helper()
	s := &several{dsn: storetest.Postgres(t)}
	root, first := served(t, fmt.Sprintf("\n[server]\ndatabase = %q\n", s.dsn))
	s.urls[0] = first
	for i := range 2 {
		replica := filepath.Join(t.TempDir(), "replica")
		must(t, os.CopyFS(replica, os.DirFS(root)))
		s.urls[i+1] = serving(t, replica)
	}
	var err error
	s.archive, err = archive.Open(root)
	must(t, err)
	s.office, err = site.OpenOffice(t.Context(), s.archive, "test")
	must(t, err)
	t.Cleanup(func() { s.office.Close() })
	return s
}

func (s *several) user(t *testing.T, name string, role account.Role) {
	t.Helper()
	_, link, err := s.office.Accounts.AddUser(t.Context(), account.Console("test"), account.NewUser{Name: name, Role: role})
	must(t, err)
	_, err = s.office.Accounts.SetPassword(t.Context(), account.Origin{}, link, severalPassword)
	must(t, err)
}

// signIn gives the cookie of a session that a server began.
func (s *several) signIn(t *testing.T, server int, name string) *http.Cookie {
	t.Helper()
	res := s.send(t, server, nil, "sign-in", url.Values{"name": {name}, "password": {severalPassword}})
	for _, c := range res.cookies {
		if c.Name == "tongbao" && c.Value != "" {
			return c
		}
	}
	t.Fatalf("server %d signs nobody in: %d", server, res.status)
	return nil
}

type reply struct {
	status  int
	body    string
	cookies []*http.Cookie
}

// send posts a form, or gets the page where there is none.
func (s *several) send(t *testing.T, server int, cookie *http.Cookie, path string, form url.Values) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.urls[server]+path, nil)
	if form != nil {
		r, err = http.NewRequestWithContext(t.Context(), http.MethodPost, s.urls[server]+path, strings.NewReader(form.Encode()))
	}
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if cookie != nil {
		r.AddCookie(cookie)
	}
	res, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	must(t, err)
	defer res.Body.Close()
	var body strings.Builder
	_, err = bufio.NewReader(res.Body).WriteTo(&body)
	must(t, err)
	return reply{res.StatusCode, body.String(), res.Cookies()}
}

// What any of three servers acknowledges the others show from that moment on, and all of it is one chain of the audit.
func TestThreeServersShowEachAcknowledgedWrite(t *testing.T) {
	s := threeServers(t)
	s.user(t, "admin", account.Administrator)
	cookie := s.signIn(t, 0, "admin")
	const each = 10
	var group sync.WaitGroup
	for writer := range 3 {
		group.Go(func() {
			for n := range each {
				name := fmt.Sprintf("user-%d-%d", writer, n)
				if res := s.send(t, writer, cookie, "users/add", url.Values{"name": {name}, "role": {"reader"}}); res.status != http.StatusOK {
					t.Errorf("server %d adds %s: %d", writer, name, res.status)
				}
				for other := range 3 {
					if !strings.Contains(s.send(t, other, cookie, "users/", nil).body, name) {
						t.Errorf("server %d does not show %s, which server %d has acknowledged", other, name, writer)
					}
				}
			}
		})
	}
	group.Wait()
	head, err := site.VerifyAudit(t.Context(), s.archive, "test", nil)
	must(t, err)
	if now, err := s.office.Head(t.Context()); err != nil || head != now || head.Seq < 3*each {
		t.Errorf("the chain ends at %s, the database says %s, %v", head, now, err)
	}
}

// Whoever signs out at one server is signed out at all.
func TestASessionEndsOnAllServers(t *testing.T) {
	s := threeServers(t)
	s.user(t, "reader", account.Reader)
	cookie := s.signIn(t, 1, "reader")
	for server := range 3 {
		if res := s.send(t, server, cookie, "api/me", nil); res.status != http.StatusOK {
			t.Errorf("server %d does not know the session: %d", server, res.status)
		}
	}
	s.send(t, 2, cookie, "sign-out", url.Values{})
	for server := range 3 {
		if res := s.send(t, server, cookie, "api/me", nil); res.status != http.StatusUnauthorized {
			t.Errorf("server %d still knows the session: %d", server, res.status)
		}
	}
}

// Events reach the readers of every server. When the connection that hears them is lost, readers are told that they may have
// missed some, and later ones reach them again.
func TestEventsReachTheReadersOfAllServers(t *testing.T) {
	s := threeServers(t)
	s.user(t, "reader", account.Reader)
	cookie := s.signIn(t, 0, "reader")
	var streams [3]*bufio.Scanner
	for server := range 3 {
		streams[server] = s.listen(t, server, cookie)
	}
	s.publish(t, "before")
	for server, stream := range streams {
		if got := next(stream); got != `notes "before"` {
			t.Errorf("server %d says %s", server, got)
		}
	}
	storetest.Admin(t, s.dsn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()")
	for server, stream := range streams {
		if got := next(stream); got != `resync ""` {
			t.Errorf("after the loss server %d says %s", server, got)
		}
	}
	s.publish(t, "after")
	for server, stream := range streams {
		if got := next(stream); got != `notes "after"` {
			t.Errorf("after the loss server %d says %s", server, got)
		}
	}
}

// listen gives the lines of a server's stream, from its first on.
func (s *several) listen(t *testing.T, server int, cookie *http.Cookie) *bufio.Scanner {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // of a test that fails
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.urls[server]+"api/events", nil)
	must(t, err)
	r.AddCookie(cookie)
	res, err := http.DefaultClient.Do(r)
	must(t, err)
	t.Cleanup(func() { res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	if !lines.Scan() || lines.Text() != "retry: 3000" {
		t.Fatalf("server %d: %d %s", server, res.StatusCode, lines.Text())
	}
	return lines
}

// next is the topic and the object of the next event.
func next(lines *bufio.Scanner) string {
	topic := ""
	for lines.Scan() {
		if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			topic = name
		}
		if object, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return topic + " " + object
		}
	}
	return "nothing more"
}

func (s *several) publish(t *testing.T, object string) {
	t.Helper()
	_, _, err := s.office.Store.Write(context.Background(), "", func(tx *store.Tx) ([]byte, error) { return nil, tx.Publish("notes", object) })
	must(t, err)
}
