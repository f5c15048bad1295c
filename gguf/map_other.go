//go:build !unix && !windows

package gguf

import (
	"io"
	"os"
)

// mapRegular reads the file where the system has no mappings.
func mapRegular(f *os.File, size int) (*mapping, error) {
	data := make([]byte, size)
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, bare(err)
	}
	return &mapping{data: data}, nil
}

func dropPages([]byte) {}
