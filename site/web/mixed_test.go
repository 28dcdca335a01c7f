package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"tongbao/site/account"
	"tongbao/site/store"
)

// mixed is people of every role at work at once, and what they may know of: a word apart from the policy, by which everything that
// any of them is shown or told is judged.
type mixed struct {
	*office
	t      *testing.T
	people []*person

	mu      sync.Mutex
	written map[string]*piece // by id
}

// person is somebody signed in, and what the live events told them.
type person struct {
	id, name, token string
	role            account.Role
	heard           map[string]bool // ids
	ended           chan struct{}
}

// piece is a note or an instruction: who was ever meant to see it, and whether that ever changed.
type piece struct {
	author, visibility, bulletin string // a note; of an instruction visibility is "signed" or "drafted", for the leader author
	narrowed                     bool
}

func (w piece) isFor(p *person) bool {
	reads := w.bulletin == "2021q3" || p.role == account.Leader || p.role == account.Editor
	switch w.visibility {
	case "signed":
		return reads && (p.role == account.Leader || p.role == account.Editor) || p.role == account.Unit
	case "drafted":
		return reads && (p.role == account.Editor || p.name == w.author)
	case "private":
		return p.name == w.author
	case "leaders":
		return reads && (p.name == w.author || p.role == account.Leader)
	}
	return reads
}

// words are what it says: by them it is judged where it is shown.
func (w piece) words() string { return w.author + "|" + w.visibility + "|" + w.bulletin }

func newMixed(t *testing.T) *mixed {
	m := &mixed{office: newOffice(t, nil), t: t, written: map[string]*piece{}}
	for _, p := range []*person{
		{name: "leader1", role: account.Leader}, {name: "leader2", role: account.Leader}, {name: "editor", role: account.Editor},
		{name: "unit", role: account.Unit}, {name: "reader1", role: account.Reader}, {name: "reader2", role: account.Reader},
		{name: "auditor", role: account.Auditor}, {name: "administrator", role: account.Administrator},
	} {
		p.id = m.user(t, p.name, p.role)
		p.token, p.heard, p.ended = m.session(t, p.name), map[string]bool{}, make(chan struct{})
		m.people = append(m.people, p)
		m.listen(p)
	}
	return m
}

// listen keeps what a person's page is told, until it is told of the end.
func (m *mixed) listen(p *person) {
	ctx, stop := context.WithCancel(m.t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.http.URL+"/api/events", nil)
	must(m.t, err)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: p.token})
	res, err := http.DefaultClient.Do(r)
	must(m.t, err)
	lines := bufio.NewScanner(res.Body)
	lines.Scan() // it listens from here on
	go func() {
		defer stop()
		defer res.Body.Close()
		defer close(p.ended)
		for lines.Scan() {
			if strings.Contains(lines.Text(), `"the-end"`) {
				return
			}
			var object string
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is && json.Unmarshal([]byte(data), &object) == nil {
				if _, id, _ := strings.Cut(object, " "); id != "" {
					p.heard[id] = true
				}
			}
		}
	}()
}

