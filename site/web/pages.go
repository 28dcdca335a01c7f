package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"time"
)

// pages serves files. Each request opens the folder by its path anew, so that a site swapped in meanwhile is seen, and
// no name can lead outside it, through symbolic links neither.
type pages struct{ public string }

const notFoundPage = "404.html"

func (p pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	file, err := p.open(name)
	switch {
	case errors.Is(err, errFolder):
		redirect(w, r)
	case err != nil:
		p.notFound(w)
	default:
		defer file.Close()
		serve(w, r, name, file)
	}
}

var errFolder = errors.New("is a folder")

func (p pages) open(name string) (*os.File, error) {
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || strings.ContainsAny(name, "\\\x00") {
		return nil, fs.ErrNotExist
	}
	if name == "" {
		return nil, errFolder
	}
	file, err := os.OpenInRoot(p.public, name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Mode().IsRegular() {
		return file, nil
	}
	file.Close()
	if err == nil && info.IsDir() {
		err = errFolder
	}
	return nil, errors.Join(err, fs.ErrInvalid)
}

// redirect adds the slash that relative links in a folder's page need. Only the path is kept, and it starts with one
// slash, so that it cannot lead to another host.
func redirect(w http.ResponseWriter, r *http.Request) {
	target := "/" + strings.TrimLeft(path.Clean(r.URL.Path), "/") + "/"
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, (&url.URL{Path: target}).String(), http.StatusMovedPermanently)
}

func serve(w http.ResponseWriter, r *http.Request, name string, file *os.File) {
	tag, err := contentTag(file)
	if err != nil {
		http.Error(w, "读取文件出错", http.StatusInternalServerError)
		return
	}
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", cacheControl(name))
	if ctype := contentTypes[path.Ext(name)]; ctype != "" {
		w.Header().Set("Content-Type", ctype)
	}
	// No modification time: every build writes every file anew, only the tag tells whether one changed.
	http.ServeContent(w, r, name, time.Time{}, file)
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
}

// contentTag is weak, because compression changes the bytes and not the meaning.
func contentTag(file io.ReadSeeker) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	_, err := file.Seek(0, io.SeekStart)
	return `W/"` + hex.EncodeToString(h.Sum(nil)[:12]) + `"`, err
}

// fingerprinted names carry a digest of their content (Hugo's fingerprint, or the folder of the search index), so they
// never change.
var fingerprinted = regexp.MustCompile(`\.[0-9a-f]{64}\.[a-z0-9]+$|^search/[0-9a-f]{32}/`)

func cacheControl(name string) string {
	if fingerprinted.MatchString(name) {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache" // keep, but ask each time whether it changed
}

func (p pages) notFound(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-cache")
	file, err := p.open(notFoundPage)
	if err != nil {
		http.Error(w, "没有这个页面", http.StatusNotFound)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", contentTypes[".html"])
	w.WriteHeader(http.StatusNotFound)
	io.Copy(w, file) // the reader has gone if this fails
}
