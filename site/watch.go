package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"tongbao/archive"
)

// watched are the parts of an archive that a build reads.
var watched = []string{"content", "data", "layouts", "assets", "static", "i18n"}

// quiet is how long the archive must rest before a rebuild: saving one file makes several events, an ingest many.
const quiet = 300 * time.Millisecond

// watch gives a channel that receives when the archive has changed and rests again; it never does unless wanted.
func watch(a *archive.Archive, wanted bool) (<-chan struct{}, func(), error) {
	if !wanted {
		return nil, func() {}, nil
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, nil, fmt.Errorf("watch the archive: %w", err)
	}
	if err := watchAll(a, w); err != nil {
		w.Close()
		return nil, nil, err
	}
	out := make(chan struct{}, 1)
	go settle(w, out)
	return out, func() { w.Close() }, nil
}

func watchAll(a *archive.Archive, w *fsnotify.Watcher) error {
	if err := w.Add(a.Root); err != nil { // for hugo.toml, and for folders that are made later
		return fmt.Errorf("watch %s: %w", a.Root, err)
	}
	for _, name := range watched {
		if err := watchTree(w, a.Path(name)); err != nil {
			return err
		}
	}
	return nil
}

func watchTree(w *fsnotify.Watcher, root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !d.IsDir() {
			return err
		}
		return w.Add(path)
	})
}

// settle turns bursts of events into single ones.
func settle(w *fsnotify.Watcher, out chan<- struct{}) {
	timer := time.NewTimer(quiet)
	timer.Stop()
	for {
		select {
		case e, open := <-w.Events:
			if !open {
				return
			}
			if !matters(e.Name) {
				continue
			}
			if info, err := os.Stat(e.Name); err == nil && info.IsDir() && e.Has(fsnotify.Create) {
				watchTree(w, e.Name) // a folder that cannot be watched is rebuilt with the next change
			}
			timer.Reset(quiet)
		case <-timer.C:
			select {
			case out <- struct{}{}:
			default: // a rebuild is due already
			}
		case _, open := <-w.Errors:
			if !open {
				return
			}
		}
	}
}

// matters leaves out what a build does not read: temporary files, exports, the derived folder, other settings.
func matters(path string) bool {
	base := filepath.Base(path)
	if strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") {
		return false
	}
	return base != archive.UnitsFile && base != "exports" && base != "database"
}
