//go:build unix

package offheap

import "golang.org/x/sys/unix"

func mmap(size int) ([]byte, error) {
	return unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
}

func unmap(b []byte) {
	_ = unix.Munmap(b) // fails for a range that is not mapped, which this is not
}
