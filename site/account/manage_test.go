package account_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
)

// 三权分立, the whole table: which role may do what, and that a refusal is on record.
func TestSeparationOfPowers(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		victim := h.add("victim", account.Reader)
		managing := map[string]func(account.Actor) error{
			"users":  func(a account.Actor) error { _, err := h.Users(ctx, a); return err },
			"user":   func(a account.Actor) error { _, err := h.User(ctx, a, victim.User.ID); return err },
			"locked": func(a account.Actor) error { _, err := h.Locked(ctx, a); return err },
			"add": func(a account.Actor) error {
				_, _, err := h.AddUser(ctx, a, account.NewUser{Name: fmt.Sprint("n", h.head()), Role: account.Reader})
				return err
			},
			"edit":     func(a account.Actor) error { return h.EditUser(ctx, a, victim.User.ID, "新名", "科") },
			"email":    func(a account.Actor) error { return h.SetEmail(ctx, a, victim.User.ID, "v@office.example") },
			"role":     func(a account.Actor) error { return h.SetRole(ctx, a, victim.User.ID, account.Editor, "") },
			"disable":  func(a account.Actor) error { return h.SetDisabled(ctx, a, victim.User.ID, false) },
			"unlock":   func(a account.Actor) error { return h.Unlock(ctx, a, victim.User.ID, "") },
			"reset":    func(a account.Actor) error { _, err := h.ResetPassword(ctx, a, victim.User.ID); return err },
			"sessions": func(a account.Actor) error { return h.EndSessions(ctx, a, victim.User.ID) },
		}
		auditing := map[string]func(account.Actor) error{
			"read": func(a account.Actor) error {
				return h.ReadAudit(ctx, a, account.AuditRead, audit.Filter{}, func(audit.Row) error { return nil })
			},
			"verify": func(a account.Actor) error { _, err := h.VerifyAudit(ctx, a, nil); return err },
		}
		for _, role := range account.Roles() {
			actor := h.add("a-"+string(role), role).Actor
			for what, act := range managing {
				checkPower(t, h, string(role)+" "+what, act(actor), role == account.Administrator)
			}
			for what, act := range auditing {
				checkPower(t, h, string(role)+" "+what, act(actor), role == account.Auditor)
			}
		}
		for what, act := range managing {
			checkPower(t, h, "nobody "+what, act(account.Actor{}), false)
			checkPower(t, h, "console "+what, act(account.Console("root")), true)
		}
	})
}

func checkPower(t *testing.T, h *house, what string, err error, may bool) {
	t.Helper()
	switch {
	case may && err != nil:
		t.Errorf("%s: %v", what, err)
	case !may && !errors.Is(err, account.ErrForbidden) && !errors.Is(err, account.ErrNoSession):
		t.Errorf("%s: %v, want it forbidden", what, err)
	}
}

func TestRefusedActsAreOnRecord(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		reader, before := h.add("wang", account.Reader), h.head()
		_ = h.SetRole(t.Context(), reader.Actor, reader.User.ID, account.Administrator, "")
		_ = h.SetRole(t.Context(), h.admin, h.admin.User.ID, account.Auditor, "")
		_ = h.ReadAudit(t.Context(), h.admin, account.AuditExport, audit.Filter{}, nil)
		_, _ = h.VerifyAudit(t.Context(), h.admin, nil)
		want := []string{"user.role denied", "user.role denied", "audit.export denied", "audit.verify denied"}
		if got := h.actions(before); !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
	})
}

func TestNobodyChangesThemselvesAndOneAdministratorStays(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx, me := t.Context(), h.admin.User.ID
		refused(t, "own role", h.SetRole(ctx, h.admin, me, account.Auditor, ""), account.ErrSelf)
		refused(t, "disabling oneself", h.SetDisabled(ctx, h.admin, me, true), account.ErrSelf)
		_, err := h.ResetPassword(ctx, h.admin, me)
		refused(t, "resetting oneself", err, account.ErrSelf)
		refused(t, "the last, by the console", h.SetDisabled(ctx, account.Console("root"), me, true), account.ErrLastAdministrator)
		refused(t, "the last, by the console", h.SetRole(ctx, account.Console("root"), me, account.Reader, ""), account.ErrLastAdministrator)

		second := h.add("second", account.Administrator)
		// Each demotes the other at the same moment: one of them has to stay.
		var group sync.WaitGroup
		var failed atomic.Int64
		for by, id := range map[*account.Actor]string{&h.admin: second.User.ID, &second.Actor: me} {
			group.Go(func() {
				if h.SetRole(ctx, *by, id, account.Reader, "") != nil {
					failed.Add(1)
				}
			})
		}
		group.Wait()
		users, err := h.Users(ctx, account.Console("root"))
		left := slices.DeleteFunc(users, func(u account.User) bool { return u.Role != account.Administrator })
		if failed.Load() != 1 || len(left) != 1 || err != nil {
			t.Errorf("%d failed, %d administrators left, %v", failed.Load(), len(left), err)
		}
	})
}

