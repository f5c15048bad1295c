package gguf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"llft/internal/fixtures"
)

// everyValue holds a value of each metadata type, also nested.
func everyValue() *KV {
	kv := &KV{}
	for i, v := range []any{
		uint8(200), int8(-3), uint16(60000), int16(-300), uint32(4e9), int32(-5), uint64(1 << 60), int64(-1 << 60),
		float32(1.5), math.Pi, true, "text with \x00 and ü", "",
		[]uint8{1, 2}, []int8{-1}, []uint16{9}, []int16{-9}, []uint32{7, 8, 9}, []int32{}, []uint64{1}, []int64{-1},
		[]float32{1, 2, float32(math.Inf(1))}, []float64{0.1}, []bool{true, false}, []string{"a", "", "ccc"},
		[]any{[]int32{1, 2}, []string{"x"}, []any{[]bool{true}}},
	} {
		kv.Set(fmt.Sprintf("test.%02d", i), v)
	}
	return kv
}

// small makes a file with every value type and three tensors.
func small(t testing.TB, path string, kv *KV) {
	t.Helper()
	w, err := Create(path, kv)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	err = errors.Join(w.Add("a", F32, 3), w.Add("b.weight", Q8_0, 64, 2), w.Add("c", F16, 5, 1, 2))
	for _, n := range []int{12, 100, 36, 20} { // b.weight in two pieces
		p := make([]byte, n)
		for i := range p {
			p[i] = byte(i*7 + n)
		}
		_, writeErr := w.Write(p)
		err = errors.Join(err, writeErr)
	}
	if err = errors.Join(err, w.Commit()); err != nil {
		t.Fatal(err)
	}
}

func TestRoundTrip(t *testing.T) {
	for _, alignment := range []uint32{1, 8, 32, 64, 4096} {
		t.Run(fmt.Sprint(alignment), func(t *testing.T) {
			kv := everyValue()
			kv.Set("general.alignment", alignment)
			path := filepath.Join(t.TempDir(), "x.gguf")
			small(t, path, kv)
			f, err := Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if !reflect.DeepEqual(f.KV.Keys(), kv.Keys()) {
				t.Errorf("keys %v, want %v", f.KV.Keys(), kv.Keys())
			}
			for _, key := range kv.Keys() {
				got, _ := f.KV.Value(key)
				if want, _ := kv.Value(key); !reflect.DeepEqual(got, want) {
					t.Errorf("%s: %#v, want %#v", key, got, want)
				}
			}
			if len(f.Tensors) != 3 || f.Version != 3 || f.Alignment != int(alignment) {
				t.Fatalf("%d tensors, version %d, alignment %d", len(f.Tensors), f.Version, f.Alignment)
			}
			b := f.Tensor("b.weight")
			if b == nil || b.Type != Q8_0 || b.Rows() != 2 || b.Dims[0] != 64 || len(b.Data) != 136 || b.Data[0] != 100 || b.Data[135] != (35*7+36)%256 {
				t.Errorf("tensor b.weight came back as %+v", b)
			}
			if f.Tensor("c").Rows() != 2 || f.Tensor("nothing") != nil {
				t.Error("tensors are not found by name")
			}
		})
	}
}

func TestGettersFailLoudly(t *testing.T) {
	kv := &KV{}
	kv.Set("s", "text")
	kv.Set("n", uint32(7))
	kv.Set("f", float32(0.5))
	kv.Set("list", []string{"a"})
	kv.Set("big", uint64(math.MaxUint64))
	cases := []struct {
		name string
		err  error
		want []string
	}{
		{"int of string", second(kv.Int("s")), []string{`"s"`, `"text"`, "integer"}},
		{"string of int", second(kv.String("n")), []string{`"n"`, "uint32 7", "string"}},
		{"bool of float", second(kv.Bool("f")), []string{`"f"`, "float32 0.5", "boolean"}},
		{"float of int", second(kv.Float("n")), []string{`"n"`, "float"}},
		{"ints of strings", second(kv.Ints("list")), []string{`"list"`, "array of string", "array of integers"}},
		{"int too large", second(kv.Int("big")), []string{`"big"`}},
		{"wrong type with default", second(kv.IntOr("s", 1)), []string{`"s"`}},
		{"absent", second(kv.Strings("none")), []string{`"none"`, "not found"}},
	}
	for _, c := range cases {
		for _, w := range c.want {
			if c.err == nil || !strings.Contains(c.err.Error(), w) {
				t.Errorf("%s: error %v does not name %s", c.name, c.err, w)
			}
		}
	}
	if _, err := kv.Floats("none"); !errors.Is(err, ErrNotFound) {
		t.Errorf("absent key: %v is not ErrNotFound", err)
	}
	if v, err := kv.IntOr("none", 42); v != 42 || err != nil {
		t.Errorf("IntOr of an absent key: %d, %v", v, err)
	}
	if v, err := kv.Int("n"); v != 7 || err != nil {
		t.Errorf("Int: %d, %v", v, err)
	}
}

