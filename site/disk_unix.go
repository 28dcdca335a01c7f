//go:build unix

package site

import "golang.org/x/sys/unix"

// freeBytes is how much may still be written to the disk of a folder.
func freeBytes(folder string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil // #nosec G115 -- a block has a size above 0
}
