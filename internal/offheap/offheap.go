// Package offheap gives large zeroed slices outside the Go heap. The collector lets its heap grow to twice what is alive, which for
// activations and caches would be twice the largest part of the program's memory.
package offheap

import (
	"fmt"
	"runtime"
	"unsafe"
)

// small is the number of bytes below which a slice comes from the Go heap: a mapping takes whole pages and a call of the system.
const small = 64 << 10

// Arena owns slices and frees them together. The zero value is ready. It is not safe for concurrent use.
//
// Slices must not be used after Free, nor when the Arena itself can no longer be reached: then they are freed too.
type Arena struct {
	maps *mappings
}

// mappings are apart from the Arena, so that a cleanup can hold them when the Arena is gone.
type mappings struct{ all [][]byte }

// Free gives all slices back. The Arena can be used again.
func (a *Arena) Free() {
	if a.maps != nil {
		a.maps.free()
	}
}

func (m *mappings) free() {
	for _, b := range m.all {
		unmap(b)
	}
	m.all = nil
}

// Option says how pages are handed out.
type Option int

const (
	// Huge asks for huge pages: for what is soon written as a whole.
	Huge Option = iota
	// Sparse takes pages one by one as they are first touched: for what may never be filled.
	Sparse
)

// Make returns n zeroed values. It panics where the system has no memory, as make does.
func Make[T float32 | uint16 | byte](a *Arena, n int, o Option) []T {
	var zero T
	size := int(unsafe.Sizeof(zero))
	if n < 0 || n > (1<<48)/size {
		panic(fmt.Sprintf("offheap: %d values of %d bytes", n, size))
	}
	if n*size < small {
		return make([]T, n)
	}
	b, err := mmap(n*size, o)
	if err != nil {
		panic(fmt.Sprintf("offheap: %d bytes of memory: %v", n*size, err))
	}
	if b == nil { // no mappings on this system
		return make([]T, n)
	}
	if a.maps == nil {
		a.maps = new(mappings)
		runtime.AddCleanup(a, (*mappings).free, a.maps)
	}
	a.maps.all = append(a.maps.all, b)
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), n)
}
