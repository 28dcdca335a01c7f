//go:build unix

package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Take locks the file for this process, or fails with ErrHeld at once.
func Take(file *os.File) error {
	err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrHeld
	}
	return err
}

// Release unlocks the file.
func Release(file *os.File) error { return unix.Flock(int(file.Fd()), unix.LOCK_UN) }
