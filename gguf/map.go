package gguf

import (
	"errors"
	"os"
	"unsafe"
)

// mapping is a file's bytes in memory, read-only.
type mapping struct {
	data  []byte
	unmap func() error
}

// mapFile maps the whole of a regular file.
func mapFile(path string) (*mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, bare(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, bare(err)
	}
	if !st.Mode().IsRegular() {
		return nil, errors.New("is not a regular file")
	}
	if st.Size() == 0 {
		return nil, errors.New("the file is empty")
	}
	if int64(int(st.Size())) != st.Size() {
		return nil, errors.New("the file is too large for the addresses of this system")
	}
	return mapRegular(f, int(st.Size()))
}

// bare drops the operation and path that the caller names anyway.
func bare(err error) error {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// release drops the whole pages of data, if it lies in the mapping, from this process; the system may keep them cached.
func (m *mapping) release(data []byte) {
	if len(data) == 0 || len(m.data) == 0 {
		return
	}
	start := uintptr(unsafe.Pointer(&data[0])) - uintptr(unsafe.Pointer(&m.data[0]))
	if start >= uintptr(len(m.data)) || uintptr(len(data)) > uintptr(len(m.data))-start {
		return
	}
	page := uintptr(os.Getpagesize())
	first, last := (start+page-1)/page*page, (start+uintptr(len(data)))/page*page // the mapping starts at a page
	if m.unmap != nil && first < last {
		dropPages(m.data[first:last])
	}
}

func (m *mapping) close() error {
	if m.unmap == nil {
		return nil
	}
	unmap := m.unmap
	m.unmap, m.data = nil, nil
	return unmap()
}
