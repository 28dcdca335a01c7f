package account_test

import (
	"context"
	"errors"
	"testing"

	"tongbao/site/account"
)

func TestPeopleOfOutsideSources(t *testing.T) {
	on(t, func(o *account.Options) { o.NewRole = account.Reader }, func(t *testing.T, h *house) {
		ctx := t.Context()
		h.add("wang", account.Editor)
		li := account.Identity{Source: account.OIDC, Subject: "4711", Name: "li", Display: "李某", Office: "督查科"}
		in, err := h.SignInAs(ctx, desk, li)
		if err != nil || in.User.Role != account.Reader || in.User.Display != "李某" || in.MustChange() {
			t.Fatal(in.User, err)
		}
		li.Name, li.Role = "renamed-there", account.Editor
		again, err := h.SignInAs(ctx, desk, li)
		if err != nil || again.User.ID != in.User.ID || again.User.Role != account.Editor || again.User.Name != "li" || h.alive(in) {
			t.Error(again.User, err)
		}
		if _, err := h.ReauthenticateAs(ctx, again.Actor, li); err != nil {
			t.Error(err)
		}
		_, err = h.ReauthenticateAs(ctx, again.Actor, account.Identity{Source: account.OIDC, Subject: "4712"})
		refused(t, "another person", err, account.ErrForbidden)
		_, err = h.SignInAs(ctx, desk, account.Identity{Source: account.OIDC, Subject: "1", Name: "wang"})
		refused(t, "a local user's name", err, account.ErrSignIn)
		_, err = h.SignInAs(ctx, desk, account.Identity{Source: account.Proxy, Subject: "4711", Name: "li"})
		refused(t, "the same id at another source", err, account.ErrSignIn)
		_, err = h.SignInAs(ctx, desk, account.Identity{Source: account.Local, Subject: "x", Name: "x"})
		refused(t, "local", err, account.ErrForbidden)
		refused(t, "its name with any password", h.signIn(desk.Address, "li", ""), account.ErrSignIn)
		if err := h.SetDisabled(ctx, h.admin, in.User.ID, true); err != nil {
			t.Fatal(err)
		}
		_, err = h.SignInAs(ctx, desk, li)
		refused(t, "disabled", err, account.ErrSignIn)
	})
}

// ldap is a directory with one person in it.
type ldap struct{ down bool }

func (l *ldap) Check(_ context.Context, name, password string) (account.Identity, error) {
	if l.down {
		return account.Identity{}, errors.New("connection refused")
	}
	if name != "zhao" || password != "directory" {
		return account.Identity{}, account.ErrSignIn
	}
	return account.Identity{Source: account.LDAP, Subject: "cn=zhao", Name: name}, nil
}

func TestTheDirectoryChecksPasswords(t *testing.T) {
	dir := &ldap{}
	on(t, func(o *account.Options) { o.NewRole, o.Directory = account.Reader, dir }, func(t *testing.T, h *house) {
		dir.down = false
		in, err := h.SignIn(t.Context(), desk, "zhao", "directory")
		if err != nil || in.User.Source != account.LDAP {
			t.Fatal(in.User, err)
		}
		if _, err := h.Reauthenticate(t.Context(), in.Actor, "directory"); err != nil {
			t.Error(err)
		}
		_, err = h.ChangePassword(t.Context(), in.Actor, "directory", good)
		refused(t, "a password kept elsewhere", err, account.ErrNotLocal)
		dir.down = true
		if err := h.signIn(desk.Address, "zhao", "directory"); err == nil || errors.Is(err, account.ErrSignIn) {
			t.Errorf("down: %v", err)
		}
		dir.down = false
		for range 5 {
			refused(t, "wrong", h.signIn(desk.Address, "zhao", "wrong"), account.ErrSignIn)
		}
		refused(t, "locked", h.signIn(desk.Address, "zhao", "directory"), account.ErrSignIn)
	})
}
