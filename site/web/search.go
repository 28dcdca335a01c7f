package web

import (
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"tongbao/site/answers"
	"tongbao/site/search"
)

// indexes keeps the search index of each published folder open, until another build takes its place.
type indexes struct {
	mu   sync.Mutex
	open map[string]opened
}

type opened struct {
	manifest string
	index    *search.Index
}

// of gives the index in a published folder. What a role may not read is in no index of its folder.
func (x *indexes) of(public string) (*search.Index, error) {
	dir := filepath.Join(public, "search")
	manifest, err := os.ReadFile(filepath.Join(dir, search.Manifest))
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if o, ok := x.open[public]; ok && o.manifest == string(manifest) {
		return o.index, nil
	}
	index, err := search.Open(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	if x.open == nil {
		x.open = map[string]opened{}
	}
	x.open[public] = opened{string(manifest), index}
	return index, nil
}

const (
	searchStep = 10
	searchMost = 100
)

// searchOptions reads what a request asks for.
func searchOptions(r *http.Request) (query string, o search.Options) {
	q := r.URL.Query()
	o = search.Options{
		Periods: q.Get("period"), Channel: q.Get("channel"), Section: q.Get("section"), Unit: strings.TrimSpace(q.Get("unit")),
		Kind: q.Get("kind"), Sort: q.Get("sort"), Limit: searchStep,
	}
	if n, err := strconv.Atoi(q.Get("limit")); err == nil && n > 0 {
		o.Limit = min(n, searchMost)
	}
	if n, err := strconv.Atoi(q.Get("offset")); err == nil && n > 0 {
		o.Offset = n
	}
	return short(strings.TrimSpace(q.Get("q")), 200), o
}

// found is what tongbao search --json gives, of the bulletins that the reader may see, and of what people wrote about them.
type found struct {
	Answer *answers.Answer `json:"answer,omitempty"`
	search.Results
	Hits []hit `json:"hits"`
}

func (s *Server) find(r *http.Request, v visitor) (found, error) {
	index, err := s.indexes.of(s.Folder(v.role()))
	if err != nil {
		return found{}, err
	}
	query, o := searchOptions(r)
	out := found{Hits: []hit{}}
	if query == "" {
		return out, nil
	}
	if out.Results, out.Hits, err = s.hits(r, v, index, query, o); err != nil || o.Offset > 0 || r.URL.Query().Get("in") == inWords {
		return out, err
	}
	out.Answer, err = s.Answer(s.Folder(v.role()), query)
	return out, err
}

func (s *Server) apiSearch(w http.ResponseWriter, r *http.Request, v visitor) {
	out, err := s.find(r, v)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		problem(w, http.StatusNotFound, "index", "还没有检索文件，请先生成网站")
	case err != nil:
		s.unavailable(w, r, err)
	default:
		writeJSON(w, http.StatusOK, "application/json", out)
	}
}

// searchShown is what the search page shows to whoever has no script.
type searchShown struct {
	found
	Options search.Options
	Groups  []hitGroup
	Later   template.URL // query of the page with further hits; "" where there are none
}

// hitGroup is hits that follow each other and are of one bulletin.
type hitGroup struct {
	Period, Label string
	Hits          []shownHit
}

type shownHit struct {
	hit
	Path   template.URL
	Where  string
	Pieces []search.Piece
}

// excerptLength is how much of a passage a hit shows, in characters.
const excerptLength = 160

// searchPage is the search page with its hits in it, for readers without script; with script the page finds them itself.
func (s *Server) searchPage(w http.ResponseWriter, r *http.Request, v visitor) {
	d := searchShown{}
	var query string
	query, d.Options = searchOptions(r)
	if query != "" {
		var err error
		if d.found, err = s.find(r, v); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.unavailable(w, r, err)
			return
		}
	}
	d.Groups = grouped(d.Hits)
	if after := d.Options.Offset + len(d.Hits); after < d.Count {
		q := r.URL.Query()
		q.Set("offset", strconv.Itoa(after))
		d.Later = template.URL(q.Encode()) // safe: it is encoded as a query
	}
	s.form(w, r, v, http.StatusOK, "search", d)
}

func grouped(hits []hit) []hitGroup {
	var out []hitGroup
	for _, h := range hits {
		if n := len(out); n == 0 || out[n-1].Period != h.Period {
			out = append(out, hitGroup{Period: h.Period, Label: h.Label})
		}
		where := h.Section
		if where == "" {
			where = h.Label
		}
		last := &out[len(out)-1]
		last.Hits = append(last.Hits, shownHit{h, template.URL(h.Path), where, h.Hit.Pieces(excerptLength)}) // safe: made of keys
	}
	return out
}
