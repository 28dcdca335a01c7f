package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var hashed = "css/site.min." + strings.Repeat("0a", 32) + ".css"

func published(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "public")
	for name, body := range map[string]string{
		"index.html": "<h1>首页</h1>" + strings.Repeat("文字", 2000), "404.html": "没有这个页面", "bulletins/2021q3/index.html": "通报",
		hashed: "body{}", "search/t12-0a1b2c3d.bin": "x", "search/manifest.json": "{}", ".hidden/a.txt": "x", "a.txt": "text",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(body), 0o644))
	}
	must(t, os.WriteFile(filepath.Join(filepath.Dir(dir), "secret.txt"), []byte("secret"), 0o644))
	must(t, os.Symlink("../secret.txt", filepath.Join(dir, "link.txt")))
	return dir
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, h http.Handler, target string, header map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/", nil)
	r.URL.Path, r.URL.RawPath = target, ""
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestPages(t *testing.T) {
	h := Preview(published(t), nil)
	cases := []struct {
		path     string
		status   int
		cache    string
		location string
	}{
		{"/", 200, "no-cache", ""},
		{"/bulletins/2021q3/", 200, "no-cache", ""},
		{"/bulletins/2021q3", 301, "no-cache", "/bulletins/2021q3/"},
		{"/" + hashed, 200, "public, max-age=31536000, immutable", ""},
		{"/search/t12-0a1b2c3d.bin", 200, "public, max-age=31536000, immutable", ""},
		{"/search/manifest.json", 200, "no-cache", ""},
		{"/none", 404, "no-cache", ""},
		{"/none/", 404, "no-cache", ""},
		{"/.hidden/a.txt", 404, "no-cache", ""},
		{"/link.txt", 404, "no-cache", ""},
		{"/a.txt/", 404, "no-cache", ""},
		{"//evil.example/bulletins/2021q3", 0, "", ""}, // any answer but a redirect to another host
		{"/../secret.txt", 404, "no-cache", ""},
		{"/..%2fsecret.txt", 404, "no-cache", ""},
		{`/..\secret.txt`, 404, "no-cache", ""},
		{"/a\x00.txt", 404, "no-cache", ""},
	}
	for _, c := range cases {
		res := get(t, h, c.path, nil)
		if loc := res.Header.Get("Location"); strings.HasPrefix(loc, "//") || strings.HasPrefix(loc, "http") {
			t.Errorf("GET %q leads to %q", c.path, loc)
		}
		if c.status == 0 || res.StatusCode/100 == 3 && c.status == 404 {
			continue // the mux cleans the path by a redirect of its own; the cleaned path is in the table too
		}
		if res.StatusCode != c.status || res.Header.Get("Cache-Control") != c.cache || c.location != "" && res.Header.Get("Location") != c.location {
			t.Errorf("GET %q = %d, %q, %q; want %+v", c.path, res.StatusCode, res.Header.Get("Cache-Control"), res.Header.Get("Location"), c)
		}
	}
}

func TestUnchangedPageIsNotSentAgain(t *testing.T) {
	dir := published(t)
	h := Preview(dir, nil)
	tag := get(t, h, "/", nil).Header.Get("ETag")
	if res := get(t, h, "/", map[string]string{"If-None-Match": tag}); tag == "" || res.StatusCode != http.StatusNotModified {
		t.Errorf("with tag %q: %d, want 304", tag, res.StatusCode)
	}
	must(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("新"), 0o644))
	if res := get(t, h, "/", map[string]string{"If-None-Match": tag}); res.StatusCode != http.StatusOK {
		t.Errorf("changed page: %d, want 200", res.StatusCode)
	}
}

// A folder swapped in while the server runs is what the next request sees.
func TestSwappedFolderIsSeen(t *testing.T) {
	dir := published(t)
	h := Preview(dir, nil)
	get(t, h, "/", nil)
	must(t, os.Rename(dir, dir+"-old"))
	must(t, os.MkdirAll(dir, 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("第二版"), 0o644))
	must(t, os.RemoveAll(dir+"-old"))
	if res := get(t, h, "/", nil); res.StatusCode != 200 || res.ContentLength > 20 {
		t.Errorf("after the swap: %d, %d bytes", res.StatusCode, res.ContentLength)
	}
}

func TestCompression(t *testing.T) {
	res := get(t, Preview(published(t), nil), "/", map[string]string{"Accept-Encoding": "gzip"})
	if res.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(res.Header.Get("Vary"), "Accept-Encoding") {
		t.Errorf("headers = %v", res.Header)
	}
}

func TestEveryAnswerIsSecured(t *testing.T) {
	h := Preview(published(t), nil)
	for _, path := range []string{"/", "/none", "/bulletins/2021q3", "/" + hashed} {
		res := get(t, h, path, nil)
		for name, want := range securityHeaders {
			if got := res.Header.Get(name); got != want {
				t.Errorf("GET %s: %s = %q", path, name, got)
			}
		}
		if csp := res.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
			t.Errorf("GET %s allows %q", path, csp)
		}
	}
}

func TestOnlyReading(t *testing.T) {
	h := Preview(published(t), nil)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "/", nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s / = %d, want 405", method, w.Code)
		}
	}
}

func TestOnlyOwnHosts(t *testing.T) {
	h := Preview(published(t), []string{"localhost", "127.0.0.1", "::1"})
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost": 200, "LOCALHOST:1": 200, "[::1]:8080": 200, "evil.example": 421, "127.0.0.1.evil.example:8080": 421,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %s = %d, want %d", host, w.Code, want)
		}
	}
}
