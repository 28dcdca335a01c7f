package web

import (
	"errors"
	"net/http"
	"net/url"

	"tongbao/site/account"
)

// signInShown is what the sign-in page shows.
type signInShown struct {
	Name   string // as it was typed
	SignOn bool   // whether the house has another way in
}

func (s *Server) signInPage(w http.ResponseWriter, r *http.Request, v visitor) {
	if v.signedIn {
		away(w, r, "/")
		return
	}
	s.form(w, r, v, http.StatusOK, "sign-in", signInShown{SignOn: s.SignOn != nil})
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request, v visitor) {
	if !s.pace.allows(s.origin(r).Address) {
		s.say(w, r, visitor{}, http.StatusTooManyRequests, "sign-in", "busy", signInShown{SignOn: s.SignOn != nil})
		return
	}
	name, password := r.PostFormValue("name"), r.PostFormValue("password")
	in, err := s.Accounts.SignIn(r.Context(), s.origin(r), name, password)
	if err != nil {
		status, trouble := signInTrouble(err)
		if status == http.StatusServiceUnavailable && trouble != "busy" {
			s.unavailable(w, r, err)
			return
		}
		s.say(w, r, visitor{}, status, "sign-in", trouble, signInShown{name, s.SignOn != nil})
		return
	}
	s.begin(w, r, in)
}

// signInTrouble words nothing: the page does. It tells no more than the error.
func signInTrouble(err error) (status int, trouble string) {
	var throttled *account.Throttled
	switch {
	case errors.Is(err, account.ErrSignIn):
		return http.StatusForbidden, "wrong"
	case errors.As(err, &throttled):
		return http.StatusTooManyRequests, "throttled"
	case errors.Is(err, account.ErrBusy):
		return http.StatusServiceUnavailable, "busy"
	}
	return http.StatusServiceUnavailable, ""
}

// begin gives the browser its session and leads to where its user wanted to go.
func (s *Server) begin(w http.ResponseWriter, r *http.Request, in account.SignedIn) {
	s.setCookie(w, sessionCookie, in.Token, 0)
	next := "/"
	if wanted, err := url.QueryUnescape(s.cookie(r, nextCookie)); err == nil && ownPath(wanted) {
		next = wanted
	}
	s.clearCookie(w, nextCookie)
	if in.MustChange() {
		next = "/account/"
	}
	away(w, r, next)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request, v visitor) {
	if err := s.Accounts.SignOut(r.Context(), v.actor); err != nil && !errors.Is(err, account.ErrNoSession) {
		s.unavailable(w, r, err)
		return
	}
	s.clearCookie(w, sessionCookie)
	w.Header().Set("Clear-Site-Data", `"cache"`) // what was read here is not left to whoever sits down next
	away(w, r, "/sign-in/")
}

// callback is where an OpenID Connect provider sends the browser back to.
const callback = "/sign-on/oidc/back"

func (s *Server) signOnBegin(w http.ResponseWriter, r *http.Request, v visitor) {
	if s.SignOn == nil {
		s.pages.notFound(w, r, s.Folder(""), true)
		return
	}
	address, pending, err := s.SignOn.Begin(r.Context(), s.address(r)+callback, v.signedIn)
	if err != nil {
		s.Log.ErrorContext(r.Context(), "sign-on cannot begin", "error", err)
		s.say(w, r, visitor{}, http.StatusBadGateway, "sign-in", "sign-on", signInShown{SignOn: true})
		return
	}
	s.setCookie(w, signOnCookie, pending, shortly)
	if next := r.URL.Query().Get("next"); ownPath(next) {
		s.setCookie(w, nextCookie, url.QueryEscape(next), shortly)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
}

func (s *Server) signOnBack(w http.ResponseWriter, r *http.Request, v visitor) {
	if s.SignOn == nil {
		s.pages.notFound(w, r, s.Folder(""), true)
		return
	}
	pending := s.cookie(r, signOnCookie)
	s.clearCookie(w, signOnCookie)
	who, again, err := s.SignOn.Finish(r.Context(), s.address(r)+callback, pending, r.URL.Query())
	var in account.SignedIn
	switch {
	case err != nil:
	case v.signedIn && again:
		in, err = s.Accounts.ReauthenticateAs(r.Context(), v.actor, who)
	default:
		in, err = s.Accounts.SignInAs(r.Context(), s.origin(r), who)
	}
	if err != nil {
		s.Log.WarnContext(r.Context(), "sign-on refused", "error", err)
		s.say(w, r, visitor{}, http.StatusForbidden, "sign-in", "sign-on", signInShown{SignOn: true})
		return
	}
	s.begin(w, r, in)
}

// address is how readers reach this server, as far as this request tells; onlyHosts has checked the name.
func (s *Server) address(r *http.Request) string {
	if s.Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
