package web

import (
	"context"
	"crypto/rand"
	"net/http"

	"tongbao/site/account"
)

// noted is what the parts of the server tell of a request, for the log.
type noted struct {
	route string
	role  account.Role
}

type notedKey struct{}

func noteRoute(r *http.Request, pattern string) {
	if n, ok := r.Context().Value(notedKey{}).(*noted); ok {
		n.route = pattern
	}
}

func noteRole(r *http.Request, role account.Role) {
	if n, ok := r.Context().Value(notedKey{}).(*noted); ok {
		n.role = role
	}
}

// observed logs each request by its route, never by its address as typed: that may hold a one-time token or what somebody
// searched for. Who it was is in the audit.
func (s *Server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := &noted{}
		id := rand.Text()[:12]
		w.Header().Set("X-Request-Id", id)
		r = r.WithContext(context.WithValue(r.Context(), notedKey{}, n))
		counted := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		began := s.Now()
		defer func() {
			took := s.Now().Sub(began)
			if broken := recover(); broken != nil {
				if broken == http.ErrAbortHandler {
					panic(broken)
				}
				s.Log.Error("request broke off", "request", id, "route", n.route, "panic", broken)
				problem(counted, http.StatusInternalServerError, "internal", "服务器出错，请管理员查看日志")
			}
			s.Log.Info("request", "request", id, "method", r.Method, "route", n.route, "status", counted.status, "ms", took.Milliseconds(), "role", n.role)
			if s.Observe != nil {
				s.Observe(n.route, counted.status, took)
			}
		}()
		next.ServeHTTP(counted, r)
	})
}

// statusWriter remembers the status; Unwrap lets a stream reach the connection.
type statusWriter struct {
	http.ResponseWriter
	status int
	wrote  bool
}

// WriteHeader remembers the first status that is final.
func (w *statusWriter) WriteHeader(status int) {
	if !w.wrote && status >= 200 {
		w.status, w.wrote = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write remembers that a status was sent.
func (w *statusWriter) Write(body []byte) (int, error) {
	w.wrote = true
	return w.ResponseWriter.Write(body)
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
