// Package gguf reads and writes the GGUF container (docs/gguf.md of ggml): metadata, tensor table, mapped data, shards. It does no
// arithmetic on weights. Every length, count, offset and product of a file is checked against the file's size before it is used.
package gguf

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Tensor is one entry of the tensor table.
type Tensor struct {
	Name string
	Type Type
	Dims []int  // ne of ggml: Dims[0] is the row length (fastest); the product fits an int
	Data []byte // the tensor's bytes, mapped read-only
}

// Rows is the product of all dimensions but the first.
func (t *Tensor) Rows() int {
	n := 1
	for _, d := range t.Dims[1:] {
		n *= d
	}
	return n
}

// File is an open GGUF, all its shards mapped.
type File struct {
	Path      string
	Version   int
	Alignment int
	Size      int64 // bytes of all shards
	KV        *KV   // of the first shard
	Tensors   []*Tensor

	byName   map[string]*Tensor
	mappings []*mapping
}

// Open maps the file, and where it is the first of several shards the others, read-only.
func Open(path string) (*File, error) {
	f, err := openShard(path)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", path, err)
	}
	if err := f.openShards(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// openShard maps and reads one file.
func openShard(path string) (*File, error) {
	m, err := mapFile(path)
	if err != nil {
		return nil, err
	}
	f, err := parse(m.data)
	if err != nil {
		m.close()
		return nil, err
	}
	f.Path = path
	f.mappings = []*mapping{m}
	return f, nil
}

// Parse reads a file held in memory (an embedded model); name stands for the path in errors. The data is not copied.
func Parse(name string, data []byte) (*File, error) {
	f, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", name, err)
	}
	f.Path = name
	return f, nil
}

// Tensor finds a tensor by name, or nil.
func (f *File) Tensor(name string) *Tensor { return f.byName[name] }

// Release says that data, a part of a tensor, will not be read for a while: its pages need not stay in memory. Reading it again is allowed.
func (f *File) Release(data []byte) {
	for _, m := range f.mappings {
		m.release(data)
	}
}

// Read copies data, a part of a tensor, to dst, which is as long. Of a mapped file it reads the file itself: no page of the mapping becomes resident,
// and each page of the file costs a copy, not a fault.
func (f *File) Read(dst, data []byte) error {
	for _, m := range f.mappings {
		if done, err := m.read(dst, data); done || err != nil {
			return err
		}
	}
	copy(dst, data)
	return nil
}

// Close unmaps the file: no tensor's Data may be used any more.
func (f *File) Close() error {
	var err error
	for _, m := range f.mappings {
		err = errors.Join(err, m.close())
	}
	f.mappings = nil
	return err
}

// checkOverlap refuses tensors that share bytes: no writer makes them, and a shared range would be counted twice everywhere.
func (f *File) checkOverlap(entries []entry) error {
	sorted := slices.Clone(entries)
	slices.SortFunc(sorted, func(a, b entry) int { return cmp.Compare(a.offset, b.offset) })
	for i := 1; i < len(sorted); i++ {
		before, e := sorted[i-1], sorted[i]
		if before.offset+uint64(before.bytes) > e.offset {
			return fmt.Errorf("tensors %q and %q overlap", clip(before.tensor.Name), clip(e.tensor.Name))
		}
	}
	return nil
}