// A page that was opened before the role, or the session, was taken away does nothing any more.
func TestWhoLostTheRoleActsNoMore(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx, wang := t.Context(), h.add("wang", account.Reader)
		second, third := h.add("second", account.Administrator), h.add("third", account.Auditor)
		if err := h.SetRole(ctx, h.admin, second.User.ID, account.Reader, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.SignOut(ctx, third.Actor); err != nil {
			t.Fatal(err)
		}
		refused(t, "role", h.SetRole(ctx, second.Actor, wang.User.ID, account.Editor, ""), account.ErrNoSession)
		_, _, err := h.AddUser(ctx, second.Actor, account.NewUser{Name: "x", Role: account.Administrator})
		refused(t, "add", err, account.ErrNoSession)
		_, err = h.ChangePassword(ctx, third.Actor, good+"third", good+"neu")
		refused(t, "password", err, account.ErrNoSession)
		_, err = h.Reauthenticate(ctx, third.Actor, good+"third")
		refused(t, "again", err, account.ErrNoSession)
		refused(t, "audit", h.ReadAudit(ctx, third.Actor, account.AuditRead, audit.Filter{}, nil), account.ErrNoSession)
		_, err = h.VerifyAudit(ctx, third.Actor, nil)
		refused(t, "verify", err, account.ErrNoSession)
		_, err = h.Users(ctx, second.Actor)
		refused(t, "users", err, account.ErrNoSession)
	})
}

func TestRolesAndUnits(t *testing.T) {
	on(t, func(o *account.Options) { o.Unit = func(id string) bool { return id == "fumeng" } }, func(t *testing.T, h *house) {
		wang := h.add("wang", account.Reader)
		for want, list := range map[error][]account.NewUser{
			account.ErrRole: {{Role: "king"}, {Role: ""}, {Role: account.Unit}, {Role: account.Unit, Unit: "nowhere"}, {Role: account.Reader, Unit: "fumeng"}},
			nil:             {{Role: account.Unit, Unit: "fumeng"}, {Role: account.Leader}},
		} {
			for _, u := range list {
				refused(t, fmt.Sprint(u), h.SetRole(t.Context(), h.admin, wang.User.ID, u.Role, u.Unit), want)
			}
		}
		for _, name := range []string{"", " ", "a b", "-a", "a/b", "a\x00", strings.Repeat("长", 65), "<b>", "a\u202e"} {
			_, _, err := h.AddUser(t.Context(), h.admin, account.NewUser{Name: name, Role: account.Reader})
			refused(t, name, err, account.ErrName)
		}
		for _, name := range []string{"WANG", "ｗａｎｇ", " wang "} {
			_, _, err := h.AddUser(t.Context(), h.admin, account.NewUser{Name: name, Role: account.Reader})
			refused(t, name, err, account.ErrTaken)
		}
		refused(t, "no such user", h.EditUser(t.Context(), h.admin, "nobody\x00", "", ""), account.ErrNotFound)
	})
}

func TestDengbaoPasswordsExpire(t *testing.T) {
	on(t, func(o *account.Options) { o.Rules = account.Dengbao() }, func(t *testing.T, h *house) {
		ctx := t.Context()
		passwords := []string{"Lm7#vq2Xd", "Kp4!zr8Wc", "Hd9@tn3Yb", "Gf6%ws5Vj", "Bx2&mk7Qz", "Cr8*jh4Ln"}
		_, token, _ := h.AddUser(ctx, h.admin, account.NewUser{Name: "wang", Role: account.Auditor})
		in, err := h.SetPassword(ctx, desk, token, passwords[0])
		if err != nil {
			t.Fatal(err)
		}
		h.pass(90 * 24 * time.Hour)
		if in, err = h.SignIn(ctx, desk, "wang", passwords[0]); err != nil || !in.Expired || !in.MustChange() {
			t.Fatalf("%+v %v", in.Actor, err)
		}
		refused(t, "before the change", h.Permit(in.Actor, account.ReadAudit), account.ErrMustChange)
		for i := 1; i < len(passwords); i++ {
			for back := max(0, i-5); back < i; back++ {
				var weak *account.Weak
				if _, err := h.ChangePassword(ctx, in.Actor, passwords[i-1], passwords[back]); !errors.As(err, &weak) || *weak != (account.Weak{Why: account.Reused, Limit: 5}) {
					t.Fatalf("password %d again at %d: %v", back, i, err)
				}
			}
			if in, err = h.ChangePassword(ctx, in.Actor, passwords[i-1], passwords[i]); err != nil || in.MustChange() {
				t.Fatal(i, err)
			}
		}
		if _, err = h.ChangePassword(ctx, in.Actor, passwords[5], passwords[0]); err != nil {
			t.Errorf("the sixth before: %v", err)
		}
	})
}
