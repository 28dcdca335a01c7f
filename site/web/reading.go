package web

import (
	"log/slog"
	"net/http"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// Reading serves a folder of published pages as one person reads it, with what that person may see of notes and instructions, and
// nothing that changes anything. It is for a browser that prints on this machine: whoever starts it vouches for the person.
func Reading(folder string, hosts []string, notes *annotation.Service, units []Unit, who account.User) http.Handler {
	s := New(Config{Annotations: notes, Units: units, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	v := visitor{actor: account.Actor{User: who}, signedIn: true}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/notes", func(w http.ResponseWriter, r *http.Request) { s.notes(w, r, v) })
	mux.HandleFunc("GET /api/instructions", func(w http.ResponseWriter, r *http.Request) { s.instructionsOf(w, r, v) })
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { s.pages.serve(w, r, folder, true) })
	return onlyHosts(hosts, secured(mux))
}
