package gguf

import (
	"errors"
	"os"
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

func (m *mapping) close() error {
	if m.unmap == nil {
		return nil
	}
	unmap := m.unmap
	m.unmap, m.data = nil, nil
	return unmap()
}
