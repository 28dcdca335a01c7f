//go:build unix

package reminder_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/audit"
	"tongbao/site/reminder"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

// house is a store with people and one instruction that is due in three days, and a clock.
type house struct {
	t     *testing.T
	store *store.Store
	dsn   string
	mu    sync.Mutex
	at    time.Time
}

var both = []string{reminder.ByMail, reminder.ByWebhook}

func newHouse(t *testing.T, dsn string) *house {
	t.Helper()
	h := &house{t: t, dsn: dsn, at: now}
	h.open()
	_, _, err := h.store.Annotations().Write(t.Context(), "", func(tx annotation.Tx) ([]byte, error) {
		for _, u := range people() {
			u.Source = account.Proxy
			if u.ID != "fumeng2" {
				u.Email = u.ID + "@office.example"
			}
			u.Subject = u.ID
			if err := tx.Accounts().PutUser(u); err != nil {
				return nil, err
			}
		}
		in := signed(func(in *annotation.Instruction) { task(in, annotation.Received, "2021-10-25") })
		if err := tx.PutInstruction(in); err != nil {
			return nil, err
		}
		return nil, tx.AddStep(in.ID, in.Steps[0])
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) open() {
	h.t.Helper()
	opened, err := store.Open(h.t.Context(), h.dsn, store.Options{Now: h.now, Program: "test", Backups: h.t.TempDir()})
	if err != nil {
		h.t.Fatal(err)
	}
	h.store = opened
	h.t.Cleanup(func() { _ = opened.Close() })
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// service is a server's; several may be on one store.
func (h *house) service(of *store.Store) *reminder.Service {
	return reminder.New(of.Reminders(), reminder.Options{
		Now: h.now, Location: office, Rules: reminder.Rules{UnreadDays: 3, Daily: true},
		Editions: func() ([]reminder.Edition, error) { return nil, nil },
		Reads:    func(account.Role, string) bool { return true },
	})
}

func (h *house) claim(s *reminder.Service) []reminder.Task {
	h.t.Helper()
	tasks, err := s.Claim(h.t.Context(), both)
	if err != nil {
		h.t.Fatal(err)
	}
	return tasks
}

func (h *house) settle(s *reminder.Service, tasks []reminder.Task, o reminder.Outcome) {
	h.t.Helper()
	for _, task := range tasks {
		if err := s.Settle(h.t.Context(), task, o); err != nil {
			h.t.Fatal(err)
		}
	}
}

func said(tasks []reminder.Task) string {
	var list []string
	for _, t := range tasks {
		list = append(list, fmt.Sprintf("%s %s %q", t.Kind, t.Carrier, t.To.ID))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func (h *house) deliveries(s *reminder.Service) []reminder.Delivery {
	h.t.Helper()
	list, names, err := s.Deliveries(h.t.Context(), time.Time{})
	if err != nil || names["fumeng"] != "fumeng" {
		h.t.Fatal(err, names)
	}
	return list
}

func (h *house) entries() (out []string) {
	h.t.Helper()
	err := h.store.Read(h.t.Context(), func(tx *store.Tx) error {
		for row, err := range tx.AuditRows(audit.Filter{ActionPrefix: "reminder"}) {
			if err != nil {
				return err
			}
			out = append(out, fmt.Sprintf("%s %s %s %s", row.Action, row.Object, row.Outcome, row.Detail))
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// What is due is taken up once, also after a restart, and is on record without a word of it. Who has no address is not written to.
func TestEachGoesOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		s := h.service(h.store)
		mine := h.claim(s)
		if got, want := said(mine), `orange mail "fumeng", orange webhook ""`; got != want {
			t.Fatalf("%s, want %s", got, want)
		}
		if again := h.claim(s); len(again) != 0 {
			t.Errorf("taken up again while being sent: %s", said(again))
		}
		h.settle(s, mine, reminder.Outcome{State: reminder.Sent})
		h.pass(time.Hour)
		if err := h.store.Close(); err != nil {
			t.Fatal(err)
		}
		h.open()
		s = h.service(h.store)
		if again := h.claim(s); len(again) != 0 {
			t.Errorf("after a restart: %s", said(again))
		}
		entries := h.entries()
		if len(entries) != 2 || !strings.Contains(entries[0]+entries[1], `"to":"fumeng"`) || strings.Contains(fmt.Sprint(entries), "机密") || strings.Contains(fmt.Sprint(entries), "@") {
			t.Errorf("on record: %v", entries)
		}
		h.pass(4 * 24 * time.Hour)
		if got, want := said(h.claim(s)), `red mail "editor", red mail "fumeng", red mail "leader", red webhook ""`; got != want {
			t.Errorf("overdue: %s, want %s", got, want)
		}
	})
}

// What could not be sent is tried again, later each time, until it is given up.
func TestRetries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		s := h.service(h.store)
		mine := h.claim(s)
		var waited []time.Duration
		for len(mine) > 0 {
			h.settle(s, mine, reminder.Outcome{State: reminder.Waiting, Error: "unreachable"})
			wait := time.Duration(0)
			for mine = h.claim(s); len(mine) == 0 && wait < 24*time.Hour; mine = h.claim(s) {
				h.pass(30 * time.Second)
				wait += 30 * time.Second
			}
			waited = append(waited, wait)
			if wait >= 7*time.Hour {
				break
			}
		}
		want := []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour}
		if !slices.Equal(waited[:len(waited)-1], want) {
			t.Errorf("waited %v, want %v", waited, want)
		}
		for _, d := range h.deliveries(s) {
			if d.Kind == reminder.Orange && (d.State != reminder.Failed || d.Attempts != 6 || d.Error != "unreachable") {
				t.Errorf("%+v", d)
			}
		}
		if entries := h.entries(); !strings.Contains(fmt.Sprint(entries), "failed") {
			t.Errorf("on record: %v", entries)
		}
	})
}

// Whatever may have arrived is not sent again: where there was no word, and where a server was killed while it sent.
func TestWhatMayHaveArrivedIsNotSentAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		s := h.service(h.store)
		mine := h.claim(s)
		h.settle(s, mine[:1], reminder.Outcome{State: reminder.Unknown, Error: "no word"}) // of the other nothing is ever said
		h.pass(time.Hour)
		if again := h.claim(s); len(again) != 0 {
			t.Errorf("sent again: %s", said(again))
		}
		stuck := 0
		for _, d := range h.deliveries(s) {
			if d.Stuck(h.now()) {
				stuck++
			}
		}
		if stuck != 1 {
			t.Errorf("%d are stuck, want 1", stuck)
		}
	})
}

