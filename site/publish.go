package site

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
)

// Publish makes what our own server shows: a site for each set of bulletins that some role may read, below .tongbao. A running
// server shows each as soon as it is complete.
func Publish(ctx context.Context, a *archive.Archive, theme fs.FS) (Result, error) {
	start := time.Now()
	all, err := views(a)
	if err != nil {
		return Result{}, err
	}
	var sum Result
	for _, v := range all {
		s := &Site{archive: a, theme: theme, public: a.Derived(v.folder), hidden: v.hidden, server: true}
		result, err := s.Build(ctx)
		if err != nil {
			return Result{}, err
		}
		sum.Pages += result.Pages
		sum.Files += result.Files
	}
	sum.Took = time.Since(start)
	return sum, forget(a, all)
}

// forget deletes the sites of views that no longer are.
func forget(a *archive.Archive, all []view) error {
	entries, err := os.ReadDir(a.Derived())
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		ours := name == publicFolder || strings.HasPrefix(name, publicFolder+"-")
		if !ours || slices.ContainsFunc(all, func(v view) bool { return v.folder == name }) || mayReplace(a.Derived(name)) != nil {
			continue
		}
		if err := os.RemoveAll(a.Derived(name)); err != nil {
			return fmt.Errorf("删除旧网站：%w", err)
		}
	}
	return nil
}

// Published is where the site that everybody may read is published for our server.
func Published(a *archive.Archive) (string, error) {
	hidden, err := hiddenFrom(a, "")
	return a.Derived(folderOf(hidden)), err
}

// seen tells which folder each role sees, and which bulletins not everybody may read.
type seen struct {
	folders    map[account.Role]string
	restricted map[string]bool // periods
}

func see(a *archive.Archive) (*seen, error) {
	all, err := views(a)
	if err != nil {
		return nil, err
	}
	s := &seen{folders: map[account.Role]string{"": a.Derived(all[0].folder)}, restricted: map[string]bool{}}
	for _, v := range all {
		for _, role := range v.roles {
			s.folders[role] = a.Derived(v.folder)
		}
	}
	for _, folder := range all[0].hidden {
		s.restricted[folder] = true
	}
	return s, nil
}

// missing tells whether some view was never built.
func (s *seen) missing() bool {
	for _, folder := range s.folders {
		if _, err := os.Stat(filepath.Join(folder, markFile)); err != nil {
			return true
		}
	}
	return false
}

// bulletin names the restricted bulletin that a path of the site belongs to.
func (s *seen) bulletin(path string) (folder string, restricted bool) {
	rest, ok := strings.CutPrefix(path, "/bulletins/")
	if !ok {
		return "", false
	}
	folder, _, _ = strings.Cut(rest, "/")
	return folder, s.restricted[folder]
}
