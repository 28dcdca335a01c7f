package site_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao"
	"tongbao/archive"
	"tongbao/site"
	"tongbao/site/account"
)

func example(t *testing.T) (root string, s *site.Site) {
	t.Helper()
	root = t.TempDir()
	must(t, os.CopyFS(root, os.DirFS("../examples/fuxin")))
	a, err := archive.Open(root)
	must(t, err)
	s, err = site.New(a, tongbao.Theme, filepath.Join(root, ".tongbao/public"), account.Editor)
	must(t, err)
	return root, s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return string(data)
}

// A bulletin made of sample data alone says so wherever it shows; the published one says so only of those it is compared
// with.
func TestSampleBulletinsAreMarked(t *testing.T) {
	_, s := example(t)
	_, err := s.Build(context.Background())
	must(t, err)
	const mark = `<strong class="sample">示例数据</strong>`
	for name, want := range map[string]int{
		"index.html": 4, "bulletins/index.html": 3, // home: what it is compared with as well
		"bulletins/2021q2/index.html": 10, // title, six rankings, two lists, sources
		"bulletins/2021q3/index.html": 1,  // the periods it is compared with
	} {
		page := read(t, filepath.Join(s.Public(), name))
		if got := strings.Count(page, mark); got != want {
			t.Errorf("%s is marked %d times, want %d", name, got, want)
		}
	}
	if page := read(t, filepath.Join(s.Public(), "bulletins/2021q3/index.html")); !strings.Contains(page, "2021年二季度、2021年一季度、2020年四季度的通报由示例数据编成") {
		t.Error("the published bulletin does not say that it is compared with invented ones")
	}
}

func TestBuild(t *testing.T) {
	root, s := example(t)
	result, err := s.Build(context.Background())
	must(t, err)
	page := read(t, filepath.Join(s.Public(), "bulletins/2021q3/index.html"))
	for _, want := range []string{
		`id="network-county/fumeng/assigned"`, `href="#network-county/fumeng/assigned"`, "领导批示：", "〔2021〕第7期", "2021年10月22日", "（共印350份）",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "fact:") {
		t.Error("a figure was left unresolved")
	}
	if result.Pages < 4 {
		t.Errorf("%d pages", result.Pages)
	}
	if _, err := os.Stat(filepath.Join(s.Public(), "favicon.svg")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(root, ".hugo_build.lock")); err == nil {
		t.Error("the build left a lock file in the archive")
	}
	if left, _ := filepath.Glob(filepath.Join(root, ".tongbao", ".tongbao-new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A figure whose evidence is gone stops the build; the last good site stays.
func TestFailedBuildKeepsTheLastSite(t *testing.T) {
	root, s := example(t)
	_, err := s.Build(context.Background())
	must(t, err)
	page := filepath.Join(s.Public(), "bulletins/2021q3/index.html")
	before := read(t, page)
	section := filepath.Join(root, "content/bulletins/2021q3/20-network.md")
	must(t, os.WriteFile(section, []byte(read(t, section)+"\n[7](fact:nowhere.at.all)\n"), 0o644))
	_, err = s.Build(context.Background())
	if err == nil || !strings.Contains(err.Error(), "fact:nowhere.at.all") || !strings.Contains(err.Error(), "20-network.md") {
		t.Errorf("error = %v, want one that names the figure and the file", err)
	}
	if read(t, page) != before {
		t.Error("a failed build changed the site")
	}
}

// What an archive has of its own wins over the theme.
func TestArchiveWinsOverTheme(t *testing.T) {
	root, s := example(t)
	must(t, os.MkdirAll(filepath.Join(root, "layouts/_partials"), 0o755))
	must(t, os.WriteFile(filepath.Join(root, "layouts/_partials/site-footer.html"), []byte("<footer>本市自己的页脚</footer>"), 0o644))
	must(t, os.MkdirAll(filepath.Join(root, "static"), 0o755))
	must(t, os.WriteFile(filepath.Join(root, "static/favicon.svg"), []byte("<svg/>"), 0o644))
	_, err := s.Build(context.Background())
	must(t, err)
	if !strings.Contains(read(t, filepath.Join(s.Public(), "index.html")), "本市自己的页脚") {
		t.Error("the archive's footer is not used")
	}
	if read(t, filepath.Join(s.Public(), "favicon.svg")) != "<svg/>" {
		t.Error("the archive's icon is not used")
	}
}

func TestBuildRefusesAPersonsFolder(t *testing.T) {
	root, _ := example(t)
	a, err := archive.Open(root)
	must(t, err)
	s, err := site.New(a, tongbao.Theme, root, account.Editor)
	must(t, err)
	if _, err := s.Build(context.Background()); err == nil || !strings.Contains(err.Error(), "不会替换") {
		t.Errorf("building over the archive itself: %v", err)
	}
}

func TestPreview(t *testing.T) {
	root, s := example(t)
	ctx, cancel := context.WithCancel(context.Background())
	urls, builds, done := make(chan string, 1), make(chan error, 8), make(chan error, 1)
	go func() {
		done <- s.Preview(ctx, site.PreviewOptions{
			Addr: "127.0.0.1:0", Watch: true,
			Ready: func(url string) { urls <- url },
			Built: func(_ site.Result, err error) { builds <- err },
		})
	}()
	must(t, <-builds)
	url := <-urls
	if body := fetch(t, url); !strings.Contains(body, "第7期") {
		t.Errorf("home = %s", body)
	}
	index := filepath.Join(root, "content/bulletins/2021q3/index.md")
	must(t, os.WriteFile(index, []byte(strings.Replace(read(t, index), "number = 7", "number = 8", 1)), 0o644))
	must(t, <-builds)
	if body := fetch(t, url); !strings.Contains(body, "第8期") {
		t.Errorf("after the change: %s", body)
	}
	cancel()
	must(t, <-done)
}

func TestPreviewRefusesOtherAddresses(t *testing.T) {
	_, s := example(t)
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.168.1.1:8080", "8080"} {
		err := s.Preview(context.Background(), site.PreviewOptions{Addr: addr})
		if err == nil {
			t.Errorf("served on %s", addr)
		}
	}
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	must(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	return string(body)
}

// The page's own words come in English where the archive asks for it (docs/archive.md).
func TestEnglishInterface(t *testing.T) {
	root, s := example(t)
	_, docs, _ := strings.Cut(read(t, "../docs/archive.md"), "## The interface in English")
	_, settings, found := strings.Cut(docs, "```toml\n")
	if !found {
		t.Fatal("docs/archive.md does not show the settings")
	}
	settings, _, _ = strings.Cut(settings, "```")
	config := filepath.Join(root, "hugo.toml")
	must(t, os.WriteFile(config, []byte(read(t, config)+settings), 0o644))
	_, err := s.Build(context.Background())
	must(t, err)
	home := read(t, filepath.Join(s.Public(), "index.html"))
	for _, want := range []string{`lang="en"`, "All bulletins", "22 October 2021"} {
		if !strings.Contains(home, want) {
			t.Errorf("the home page lacks %q", want)
		}
	}
}
