package web

import (
	"net/http"
	"strings"
	"time"
)

// The cookies of the server. None but the session's opens anything for long.
const (
	sessionCookie = "tongbao"
	nextCookie    = "tongbao-next"   // where to go after signing in
	ticketCookie  = "tongbao-ticket" // a one-time token, from its link to its form
	signOnCookie  = "tongbao-sign-on"
)

// shortly is how long the cookies between two steps last.
const shortly = 15 * time.Minute

// cookieName has the prefix that browsers keep other hosts and plain HTTP from setting.
func (s *Server) cookieName(name string) string {
	if s.Secure {
		return "__Host-" + name
	}
	return name
}

func (s *Server) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(s.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// setCookie keeps a value for as long as the browser runs, or for age. It goes along when a link leads here from another page
// (Lax), because offices link bulletins from elsewhere; what changes anything is asked for its origin besides.
func (s *Server) setCookie(w http.ResponseWriter, name, value string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: int(age / time.Second),
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	})
}

func (s *Server) clearCookie(w http.ResponseWriter, name string) {
	s.setCookie(w, name, "", -time.Second)
}

// ownPath tells whether a text is the address of a page here: it must not lead to another host.
func ownPath(path string) bool {
	return strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && !strings.ContainsAny(path, "\\\r\n\t\x00") && len(path) < 1000
}