func second[T any](_ T, err error) error { return err }

// build makes the bytes of a file by hand: header with the given counts, then the pieces.
func build(version uint32, tensors, pairs uint64, pieces ...any) []byte {
	b := binary.LittleEndian.AppendUint32([]byte("GGUF"), version)
	b = binary.LittleEndian.AppendUint64(b, tensors)
	b = binary.LittleEndian.AppendUint64(b, pairs)
	for _, p := range pieces {
		switch x := p.(type) {
		case string:
			b = appendString(b, x)
		case []byte:
			b = append(b, x...)
		default:
			b, _ = binary.Append(b, binary.LittleEndian, x)
		}
	}
	return b
}

func TestRejects(t *testing.T) {
	zeros := make([]byte, 256)
	tensor := func(name string, typ uint32, offset uint64, dims ...uint64) []byte {
		b := appendString(nil, name)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(dims)))
		for _, d := range dims {
			b = binary.LittleEndian.AppendUint64(b, d)
		}
		b = binary.LittleEndian.AppendUint32(b, typ)
		return binary.LittleEndian.AppendUint64(b, offset)
	}
	cases := []struct {
		name string
		data []byte
		want string
	}{
		{"text", []byte("Once upon a time there was a file named .gguf"), "not a GGUF file"},
		{"zeros", zeros, "not a GGUF file"},
		{"short", []byte("GG"), "not a GGUF file"},
		{"version 0", build(0, 0, 0, zeros), "version 0"},
		{"version 9", build(9, 0, 0, zeros), "version 9"},
		{"big-endian", build(3<<24, 0, 0, zeros), "big-endian"},
		{"2^60 tensors", build(3, 1<<60, 0, zeros), "do not fit"},
		{"2^60 pairs", build(3, 0, 1<<60, zeros), "do not fit"},
		{"2^60 bytes of key", build(3, 0, 1, uint64(1<<60), zeros), "do not fit"},
		{"2^60 array", build(3, 0, 1, "k", uint32(9), uint32(4), uint64(1<<60), zeros), `key "k"`},
		{"2^60 strings", build(3, 0, 1, "k", uint32(9), uint32(8), uint64(1<<60), zeros), `key "k"`},
		{"deep arrays", build(3, 0, 1, "k", uint32(9), uint32(9), uint64(1), uint32(9), uint64(1), uint32(9), uint64(1), uint32(9), uint64(1), uint32(9), uint64(1), zeros), "nested"},
		{"unknown value type", build(3, 0, 1, "k", uint32(13), zeros), "value type 13"},
		{"unknown element type", build(3, 0, 1, "k", uint32(9), uint32(99), uint64(1), zeros), "value type 99"},
		{"boolean 7", build(3, 0, 1, "k", uint32(7), byte(7), zeros), "boolean"},
		{"empty key", build(3, 0, 1, "", uint32(0), byte(7), zeros), "empty"},
		{"key twice", build(3, 0, 2, "k", uint32(0), byte(7), "k", uint32(0), byte(7), zeros), "twice"},
		{"alignment 0", build(3, 0, 1, "general.alignment", uint32(4), uint32(0), zeros), "general.alignment"},
		{"alignment 24", build(3, 0, 1, "general.alignment", uint32(4), uint32(24), zeros), "general.alignment"},
		{"alignment text", build(3, 0, 1, "general.alignment", uint32(8), "x", zeros), "general.alignment"},
		{"tensor past the end", build(3, 1, 0, tensor("t", 0, 0, 1000), zeros), `tensor "t"`},
		{"offset past the end", build(3, 1, 0, tensor("t", 0, 1<<50, 4), zeros), `tensor "t"`},
		{"offset overflows", build(3, 1, 0, tensor("t", 0, math.MaxUint64-31, 64), zeros), `tensor "t"`},
		{"offset not aligned", build(3, 1, 0, tensor("t", 0, 4, 4), zeros), "alignment"},
		{"dimension 0", build(3, 1, 0, tensor("t", 0, 0, 0), zeros), "impossible"},
		{"product overflows", build(3, 1, 0, tensor("t", 0, 0, 1<<40, 1<<40), zeros), "impossible"},
		{"no dimensions", build(3, 1, 0, tensor("t", 0, 0), zeros), "0 dimensions"},
		{"many dimensions", build(3, 1, 0, tensor("t", 0, 0, 1, 1, 1, 1, 1), zeros), "5 dimensions"},
		{"unknown type", build(3, 1, 0, tensor("t", 250, 0, 32), zeros), "type 250"},
		{"ragged row", build(3, 1, 0, tensor("t", 2, 0, 33), zeros), "block of 32"},
		{"tensor twice", build(3, 2, 0, tensor("t", 0, 0, 4), tensor("t", 0, 32, 4), zeros), "twice"},
		{"overlap", build(3, 2, 0, tensor("t", 0, 0, 16), tensor("u", 0, 32, 4), zeros), "overlap"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bad.gguf")
			if err := os.WriteFile(path, c.data, 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := Open(path)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "bad.gguf") || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want one line that says %q and the file", err, c.want)
			}
		})
	}
}

func TestOpenRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.gguf")
	os.WriteFile(empty, nil, 0o644)
	for _, path := range []string{dir, empty, filepath.Join(dir, "none.gguf")} {
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), filepath.Base(path)) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "none.gguf")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// TestTruncated cuts a good file at every byte: every piece but the padding at the end is refused.
func TestTruncated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gguf")
	small(t, path, everyValue())
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Parse("x", data)
	if err != nil {
		t.Fatal(err)
	}
	last := whole.Tensors[len(whole.Tensors)-1]
	end := len(data) // the data of the last tensor ends before its padding
	for end > 0 && &data[end-1] != &last.Data[len(last.Data)-1] {
		end--
	}
	for n := range end {
		if _, err := Parse("x", data[:n]); err == nil {
			t.Fatalf("a file cut to %d of %d bytes was accepted", n, len(data))
		}
	}
	if _, err := Parse("x", data[:end]); err != nil {
		t.Errorf("without the padding at the end: %v", err)
	}
}

// TestVersion1 reads 32-bit lengths and counts.
func TestVersion1(t *testing.T) {
	le := binary.LittleEndian
	b := le.AppendUint32([]byte("GGUF"), 1)
	b = le.AppendUint32(b, 1) // tensors
	b = le.AppendUint32(b, 1) // pairs
	b = append(le.AppendUint32(b, 1), 'k')
	b = le.AppendUint32(b, uint32(typeArray))
	b = le.AppendUint32(b, uint32(typeInt32))
	b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, 2), 5), 6)
	b = append(le.AppendUint32(b, 1), 't')
	b = le.AppendUint32(b, 1) // dims
	b = le.AppendUint32(b, 2)
	b = le.AppendUint32(b, uint32(F32))
	b = le.AppendUint64(b, 0)
	b = append(b, make([]byte, 64)...)
	f, err := Parse("v1", b)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := f.KV.Ints("k"); err != nil || !reflect.DeepEqual(v, []int{5, 6}) || len(f.Tensor("t").Data) != 8 {
		t.Errorf("%v, %v, %d bytes", v, err, len(f.Tensor("t").Data))
	}
}

