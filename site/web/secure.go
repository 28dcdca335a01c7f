package web

import (
	"net"
	"net/http"
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
		next.ServeHTTP(w, r)
	})
}

// onlyHosts refuses requests for other names: a foreign page whose name was pointed at this machine (DNS rebinding)
// could otherwise read the archive through the reader's browser.
func onlyHosts(hosts []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if hosts != nil && !slices.Contains(hosts, strings.ToLower(strings.Trim(host, "[]"))) {
			http.Error(w, "不是本服务器的地址", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
