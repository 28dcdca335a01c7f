package web

import (
	"net/http"
	"net/url"
	"strings"
)

// askToSignIn sends a reader of pages to the sign-in page and back; whoever else asks is told 401.
func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request) {
	if !wantsPage(r) {
		if forPrograms(r.URL.Path) {
			challenge(w, r)
		}
		problem(w, http.StatusUnauthorized, "sign-in", "请先登录")
		return
	}
	s.setCookie(w, nextCookie, url.QueryEscape(r.URL.RequestURI()), shortly)
	away(w, r, "/sign-in/")
}

// askToChange sends whoever must change their password to where they can.
func (s *Server) askToChange(w http.ResponseWriter, r *http.Request) {
	if !wantsPage(r) {
		problem(w, http.StatusForbidden, "password", "请先修改密码")
		return
	}
	away(w, r, "/account/")
}

// refuse answers what another office may do.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, v visitor) {
	if !wantsPage(r) {
		problem(w, http.StatusForbidden, "role", "您的角色不能这样做")
		return
	}
	s.form(w, r, v, http.StatusForbidden, "refused", nil)
}

// unavailable answers while the database does not.
func (s *Server) unavailable(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.ErrorContext(r.Context(), "request failed", "error", err)
	w.Header().Set("Retry-After", "10")
	problem(w, http.StatusServiceUnavailable, "unavailable", "服务器暂时不能处理，请稍后再试")
}

// wantsPage tells whether a person looks at the answer.
func wantsPage(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && !forPrograms(r.URL.Path) && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// away leads to another page of ours by GET.
func away(w http.ResponseWriter, r *http.Request, path string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, path, http.StatusSeeOther)
}

// problem answers in the form of RFC 9457.
func problem(w http.ResponseWriter, status int, kind, title string) {
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, status, "application/problem+json", map[string]any{"type": "about:blank", "status": status, "code": kind, "title": title})
}
