package account_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

// failing is a store whose audit cannot be written.
type failing struct{ account.Store }
type failingTx struct{ account.Tx }

var errAudit = errors.New("no audit")

func (f failing) Write(ctx context.Context, act func(account.Tx) error) error {
	return f.Store.Write(ctx, func(tx account.Tx) error { return act(failingTx{tx}) })
}
func (failingTx) Audit(audit.Entry) error { return errAudit }

func TestWhatCannotBeRecordedDoesNotHappen(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		wang := h.add("wang", account.Reader)
		s := account.New(failing{h.db.Accounts()}, h.opt)
		before, _ := h.Users(ctx, h.admin)
		for what, act := range map[string]func() error{
			"sign-in": func() error { _, err := s.SignIn(ctx, desk, "wang", good+"wang"); return err },
			"add": func() error {
				_, _, err := s.AddUser(ctx, h.admin, account.NewUser{Name: "x", Role: account.Reader})
				return err
			},
			"role":     func() error { return s.SetRole(ctx, h.admin, wang.User.ID, account.Editor, "") },
			"disable":  func() error { return s.SetDisabled(ctx, h.admin, wang.User.ID, true) },
			"reset":    func() error { _, err := s.ResetPassword(ctx, h.admin, wang.User.ID); return err },
			"password": func() error { _, err := s.ChangePassword(ctx, wang.Actor, good+"wang", good+"2"); return err },
			"sign-out": func() error { return s.SignOut(ctx, wang.Actor) },
			"end":      func() error { return s.EndSession(ctx, wang.Actor, wang.Session.ID) },
			"again":    func() error { _, err := s.Reauthenticate(ctx, wang.Actor, good+"wang"); return err },
			"read":     func() error { return s.ReadAudit(ctx, account.Console("root"), account.AuditRead, audit.Filter{}, nil) },
		} {
			refused(t, what, act(), errAudit)
		}
		if after, _ := h.Users(ctx, h.admin); !slices.Equal(before, after) || !h.alive(wang) {
			t.Errorf("something changed: %+v", after)
		}
		if err := h.signIn(desk.Address, "wang", good+"wang"); err != nil {
			t.Error(err)
		}
	})
}

func TestEveryActHasItsEntry(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx, before := t.Context(), h.head()
		wang := h.add("wang", account.Auditor)
		id := wang.User.ID
		_ = h.EditUser(ctx, h.admin, id, "王某", "审计科")
		_, _ = h.SignIn(ctx, desk, "wang", "wrong")
		in, _ := h.Reauthenticate(ctx, wang.Actor, good+"wang")
		in, err := h.ChangePassword(ctx, in.Actor, good+"wang", good+"2")
		if err != nil {
			t.Fatal(err)
		}
		var seen int
		_ = h.ReadAudit(ctx, in.Actor, account.AuditRead, audit.Filter{ActionPrefix: "user", Limit: 2}, func(r audit.Row) error { seen++; return nil })
		head, err := h.VerifyAudit(ctx, in.Actor, nil)
		_ = h.SignOut(ctx, in.Actor)
		_ = h.Unlock(ctx, h.admin, id, "")
		_, _ = h.ResetPassword(ctx, h.admin, id)
		_ = h.SetDisabled(ctx, h.admin, id, true)
		_ = h.SetDisabled(ctx, h.admin, id, false)
		want := []string{
			"user.add ok", "password.set ok", "session.start ok", "user.edit ok", "session.fail denied", "session.confirm ok", "password.change ok",
			"audit.read ok", "audit.verify ok", "session.end ok", "user.unlock ok", "password.reset ok", "user.disable ok", "user.enable ok",
		}
		if got := h.actions(before); !slices.Equal(got, want) {
			t.Errorf("%v\nwant %v", got, want)
		}
		if seen != 2 || err != nil || head.Seq == 0 {
			t.Error(seen, err, head)
		}
	})
}

func TestPruning(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		h.add("wang", account.Reader)
		_ = h.signIn("10.3.0.1", "wang", "wrong")
		count := func() map[string]int {
			n := map[string]int{}
			err := h.db.Read(t.Context(), func(tx *store.Tx) error {
				for _, table := range []string{"sessions", "failures", "familiar", "users"} {
					var rows int
					if _, err := tx.One([]any{&rows}, "SELECT COUNT(*) FROM "+table); err != nil {
						return err
					}
					n[table] = rows
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		prune := func() {
			if err := h.Prune(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		prune()
		if got, want := count(), map[string]int{"sessions": 2, "failures": 2, "familiar": 2, "users": 2}; !maps.Equal(got, want) {
			t.Errorf("%v", got)
		}
		h.pass(31 * 24 * time.Hour)
		prune()
		if got, want := count(), map[string]int{"sessions": 0, "failures": 0, "familiar": 0, "users": 2}; !maps.Equal(got, want) {
			t.Errorf("%v", got)
		}
	})
}

func TestAHashIsMadeAnewWhenTheCostRises(t *testing.T) {
	path := storetest.SQLite(t)
	h := newHouse(t, path, nil)
	in := h.add("wang", account.Reader)
	hash := func() string {
		var s account.Secret
		err := h.db.Accounts().Read(t.Context(), func(tx account.Tx) (err error) { s, err = tx.Secret(in.User.ID); return err })
		if err != nil {
			t.Fatal(err)
		}
		return s.Hash
	}
	h.opt.Hash = account.HashCost{Memory: 128, Time: 2, Threads: 1}
	dearer := account.New(h.db.Accounts(), h.opt)
	for range 2 {
		if _, err := dearer.SignIn(t.Context(), desk, "wang", good+"wang"); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(hash(), "$argon2id$v=19$m=128,t=2,p=1$") {
			t.Error(hash())
		}
	}
}
