package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"tongbao/archive"
	"tongbao/pipeline/mask"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/sheet"
)

// checkPersonal looks through data and content of one period or of all for personal data.
func checkPersonal(a *archive.Archive, period string) ([]Checked, error) {
	var found []Checked
	for _, dir := range []string{"content", "data"} {
		root := path.Join(dir, "bulletins", period)
		if period == "" {
			root = dir
		}
		err := fs.WalkDir(os.DirFS(a.Root), root, func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && page.IsFrozen(d.Name()) {
				return fs.SkipDir // frozen: what stands there was looked through before it was published
			}
			if err != nil || d.IsDir() || !published(name) {
				return err
			}
			data, err := os.ReadFile(a.Path(filepath.FromSlash(name)))
			for _, f := range personal(name, string(data)) {
				found = append(found, Checked{periodOf(name), f})
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return found, nil
}

// periodOf gives the period whose folder a file lies in: content/bulletins/2021q3/….
func periodOf(name string) string {
	parts := strings.Split(name, "/")
	if len(parts) > 3 {
		return parts[2]
	}
	return ""
}

// published tells files whose text readers get; tables of digests and the like hold none.
func published(name string) bool {
	switch path.Ext(name) {
	case ".md", ".json", ".csv", ".toml", ".html", ".txt":
		return true
	}
	return false
}

// personal finds personal data in one file.
func personal(name, text string) []measure.Finding {
	var found []measure.Finding
	line := 0
	for one := range strings.Lines(text) {
		line++
		if strings.Contains(one, `"sha256"`) || strings.HasPrefix(one, "contact = ") {
			continue // the digest of a file; the office's own contact in the imprint
		}
		if !mayBePersonal(one) {
			continue
		}
		for _, l := range mask.Leaks(one) {
			found = append(found, measure.Finding{
				Code: "personal-data", Severity: sheet.Error, Message: fmt.Sprintf("%s没有遮盖：%s", l.Kind, hidden(l)),
				Hint: "请在这个文件里改写或遮盖", Passage: &measure.Passage{File: name, Line: line, Text: hidden(l)},
			})
		}
	}
	return found
}

// shortestNumber is the fewest digits of a number that could be a person's: a local telephone.
const shortestNumber = 7

// mayBePersonal passes over the many lines of data that hold keys and small figures only.
func mayBePersonal(line string) bool {
	digits := 0
	for i := range len(line) {
		switch c := line[i]; {
		case c >= utf8.RuneSelf:
			return true
		case '0' <= c && c <= '9':
			digits++
		}
	}
	return digits >= shortestNumber
}

// hidden shows what was found well enough to find it again. A name shows its first character only.
func hidden(l mask.Leak) string {
	if text := mask.Text(l.Text); text != l.Text {
		return text
	}
	runes := []rune(l.Text)
	return string(runes[:1]) + strings.Repeat("＊", len(runes)-1)
}
