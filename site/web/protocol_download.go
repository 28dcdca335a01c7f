package web

import (
	"fmt"
	"net/http"

	"tongbao/site/annotation"
)

// downloadAnnotations gives what the reader may see on a bulletin as one file of JSON-LD, to take along.
func (s *Server) downloadAnnotations(w http.ResponseWriter, r *http.Request, v visitor) {
	bulletin := r.URL.Query().Get("bulletin")
	listed, err := s.Annotations.Listed(r.Context(), v.actor, bulletin)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	raw, err := annotation.File("通报 "+bulletin+" 的批注和批示", s.iris(r).Collect(bulletin, "", listed).Items)
	if err != nil {
		s.unavailable(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", annotationMedia)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="annotations-%s.jsonld"`, bulletin)) // a bulletin that is there has a plain name
	h.Set("Cache-Control", privateUnkept)
	w.Write(raw) // the reader has gone if this fails
}
