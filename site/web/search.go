package web

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

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
	o = search.Options{Periods: q.Get("period"), Kind: q.Get("kind"), Limit: searchStep}
	if n, err := strconv.Atoi(q.Get("limit")); err == nil && n > 0 {
		o.Limit = min(n, searchMost)
	}
	if n, err := strconv.Atoi(q.Get("offset")); err == nil && n > 0 {
		o.Offset = n
	}
	query = strings.TrimSpace(q.Get("q"))
	if runes := []rune(query); len(runes) > 200 {
		query = string(runes[:200])
	}
	return query, o
}

func (s *Server) find(r *http.Request, v visitor) (search.Results, error) {
	index, err := s.found.of(s.Folder(v.role()))
	if err != nil {
		return search.Results{}, err
	}
	query, o := searchOptions(r)
	return index.Search(query, o)
}

// apiSearch is what tongbao search --json gives, of the bulletins that the reader may see.
func (s *Server) apiSearch(w http.ResponseWriter, r *http.Request, v visitor) {
	results, err := s.find(r, v)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		problem(w, http.StatusNotFound, "index", "还没有检索文件，请先生成网站")
	case err != nil:
		s.unavailable(w, r, err)
	default:
		writeJSON(w, http.StatusOK, "application/json", results)
	}
}

// searchShown is what the search page shows to whoever has no script.
type searchShown struct {
	search.Results
	Earlier, Later string // queries of the neighbouring pages; "" where there are none
}

// searchPage is the search page with its hits in it, for readers without script; with script the page finds them itself.
func (s *Server) searchPage(w http.ResponseWriter, r *http.Request, v visitor) {
	s.page(w, r, v)
}
