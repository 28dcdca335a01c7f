package web

import (
	"errors"
	"net/http"

	"tongbao/site/account"
)

// accountShown is one's own page.
type accountShown struct {
	Sessions []account.Session
	This     string // id of the session that looks
	Must     bool   // the password must be changed first
	Local    bool   // the password is kept here
	Unit     string // name of one's unit
	Least    int
	Limit    int
	Done     string // what was just done
}

func (s *Server) accountPage(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showAccount(w, r, v, http.StatusOK, "", accountShown{})
}

func (s *Server) showAccount(w http.ResponseWriter, r *http.Request, v visitor, status int, trouble string, d accountShown) {
	sessions, err := s.Accounts.Sessions(r.Context(), v.actor)
	if err != nil {
		s.unavailable(w, r, err)
		return
	}
	d.Sessions, d.This, d.Must, d.Local = sessions, v.actor.Session.ID, v.actor.MustChange(), v.actor.User.Source == account.Local
	d.Least, d.Unit = s.Rules.MinLength, s.unitName(v.actor.User.Unit)
	s.say(w, r, v, status, "account", trouble, d)
}

func (s *Server) unitName(id string) string {
	for _, u := range s.Units {
		if u.ID == id {
			return u.Name
		}
	}
	return id
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request, v visitor) {
	password, same := passwordTwice(r)
	if !same {
		s.showAccount(w, r, v, http.StatusUnprocessableEntity, "twice", accountShown{})
		return
	}
	in, err := s.Accounts.ChangePassword(r.Context(), v.actor, r.PostFormValue("present"), password)
	if err != nil {
		s.accountTrouble(w, r, v, err)
		return
	}
	s.setCookie(w, sessionCookie, in.Token, 0)
	s.showAccount(w, r, visitor{in.Actor, true}, http.StatusOK, "", accountShown{Done: "password"})
}

func (s *Server) accountTrouble(w http.ResponseWriter, r *http.Request, v visitor, err error) {
	if errors.Is(err, account.ErrNoSession) { // too many wrong passwords, or ended elsewhere meanwhile
		s.clearCookie(w, sessionCookie)
		away(w, r, "/sign-in/")
		return
	}
	status, trouble, limit := userTrouble(err)
	if trouble == "" {
		s.unavailable(w, r, err)
		return
	}
	s.showAccount(w, r, v, status, trouble, accountShown{Limit: limit})
}

func (s *Server) endSession(w http.ResponseWriter, r *http.Request, v visitor) {
	id := r.PostFormValue("session")
	if err := s.Accounts.EndSession(r.Context(), v.actor, id); err != nil && !errors.Is(err, account.ErrNotFound) {
		s.accountTrouble(w, r, v, err)
		return
	}
	if id == v.actor.Session.ID {
		s.clearCookie(w, sessionCookie)
		away(w, r, "/sign-in/")
		return
	}
	away(w, r, "/account/")
}

// confirm takes the password once more, for what an open session alone is not enough for, and leads back.
func (s *Server) confirm(w http.ResponseWriter, r *http.Request, v visitor) {
	next := r.PostFormValue("next")
	if !ownPath(next) {
		next = "/account/"
	}
	in, err := s.Accounts.Reauthenticate(r.Context(), v.actor, r.PostFormValue("password"))
	if errors.Is(err, account.ErrPassword) && next == "/users/" && v.role() == account.Administrator {
		s.showUsers(w, r, v, http.StatusForbidden, "password", usersShown{})
		return
	}
	if err != nil {
		s.accountTrouble(w, r, v, err)
		return
	}
	s.setCookie(w, sessionCookie, in.Token, 0)
	away(w, r, next)
}

// me tells the page's script who reads it.
func (s *Server) me(w http.ResponseWriter, r *http.Request, v visitor) {
	u := v.actor.User
	writeJSON(w, http.StatusOK, "application/json", map[string]any{
		"id": u.ID, "name": u.Name, "display": u.Display, "office": u.Office, "role": u.Role, "unit": u.Unit,
	})
}
