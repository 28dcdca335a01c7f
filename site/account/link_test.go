package account_test

import (
	"errors"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

func TestTheFirstAdministrator(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, err := h.FirstRun(ctx)
		refused(t, "with an administrator", err, account.ErrSetUp)
	})
	storetest.Each(t, func(t *testing.T, dsn string) {
		h := &house{t: t}
		h.now.Store(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).UnixMicro())
		db, err := store.Open(t.Context(), dsn, store.Options{Now: h.clock})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		h.db = db
		h.Service = account.New(db.Accounts(), account.Options{Now: h.clock, Rules: account.Standard(), Hash: account.HashCost{Memory: 64, Time: 1, Threads: 1}})
		who := account.NewUser{Name: "guanli"}
		use := func(token, password string) error {
			_, err := h.SetUp(t.Context(), desk, token, who, password)
			return err
		}
		old, _ := h.FirstRun(t.Context())
		token, _ := h.FirstRun(t.Context())
		refused(t, "an earlier link", use(old, good), account.ErrToken)
		refused(t, "no link", use("", good), account.ErrToken)
		var weak *account.Weak
		if err := use(token, "short"); !errors.As(err, &weak) {
			t.Error(err)
		}
		h.pass(time.Hour)
		refused(t, "after an hour", use(token, good), account.ErrToken)
		token, _ = h.FirstRun(t.Context())
		second := make(chan error)
		go func() { second <- use(token, good) }()
		first := use(token, good)
		if again := <-second; (first == nil) == (again == nil) || !errors.Is(errors.Join(first, again), account.ErrToken) {
			t.Errorf("two at once: %v, %v", first, again)
		}
		refused(t, "once more", use(token, good), account.ErrToken)
	})
}

func TestInvitationsAndResets(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		user, token, err := h.AddUser(ctx, h.admin, account.NewUser{Name: "wang", Display: "王工", Role: account.Unit, Unit: "fumeng"})
		if err != nil || user.Unit != "fumeng" {
			t.Fatal(err)
		}
		if u, err := h.Invited(ctx, token); err != nil || u.Display != "王工" {
			t.Error(u, err)
		}
		var weak *account.Weak
		if _, err := h.SetPassword(ctx, desk, token, "123456789012"); !errors.As(err, &weak) {
			t.Error(err)
		}
		in, err := h.SetPassword(ctx, desk, token, good)
		if err != nil || in.MustChange() || in.User.Role != account.Unit {
			t.Fatal(err)
		}
		_, err = h.SetPassword(ctx, desk, token, good+"2")
		refused(t, "used", err, account.ErrToken)

		reset, err := h.ResetPassword(ctx, h.admin, user.ID)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, "the old password", h.signIn(desk.Address, "wang", good), account.ErrSignIn)
		_, err = h.SetPassword(ctx, desk, reset, good)
		if !errors.As(err, &weak) || weak.Why != account.Reused {
			t.Errorf("the password from before the reset: %v", err)
		}
		h.pass(3 * 24 * time.Hour)
		_, err = h.SetPassword(ctx, desk, reset, good+"2")
		refused(t, "expired", err, account.ErrToken)
		h.fresh()
		reset, _ = h.ResetPassword(ctx, h.admin, user.ID)
		if err := h.SetDisabled(ctx, h.admin, user.ID, true); err != nil {
			t.Fatal(err)
		}
		_, err = h.SetPassword(ctx, desk, reset, good+"2")
		refused(t, "disabled", err, account.ErrToken)
	})
}