// send asks as a person does, with JSON or a form, and gives status, Location and body.
func (m *mixed) send(p *person, method, path, kind, body string) (int, string, string) {
	r, err := http.NewRequestWithContext(m.t.Context(), method, m.http.URL+path, strings.NewReader(body))
	if err != nil {
		m.t.Error(err)
		return 0, "", ""
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", m.http.URL)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: p.token})
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		m.t.Error(err)
		return 0, "", ""
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		m.t.Error(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(text)
}

func (m *mixed) keep(id string, w piece) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.written[id] = &w
}

// note writes a note of any kind on any bulletin, and holds the answer to the matrix; leaders take some back.
func (m *mixed) note(p *person, bulletin, visibility string) {
	w := piece{author: p.name, visibility: visibility, bulletin: bulletin}
	sent := fmt.Sprintf(`{"target":{"bulletin":%q},"kind":"comment","body":%q,"visibility":%q}`, bulletin, w.words(), visibility)
	status, _, body := m.send(p, "POST", "/api/notes", "application/json", sent)
	want := http.StatusCreated
	switch {
	case !(bulletin == "2021q3" || p.role == account.Leader || p.role == account.Editor):
		want = http.StatusNotFound
	case p.role == account.Auditor, p.role == account.Administrator, p.role == account.Reader && visibility != "private":
		want = http.StatusForbidden
	}
	if status != want {
		m.t.Errorf("%s writes %s: %d, want %d", p.name, w.words(), status, want)
	}
	var made struct{ ID string }
	if status != http.StatusCreated || json.Unmarshal([]byte(body), &made) != nil {
		return
	}
	w.narrowed = p.role == account.Leader && visibility == "leaders" && rand.IntN(2) == 0
	m.keep(made.ID, w)
	if w.narrowed {
		narrow := fmt.Sprintf(`{"body":%q,"visibility":"private","revision":1}`, piece{author: p.name, visibility: "private", bulletin: bulletin}.words())
		if status, _, body := m.send(p, "POST", "/api/notes/"+made.ID+"/edit", "application/json", narrow); status != http.StatusOK {
			m.t.Errorf("%s takes a note back: %d %s", p.name, status, body)
		}
	}
}

// instruct signs an instruction, or enters leader1's from paper, and holds the answer to the matrix.
func (m *mixed) instruct(p *person, bulletin string) {
	w := piece{author: p.name, visibility: "signed", bulletin: bulletin}
	form := url.Values{"bulletin": {bulletin}, "kind": {"handle"}, "lead": {"fumeng"}}
	if p.role == account.Editor {
		w.author, w.visibility = "leader1", "drafted"
		form.Set("signer", m.people[0].id)
	}
	form.Set("text", w.words())
	status, at, body := m.send(p, "POST", "/instructions", "application/x-www-form-urlencoded", form.Encode())
	want := http.StatusForbidden
	if p.role == account.Leader || p.role == account.Editor {
		want = http.StatusSeeOther
	}
	if status != want {
		m.t.Errorf("%s instructs: %d %s, want %d", p.name, status, body, want)
	}
	if status == http.StatusSeeOther {
		m.keep(strings.TrimPrefix(at, "/instructions/"), w)
	}
}

// look asks for a list and holds every word of anybody's in it to be for that person.
func (m *mixed) look(p *person, path string) {
	status, _, body := m.send(p, "GET", path, "", "")
	want, officer := http.StatusOK, p.role == account.Leader || p.role == account.Editor
	switch {
	case strings.HasSuffix(path, "=2021q2") && !officer:
		want = http.StatusNotFound
	case path == "/instructions/" && !officer && p.role != account.Unit:
		want = http.StatusForbidden
	}
	if status != want {
		m.t.Errorf("%s looks at %s: %d, want %d", p.name, path, status, want)
	}
	for _, author := range m.people {
		for _, visibility := range []string{"private", "leaders", "everyone", "signed", "drafted"} {
			for _, bulletin := range []string{"2021q3", "2021q2"} {
				if w := (piece{author: author.name, visibility: visibility, bulletin: bulletin}); !w.isFor(p) && strings.Contains(body, w.words()) {
					m.t.Errorf("%s is shown %s at %s", p.name, w.words(), path)
				}
			}
		}
	}
}

// While people of every role write notes and instructions, change who sees them and look at all lists, nobody is answered, shown or
// told live of anything but what the matrix gives them, and of that everything.
func TestMixedLoad(t *testing.T) {
	m := newMixed(t)
	var group sync.WaitGroup
	for _, p := range m.people {
		group.Go(func() {
			for i := range 24 {
				bulletin := []string{"2021q3", "2021q2"}[i%2]
				m.note(p, bulletin, []string{"private", "leaders", "everyone"}[i%3])
				if i%4 == 0 {
					m.instruct(p, "2021q3")
				}
				m.look(p, "/api/notes?bulletin="+bulletin)
				m.look(p, "/instructions/")
			}
		})
	}
	group.Wait()
	_, _, err := m.store.Write(t.Context(), "", func(tx *store.Tx) ([]byte, error) { return nil, tx.Publish("end", "the-end") })
	must(t, err)
	told := 0
	for _, p := range m.people {
		<-p.ended
		told += len(p.heard)
		for id, w := range m.written {
			switch may := w.isFor(p); {
			case p.heard[id] && !may:
				t.Errorf("%s is told live of %s", p.name, w.words())
			case !p.heard[id] && may && !w.narrowed:
				t.Errorf("%s is not told of %s", p.name, w.words())
			}
		}
	}
	t.Logf("%d notes and instructions of %d people, %d tidings", len(m.written), len(m.people), told)
}
