package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"tongbao/site/annotation"
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
			if e = s.heard(r, e, v); e.Topic == "" {
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

// resync is the topic that tells a page to look at everything anew.
const resync = "resync"

// heard gives an event as a reader may hear it, without a topic where not at all: what people write on a bulletin is for those who may
// see it, everything else on a bulletin for those who may read it.
func (s *Server) heard(r *http.Request, e Event, v visitor) Event {
	bulletin, _, named := strings.Cut(e.Object, " ")
	may := !named || s.Reads(v.role(), bulletin)
	switch e.Topic {
	case annotation.NoteChanged, annotation.InstructionChanged, annotation.ReadingChanged:
		var err error
		if may, err = s.Annotations.Hears(r.Context(), v.actor, e.Topic, e.Object); err != nil {
			return Event{Topic: resync} // it says nothing, and loses nothing
		}
	}
	if !may {
		return Event{}
	}
	return e
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
