package gguf

import "bytes"

// Encode makes a file in memory, which Parse reads: metadata, and tensors with their data.
func Encode(kv *KV, tensors []*Tensor) ([]byte, error) {
	b := &buffer{}
	w, err := newWriter(kv, b)
	if err != nil {
		return nil, err
	}
	for _, t := range tensors {
		if err := w.Add(t.Name, t.Type, t.Dims...); err != nil {
			return nil, err
		}
	}
	for _, t := range tensors {
		if _, err := w.Write(t.Data); err != nil {
			return nil, err
		}
	}
	if err := w.Commit(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// buffer is a file in memory.
type buffer struct{ bytes.Buffer }

func (*buffer) Commit() error { return nil }
func (*buffer) Abort()        {}
