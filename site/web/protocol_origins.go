package web

import (
	"net/http"
	"slices"
	"strings"
)

// What pages of other sites may send and read, where the settings name their site: with an access token, never with a cookie.
const (
	crossMethods = "GET, HEAD, OPTIONS, POST, PUT, DELETE"
	crossSends   = "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, Slug"
	crossReads   = "Accept-Post, Allow, Content-Location, Content-Type, ETag, Link, Location, Prefer, Vary, WWW-Authenticate"
)

// crossOrigin lets the pages of the sites that the settings name use the protocol, and nothing else (CORS).
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin != "" && slices.Contains(s.Origins, origin) && strings.HasPrefix(r.URL.Path, protocolPath) {
			h := w.Header()
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Allow-Methods", crossMethods)
			h.Set("Access-Control-Allow-Headers", crossSends)
			h.Set("Access-Control-Expose-Headers", crossReads)
			h.Set("Cross-Origin-Resource-Policy", "cross-origin")
			h.Add("Vary", "Origin")
		}
		next.ServeHTTP(w, r)
	})
}
