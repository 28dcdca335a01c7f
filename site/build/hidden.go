package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/afero"
)

// hiding is a disk on which some folders are not there. A page that Hugo never sees is in no list, feed, search index or
// previous/next link either, whatever a template of an archive does; a template that leaves pages out could be forgotten.
type hiding struct {
	afero.Fs
	folders []string // absolute and clean
}

func (h hiding) hides(name string) bool {
	name = filepath.Clean(name)
	for _, folder := range h.folders {
		if name == folder || strings.HasPrefix(name, folder+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

func none(op, name string) error { return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist} }

// Open opens what is not hidden; a folder lists only that.
func (h hiding) Open(name string) (afero.File, error) {
	return h.OpenFile(name, os.O_RDONLY, 0)
}

// OpenFile is Open with flags.
func (h hiding) OpenFile(name string, flag int, mode os.FileMode) (afero.File, error) {
	if h.hides(name) {
		return nil, none("open", name)
	}
	file, err := h.Fs.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	return hidingFile{file, name, h}, nil
}

// Stat tells of what is not hidden.
func (h hiding) Stat(name string) (os.FileInfo, error) {
	if h.hides(name) {
		return nil, none("stat", name)
	}
	return h.Fs.Stat(name)
}

// LstatIfPossible is Stat without following a last symbolic link.
func (h hiding) LstatIfPossible(name string) (os.FileInfo, bool, error) {
	if h.hides(name) {
		return nil, false, none("lstat", name)
	}
	if l, ok := h.Fs.(afero.Lstater); ok {
		return l.LstatIfPossible(name)
	}
	info, err := h.Fs.Stat(name)
	return info, false, err
}

type hidingFile struct {
	afero.File
	name string
	disk hiding
}

// ReadDir gives a folder's entries; fewer than n may come though more follow.
func (f hidingFile) ReadDir(n int) ([]fs.DirEntry, error) {
	entries, err := f.File.(fs.ReadDirFile).ReadDir(n)
	return kept(f, entries, fs.DirEntry.Name), err
}

// Readdir is ReadDir with what Stat tells of each.
func (f hidingFile) Readdir(n int) ([]os.FileInfo, error) {
	infos, err := f.File.Readdir(n)
	return kept(f, infos, os.FileInfo.Name), err
}

// Readdirnames is ReadDir, names only.
func (f hidingFile) Readdirnames(n int) ([]string, error) {
	names, err := f.File.Readdirnames(n)
	return kept(f, names, func(name string) string { return name }), err
}

func kept[E any](f hidingFile, entries []E, name func(E) string) []E {
	var out []E
	for _, e := range entries {
		if !f.disk.hides(filepath.Join(f.name, name(e))) {
			out = append(out, e)
		}
	}
	return out
}
