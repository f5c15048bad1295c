//go:build unix

package gguf

import (
	"os"

	"golang.org/x/sys/unix"
)

func mapRegular(f *os.File, size int) (*mapping, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	return &mapping{data: data, unmap: func() error { return os.NewSyscallError("munmap", unix.Munmap(data)) }}, nil
}

// dropPages takes pages out of this process; they come back from the file when touched. Failure costs memory only.
func dropPages(pages []byte) { _ = unix.Madvise(pages, unix.MADV_DONTNEED) }