// What ends meanwhile is not told any more.
func TestNothingStaleIsTriedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		s := h.service(h.store)
		h.settle(s, h.claim(s), reminder.Outcome{State: reminder.Waiting})
		_, _, err := h.store.Annotations().Write(t.Context(), "", func(tx annotation.Tx) ([]byte, error) {
			in, _, err := tx.Instruction("i")
			if err != nil {
				return nil, err
			}
			in.Tasks[0].State, in.Tasks[0].Reported = annotation.Reported, h.now()
			return nil, tx.PutInstruction(in)
		})
		if err != nil {
			t.Fatal(err)
		}
		h.pass(time.Hour)
		if again := h.claim(s); len(again) != 0 {
			t.Errorf("%s", said(again))
		}
	})
}

// A restored backup knows what went already.
func TestNothingGoesAgainAfterARestore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		s := h.service(h.store)
		h.settle(s, h.claim(s), reminder.Outcome{State: reminder.Sent})
		var backup bytes.Buffer
		if _, err := h.store.Backup(t.Context(), &backup); err != nil {
			t.Fatal(err)
		}
		h.dsn = storetest.SQLite(t)
		if _, err := store.Restore(t.Context(), &backup, h.dsn, store.Options{Now: h.now, Program: "test"}); err != nil {
			t.Fatal(err)
		}
		h.open()
		if again := h.claim(h.service(h.store)); len(again) != 0 {
			t.Errorf("%s", said(again))
		}
	})
}

// Servers on one PostgreSQL share what is due, and none of it goes twice.
func TestSeveralServers(t *testing.T) {
	dsn := storetest.Postgres(t)
	h := newHouse(t, dsn)
	const servers = 4
	taken := make([][]reminder.Task, servers)
	var all sync.WaitGroup
	for i := range servers {
		opened, err := store.Open(t.Context(), dsn, store.Options{Now: h.now, Program: "test", Backups: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = opened.Close() })
		s := h.service(opened)
		all.Go(func() {
			var err error
			if taken[i], err = s.Claim(t.Context(), both); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got, want := said(slices.Concat(taken...)), `orange mail "fumeng", orange webhook ""`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
