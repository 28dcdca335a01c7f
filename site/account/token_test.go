package account_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
)

// give makes an access token for somebody.
func (h *house) give(userID string, lasts time.Duration) string {
	h.t.Helper()
	token, session, err := h.AddToken(h.t.Context(), account.Console("test"), userID, "同步", lasts)
	if err != nil {
		h.t.Fatal(err)
	}
	if strings.Contains(token, session.ID) || !strings.HasPrefix(token, "tongbao-") {
		h.t.Error(token, session.ID)
	}
	return token
}

func (h *house) opens(token string) bool {
	_, err := h.AuthenticateToken(h.t.Context(), desk, token)
	return err == nil
}

// A token is its user until it ends, and no browser's session; a browser's session is no token.
func TestAnAccessTokenActsAsItsUser(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		wang := h.add("wang", account.Reader)
		token := h.give(wang.User.ID, 48*time.Hour)
		actor, err := h.AuthenticateToken(t.Context(), desk, token)
		if err != nil || actor.User.ID != wang.User.ID || actor.User.Role != account.Reader || actor.MustChange() {
			t.Fatal(actor, err)
		}
		_, err = h.Authenticate(t.Context(), desk, token)
		refused(t, "a token as a cookie", err, account.ErrNoSession)
		_, err = h.AuthenticateToken(t.Context(), desk, wang.Token)
		refused(t, "a cookie as a token", err, account.ErrNoSession)
		h.pass(24 * time.Hour) // longer than any session
		if err := h.Prune(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !h.opens(token) || h.alive(wang) {
			t.Error("a token has the time-outs of a session")
		}
		h.pass(24 * time.Hour)
		if h.opens(token) {
			t.Error("the token outlives its end")
		}
	})
}

// Whatever ends somebody's sessions ends their tokens; ending tokens ends no session.
func TestWhatEndsAccessTokens(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		for what, act := range map[string]func(in account.SignedIn) error{
			"being disabled":    func(in account.SignedIn) error { return h.SetDisabled(ctx, h.admin, in.User.ID, true) },
			"another role":      func(in account.SignedIn) error { return h.SetRole(ctx, h.admin, in.User.ID, account.Editor, "") },
			"a reset":           func(in account.SignedIn) error { _, err := h.ResetPassword(ctx, h.admin, in.User.ID); return err },
			"the administrator": func(in account.SignedIn) error { return h.EndSessions(ctx, h.admin, in.User.ID) },
			"a new password": func(in account.SignedIn) error {
				_, err := h.ChangePassword(ctx, in.Actor, good+in.User.Name, good+"neu")
				return err
			},
			"the owner": func(in account.SignedIn) error {
				all, err := h.Sessions(ctx, in.Actor)
				at := slices.IndexFunc(all, account.Session.IsToken)
				if err != nil || at < 0 {
					return fmt.Errorf("no token in the owner's list: %v %w", all, err)
				}
				return h.EndSession(ctx, in.Actor, all[at].ID)
			},
			"revoking": func(in account.SignedIn) error {
				defer func() {
					if !h.alive(in) {
						t.Error("revoking tokens ended a session")
					}
				}()
				return h.EndTokens(ctx, account.Console("test"), in.User.ID)
			},
		} {
			in := h.add("u"+fmt.Sprint(h.head()), account.Reader)
			token := h.give(in.User.ID, time.Hour)
			if !h.opens(token) {
				t.Fatal(what)
			}
			if err := act(in); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			if h.opens(token) {
				t.Errorf("after %s the token still opens", what)
			}
		}
	})
}

// A token is never fresh, so it does nothing dangerous, whoever's it is.
func TestAnAccessTokenManagesNothing(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		wang := h.add("wang", account.Reader)
		token := h.give(h.admin.User.ID, time.Hour)
		actor, err := h.AuthenticateToken(t.Context(), desk, token)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, "disabling by token", h.SetDisabled(t.Context(), actor, wang.User.ID, true), account.ErrStale)
		_, _, err = h.AddToken(t.Context(), actor, wang.User.ID, "", time.Hour)
		refused(t, "a token by token", err, account.ErrStale)
	})
}

func TestAccessTokensAreBounded(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx, by, before := t.Context(), account.Console("test"), h.head()
		wang := h.add("wang", account.Reader)
		for _, lasts := range []time.Duration{0, -time.Hour, account.LongestToken + time.Second} {
			_, _, err := h.AddToken(ctx, by, wang.User.ID, "", lasts)
			refused(t, lasts.String(), err, account.ErrTokens)
		}
		_, _, err := h.AddToken(ctx, by, "NOBODY", "", time.Hour)
		refused(t, "nobody's", err, account.ErrNotFound)
		_, _, err = h.AddToken(ctx, wang.Actor, wang.User.ID, "", time.Hour)
		refused(t, "one's own", err, account.ErrForbidden)
		for range account.MostTokens {
			h.give(wang.User.ID, time.Hour)
		}
		_, _, err = h.AddToken(ctx, by, wang.User.ID, "", time.Hour)
		refused(t, "one too many", err, account.ErrTokens)
		if list, err := h.Tokens(ctx, by, wang.User.ID); err != nil || len(list) != account.MostTokens || list[0].Agent != "同步" {
			t.Error(list, err)
		}
		if err := h.EndTokens(ctx, by, wang.User.ID); err != nil {
			t.Fatal(err)
		}
		want := append([]string{"user.add ok", "password.set ok", "session.start ok", "token.add denied"}, slices.Repeat([]string{"token.add ok"}, account.MostTokens)...)
		if got := h.actions(before); !slices.Equal(got, append(want, "token.end ok")) {
			t.Errorf("%v", got)
		}
	})
}
