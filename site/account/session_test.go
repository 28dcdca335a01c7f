package account_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/store/storetest"
)

func TestASessionEndsByIdleAndAbsoluteTime(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		idle, busy := h.add("idle", account.Reader), h.add("busy", account.Reader)
		for range 60 {
			h.pass(12 * time.Minute)
			if h.clock().Sub(busy.Session.Created) < 12*time.Hour != h.alive(busy) {
				t.Fatalf("busy after %v", h.clock().Sub(busy.Session.Created))
			}
			if h.clock().Sub(idle.Session.Created) > 30*time.Minute && h.alive(idle) {
				t.Fatal("idle lives")
			}
		}
		for _, token := range []string{"", "x", busy.Token[:42], busy.Token + "A", busy.Session.ID, strings.ToLower(busy.Token)} {
			_, err := h.Authenticate(t.Context(), desk, token)
			refused(t, token, err, account.ErrNoSession)
		}
	})
}

// counting is a store that counts writes.
type counting struct {
	account.Store
	writes atomic.Int64
}

func (c *counting) Write(ctx context.Context, act func(account.Tx) error) error {
	c.writes.Add(1)
	return c.Store.Write(ctx, act)
}

func TestReadingWritesOnceAMinute(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		in := h.add("wang", account.Reader)
		c := &counting{Store: h.db.Accounts()}
		s := account.New(c, h.opt)
		var group sync.WaitGroup
		for range 10 {
			for range 8 {
				group.Go(func() {
					if _, err := s.Authenticate(context.Background(), desk, in.Token); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			h.pass(20 * time.Second)
		}
		if n := c.writes.Load(); n != 3 {
			t.Errorf("%d writes in 200 s of 80 reads", n)
		}
	})
}

func TestWhatEndsSessions(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		for what, act := range map[string]func(in account.SignedIn) error{
			"signing out":         func(in account.SignedIn) error { return h.SignOut(ctx, in.Actor) },
			"ending it in a list": func(in account.SignedIn) error { return h.EndSession(ctx, in.Actor, in.Session.ID) },
			"another role":        func(in account.SignedIn) error { return h.SetRole(ctx, h.admin, in.User.ID, account.Editor, "") },
			"being disabled":      func(in account.SignedIn) error { return h.SetDisabled(ctx, h.admin, in.User.ID, true) },
			"a reset":             func(in account.SignedIn) error { _, err := h.ResetPassword(ctx, h.admin, in.User.ID); return err },
			"the administrator":   func(in account.SignedIn) error { return h.EndSessions(ctx, h.admin, in.User.ID) },
			"a new password": func(in account.SignedIn) error {
				_, err := h.ChangePassword(ctx, in.Actor, good+in.User.Name, good+"neu")
				return err
			},
			"the password again": func(in account.SignedIn) error {
				_, err := h.Reauthenticate(ctx, in.Actor, good+in.User.Name)
				return err
			},
			"guessing it in there": func(in account.SignedIn) error { return guessInside(h, in) },
		} {
			in := h.add("u"+fmt.Sprint(h.head()), account.Reader)
			if !h.alive(in) {
				t.Fatal(what)
			}
			if err := act(in); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			if h.alive(in) {
				t.Errorf("after %s the old token still opens", what)
			}
		}
	})
}

func guessInside(h *house, in account.SignedIn) error {
	for range 4 {
		if _, err := h.Reauthenticate(context.Background(), in.Actor, "wrong"); !errors.Is(err, account.ErrPassword) {
			return fmt.Errorf("guess: %w", err)
		}
	}
	if _, err := h.ChangePassword(context.Background(), in.Actor, "wrong", good+"x"); !errors.Is(err, account.ErrNoSession) {
		return fmt.Errorf("fifth guess: %w", err)
	}
	return nil
}

func TestOnesOwnSessions(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		first := h.add("wang", account.Reader)
		other := h.add("li", account.Reader)
		h.pass(time.Minute)
		second, err := h.SignIn(t.Context(), account.Origin{Address: "10.0.0.9", Agent: "Qaxbrowser\x00\xff" + strings.Repeat("字", 200)}, "wang", good+"wang")
		if err != nil {
			t.Fatal(err)
		}
		list, err := h.Sessions(t.Context(), first.Actor)
		if err != nil || len(list) != 2 || list[0].ID != second.Session.ID || list[0].Address != "10.0.0.9" || !strings.HasPrefix(list[0].Agent, "Qaxbrowser字") || len(list[0].Agent) > 256 {
			t.Errorf("%+v %v", list, err)
		}
		refused(t, "another's", h.EndSession(t.Context(), first.Actor, other.Session.ID), account.ErrNotFound)
		if err := h.EndSession(t.Context(), first.Actor, second.Session.ID); err != nil || h.alive(second) || !h.alive(first) || !h.alive(other) {
			t.Error(err)
		}
	})
}

func TestReauthenticationRenews(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		wang := h.add("wang", account.Reader)
		h.pass(11 * time.Minute)
		refused(t, "stale", h.SetRole(t.Context(), h.admin, wang.User.ID, account.Editor, ""), account.ErrStale)
		in, err := h.Reauthenticate(t.Context(), h.admin, good+"管")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.SetRole(t.Context(), in.Actor, wang.User.ID, account.Editor, ""); err != nil {
			t.Error(err)
		}
		if _, err := h.Authenticate(t.Context(), desk, in.Token); err != nil {
			t.Error(err)
		}
	})
}

// Tokens and passwords stand nowhere: not in the file, not in a backup, not in the audit.
func TestNothingSecretIsStored(t *testing.T) {
	path := storetest.SQLite(t)
	h := newHouse(t, path, nil)
	in := h.add("wang", account.Reader)
	_, link, err := h.AddUser(t.Context(), h.admin, account.NewUser{Name: "li", Role: account.Reader})
	if err != nil {
		t.Fatal(err)
	}
	_ = h.signIn(desk.Address, "mypassword-typed-as-a-name", "x")
	var stored bytes.Buffer
	if _, err := h.db.Backup(t.Context(), &stored); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + end)
		if err != nil {
			t.Fatal(err)
		}
		stored.Write(data)
	}
	for _, secret := range []string{in.Token, link, good, "mypassword-typed-as-a-name"} {
		if bytes.Contains(stored.Bytes(), []byte(secret)) {
			t.Errorf("%q is stored", secret)
		}
	}
	if !bytes.Contains(stored.Bytes(), []byte("$argon2id$v=19$m=64,t=1,p=1$")) {
		t.Error("no hash is stored either: the test looks in the wrong place")
	}
}
