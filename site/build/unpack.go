package build

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"tongbao/archive"
	"tongbao/site/scratch"
)

// unpack puts the theme on disk below the archive's derived folder, once per version of it, and gives the themes
// folder. It must be on disk: Hugo's script bundler reads imported files with the operating system's own calls.
func unpack(a *archive.Archive, theme fs.FS) (string, error) {
	version, err := fingerprint(theme)
	if err != nil {
		return "", err
	}
	themes := a.Derived("theme", version)
	if _, err := os.Stat(themes); err == nil {
		return themes, nil
	}
	if err := os.MkdirAll(a.Derived("theme"), 0o755); err != nil {
		return "", err
	}
	work, err := scratch.New(a.Derived("theme"), "new-")
	if err != nil {
		return "", err
	}
	defer work.Remove()
	fresh := work.Path
	if err := os.Mkdir(filepath.Join(fresh, themeName), 0o755); err != nil {
		return "", err
	}
	if err := os.CopyFS(filepath.Join(fresh, themeName), themeFiles{theme}); err != nil {
		return "", err
	}
	// Renamed when complete: an interrupted run leaves no half theme behind. Another process may have been first.
	if err := os.Rename(fresh, themes); err != nil && !errors.Is(err, fs.ErrExist) && !exists(themes) {
		return "", err
	}
	return themes, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func fingerprint(theme fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(theme, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		h.Write([]byte(name + "\x00")) // a hash never fails to write
		h.Write(sum[:])
		return nil
	})
	return hex.EncodeToString(h.Sum(nil))[:16], err
}

// themeFiles leaves out what only people need: keep-files and tests.
type themeFiles struct{ fs.FS }

// ReadDir filters a folder's entries for os.CopyFS.
func (t themeFiles) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.FS, name)
	var kept []fs.DirEntry
	for _, e := range entries {
		if base := path.Base(e.Name()); base != ".gitkeep" && !strings.HasSuffix(base, ".test.ts") {
			kept = append(kept, e)
		}
	}
	return kept, err
}
