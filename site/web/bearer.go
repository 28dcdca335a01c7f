package web

import (
	"errors"
	"net/http"
	"path"
	"strings"

	"tongbao/site/account"
)

// forPrograms tells whether a path is of a route for programs: there, and nowhere else, an access token signs in.
func forPrograms(p string) bool {
	return (strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, protocolPath)) && !strings.Contains(p, "//") && !hasDots(p)
}

// hasDots tells whether a path would lead elsewhere once it is cleaned, by dots or by slashes.
func hasDots(p string) bool {
	return strings.TrimSuffix(path.Clean(p), "/") != strings.TrimSuffix(p, "/")
}

// bearer is the access token of a request for a route for programs; false where it brings none. A scheme without a token is one
// that opens nothing.
func bearer(r *http.Request) (string, bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer") && forPrograms(r.URL.Path)
}

// byToken gives who an access token acts as. It counts alone: where it opens nothing, neither a cookie nor a proxy's word does.
func (s *Server) byToken(r *http.Request, token string) (visitor, error) {
	actor, err := s.Accounts.AuthenticateToken(r.Context(), s.origin(r), token)
	if errors.Is(err, account.ErrNoSession) {
		return visitor{}, nil
	}
	return visitor{actor, err == nil}, err
}

// challenge says how a program signs in, with its 401.
func challenge(w http.ResponseWriter, r *http.Request) {
	how := `Bearer realm="tongbao"`
	if _, brought := bearer(r); brought {
		how += `, error="invalid_token"`
	}
	w.Header().Set("WWW-Authenticate", how)
}
