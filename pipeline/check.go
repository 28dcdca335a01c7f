package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"tongbao/archive"
	"tongbao/pipeline/mask"
	"tongbao/pipeline/page"
)

// Leak is personal data that stands in a file which gets published.
type Leak struct {
	File string `json:"file"` // below the archive
	Line int    `json:"line"`
	Kind string `json:"kind"`
	Text string `json:"text"` // masked: the finding must not spread what it found
}

// Check looks through what an archive publishes, data and content of one period or of all, for personal data.
func Check(a *archive.Archive, period string) ([]Leak, error) {
	leaks := []Leak{}
	if period != "" {
		if _, err := os.Stat(a.Path("content", "bulletins", period)); err != nil {
			return nil, fmt.Errorf("没有 %s 这一期：先运行 tongbao ingest %s", period, period)
		}
	}
	for _, dir := range []string{"data", "content"} {
		root := filepath.Join(dir, "bulletins", period)
		if period == "" {
			root = dir
		}
		err := fs.WalkDir(os.DirFS(a.Root), filepath.ToSlash(root), func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && page.IsFrozen(d.Name()) {
				return fs.SkipDir // frozen: what stands there was looked through before it was published
			}
			if err != nil || d.IsDir() || !published(name) {
				return err
			}
			data, err := os.ReadFile(a.Path(filepath.FromSlash(name)))
			leaks = append(leaks, leaksIn(name, string(data))...)
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return leaks, nil
}

// published tells files whose text readers get; tables of digests and the like hold none.
func published(name string) bool {
	switch path.Ext(name) {
	case ".md", ".json", ".csv", ".toml", ".html", ".txt":
		return true
	}
	return false
}

func leaksIn(name, text string) []Leak {
	var leaks []Leak
	line := 0
	for one := range strings.Lines(text) {
		line++
		if strings.Contains(one, `"sha256"`) || strings.HasPrefix(one, "contact = ") {
			continue // the digest of a file; the office's own contact in the imprint
		}
		for _, l := range mask.Leaks(one) {
			leaks = append(leaks, Leak{File: name, Line: line, Kind: l.Kind, Text: hidden(l)})
		}
	}
	return leaks
}

// hidden shows what was found well enough to find it again. A name shows its first character only.
func hidden(l mask.Leak) string {
	if text := mask.Text(l.Text); text != l.Text {
		return text
	}
	runes := []rune(l.Text)
	return string(runes[:1]) + strings.Repeat("＊", len(runes)-1)
}
