package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	freshPrefix = ".tongbao-new-"
	// markFile tells a published folder from a person's: only a folder that has it is ever replaced.
	markFile = "tongbao-site.txt"
	markText = "这个文件夹由 tongbao build 生成，每次生成都会整个替换。请不要在这里改动或存放文件。\n" +
		"This folder is made by tongbao build and replaced as a whole each time.\n"
)

// mayReplace refuses a folder that holds something else than a site of ours.
func mayReplace(public string) error {
	entries, err := os.ReadDir(public)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(public, markFile)); len(entries) > 0 && err != nil {
		return fmt.Errorf("%s 里有别的文件，不是 tongbao 生成的网站，不会替换：请换一个空文件夹", public)
	}
	return nil
}

// finish marks a complete site and makes it readable for other users' web servers.
func finish(fresh string) error {
	if err := os.WriteFile(filepath.Join(fresh, markFile), []byte(markText), 0o644); err != nil {
		return err
	}
	return os.Chmod(fresh, 0o755)
}

// asideOf is where the old site is between the two renames.
func asideOf(public string) string {
	return filepath.Join(filepath.Dir(public), ".tongbao-old-"+filepath.Base(public))
}

// putBack ends a swap that was killed between its two renames: the old site comes back.
func putBack(public string) error {
	if _, err := os.Stat(public); !errors.Is(err, fs.ErrNotExist) {
		return os.RemoveAll(asideOf(public))
	}
	if err := os.Rename(asideOf(public), public); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// swap puts fresh in place of public. Where the system can exchange two folders in one step, no reader and no power
// cut ever sees neither; elsewhere there are two renames, and the old site is put back when the second one fails.
func swap(fresh, public string) error {
	if _, err := os.Stat(public); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(fresh, public)
	}
	if err := exchange(fresh, public); err == nil || !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	aside := asideOf(public)
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	if err := os.Rename(public, aside); err != nil {
		return err
	}
	if err := os.Rename(fresh, public); err != nil {
		return errors.Join(err, os.Rename(aside, public))
	}
	return os.RemoveAll(aside)
}
