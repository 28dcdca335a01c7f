package site_test

import (
	"context"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Every link of the example's site leads somewhere: to a file that is there and, where it names a place, to an id on
// that page. Ids stand once on a page.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	_, s := example(t)
	_, err := s.Build(context.Background())
	must(t, err)
	public := os.DirFS(s.Public())
	pages := map[string]*linked{}
	must(t, fs.WalkDir(public, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".html" {
			pages[name] = readLinks(t, public, name)
		}
		return err
	}))
	links := 0
	for name, page := range pages {
		for _, link := range page.links {
			links++
			follow(t, public, pages, name, link)
		}
	}
	t.Logf("%d links on %d pages", links, len(pages))
}

type linked struct {
	ids   map[string]bool
	links []string
}

func readLinks(t *testing.T, public fs.FS, name string) *linked {
	t.Helper()
	file, err := public.Open(name)
	must(t, err)
	defer file.Close()
	page := &linked{ids: map[string]bool{}}
	for z := html.NewTokenizer(file); z.Next() != html.ErrorToken; {
		for _, a := range z.Token().Attr {
			switch {
			case a.Key == "id" && page.ids[a.Val]:
				t.Errorf("%s: id %q stands twice", name, a.Val)
			case a.Key == "id":
				page.ids[a.Val] = true
			case a.Key == "href" || a.Key == "src":
				page.links = append(page.links, a.Val)
			}
		}
	}
	return page
}

func follow(t *testing.T, public fs.FS, pages map[string]*linked, from, link string) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil || u.Host != "" || u.Scheme != "" {
		t.Errorf("%s: link %q leaves the site or is none (%v)", from, link, err)
		return
	}
	target := path.Join(path.Dir(from), u.Path)
	if strings.HasPrefix(u.Path, "/") {
		target = strings.TrimPrefix(path.Clean(u.Path), "/")
	}
	switch {
	case u.Path == "":
		target = from
	case strings.HasSuffix(u.Path, "/") || u.Path == "." || u.Path == "..":
		target = path.Join(target, "index.html")
	}
	if _, err := fs.Stat(public, target); err != nil {
		t.Errorf("%s: link %q leads to %s, which is not there", from, link, target)
	}
	if page := pages[target]; u.Fragment != "" && page != nil && !page.ids[u.Fragment] {
		t.Errorf("%s: link %q names a place that is not on that page", from, link)
	}
}
