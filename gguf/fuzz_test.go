package gguf

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// seeds are a good file and its beginnings.
func seeds(f *testing.F) [][]byte {
	path := filepath.Join(f.TempDir(), "seed.gguf")
	small(f, path, everyValue())
	data, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	return [][]byte{data, data[:len(data)/2], data[:24]}
}

// FuzzHeader parses any bytes: no panic, and what is accepted can be used.
func FuzzHeader(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) { use(t, data) })
}

// FuzzTable puts any bytes behind a good header, as tensor table and data.
func FuzzTable(f *testing.F) {
	entry := appendString(nil, "t")
	entry = binary.LittleEndian.AppendUint32(entry, 1)
	entry = binary.LittleEndian.AppendUint64(entry, 32)
	entry = binary.LittleEndian.AppendUint32(entry, uint32(Q4_0))
	entry = binary.LittleEndian.AppendUint64(entry, 0)
	f.Add(uint8(1), append(entry, make([]byte, 64)...))
	f.Fuzz(func(t *testing.T, n uint8, table []byte) { use(t, build(3, uint64(n), 0, table)) })
}

func use(t *testing.T, data []byte) {
	file, err := Parse("fuzz", data)
	if err != nil {
		return
	}
	for _, x := range file.Tensors {
		if len(x.Data) != x.Rows()*x.Dims[0]/x.Type.BlockSize()*x.Type.BlockBytes() || file.Tensor(x.Name) != x {
			t.Fatalf("tensor %q %v %v has %d bytes", x.Name, x.Type, x.Dims, len(x.Data))
		}
	}
	for _, key := range file.KV.Keys() {
		v, _ := file.KV.Value(key)
		if _, err := appendValue(nil, v); err != nil {
			t.Fatalf("key %q cannot be written back: %v", key, err)
		}
	}
}
