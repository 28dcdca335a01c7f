package web

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// pages serves files. Each request opens the folder by its path anew, so that a site swapped in meanwhile is seen, and
// no name can lead outside it, through symbolic links neither.
type pages struct{ kept *kept }

func newPages() *pages { return &pages{newKept()} }

const (
	notFoundPage = "404.html"
	formFolder   = "server" // of pages that only forms fills
)

// serve answers with a file of the folder public. Private answers are asked for each time, whatever they are: what one reader
// may see must not come from the cache of a browser that somebody else uses next.
func (p *pages) serve(w http.ResponseWriter, r *http.Request, public string, private bool) {
	name := fileName(r.URL.Path)
	if name == formFolder || strings.HasPrefix(name, formFolder+"/") {
		p.notFound(w, r, public, private)
		return
	}
	f, err := p.read(public, name)
	switch {
	case errors.Is(err, errFolder):
		redirect(w, r)
	case err != nil:
		p.notFound(w, r, public, private)
	default:
		w.Header().Set("Cache-Control", cacheControl(name, private))
		f.answer(w, r, name, http.StatusOK)
	}
}

// fileName is the file that a path of the site stands for, relative to the folder.
func fileName(of string) string {
	name := strings.TrimPrefix(path.Clean("/"+of), "/")
	if strings.HasSuffix(of, "/") {
		name = path.Join(name, "index.html")
	}
	return name
}

var errFolder = errors.New("is a folder")

// read gives a file of the folder, from memory where it is still the one on disk.
func (p *pages) read(public, name string) (*file, error) {
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || strings.ContainsAny(name, "\\\x00") || !fs.ValidPath(name) && name != "" {
		return nil, fs.ErrNotExist
	}
	if name == "" {
		return nil, errFolder
	}
	full := filepath.Join(public, filepath.FromSlash(name))
	if info, err := os.Stat(full); err == nil {
		if f, ok := p.kept.still(full, info); ok {
			return f, nil
		}
	}
	opened, err := os.OpenInRoot(public, name)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	info, err := opened.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errFolder
	case !info.Mode().IsRegular():
		return nil, fs.ErrInvalid
	}
	return p.kept.get(full, info, opened)
}

// redirect adds the slash that relative links in a folder's page need. Only the path is kept, and it starts with one
// slash, so that it cannot lead to another host.
func redirect(w http.ResponseWriter, r *http.Request) {
	target := "/" + strings.TrimLeft(path.Clean(r.URL.Path), "/") + "/"
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, (&url.URL{Path: target}).String(), http.StatusMovedPermanently)
}

// answer sends the file, compressed where the browser can and it helps; 304 where the browser has it.
func (f *file) answer(w http.ResponseWriter, r *http.Request, name string, status int) {
	h := w.Header()
	if ctype := contentTypes[path.Ext(name)]; ctype != "" {
		h.Set("Content-Type", ctype)
	}
	h.Set("ETag", f.tag)
	body := f.body
	if f.packed != nil {
		h.Add("Vary", "Accept-Encoding")
		if takesGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body = f.packed
		}
	}
	if status != http.StatusOK || h.Get("Content-Type") != "" && unconditional(r) {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		w.Write(body) // at once; the reader has gone if this fails
		return
	}
	// No modification time: every build writes every file anew, only the tag tells whether one changed.
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// unconditional tells whether the whole file is asked for, whatever the browser has: most pages are.
func unconditional(r *http.Request) bool {
	for _, name := range []string{"Range", "If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	return true
}

// takesGzip reads Accept-Encoding as far as it matters: ranges are of the file itself, so they get it unpacked.
func takesGzip(r *http.Request) bool {
	if r.Header.Get("Range") != "" {
		return false
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if (name == "gzip" || name == "*") && strings.Trim(strings.TrimPrefix(quality, "q="), "0.") != "" || name == "gzip" && quality == "" {
			return true
		}
	}
	return false
}

// contentTypes are stated here because a Windows registry may hold wrong ones.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".xml":  "application/xml; charset=utf-8",
	".bin":  "application/octet-stream",
}

// fingerprinted names carry a digest of their content (Hugo's fingerprint, or a file of the search index), so they
// never change.
var fingerprinted = regexp.MustCompile(`\.[0-9a-f]{64}\.[a-z0-9]+$|^search/[a-z0-9]+-[0-9a-f]{8}\.bin$`)

func cacheControl(name string, private bool) string {
	switch {
	case private:
		return "private, no-cache" // ask each time, and only for this reader
	case fingerprinted.MatchString(name):
		return "public, max-age=31536000, immutable"
	}
	return "no-cache" // keep, but ask each time whether it changed
}

func (p *pages) notFound(w http.ResponseWriter, r *http.Request, public string, private bool) {
	w.Header().Set("Cache-Control", cacheControl("", private))
	f, err := p.read(public, notFoundPage)
	if err != nil {
		http.Error(w, "没有这个页面", http.StatusNotFound)
		return
	}
	f.answer(w, r, notFoundPage, http.StatusNotFound)
}
