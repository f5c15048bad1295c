package lora_test

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"llft/gguf"
	"llft/lora"
)

// FuzzRead reads any bytes as an adapter: no panic, no memory far beyond the file's size, and what is accepted can be written and comes
// back the same.
func FuzzRead(f *testing.F) {
	path := filepath.Join(f.TempDir(), "seed.gguf")
	if err := twoRanks().Write(path); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	kv := &gguf.KV{}
	kv.Set("general.type", "adapter")
	kv.Set("general.architecture", "llama")
	kv.Set("adapter.type", "lora")
	writeFile(f, path, kv, []tensor{
		{"output.weight.lora_a", gguf.Q8_0, []int{32, 2}, make([]byte, 68)},
		{"output.weight.lora_b", gguf.F16, []int{2, 3}, make([]byte, 12)},
		{"x.lora_a", gguf.F32, []int{4}, make([]byte, 16)}, // of one row: rank 1
		{"x.lora_b", gguf.F32, []int{1, 4}, make([]byte, 16)},
	})
	if good, err = os.ReadFile(path); err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	dir := f.TempDir() // of this process
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "a.gguf")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		a, err := lora.Read(path)
		runtime.ReadMemStats(&after)
		// A value takes four bytes, in the file a fifth of one at least; a tensor's or key's entry is a small multiple of its bytes.
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20+64*uint64(len(data)) {
			t.Fatalf("%d bytes were allocated for a file of %d", used, len(data))
		}
		if err != nil {
			return
		}
		for _, p := range a.Pairs {
			if p.Rank < 1 || len(p.A) != p.Rank*p.In || len(p.B) != p.Out*p.Rank {
				t.Fatalf("%s: rank %d, %d x %d, but %d and %d values", p.Target, p.Rank, p.Out, p.In, len(p.A), len(p.B))
			}
		}
		if err := a.Write(path); err != nil {
			t.Fatal(err)
		}
		back, err := lora.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		a.Alpha = float64(float32(a.Alpha)) // a file may have it in float64, ours have float32
		if !reflect.DeepEqual(back, a) {
			t.Fatalf("comes back as %+v, want %+v", back, a)
		}
	})
}
