// Package site builds and serves one archive; it composes the packages below it.
//
// In: an archive whose data and content are on disk. Out: a published folder that any static web server can host, and
// a server on a loopback address. It never imports the pipeline: they meet on disk.
package site

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
	"tongbao/site/build"
	"tongbao/site/scratch"
)

// Site is one archive that can be built and served.
type Site struct {
	archive *archive.Archive
	theme   fs.FS
	public  string
	hidden  []string // folders of bulletins that are not in it
	server  bool     // with the pages that only our own server can fill
}

// New is what somebody with a role reads, as a folder for any web server; without a role, what everybody may read. The error
// says which setting names no role.
func New(a *archive.Archive, theme fs.FS, output string, role account.Role) (*Site, error) {
	if err := checkAudiences(a); err != nil {
		return nil, err
	}
	hidden, err := hiddenFrom(a, role)
	if err != nil {
		return nil, err
	}
	public, err := filepath.Abs(output)
	return &Site{archive: a, theme: theme, public: public, hidden: hidden}, err
}

// Public is the published folder.
func (s *Site) Public() string { return s.public }

// Result is what a build made and how long it took.
type Result struct {
	build.Report
	Took time.Duration
}

// Build renders into a fresh folder beside the published one and swaps it in when it is complete. A failed build
// leaves the published folder as it was.
func (s *Site) Build(ctx context.Context) (Result, error) {
	start := time.Now()
	if err := mayReplace(s.public); err != nil {
		return Result{}, err
	}
	if err := os.MkdirAll(filepath.Dir(s.public), 0o755); err != nil {
		return Result{}, err
	}
	if err := putBack(s.public); err != nil {
		return Result{}, err
	}
	work, err := scratch.New(filepath.Dir(s.public), freshPrefix)
	if err != nil {
		return Result{}, err
	}
	defer work.Remove() // after the swap it holds the old site
	fresh := work.Path
	report, err := s.render(ctx, fresh)
	if err != nil {
		return Result{}, fmt.Errorf("生成网站：%w", err)
	}
	if err := finish(fresh); err != nil {
		return Result{}, err
	}
	if err := swap(fresh, s.public); err != nil {
		return Result{}, fmt.Errorf("启用新网站：%w", err)
	}
	return Result{report, time.Since(start)}, nil
}

// render makes the pages, with what is derived from the data in a folder of this build alone: builds may overlap.
func (s *Site) render(ctx context.Context, out string) (build.Report, error) {
	if err := os.MkdirAll(s.archive.Derived(), 0o755); err != nil {
		return build.Report{}, err
	}
	derived, err := scratch.New(s.archive.Derived(), "derived-")
	if err != nil {
		return build.Report{}, err
	}
	defer derived.Remove()
	if err := Derive(s.archive, s.theme, s.hidden, derived.Path); err != nil {
		return build.Report{}, err
	}
	return build.Run(ctx, build.Job{Archive: s.archive, Theme: s.theme, Derived: derived.Path, Out: out, Hidden: s.hidden, Server: s.server})
}
