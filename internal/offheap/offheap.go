// Package offheap gives large zeroed slices outside the Go heap. The collector lets its heap grow to twice what is alive, which for
// activations and caches would be twice the largest part of the program's memory.
package offheap

import (
	"fmt"
	"runtime"
	"unsafe"
)

const (
	// small is the number of bytes below which a slice comes from the Go heap.
	small = 64 << 10

	// slabBytes is the size of a mapping that slices are cut from, so that huge pages cover them end to end. What is not handed out
	// yet is address space and takes no memory.
	slabBytes = 64 << 20

	// hugePage is the usual size of one; slabs begin at a multiple of it.
	hugePage = 2 << 20

	// gap lies between two slices of a slab, so that equal places of slices whose sizes are powers of two do not meet in the same cache sets.
	gap = 3 * 64
)

// Arena owns slices and frees them together. The zero value is ready. It is not safe for concurrent use.
//
// Slices must not be used after Free, nor when the Arena itself can no longer be reached: then they are freed too.
type Arena struct {
	maps *mappings
}

// mappings are apart from the Arena, so that a cleanup can hold them when the Arena is gone.
type mappings struct {
	all  [][]byte
	slab []byte // the rest of the last slab
}

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
	m.all, m.slab = nil, nil
}

// take cuts size bytes from a slab.
func (m *mappings) take(size int) ([]byte, error) {
	need := (size + gap + 63) &^ 63
	if len(m.slab) < need {
		b, err := mmap(max(slabBytes, need+hugePage))
		if b == nil {
			return nil, err
		}
		m.all = append(m.all, b)
		skip := -uintptr(unsafe.Pointer(&b[0])) % hugePage
		m.slab = b[skip:]
		huge(m.slab)
	}
	b := m.slab[:size:size]
	m.slab = m.slab[need:]
	return b, nil
}

// whole maps size bytes alone.
func (m *mappings) whole(size int) ([]byte, error) {
	b, err := mmap(size)
	if b != nil {
		m.all = append(m.all, b)
	}
	return b, err
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
	if n < 0 || int64(n) > (1<<48)/int64(size) {
		panic(fmt.Sprintf("offheap: %d values of %d bytes", n, size))
	}
	if n*size < small {
		return make([]T, n)
	}
	if a.maps == nil {
		a.maps = new(mappings)
		runtime.AddCleanup(a, (*mappings).free, a.maps)
	}
	get := a.maps.take
	if o == Sparse {
		get = a.maps.whole
	}
	b, err := get(n * size)
	if err != nil {
		panic(fmt.Sprintf("offheap: %d bytes of memory: %v", n*size, err))
	}
	if b == nil { // no mappings on this system
		return make([]T, n)
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), n)
}
