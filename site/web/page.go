package web

import (
	"net/http"
	"strings"

	"tongbao/site/audit"
)

// page serves the published pages and files that the reader may see. Whoever reads a page of a bulletin that not everybody may
// read is on record before it is sent, and so is whoever asks for one and gets 404.
func (s *Server) page(w http.ResponseWriter, r *http.Request, v visitor) {
	if hasDots(r.URL.Path) { // escaped in the address, or the request would not have come here: no page has such a name
		s.pages.notFound(w, r, s.Folder(v.role()), true)
		return
	}
	if period, restricted := s.Restricted(r.URL.Path); restricted && v.signedIn && isPage(r.URL.Path) {
		outcome := audit.OK
		if _, err := s.pages.read(s.Folder(v.role()), fileName(r.URL.Path)); err != nil {
			outcome = audit.Denied
		}
		if err := s.Accounts.Record(r.Context(), v.actor, "bulletin.read", period, outcome, map[string]string{"path": r.URL.Path}); err != nil {
			s.unavailable(w, r, err)
			return
		}
	}
	w.Header().Add("Vary", "Cookie")
	s.service(w, r, v)
	s.pages.serve(w, r, s.Folder(v.role()), !s.Open || v.signedIn)
}

func isPage(path string) bool {
	return strings.HasSuffix(path, "/") || strings.HasSuffix(path, ".html") || strings.HasSuffix(path, ".json")
}

// asset serves what every page is drawn with: it holds no word of any bulletin.
func (s *Server) asset(w http.ResponseWriter, r *http.Request, _ visitor) {
	s.pages.serve(w, r, s.Folder(""), false)
}
