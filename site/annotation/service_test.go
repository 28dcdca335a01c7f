//go:build unix

package annotation_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/audit"
	"tongbao/site/store"
)

// office is a store with people in it and a site that shows one bulletin.
type office struct {
	t        *testing.T
	store    *store.Store
	accounts *account.Service
	*annotation.Service
	site *shown
	mu   sync.Mutex
	at   time.Time
}

// shown is a site: the texts of a bulletin by edition, the last of which is in force.
type shown struct {
	mu     sync.Mutex
	texts  []annotation.Text
	onText func(edition int) // called before a text is given
}

const bulletin = "2021q3"

func (s *shown) Current(b string) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.texts), b == bulletin
}

func (s *shown) Text(b string, edition int) (annotation.Text, error) {
	if s.onText != nil {
		s.onText(edition)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if b != bulletin || edition < 1 || edition > len(s.texts) {
		return annotation.Text{}, annotation.ErrNotFound
	}
	return s.texts[edition-1], nil
}

// publish makes an edition of paragraphs, "key: words", and of one cell.
func (s *shown) publish(t *testing.T, cell string, paragraphs ...string) {
	t.Helper()
	var page strings.Builder
	page.WriteString(`<section data-section="overview"><div class="prose">`)
	for _, p := range paragraphs {
		key, words, _ := strings.Cut(p, ": ")
		fmt.Fprintf(&page, "<p id=%q>%s</p>", key, words)
	}
	fmt.Fprintf(&page, `</div><table><tr><td id="network-county/fumeng/assigned">%s</td></tr></table></section>`, cell)
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := annotation.ReadText(strings.NewReader(page.String()), bulletin, len(s.texts)+1)
	if err != nil {
		t.Fatal(err)
	}
	s.texts = append(s.texts, text)
}

func newOffice(t *testing.T, dsn string) *office {
	t.Helper()
	o := &office{t: t, site: &shown{}, at: time.Date(2021, 10, 8, 1, 0, 0, 0, time.UTC)}
	now := func() time.Time {
		o.mu.Lock()
		defer o.mu.Unlock()
		return o.at
	}
	var err error
	if o.store, err = store.Open(t.Context(), dsn, store.Options{Now: now, Program: "test", Backups: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.store.Close() })
	o.accounts = account.New(o.store.Accounts(), account.Options{Now: now, Rules: account.Standard(), NewRole: account.Reader})
	o.Service = annotation.New(o.store.Annotations(), annotation.Options{
		Now: now, Location: time.FixedZone("CST", 8*3600), Publication: o.site, Still: o.accounts.Still,
		Reads: func(account.Role, string) bool { return true },
		Unit:  func(id string) bool { return id == "jiaotong" || id == "zhujian" },
	})
	o.site.publish(t, "333", "volume: 阜蒙县交办总量最大，为333件。", "quality: 满意率为82.24%，环比下降0.72个百分点。")
	return o
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.at = o.at.Add(d)
}

// person signs somebody in, as an outside source vouches for them.
func (o *office) person(name string, role account.Role, unit string) account.Actor {
	o.t.Helper()
	in, err := o.accounts.SignInAs(o.t.Context(), account.Origin{Address: "192.0.2.1"}, account.Identity{
		Source: account.Proxy, Subject: name, Name: name, Display: "姓名" + name, Office: "职务" + name, Role: role, Unit: unit,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return in.Actor
}

// until gives the objects of the events that come before a mark, which it sets.
func (o *office) until(events <-chan store.Event, mark string) []string {
	o.t.Helper()
	_, _, err := o.store.Write(o.t.Context(), "", func(tx *store.Tx) ([]byte, error) { return nil, tx.Publish("mark", mark) })
	if err != nil {
		o.t.Fatal(err)
	}
	var objects []string
	for e := range events {
		if e.Topic == "mark" && e.Object == mark {
			break
		}
		objects = append(objects, e.Object)
	}
	return objects
}

func (o *office) audited(action string) []audit.Row {
	o.t.Helper()
	var rows []audit.Row
	err := o.store.Read(context.Background(), func(tx *store.Tx) error {
		for row, err := range tx.AuditRows(audit.Filter{ActionPrefix: action}) {
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return rows
}

func want(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) || target == nil && err != nil {
		t.Helper()
		t.Errorf("got %v, want %v", err, target)
	}
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	if bad, ok := errors.AsType[*annotation.BadField](err); !ok || bad.Field != field {
		t.Errorf("got %v, want field %s", err, field)
	}
}

// must gives what a call gives, which must not fail: must(call())(t).
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// on is a quote in a paragraph of the first edition.
func (o *office) on(passage, exact string) annotation.Target {
	o.site.mu.Lock()
	section, _ := o.site.texts[0].Section("overview")
	o.site.mu.Unlock()
	p, _ := section.Passage(passage)
	at := strings.Index(p.Text, exact)
	if at < 0 {
		o.t.Fatalf("%q is not in %q", exact, p.Text)
	}
	start := len([]rune(p.Text[:at]))
	return annotation.Target{Bulletin: bulletin, Edition: 1, Section: "overview", Passage: passage,
		Quote: annotation.Quote{Exact: exact}, Start: start, End: start + len([]rune(exact))}
}

func (o *office) comment(words string, v annotation.Visibility) annotation.NewNote {
	return annotation.NewNote{Target: o.on("volume", "333件"), Kind: annotation.Comment, Body: words, Visibility: v}
}
