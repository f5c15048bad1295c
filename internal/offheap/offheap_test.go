package offheap

import (
	"runtime"
	"testing"
)

func TestMakeIsZeroedAndWritable(t *testing.T) {
	var a Arena
	for range 3 {
		for _, n := range []int{0, 1, 1000, 1 << 15, 1<<22 + 1} {
			for _, o := range []Option{Huge, Sparse} {
				checkZeroed(t, Make[float32](&a, n, o), n)
				checkZeroed(t, Make[uint16](&a, n, o), n)
				checkZeroed(t, Make[byte](&a, n, o), n)
			}
		}
		a.Free()
		a.Free()
	}
}

func checkZeroed[T float32 | uint16 | byte](t *testing.T, x []T, n int) {
	t.Helper()
	if len(x) != n || cap(x) != n {
		t.Fatalf("length %d, capacity %d, want %d", len(x), cap(x), n)
	}
	for i := range x {
		if x[i] != 0 {
			t.Fatalf("value %d of %d is %v", i, n, x[i])
		}
		x[i] = 7
	}
}

// TestHeapStaysSmall wants large slices to leave the Go heap alone.
func TestHeapStaysSmall(t *testing.T) {
	var a Arena
	defer a.Free()
	if Make[byte](&a, small, Sparse); len(a.maps.all) == 0 {
		t.Skip("no mappings on this system")
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	x := Make[float32](&a, 1<<24, Huge)
	x[1<<23] = 1
	runtime.ReadMemStats(&after)
	if after.HeapAlloc > before.HeapAlloc+1<<20 {
		t.Errorf("the heap grew by %d bytes", after.HeapAlloc-before.HeapAlloc)
	}
}

func TestMakeRefuses(t *testing.T) {
	for _, n := range []int{-1, 1 << 60} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d values were made", n)
				}
			}()
			var a Arena
			Make[float32](&a, n, Sparse)
		}()
	}
}
