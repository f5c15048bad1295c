//go:build !unix

package offheap

// mmap has nothing to give here: Make takes the Go heap.
func mmap(int) ([]byte, error) { return nil, nil }

func unmap([]byte) {}

func huge([]byte) {}
