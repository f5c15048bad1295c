//go:build !linux

package llft

import "testing"

// guardedMemory returns size bytes; only on Linux do they end at an unreadable page.
func guardedMemory(_ testing.TB, size int) []byte { return make([]byte, size) }
