package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// heartbeat is how often a quiet stream says that it is there: proxies close what says nothing, and a session that has ended
// must not go on listening.
const heartbeat = 25 * time.Second

// events sends what changes while somebody looks, as server-sent events. They carry names of things, never their words: whoever
// may see those asks for them.
func (s *Server) events(w http.ResponseWriter, r *http.Request, v visitor) {
	stream := s.Events(r.Context())
	out := http.NewResponseController(w)
	out.SetWriteDeadline(time.Time{}) // a stream has no end; where this is not possible it ends with the others
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	fmt.Fprint(w, "retry: 3000\n\n")
	out.Flush()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case e, open := <-stream:
			if !open {
				return
			}
			if !s.concerns(e, v) {
				continue
			}
			body, _ := json.Marshal(e.Object) // a string always can
			fmt.Fprintf(w, "event: %s\ndata: %s\n\n", e.Topic, body)
		case <-beat.C:
			if !s.still(r, v) {
				return
			}
			fmt.Fprint(w, ": \n\n")
		}
		if out.Flush() != nil {
			return
		}
	}
}

// concerns tells whether a reader may know of an event: what happens on a bulletin is for those who may read it.
func (s *Server) concerns(e Event, v visitor) bool {
	bulletin, _, named := strings.Cut(e.Object, " ")
	return !named || s.Reads(v.role(), bulletin)
}

// still tells whether a reader's session goes on.
func (s *Server) still(r *http.Request, v visitor) bool {
	if !v.signedIn {
		return true
	}
	if token, brought := bearer(r); brought {
		now, err := s.byToken(r, token)
		return err == nil && now.signedIn
	}
	_, err := s.Accounts.Authenticate(r.Context(), s.origin(r), s.cookie(r, sessionCookie))
	return err == nil
}
