// Package web answers HTTP requests: it serves the published pages of one archive to those who may read them, signs people in
// and out, and shows accounts and the audit to those whose office they are.
//
// In: the folders of published pages, which may be exchanged for newer ones at any moment, by this process or by another; the
// accounts; a clock. Out: an http.Handler. It builds nothing, stores nothing itself and knows no archive. routes.go is its table
// of contents.
package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/answers"
	"tongbao/site/desk"
	"tongbao/site/ledger"
)

// Config is what a Server needs.
type Config struct {
	Accounts    *account.Service
	Annotations *annotation.Service
	Rules       account.Rules // the same that Accounts has
	// Folder is the published folder that a role sees; of the role "" it is what everybody may read.
	Folder func(account.Role) string
	// Reads tells whether a role may read a bulletin.
	Reads func(role account.Role, bulletin string) bool
	// Restricted tells whether a page belongs to a bulletin that not everybody may read, and names the bulletin.
	Restricted func(path string) (period string, restricted bool)
	Open       bool                  // reading needs no account
	Hosts      []string              // names that requests may ask for; nil for all
	Secure     bool                  // readers come by TLS, so cookies go by nothing else
	PublicURL  string                // how others name this site, in the addresses of annotations; "" for the name of each request
	Origins    []string              // sites whose pages may use the annotation protocol with an access token; nil for none
	Proxies    func(netip.Addr) bool // whose X-Forwarded-For is believed; nil for nobody
	Units      []Unit                // of the register, to choose from
	Names      ledger.Names          // for tables that people take along
	// Workbook writes a table for a spreadsheet program: text, ints and times, as sheet.WriteTable has them.
	Workbook func(w io.Writer, name string, head []string, rows [][]any) error
	SignOn   SignOn // an OpenID Connect provider; nil for none
	// ProxyUser is whom a trusted proxy vouches for, with the address it connects from; nil where no proxy does.
	ProxyUser func(peer netip.Addr, h http.Header) (account.Identity, bool)
	// Answer answers a question about rankings from a published folder; nil where it is none.
	Answer func(folder, question string) (*answers.Answer, error)
	Ready  func(context.Context) error        // whether the database takes writes; nil where there is none
	Events func(context.Context) <-chan Event // what changes, until the context ends
	// Bulletins are those that the site shows, the newest first.
	Bulletins func() ([]string, error)
	// Changes reads from a published folder how units changed in its newest bulletin.
	Changes func(folder string, units []string) (desk.Changes, error)
	Now     func() time.Time
	Log     *slog.Logger
	Observe func(route string, status int, took time.Duration) // for metrics; nil for none
}

// Unit is one entry of the register.
type Unit struct{ ID, Name string }

// Event says that something changed, for those who look at it just now.
type Event struct{ Topic, Object string }

// SignOn signs people in by the word of another server. Site/signon has one.
type SignOn interface {
	// Begin gives the address to send the browser to, and what to keep in its cookie meanwhile.
	Begin(ctx context.Context, redirect string, again bool) (address, pending string, err error)
	// Finish reads what the browser brings back; again where the person has just given their password there, as Begin asked.
	// account.ErrSignIn where it does not fit.
	Finish(ctx context.Context, redirect, pending string, query url.Values) (who account.Identity, again bool, err error)
}

// Server answers the requests of one archive.
type Server struct {
	Config
	pages   *pages
	forms   *forms
	pace    *pace
	indexes indexes
	routes  []route
}

// New makes a server for an archive with accounts.
func New(c Config) *Server {
	s := &Server{Config: c, pages: newPages(), forms: newForms(), pace: newPace(c.Now)}
	s.routes = s.table()
	return s
}

// Handler answers everything that the table of routes lists, and 404 or 405 to the rest.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, rt := range s.routes {
		mux.Handle(rt.pattern, s.guard(rt))
	}
	return s.observed(onlyHosts(s.Hosts, secured(s.crossOrigin(s.sameOrigin(mux)))))
}

// Routes are the patterns of all routes.
func (s *Server) Routes() []string {
	var out []string
	for _, rt := range s.routes {
		out = append(out, rt.pattern)
	}
	return out
}

// Preview serves a folder to everybody, without accounts: for loopback addresses only.
func Preview(public string, hosts []string) http.Handler {
	files := newPages()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { files.serve(w, r, public, false) })
	return onlyHosts(hosts, secured(mux))
}
