//go:build linux || darwin

package bench

import "golang.org/x/sys/unix"

// diskFree is how many bytes may be written in a folder, where the system tells.
func diskFree(folder string) (int64, bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
