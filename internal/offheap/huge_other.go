//go:build unix && !linux

package offheap

func huge([]byte) {}
