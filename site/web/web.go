// Package web answers HTTP requests: it serves the published pages of one archive with caching, compression and
// security headers.
//
// In: the path of the published folder, which may be exchanged for a newer one at any moment, by this process or by
// another. Out: an http.Handler. It builds nothing and knows no archive.
package web

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// Handler serves the folder at public to requests whose Host is one of hosts, or to all where hosts is nil. Routes and
// who may use them are listed in docs/routes.md.
func Handler(public string, hosts []string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /", gzhttp.GzipHandler(pages{public}))
	return onlyHosts(hosts, secured(mux))
}
