package gguf

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// reader walks over the bytes of a file and never past them.
type reader struct {
	data    []byte
	at      int
	version int
}

func (r *reader) errorf(format string, args ...any) error {
	return fmt.Errorf(format+fmt.Sprintf(" (at offset %d)", r.at), args...)
}

func (r *reader) left() int { return len(r.data) - r.at }

func (r *reader) take(n int) ([]byte, error) {
	if n < 0 || n > r.left() {
		return nil, r.errorf("the file ends after %d bytes, %d more are needed", len(r.data), n-r.left())
	}
	b := r.data[r.at : r.at+n]
	r.at += n
	return b, nil
}

func (r *reader) uint32() (uint32, error) {
	b, err := r.take(4)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(b), nil
}

func (r *reader) uint64() (uint64, error) {
	b, err := r.take(8)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b), nil
}

// size reads a length or count: 32 bits wide in version 1, 64 bits since.
func (r *reader) size() (uint64, error) {
	if r.version == 1 {
		n, err := r.uint32()
		return uint64(n), err
	}
	return r.uint64()
}

// count reads how many things of at least bytes each follow, and checks that the rest of the file can hold them.
func (r *reader) count(what string, bytes int) (int, error) {
	n, err := r.size()
	if err != nil {
		return 0, err
	}
	if n > uint64(r.left()/bytes) {
		return 0, r.errorf("%d %s do not fit into the %d bytes that are left", n, what, r.left())
	}
	return int(n), nil
}

func (r *reader) string() (string, error) {
	n, err := r.count("bytes of a string", 1)
	if err != nil {
		return "", err
	}
	b, err := r.take(n)
	return string(b), err
}

// magic and versions of the GGUF specification (docs/gguf.md of ggml).
const (
	magic      = "GGUF"
	minVersion = 1
	maxVersion = 3
)

// header reads magic, version and the two counts.
func (r *reader) header() (tensors, pairs int, err error) {
	if len(r.data) < len(magic) || string(r.data[:len(magic)]) != magic {
		return 0, 0, fmt.Errorf("not a GGUF file: it begins with %q, want %q", r.data[:min(len(r.data), len(magic))], magic)
	}
	r.at = len(magic)
	v, err := r.uint32()
	if err != nil {
		return 0, 0, err
	}
	if v&0xffff == 0 && v != 0 {
		return 0, 0, fmt.Errorf("this GGUF is big-endian (version field %#x); convert it to little-endian", v)
	}
	if v < minVersion || v > maxVersion {
		return 0, 0, fmt.Errorf("GGUF version %d is not supported, %d to %d are", v, minVersion, maxVersion)
	}
	r.version = int(v)
	// The counts stand before what they count, so that the least size of an entry bounds them: name, dims, type, offset; key, type, value.
	n, err := r.size()
	if err != nil {
		return 0, 0, err
	}
	m, err := r.size()
	if err != nil {
		return 0, 0, err
	}
	if least := uint64(r.left() / 16); n > least || m > uint64(r.left()/9) {
		return 0, 0, r.errorf("%d tensors and %d metadata pairs do not fit into %d bytes", n, m, len(r.data))
	}
	return int(n), int(m), nil
}

// metadata reads the key/value pairs.
func (r *reader) metadata(pairs int) (*KV, error) {
	kv := &KV{values: map[string]any{}}
	for i := range pairs {
		at := r.at
		key, err := r.string()
		if err != nil {
			return nil, fmt.Errorf("key %d of %d: %w", i, pairs, err)
		}
		id, err := r.uint32()
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", clip(key), err)
		}
		if key == "" {
			return nil, fmt.Errorf("key %d of %d is empty (at offset %d)", i, pairs, at)
		}
		if kv.Has(key) {
			return nil, fmt.Errorf("key %q stands twice (at offset %d)", clip(key), at)
		}
		v, err := r.value(valueType(id), 0)
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", clip(key), err)
		}
		kv.keys = append(kv.keys, key)
		kv.values[key] = v
	}
	return kv, nil
}

// clip shortens a name of a file for an error.
func clip(s string) string {
	if len(s) > 100 {
		return strings.ToValidUTF8(s[:100], "") + "..."
	}
	return s
}

