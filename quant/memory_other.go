//go:build !unix

package quant

// mapMemory is the Go heap where the system has no anonymous mappings as Unix has them.
func mapMemory(size int) ([]byte, error) { return make([]byte, size), nil }
func unmapMemory([]byte) error           { return nil }
