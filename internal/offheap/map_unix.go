//go:build unix

package offheap

import "golang.org/x/sys/unix"

func mmap(size int, o Option) ([]byte, error) {
	b, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err == nil && o == Huge {
		huge(b)
	}
	return b, err
}

func unmap(b []byte) {
	_ = unix.Munmap(b) // fails for a range that is not mapped, which this is not
}
