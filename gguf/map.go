package gguf

import (
	"errors"
	"io"
	"os"
	"unsafe"
)

// mapping is a file's bytes in memory, read-only.
type mapping struct {
	data  []byte
	unmap func() error
	file  *os.File // for read
}

// mapFile maps the whole of a regular file.
func mapFile(path string) (*mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, bare(err)
	}
	m, err := mapOpen(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	m.file = f
	return m, nil
}

func mapOpen(f *os.File) (*mapping, error) {
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

// offset is where data begins in the mapping, if it lies in there.
func (m *mapping) offset(data []byte) (int, bool) {
	if len(data) == 0 || len(m.data) == 0 {
		return 0, false
	}
	start := uintptr(unsafe.Pointer(&data[0])) - uintptr(unsafe.Pointer(&m.data[0]))
	return int(start), start < uintptr(len(m.data)) && uintptr(len(data)) <= uintptr(len(m.data))-start
}

// read fills dst from the file, if data lies in its mapping.
func (m *mapping) read(dst, data []byte) (bool, error) {
	start, inside := m.offset(data)
	if !inside || m.file == nil {
		return false, nil
	}
	_, err := m.file.ReadAt(dst[:len(data)], int64(start))
	if err == io.EOF {
		err = errors.New("the file has become shorter since it was opened")
	}
	return true, bare(err)
}

// release drops the whole pages of data, if it lies in the mapping, from this process; the system may keep them cached.
func (m *mapping) release(data []byte) {
	start, inside := m.offset(data)
	if !inside {
		return
	}
	page := os.Getpagesize()
	first, last := (start+page-1)/page*page, (start+len(data))/page*page // the mapping starts at a page
	if m.unmap != nil && first < last {
		dropPages(m.data[first:last])
	}
}

func (m *mapping) close() error {
	var err error
	if m.unmap != nil {
		err = m.unmap()
	}
	if m.file != nil {
		err = errors.Join(err, m.file.Close())
	}
	m.unmap, m.data, m.file = nil, nil, nil
	return err
}
