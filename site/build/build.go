// Package build renders one archive with Hugo, in-process, into a folder of pages.
//
// In: an archive, the theme, and an empty folder. Out: the pages in that folder, or an error. It is the only package
// that knows Hugo, whose compilation is dear. It does not publish: package site swaps the finished folder in.
package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/bep/logg"
	"github.com/gohugoio/hugo/config"
	"github.com/gohugoio/hugo/config/allconfig"
	"github.com/gohugoio/hugo/deps"
	"github.com/gohugoio/hugo/hugofs"
	"github.com/gohugoio/hugo/hugolib"
	"github.com/spf13/afero"

	"tongbao/archive"
)

// Report says what a build made.
type Report struct {
	Pages int // HTML pages
	Files int // all files
}

// themeName is the theme's folder name below themesDir.
const themeName = "tongbao"

// Job says what to render.
type Job struct {
	Archive *archive.Archive
	Theme   fs.FS
	// Derived is a folder whose data/ Hugo reads below the archive's own and whose static/ is moved to Out; it must lie below
	// .tongbao.
	Derived string
	Out     string // must be empty or missing
	// Hidden are folders of bulletins, such as 2021q3, that this site does not have.
	Hidden []string
	// Server adds the pages that only the program's own server can fill: sign-in, accounts, audit.
	Server bool
}

// serverPages is the folder of the theme's content that only our server shows.
const serverPages = "server"

// Run renders the archive over the theme. On an error Out holds a part of a site and must be thrown away.
func Run(ctx context.Context, job Job) (Report, error) {
	a, theme, derived, out := job.Archive, job.Theme, job.Derived, job.Out
	themes, err := unpack(a, theme)
	if err != nil {
		return Report{}, fmt.Errorf("unpack the theme: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	if err := render(job, themes); err != nil {
		return Report{}, err
	}
	// Hugo as a library publishes pages and resources; static files are copied by its command, so by us here.
	err = errors.Join(copyTree(out, filepath.Join(themes, themeName, "static")), moveTree(out, filepath.Join(derived, "static")),
		copyTree(out, a.Path("static")))
	if err != nil {
		return Report{}, fmt.Errorf("copy static files: %w", err)
	}
	return count(out)
}

func render(job Job, themes string) (err error) {
	a := job.Archive
	var log bytes.Buffer
	defer func() {
		if err != nil {
			err = explain(err, log.String(), a.Root)
		}
	}()
	component, err := filepath.Rel(themes, job.Derived) // Hugo looks for every component below its themes folder
	if err != nil {
		return err
	}
	flags := settings(job, themes, []string{themeName, filepath.ToSlash(component)})
	disk := job.disk(themes)
	configs, err := allconfig.LoadConfig(allconfig.ConfigSourceDescriptor{
		Fs: disk, Flags: flags, Environment: "production", Environ: []string{},
		// Two files, the theme's first: only so do outputs and markup settings of a theme count at all.
		Filename: filepath.Join(themes, themeName, archive.SiteFile) + "," + a.Path(archive.SiteFile),
	})
	if err != nil {
		return err
	}
	h, err := hugolib.NewHugoSites(deps.DepsCfg{
		Configs: configs, Fs: hugofs.NewFromSourceAndDestination(disk, hugofs.Os, flags),
		LogLevel: logg.LevelError, StdOut: &log, StdErr: &log,
	})
	if err != nil {
		return err
	}
	defer h.Close() // without it every build leaks about 10 MB
	return h.Build(hugolib.BuildCfg{NoBuildLock: true})
}

// disk is what Hugo may see of the archive and the theme.
func (job Job) disk(themes string) afero.Fs {
	var folders []string
	for _, bulletin := range job.Hidden {
		for _, part := range []string{"content", "data"} {
			folders = append(folders, job.Archive.Path(part, "bulletins", bulletin))
		}
	}
	if !job.Server {
		folders = append(folders, filepath.Join(themes, themeName, "content", serverPages))
	}
	return hiding{hugofs.Os, folders}
}

func settings(job Job, themes string, components []string) config.Provider {
	a, out := job.Archive, job.Out
	flags := config.New()
	for key, value := range map[string]any{
		"workingDir": a.Root, "themesDir": themes, "theme": components, "noBuildLock": true,
		"cacheDir": a.Derived("cache"), "resourceDir": a.Derived("resources"),
		"publishDir": out, "publishDirStatic": out, "publishDirDynamic": out,
		"params": map[string]any{"server": job.Server},
	} {
		flags.Set(key, value)
	}
	return flags
}

// unreadable is how Hugo says that a file of the archive holds no valid JSON, TOML or front matter.
var unreadable = regexp.MustCompile(`(?:failed to load (?:data|config)|failed to parse[^:]*|failed to create page[^"]*): "([^"]+?):(\d+):\d+"`)

// explain joins Hugo's error with what it logged, without terminal colours. A file that cannot be read makes every page
// fail; then only that file is named.
func explain(err error, log, root string) error {
	if m := unreadable.FindStringSubmatch(err.Error()); m != nil {
		name := m[1]
		if rel, err := filepath.Rel(root, name); err == nil {
			name = filepath.ToSlash(rel)
		}
		return fmt.Errorf("%s 第 %s 行的写法不对，读不懂：请改正、重新运行 tongbao ingest，或从备份恢复", name, m[2])
	}
	if log = strings.TrimSpace(log); log != "" && !strings.Contains(err.Error(), log) {
		return fmt.Errorf("%w\n%s", err, log)
	}
	return err
}

// moveTree takes derived files over: they need not be written twice. Folders that out
// does not have move whole; another disk gets copies.
func moveTree(out, from string) error {
	entries, err := os.ReadDir(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		source, target := filepath.Join(from, e.Name()), filepath.Join(out, e.Name())
		if _, err := os.Stat(target); e.IsDir() && err == nil {
			if err := moveTree(target, source); err != nil {
				return err
			}
			continue
		}
		if os.Rename(source, target) == nil {
			continue
		}
		if err := copyAny(target, source, e.IsDir()); err != nil {
			return err
		}
	}
	return nil
}

func copyAny(target, from string, folder bool) error {
	if !folder {
		return copyFile(target, from)
	}
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	return copyTree(target, from)
}

func copyTree(out, from string) error {
	_, err := os.Stat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch target := filepath.Join(out, rel); {
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		case !d.Type().IsRegular() || strings.HasPrefix(d.Name(), "."):
			return nil
		default:
			return copyFile(target, path)
		}
	})
}

func copyFile(target, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(target, data, 0o644)
}

func count(out string) (Report, error) {
	var r Report
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		r.Files++
		if strings.HasSuffix(path, ".html") {
			r.Pages++
		}
		return nil
	})
	return r, err
}