// entry is a tensor of the table before its data is found.
type entry struct {
	tensor *Tensor
	offset uint64 // from the start of the data section
	bytes  int
}

// maxDims is the most dimensions that ggml has.
const maxDims = 4

// table reads the tensor table.
func (r *reader) table(n int) ([]entry, error) {
	entries := make([]entry, 0, min(n, 1<<16))
	for i := range n {
		name, err := r.string()
		if err != nil {
			return nil, fmt.Errorf("tensor %d of %d: %w", i, n, err)
		}
		e, err := r.entry(name)
		if err != nil {
			return nil, fmt.Errorf("tensor %q: %w", clip(name), err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func (r *reader) entry(name string) (entry, error) {
	e := entry{tensor: &Tensor{Name: name}}
	dims, err := r.uint32()
	if err != nil {
		return e, err
	}
	if dims < 1 || dims > maxDims {
		return e, r.errorf("%d dimensions, want 1 to %d", dims, maxDims)
	}
	values := uint64(1)
	for range dims {
		d, err := r.size()
		if err != nil {
			return e, err
		}
		// 2^53 values are far above any file, and a product of one below it and a dimension below it cannot overflow unseen.
		if d == 0 || d > 1<<53 || values > (1<<53)/d {
			return e, r.errorf("a dimension of %d makes an impossible size", d)
		}
		values *= d
		e.tensor.Dims = append(e.tensor.Dims, int(d))
	}
	id, err := r.uint32()
	if err != nil {
		return e, err
	}
	t := Type(id)
	e.tensor.Type = t
	if e.offset, err = r.uint64(); err != nil {
		return e, err
	}
	if t.BlockSize() == 0 {
		return e, r.errorf("%v is not known, so its size cannot be told", t)
	}
	if e.tensor.Dims[0]%t.BlockSize() != 0 {
		return e, r.errorf("rows of %d values are not a multiple of %v's block of %d", e.tensor.Dims[0], t, t.BlockSize())
	}
	blocks := values / uint64(t.BlockSize())
	if blocks > math.MaxInt/uint64(t.BlockBytes()) {
		return e, r.errorf("%d values make an impossible size", values)
	}
	e.bytes = int(blocks) * t.BlockBytes()
	return e, nil
}

// parse reads one file (one shard) of which data is the whole.
func parse(data []byte) (*File, error) {
	r := &reader{data: data}
	tensors, pairs, err := r.header()
	if err != nil {
		return nil, err
	}
	f := &File{Version: r.version, Size: int64(len(data)), Alignment: 32}
	if f.KV, err = r.metadata(pairs); err != nil {
		return nil, err
	}
	if f.Alignment, err = f.KV.IntOr("general.alignment", 32); err != nil {
		return nil, err
	}
	if a := f.Alignment; a < 1 || a > 1<<20 || a&(a-1) != 0 {
		return nil, fmt.Errorf("general.alignment is %d, want a power of two up to %d", a, 1<<20)
	}
	entries, err := r.table(tensors)
	if err != nil {
		return nil, err
	}
	return f, f.place(entries, data, r.at)
}

// place gives every tensor its bytes. The data section begins at the first multiple of the alignment after the table.
func (f *File) place(entries []entry, data []byte, end int) error {
	start := (end + f.Alignment - 1) / f.Alignment * f.Alignment
	room := uint64(max(0, len(data)-start))
	f.byName = make(map[string]*Tensor, len(entries))
	for _, e := range entries {
		t := e.tensor
		if e.offset%uint64(f.Alignment) != 0 {
			return fmt.Errorf("tensor %q: offset %d is not a multiple of the alignment %d", clip(t.Name), e.offset, f.Alignment)
		}
		if e.offset > room || uint64(e.bytes) > room-e.offset {
			return fmt.Errorf("tensor %q: its %d bytes at offset %d reach past the end of the file (%d bytes); the file may be cut short",
				clip(t.Name), e.bytes, uint64(start)+e.offset, len(data))
		}
		if f.byName[t.Name] != nil {
			return fmt.Errorf("tensor %q stands twice", clip(t.Name))
		}
		at := start + int(e.offset)
		t.Data = data[at : at+e.bytes : at+e.bytes]
		f.byName[t.Name] = t
		f.Tensors = append(f.Tensors, t)
	}
	return f.checkOverlap(entries)
}
