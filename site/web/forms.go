package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"tongbao/site/account"
	"tongbao/site/markdown"
)

// forms fills the pages that are different for each reader. They are built like all others, so that their words, layout and
// styles are the theme's and an archive may have its own; what the server knows stands in ⟦ ⟧ in the form of html/template,
// which escapes each value for its place. Only the theme's layouts of these pages hold such marks: no text of an export or of a
// bulletin is in them.
type forms struct {
	mu     sync.Mutex
	parsed map[*file]*template.Template
}

func newForms() *forms { return &forms{parsed: map[*file]*template.Template{}} }

// shown is what every such page may use.
type shown struct {
	Me       account.User
	SignedIn bool
	Problem  string // a code, for which the page has the words
	Data     any
}

// form answers with the page of a name, filled with data. What it shows is kept by no cache.
func (s *Server) form(w http.ResponseWriter, r *http.Request, v visitor, status int, name string, data any) {
	s.say(w, r, v, status, name, "", data)
}

// say is form with a problem that the page puts into words.
func (s *Server) say(w http.ResponseWriter, r *http.Request, v visitor, status int, name, trouble string, data any) {
	page, err := s.template(s.Folder(v.role()), name)
	if err != nil {
		s.Log.ErrorContext(r.Context(), "page cannot be filled", "page", name, "error", err)
		problem(w, http.StatusInternalServerError, "page", "页面出错，请管理员查看日志")
		return
	}
	var body bytes.Buffer
	if err := page.Execute(&body, shown{v.actor.User, v.signedIn, trouble, data}); err != nil {
		s.Log.ErrorContext(r.Context(), "page cannot be filled", "page", name, "error", err)
		problem(w, http.StatusInternalServerError, "page", "页面出错，请管理员查看日志")
		return
	}
	w.Header().Set("Content-Type", contentTypes[".html"])
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(body.Bytes()) // the reader has gone if this fails
}

func (s *Server) template(public, name string) (*template.Template, error) {
	f, err := s.pages.read(public, formFolder+"/"+name+"/index.html")
	if err != nil {
		return nil, err
	}
	s.forms.mu.Lock()
	defer s.forms.mu.Unlock()
	if t, ok := s.forms.parsed[f]; ok {
		return t, nil
	}
	t, err := template.New(name).Delims("⟦", "⟧").Funcs(functions).Parse(string(f.body))
	if err != nil {
		return nil, fmt.Errorf("server/%s: %w", name, err)
	}
	if len(s.forms.parsed) > 100 { // those of earlier builds
		clear(s.forms.parsed)
	}
	s.forms.parsed[f] = t
	return t, nil
}

// functions are what the pages may call.
var functions = template.FuncMap{
	// moment writes a time as people here read it, in the server's own zone.
	"moment": func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Local().Format("2006-01-02 15:04")
	},
	"short":    short,
	"markdown": markdown.HTML, // what people typed in notes and steps
	"has":      func(list []string, one string) bool { return slices.Contains(list, one) },
}

// short cuts a text to so many characters.
func short(text string, length int) string {
	runes := []rune(text)
	if len(runes) <= length {
		return text
	}
	return strings.TrimSpace(string(runes[:length])) + "…"
}
