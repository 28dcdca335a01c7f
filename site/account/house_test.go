package account_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

const good = "绿萝-Cz-7-铜钥匙-雨" // a password that the rules take

// house is a service on a real database, with a clock moved by hand and hashes that cost little.
type house struct {
	*account.Service
	t     *testing.T
	db    *store.Store
	now   atomic.Int64
	admin account.Actor
	opt   account.Options
}

var desk = account.Origin{Address: "10.0.0.8", Agent: "Chrome/83"}

func (h *house) clock() time.Time      { return time.UnixMicro(h.now.Load()).UTC() }
func (h *house) pass(by time.Duration) { h.now.Add(by.Microseconds()) }

func newHouse(t *testing.T, dsn string, change func(*account.Options)) *house {
	t.Helper()
	h := &house{t: t}
	h.now.Store(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).UnixMicro())
	db, err := store.Open(t.Context(), dsn, store.Options{Now: h.clock, Program: "test", Backups: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	h.db = db
	h.opt = account.Options{Now: h.clock, Rules: account.Standard(), Hash: account.HashCost{Memory: 64, Time: 1, Threads: 1}}
	if change != nil {
		change(&h.opt)
	}
	h.Service = account.New(db.Accounts(), h.opt)
	h.admin = h.setUp().Actor
	return h
}

func (h *house) setUp() account.SignedIn {
	h.t.Helper()
	token, err := h.FirstRun(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	in, err := h.SetUp(h.t.Context(), account.Origin{Address: "10.0.0.1"}, token, account.NewUser{Name: "guanli", Display: "管理员"}, good+"管")
	if err != nil {
		h.t.Fatal(err)
	}
	return in
}

// fresh signs the administrator in anew, for acts that need it.
func (h *house) fresh() account.Actor {
	h.t.Helper()
	in, err := h.SignIn(h.t.Context(), account.Origin{Address: "10.0.0.1"}, "guanli", good+"管")
	if err != nil {
		h.t.Fatal(err)
	}
	h.admin = in.Actor
	return in.Actor
}

// add makes a user with a password and gives them signed in from their desk.
func (h *house) add(name string, role account.Role) account.SignedIn {
	h.t.Helper()
	unit := ""
	if role == account.Unit {
		unit = "fumeng"
	}
	_, token, err := h.AddUser(h.t.Context(), h.admin, account.NewUser{Name: name, Display: name, Role: role, Unit: unit})
	if err != nil {
		h.t.Fatal(err)
	}
	in, err := h.SetPassword(h.t.Context(), desk, token, good+name)
	if err != nil {
		h.t.Fatal(err)
	}
	return in
}

func (h *house) signIn(address, name, password string) error {
	_, err := h.SignIn(h.t.Context(), account.Origin{Address: address}, name, password)
	return err
}

func (h *house) alive(in account.SignedIn) bool {
	_, err := h.Authenticate(h.t.Context(), desk, in.Token)
	if err != nil && !errors.Is(err, account.ErrNoSession) {
		h.t.Fatal(err)
	}
	return err == nil
}

// actions are the audit's entries since a number, as ACTION OUTCOME.
func (h *house) actions(since int64) []string {
	h.t.Helper()
	var list []string
	err := h.db.Read(h.t.Context(), func(tx *store.Tx) error {
		for row, err := range tx.AuditRows(audit.Filter{}) {
			if err != nil {
				return err
			}
			if row.Seq > since {
				list = append(list, row.Action+" "+string(row.Outcome))
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

func (h *house) head() int64 {
	head, err := h.db.AuditHead(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return head.Seq
}

// on runs a test on both databases.
func on(t *testing.T, change func(*account.Options), test func(t *testing.T, h *house)) {
	storetest.Each(t, func(t *testing.T, dsn string) { test(t, newHouse(t, dsn, change)) })
}

func refused(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}
