package site

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/series"
)

// publication is what the site shows of each bulletin now, for notes to be tied to: the pages themselves, not what stands in
// the archive and was not built yet.
type publication struct {
	folder func(account.Role) string // that a role sees

	mu   sync.Mutex
	read map[string]pageRead // by path
}

type pageRead struct {
	built   time.Time
	edition int
	text    annotation.Text
}

// shownEdition is how a bulletin's page says which edition it shows (layouts/_partials/bulletin/notes.html).
var shownEdition = regexp.MustCompile(`data-period="?[^" >]+"? data-edition="?(\d+)`)

// Current is the number of the edition that the bulletin's page shows, 0 where it was never published.
func (p *publication) Current(bulletin string) (edition int, found bool) {
	page, err := p.page(bulletin)
	return page.edition, err == nil
}

// Text is what an edition says. The one in force stands on the bulletin's own page, those before on pages of theirs.
func (p *publication) Text(bulletin string, edition int) (annotation.Text, error) {
	page, err := p.page(bulletin)
	if err == nil && page.edition != edition {
		page, err = p.page(fmt.Sprintf("%s-e%d", bulletin, edition))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return annotation.Text{}, annotation.ErrNotFound
	}
	return page.text, err
}

// reads tells whether a bulletin is on the site that a role sees.
func (p *publication) reads(role account.Role, bulletin string) bool {
	if !filepath.IsLocal(bulletin) {
		return false
	}
	_, err := os.Stat(filepath.Join(p.folder(role), "bulletins", bulletin, "index.html"))
	return err == nil
}

// bulletins are those that have a page, frozen editions left out.
func (p *publication) bulletins() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(p.folder(account.Editor), "bulletins"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && !frozenFolder.MatchString(e.Name()) {
			out = append(out, e.Name())
		}
	}
	return out, err
}

// newestFirst are the bulletins in the order of their periods; of those that begin together, the longer name first.
func (p *publication) newestFirst() ([]string, error) {
	list, err := p.bulletins()
	slices.SortFunc(list, func(a, b string) int {
		x, okX := series.ParsePeriod(a)
		y, okY := series.ParsePeriod(b)
		if !okX || !okY {
			return strings.Compare(b, a)
		}
		return y.Compare(x)
	})
	return list, err
}

var frozenFolder = regexp.MustCompile(`-e[1-9][0-9]*$`)

// page reads a bulletin's page, from memory while it is the one on disk. An editor's site has every bulletin.
func (p *publication) page(folder string) (pageRead, error) {
	if !filepath.IsLocal(folder) {
		return pageRead{}, fs.ErrNotExist
	}
	path := filepath.Join(p.folder(account.Editor), "bulletins", folder, "index.html")
	info, err := os.Stat(path)
	if err != nil {
		return pageRead{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if kept, ok := p.read[path]; ok && kept.built.Equal(info.ModTime()) {
		return kept, nil
	}
	page, err := readPage(path, folder)
	if err != nil {
		return pageRead{}, err
	}
	page.built = info.ModTime()
	if p.read == nil {
		p.read = map[string]pageRead{}
	}
	p.read[path] = page
	return page, nil
}

func readPage(path, folder string) (pageRead, error) {
	body, err := os.ReadFile(path) // once: the folder may be exchanged at any moment
	if err != nil {
		return pageRead{}, err
	}
	m := shownEdition.FindSubmatch(body)
	if m == nil {
		return pageRead{}, fmt.Errorf("%s: the page does not say which edition it shows", folder)
	}
	edition, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return pageRead{}, err
	}
	text, err := annotation.ReadText(bytes.NewReader(body), frozenFolder.ReplaceAllString(folder, ""), edition)
	return pageRead{edition: edition, text: text}, err
}
