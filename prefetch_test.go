package llft

import "testing"

// TestPrefetch asks for pieces of many shapes up to the last byte of a slice; that they come can only be seen in the time.
func TestPrefetch(t *testing.T) {
	b := make([]byte, 3*prefetchRun*cacheLine)
	for _, n := range []int{0, 1, cacheLine, cacheLine + 1, 1000, prefetchRun*cacheLine + 1, len(b)} {
		for _, rows := range []int{0, 1, 2, 100} {
			stride := 0
			if rows > 1 {
				stride = (len(b) - n) / (rows - 1)
			}
			Prefetch(b, rows, stride, n)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a row beyond the end of the slice is not refused")
		}
	}()
	Prefetch(make([]byte, 99), 2, 50, 50)
}
