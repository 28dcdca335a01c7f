package web

import "net/http"

// health tells that the process answers.
func (s *Server) health(w http.ResponseWriter, _ *http.Request, _ visitor) {
	writeJSON(w, http.StatusOK, "application/json", map[string]string{"status": "ok"})
}

// ready tells whether requests can be served: there is a site, and the database takes writes. It says no more to strangers.
func (s *Server) ready(w http.ResponseWriter, r *http.Request, _ visitor) {
	err := s.Ready(r.Context())
	if err == nil {
		_, err = s.pages.read(s.Folder(""), "index.html")
	}
	if err != nil {
		s.Log.ErrorContext(r.Context(), "not ready", "error", err)
		problem(w, http.StatusServiceUnavailable, "unavailable", "服务器暂时不能处理，请稍后再试")
		return
	}
	writeJSON(w, http.StatusOK, "application/json", map[string]string{"status": "ready"})
}