func TestShards(t *testing.T) {
	dir := t.TempDir()
	shard := func(no, count int) string { return filepath.Join(dir, fmt.Sprintf("m-%05d-of-%05d.gguf", no+1, count)) }
	write := func(path string, no, count, total int, name string) {
		kv := &KV{}
		kv.Set("split.no", uint16(no))
		kv.Set("split.count", uint16(count))
		kv.Set("split.tensors.count", int32(total))
		w, err := Create(path, kv)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Abort()
		err = w.Add(name, F32, 2)
		_, writeErr := w.Write(make([]byte, 8))
		if err = errors.Join(err, writeErr, w.Commit()); err != nil {
			t.Fatal(err)
		}
	}
	for no := range 3 {
		write(shard(no, 3), no, 3, 3, fmt.Sprint("t", no))
	}
	f, err := Open(shard(0, 3))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Tensors) != 3 || f.Tensor("t2") == nil {
		t.Errorf("%d tensors of three shards", len(f.Tensors))
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	fails := func(path, want string) {
		t.Helper()
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one that says %q", err, want)
		}
	}
	fails(shard(1, 3), "open the first")
	write(shard(2, 3), 1, 3, 3, "t2")
	fails(shard(0, 3), "shard 2 of 3")
	write(shard(2, 3), 2, 3, 3, "t1")
	fails(shard(0, 3), "two shards")
	os.Remove(shard(2, 3))
	fails(shard(0, 3), "shard 3 of 3")
	write(shard(2, 3), 2, 3, 9, "t2")
	write(shard(0, 3), 0, 3, 9, "t0")
	fails(shard(0, 3), "split.tensors.count")
	odd := filepath.Join(dir, "odd.gguf")
	write(odd, 0, 3, 3, "t0")
	fails(odd, "names must end")
}

func TestWriterRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gguf")
	w, err := Create(path, &KV{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	if err := w.Add("odd", Q8_0, 33); err == nil {
		t.Error("a row of 33 values in Q8_0 was accepted")
	}
	if err := w.Add("t", F32, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 9)); err == nil {
		t.Error("nine bytes for eight were accepted")
	}
	if err := w.Commit(); err == nil {
		t.Error("an incomplete tensor was committed")
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a refused file is there: %v", err)
	}
}

func TestTypes(t *testing.T) {
	for typ, info := range types {
		if back, ok := ParseType(typ.String()); !ok || back != typ {
			t.Errorf("%v is not found by its name", typ)
		}
		if info.blockSize < 1 || info.blockBytes < 1 {
			t.Errorf("%v has blocks of %d values in %d bytes", typ, info.blockSize, info.blockBytes)
		}
	}
	if s := Type(250).String(); s != "type 250" {
		t.Errorf("an unknown type is called %q", s)
	}
}

// TestFixtureFiles opens every GGUF of the fixtures.
func TestFixtureFiles(t *testing.T) {
	for _, part := range []string{"models", "vocab", "adapters", "full"} {
		for _, path := range fixtures.Glob(t, part, "*.gguf") {
			start := time.Now()
			f, err := Open(path)
			if err != nil {
				t.Error(err)
				continue
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%s took %v to open", path, took)
			}
			f.Close()
		}
	}
}

// Released pages come back from the file, and Read finds the same bytes there.
func TestReleaseAndRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gguf")
	w, err := Create(path, &KV{})
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 40000)
	for i := range data {
		data[i] = byte(i * 7)
	}
	if err := w.Add("t", F32, len(data)/4); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := f.Tensor("t").Data
	for _, part := range [][]byte{got, got[5000:30000], got[:1], nil, make([]byte, 10000)} {
		f.Release(part)
	}
	if !bytes.Equal(got, data) {
		t.Error("data differ after Release")
	}
	outside := make([]byte, 10000)
	outside[9] = 9
	for _, part := range [][]byte{got, got[5000:30000], got[39999:], nil, outside} {
		read := make([]byte, len(part))
		if err := f.Read(read, part); err != nil || !bytes.Equal(read, part) {
			t.Errorf("Read of %d bytes: error %v", len(part), err)
		}
	}
	if err := os.Truncate(path, 20000); err != nil {
		t.Skip(err) // a system that keeps a mapped file's length
	}
	if err := f.Read(make([]byte, len(got)), got); err == nil || !strings.Contains(err.Error(), "shorter") {
		t.Errorf("Read of a file cut short: error %v", err)
	}
}
