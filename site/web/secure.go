package web

import (
	"cmp"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// securityHeaders go with every answer. No inline script or style, nothing from elsewhere, no framing.
var securityHeaders = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
		"font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; " +
		"object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=()",
}

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range securityHeaders {
			w.Header().Set(name, value)
		}
		if r.TLS != nil {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// onlyHosts refuses requests for other names: a foreign page whose name was pointed at this machine (DNS rebinding)
// could otherwise read the archive through the reader's browser. An address by number cannot be pointed anywhere.
func onlyHosts(hosts []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		host = strings.ToLower(strings.Trim(host, "[]"))
		if _, err := netip.ParseAddr(host); err != nil && hosts != nil && !slices.Contains(hosts, host) {
			http.Error(w, "不是本服务器的地址", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses what changes anything and was begun by a page of another origin. Browsers say so in Sec-Fetch-Site; on a
// plain-HTTP intranet they do not, and Origin is compared with Host. A browser sends one of them with every form; a program
// that sends neither has no cookie of somebody else.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	for _, host := range s.Hosts {
		if strings.Contains(host, ".") && s.Secure { // behind a proxy that speaks TLS the Host may lack what Origin has
			protection.AddTrustedOrigin("https://" + host) // an error means that the name can be no origin
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem(w, http.StatusForbidden, "origin", "请求来自别的网站，没有处理")
	}))
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, brought := bearer(r); brought {
			next.ServeHTTP(w, r) // no browser adds a token by itself, and nothing else of the request signs in beside it
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// maxBody is how long the body of a request may be: forms are short.
const maxBody = 64 << 10

// longBodies are the routes that take more.
var longBodies = map[string]int64{
	"POST /instructions/{id}/files": uploadBody,
	"POST /instructions":            inkBody,
}

// limit bounds the body of a request to a route.
func limit(w http.ResponseWriter, r *http.Request, pattern string) {
	r.Body = http.MaxBytesReader(w, r.Body, cmp.Or(longBodies[pattern], maxBody))
}
