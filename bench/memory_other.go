//go:build !linux

package bench

import "runtime/debug"

// mapMemory gives n bytes, which release hands back to the system.
func mapMemory(n int) (memory []byte, release func(), err error) {
	return make([]byte, n), debug.FreeOSMemory, nil
}
