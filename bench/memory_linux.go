package bench

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// mapMemory gives n bytes outside the Go heap, in huge pages where the system has them, so that reading is not bound by page tables.
func mapMemory(n int) (memory []byte, release func(), err error) {
	memory, err = unix.Mmap(-1, 0, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil, nil, fmt.Errorf("%d MiB to measure the read bandwidth: %w", n>>20, err)
	}
	_ = unix.Madvise(memory, unix.MADV_HUGEPAGE)
	return memory, func() { _ = unix.Munmap(memory) }, nil
}
