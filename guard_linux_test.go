package llft

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// guardedMemory returns size bytes (rounded up to pages) that end where an unreadable page begins: a kernel that reads or writes beyond
// the end of its slice faults.
func guardedMemory(t testing.TB, size int) []byte {
	page := os.Getpagesize()
	size = (size + page - 1) / page * page
	mem, err := unix.Mmap(-1, 0, size+page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Munmap(mem); err != nil {
			t.Error(err)
		}
	})
	if err := unix.Mprotect(mem[size:], unix.PROT_NONE); err != nil {
		t.Fatal(err)
	}
	return mem[:size]
}
