// Package filelock locks files between processes. The operating system lets go of a lock when its process ends, however it ends.
package filelock

import "errors"

// ErrHeld says that another process, or another opening of the file, has the lock.
var ErrHeld = errors.New("filelock: held by another")
