package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// farAway is the one byte that is locked: beyond the file, because nobody else may read what is locked.
func farAway() *windows.Overlapped { return &windows.Overlapped{OffsetHigh: 1 << 30} }

// Take locks the file for this process, or fails with ErrHeld at once.
func Take(file *os.File) error {
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, farAway())
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrHeld
	}
	return err
}

// Release unlocks the file.
func Release(file *os.File) error {
	return windows.UnlockFileEx(windows.Handle(file.Fd()), 0, 1, 0, farAway())
}
