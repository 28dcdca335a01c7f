package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"tongbao/site/filelock"
)

// lockFile keeps a second process away from an SQLite file. The operating system holds the lock and lets go of it when
// the process ends, however it ends; the file only says who has it, and stays.
type lockFile struct{ file *os.File }

type holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func lock(path string, now time.Time) (*lockFile, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	if err := filelock.Take(file); err != nil {
		defer file.Close()
		if !errors.Is(err, filelock.ErrHeld) {
			return nil, fmt.Errorf("%w: locking %s: %w", ErrIO, path, err)
		}
		var h holder
		_ = json.NewDecoder(file).Decode(&h) // the other may be writing it just now: then nothing is known of it
		return nil, &Locked{Path: path, PID: h.PID, Host: h.Host, Since: h.Since}
	}
	l := &lockFile{file}
	host, _ := os.Hostname() // for people; locks nothing
	text, err := json.Marshal(holder{os.Getpid(), host, now.UTC()})
	if err == nil {
		err = errors.Join(file.Truncate(0), l.write(text))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %s: %w", ErrIO, path, err), l.unlock())
	}
	return l, nil
}

func (l *lockFile) write(text []byte) error {
	_, err := l.file.WriteAt(append(text, '\n'), 0)
	return err
}

func (l *lockFile) unlock() error { return errors.Join(filelock.Release(l.file), l.file.Close()) }
