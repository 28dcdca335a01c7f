// Package scratch makes folders for work in progress, and deletes those that killed processes left behind.
//
// Beside each folder lies a file of its name and ".lock", which its process holds locked: a folder whose lock nobody holds is
// nobody's. The lock is there before the folder and goes after it.
package scratch

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tongbao/site/filelock"
)

const lockEnd = ".lock"

// Dir is a folder of this process.
type Dir struct {
	Path string
	lock *os.File
}

// New makes an empty folder in parent, which must exist, with a name that begins with prefix; before that it deletes the folders
// there of the same prefix that nobody works in any more.
func New(parent, prefix string) (*Dir, error) {
	if err := sweep(parent, prefix); err != nil {
		return nil, err
	}
	path := filepath.Join(parent, prefix+strings.ToLower(rand.Text()[:12]))
	file, err := hold(path)
	if err != nil {
		return nil, err
	}
	d := &Dir{path, file}
	if err := os.Mkdir(path, 0o700); err != nil {
		return nil, errors.Join(err, d.Remove())
	}
	return d, nil
}

// Remove deletes the folder with what is in it. It may have been renamed away before.
func (d *Dir) Remove() error {
	return errors.Join(os.RemoveAll(d.Path), drop(d.lock))
}

// hold makes a folder's lock and takes it. Another process that sweeps may have it for a moment, or have deleted it.
func hold(path string) (*os.File, error) {
	for {
		file, err := os.OpenFile(path+lockEnd, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, err
		}
		if err = filelock.Take(file); err == nil && same(file) {
			return file, nil
		}
		file.Close()
		if err != nil && !errors.Is(err, filelock.ErrHeld) {
			return nil, err
		}
	}
}

// same tells whether an open file is still the one of its name.
func same(file *os.File) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(file.Name())
	return err == nil && os.SameFile(opened, named)
}

// drop deletes a lock that is held. Where an open file cannot be deleted, it is closed first.
func drop(lock *os.File) error {
	gone := os.Remove(lock.Name()) == nil
	err := lock.Close() // lets go of the lock as well
	if !gone {
		if again := os.Remove(lock.Name()); !errors.Is(again, fs.ErrNotExist) {
			err = errors.Join(err, again)
		}
	}
	return err
}

// sweep deletes what nobody works in. What cannot be locked or deleted, another process sees to.
func sweep(parent, prefix string) error {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, isLock := strings.CutSuffix(e.Name(), lockEnd)
		if !strings.HasPrefix(name, prefix) || !isLock && !e.IsDir() {
			continue
		}
		path := filepath.Join(parent, name)
		file, err := os.OpenFile(path+lockEnd, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			continue
		}
		if filelock.Take(file) != nil {
			file.Close()
			continue
		}
		if os.RemoveAll(path) == nil {
			_ = drop(file)
		} else {
			file.Close()
		}
	}
	return nil
}
