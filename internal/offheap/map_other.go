//go:build !unix

package offheap

// mmap has nothing to give here: Make takes the Go heap.
func mmap(int, Option) ([]byte, error) { return nil, nil }

func unmap([]byte) {}
