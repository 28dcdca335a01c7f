package web

import (
	"errors"
	"net/http"
	"strings"

	"tongbao/site/account"
)

// A one-time link holds its token in the address once; from there it goes into a cookie, so that it is in no form, no further
// address and no list of visited pages of the next page. Opening the link uses nothing up.
func (s *Server) openTicket(w http.ResponseWriter, r *http.Request, _ visitor) {
	s.setCookie(w, ticketCookie, r.PathValue("token"), shortly)
	folder, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	away(w, r, "/"+folder+"/")
}

// ticketShown is what the pages of one-time links show.
type ticketShown struct {
	Name, Display string
	Invited       string // the login name that a password is for
	Limit         int    // of a password's rule that was broken
	Least         int    // characters of a password
}

func (s *Server) setUpPage(w http.ResponseWriter, r *http.Request, v visitor) {
	trouble := ""
	if s.cookie(r, ticketCookie) == "" {
		trouble = "link"
	}
	s.say(w, r, v, http.StatusOK, "set-up", trouble, ticketShown{Least: s.Rules.MinLength})
}

// setUp makes the first administrator.
func (s *Server) setUp(w http.ResponseWriter, r *http.Request, v visitor) {
	who := account.NewUser{Name: r.PostFormValue("name"), Display: r.PostFormValue("display"), Role: account.Administrator}
	given := ticketShown{Name: who.Name, Display: who.Display, Least: s.Rules.MinLength}
	password, same := passwordTwice(r)
	if !same {
		s.say(w, r, v, http.StatusUnprocessableEntity, "set-up", "twice", given)
		return
	}
	in, err := s.Accounts.SetUp(r.Context(), s.origin(r), s.cookie(r, ticketCookie), who, password)
	s.taken(w, r, v, in, err, "set-up", given)
}

func (s *Server) invitedPage(w http.ResponseWriter, r *http.Request, v visitor) {
	who, err := s.Accounts.Invited(r.Context(), s.cookie(r, ticketCookie))
	if errors.Is(err, account.ErrToken) {
		s.say(w, r, v, http.StatusForbidden, "invited", "link", ticketShown{})
		return
	}
	if err != nil {
		s.unavailable(w, r, err)
		return
	}
	s.form(w, r, v, http.StatusOK, "invited", ticketShown{Invited: who.Name, Display: who.Display, Least: s.Rules.MinLength})
}

// invited sets the password of whom an administrator has invited, or given a new start.
func (s *Server) invited(w http.ResponseWriter, r *http.Request, v visitor) {
	token := s.cookie(r, ticketCookie)
	given := ticketShown{Least: s.Rules.MinLength}
	if who, err := s.Accounts.Invited(r.Context(), token); err == nil {
		given.Invited, given.Display = who.Name, who.Display
	}
	password, same := passwordTwice(r)
	if !same {
		s.say(w, r, v, http.StatusUnprocessableEntity, "invited", "twice", given)
		return
	}
	in, err := s.Accounts.SetPassword(r.Context(), s.origin(r), token, password)
	s.taken(w, r, v, in, err, "invited", given)
}

// taken ends a one-time link: signed in, or the page again with what is wrong.
func (s *Server) taken(w http.ResponseWriter, r *http.Request, v visitor, in account.SignedIn, err error, page string, given ticketShown) {
	if err == nil {
		s.clearCookie(w, ticketCookie)
		s.begin(w, r, in)
		return
	}
	status, trouble, limit := userTrouble(err)
	if trouble == "" {
		s.unavailable(w, r, err)
		return
	}
	given.Limit = limit
	s.say(w, r, v, status, page, trouble, given)
}

// passwordTwice is a new password, and whether it was typed alike both times.
func passwordTwice(r *http.Request) (password string, same bool) {
	password = r.PostFormValue("password")
	return password, password == r.PostFormValue("again")
}

// userTrouble names what an act on an account fails with, for a page to put into words; "" where the server is at fault. Limit
// belongs to a weak password.
func userTrouble(err error) (status int, trouble string, limit int) {
	var weak *account.Weak
	if errors.As(err, &weak) {
		return http.StatusUnprocessableEntity, "weak-" + string(weak.Why), weak.Limit
	}
	for _, known := range []struct {
		err     error
		status  int
		trouble string
	}{
		{account.ErrToken, http.StatusForbidden, "link"},
		{account.ErrSetUp, http.StatusForbidden, "link"},
		{account.ErrPassword, http.StatusForbidden, "password"},
		{account.ErrStale, http.StatusForbidden, "stale"},
		{account.ErrSelf, http.StatusConflict, "self"},
		{account.ErrLastAdministrator, http.StatusConflict, "last"},
		{account.ErrNotFound, http.StatusNotFound, "gone"},
		{account.ErrTaken, http.StatusConflict, "taken"},
		{account.ErrName, http.StatusUnprocessableEntity, "name"},
		{account.ErrEmail, http.StatusUnprocessableEntity, "email"},
		{account.ErrRole, http.StatusUnprocessableEntity, "role"},
		{account.ErrNotLocal, http.StatusConflict, "not-local"},
		{account.ErrBusy, http.StatusServiceUnavailable, "busy"},
		{account.ErrMustChange, http.StatusForbidden, "must-change"},
	} {
		if errors.Is(err, known.err) {
			return known.status, known.trouble, 0
		}
	}
	return http.StatusServiceUnavailable, "", 0
}
