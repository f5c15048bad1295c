//go:build unix

package quant

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapMemory returns zeroed memory outside the Go heap, whose size the collector therefore ignores.
func mapMemory(size int) ([]byte, error) {
	mem, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	adviseHuge(mem)
	return mem, nil
}

func unmapMemory(mem []byte) error { return os.NewSyscallError("munmap", unix.Munmap(mem)) }
