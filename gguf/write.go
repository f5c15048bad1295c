package gguf

import (
	"encoding/binary"
	"fmt"
	"io"

	"llft/internal/atomicfile"
)

// Writer writes a GGUF of version 3 piece by piece: Create, Add every tensor, Write their bytes in that order, Commit. The file has its
// name only after Commit.
type Writer struct {
	file      output
	kv        *KV
	alignment int
	entries   []entry
	end       uint64 // of the data section so far declared
	begun     bool   // the header is written
	current   int    // tensor being written
	written   int    // bytes of it
}

// output is a file that is there only after Commit.
type output interface {
	io.Writer
	Commit() error
	Abort()
}

// Create starts a file; nothing is at path until Commit. kv may set general.alignment (a power of two, 32 by default).
func Create(path string, kv *KV) (*Writer, error) {
	file, err := atomicfile.Create(path)
	if err != nil {
		return nil, err
	}
	w, err := newWriter(kv, file)
	if err != nil {
		file.Abort()
	}
	return w, err
}

func newWriter(kv *KV, file output) (*Writer, error) {
	alignment, err := kv.IntOr("general.alignment", 32)
	if err != nil {
		return nil, err
	}
	if alignment < 1 || alignment > 1<<20 || alignment&(alignment-1) != 0 {
		return nil, fmt.Errorf("general.alignment is %d, want a power of two up to %d", alignment, 1<<20)
	}
	return &Writer{file: file, kv: kv, alignment: alignment}, nil
}

// Add declares a tensor, dims in ggml's order (row length first). All are declared before the first Write.
func (w *Writer) Add(name string, t Type, dims ...int) error {
	if w.begun {
		return fmt.Errorf("tensor %q is declared after the first byte of data", name)
	}
	if len(dims) < 1 || len(dims) > maxDims || t.BlockSize() == 0 {
		return fmt.Errorf("tensor %q: %d dimensions of %v", name, len(dims), t)
	}
	blocks := dims[0] / t.BlockSize()
	for i, d := range dims {
		if d < 1 || i == 0 && d%t.BlockSize() != 0 {
			return fmt.Errorf("tensor %q: dimension %d is %d, rows of %v are multiples of %d", name, i, d, t, t.BlockSize())
		}
		if i > 0 {
			blocks *= d
		}
	}
	e := entry{tensor: &Tensor{Name: name, Type: t, Dims: dims}, offset: w.end, bytes: blocks * t.BlockBytes()}
	w.entries = append(w.entries, e)
	w.end = w.aligned(w.end + uint64(e.bytes))
	return nil
}

func (w *Writer) aligned(n uint64) uint64 {
	a := uint64(w.alignment)
	return (n + a - 1) / a * a
}

// Write appends bytes to the data of the tensors in the order of their declaration; padding goes between them by itself. A tensor's bytes
// may come in several calls, but no call crosses a tensor's end.
func (w *Writer) Write(p []byte) (int, error) {
	if err := w.begin(); err != nil {
		return 0, err
	}
	if w.current >= len(w.entries) {
		return 0, fmt.Errorf("%d bytes after the last tensor", len(p))
	}
	e := w.entries[w.current]
	if len(p) > e.bytes-w.written {
		return 0, fmt.Errorf("tensor %q: %d bytes, but only %d are left of its %d", e.tensor.Name, len(p), e.bytes-w.written, e.bytes)
	}
	n, err := w.file.Write(p)
	if err != nil {
		return n, err
	}
	w.written += n
	if w.written == e.bytes {
		w.current, w.written = w.current+1, 0
		err = w.pad(e.offset + uint64(e.bytes))
	}
	return n, err
}

func (w *Writer) pad(at uint64) error {
	_, err := w.file.Write(make([]byte, w.aligned(at)-at))
	return err
}

// begin writes the header, the metadata and the table.
func (w *Writer) begin() error {
	if w.begun {
		return nil
	}
	w.begun = true
	le := binary.LittleEndian
	b := le.AppendUint32([]byte(magic), maxVersion)
	b = le.AppendUint64(b, uint64(len(w.entries)))
	b = le.AppendUint64(b, uint64(len(w.kv.Keys())))
	var err error
	for _, key := range w.kv.Keys() {
		v, _ := w.kv.Value(key)
		if b, err = appendValue(appendString(b, key), v); err != nil {
			return fmt.Errorf("key %q: %w", key, err)
		}
	}
	for _, e := range w.entries {
		b = appendString(b, e.tensor.Name)
		b = le.AppendUint32(b, uint32(len(e.tensor.Dims)))
		for _, d := range e.tensor.Dims {
			b = le.AppendUint64(b, uint64(d))
		}
		b = le.AppendUint32(b, uint32(e.tensor.Type))
		b = le.AppendUint64(b, e.offset)
	}
	if _, err := w.file.Write(b); err != nil {
		return err
	}
	return w.pad(uint64(len(b)))
}

// Commit checks that every tensor is complete, syncs the file and gives it its name.
func (w *Writer) Commit() error {
	if err := w.begin(); err != nil {
		return err
	}
	if w.current < len(w.entries) {
		e := w.entries[w.current]
		return fmt.Errorf("tensor %q has %d of its %d bytes", e.tensor.Name, w.written, e.bytes)
	}
	return w.file.Commit()
}

// Abort removes what was written; after Commit it does nothing.
func (w *Writer) Abort() { w.file.Abort() }
