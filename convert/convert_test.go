package convert_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"llft/convert"
	"llft/gguf"
	"llft/internal/fixtures"
	"llft/internal/parallel"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/quant"
)

// model writes a synthetic model and opens it.
func model(t *testing.T, s synthetic.Shape) *gguf.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.gguf")
	if err := synthetic.Write(path, s); err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

func open(t *testing.T, path string) *gguf.File {
	t.Helper()
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func mix(t *testing.T, name string) convert.Mix {
	t.Helper()
	m, err := convert.ParseMix(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func sameKV(t *testing.T, got, want *gguf.KV) {
	t.Helper()
	if !reflect.DeepEqual(got.Keys(), want.Keys()) {
		t.Errorf("keys %v, want %v", got.Keys(), want.Keys())
	}
	for _, key := range want.Keys() {
		a, _ := got.Value(key)
		b, _ := want.Value(key)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s is %v, want %v", key, a, b)
		}
	}
}

// logits of a short sequence.
func logits(t *testing.T, f *gguf.File) []float32 {
	t.Helper()
	m, err := llama.Load(f, llama.Options{Threads: 1, Compute: quant.F32})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	s, err := m.NewSession(8, llama.CacheF32)
	if err != nil {
		t.Fatal(err)
	}
	var all []float32
	if err := s.EvalEach([]int32{1, 40, 300, 7, 99, 260}, 0, func(_ int, l []float32) { all = append(all, l...) }); err != nil {
		t.Fatal(err)
	}
	return all
}

// An empty plan copies.
func TestWriteCopies(t *testing.T) {
	f := model(t, synthetic.Shape{Dim: 64, Layers: 2, Heads: 4, KVHeads: 2, Type: gguf.Q8_0, RopeFreqs: true, Seed: 1})
	path := filepath.Join(t.TempDir(), "copy.gguf")
	report, err := convert.Write(path, f, convert.Plan{})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := os.ReadFile(f.Path)
	b, _ := os.ReadFile(path)
	if !bytes.Equal(a, b) {
		t.Error("the copy has other bytes")
	}
	if total := report.Total(false); len(report.Tensors) != len(f.Tensors) || total.Off != 0 || total.Before != 0 {
		t.Errorf("%d of %d tensors, %+v", len(report.Tensors), len(f.Tensors), total)
	}
}

// The report says what a comparison of the two files says, the model runs and its logits are near, and the bytes do not depend on threads.
func TestModel(t *testing.T) {
	f := model(t, synthetic.Shape{Dim: 256, Layers: 3, Heads: 4, KVHeads: 2, FFN: 512, Seed: 2})
	want := logits(t, f)
	// Bounds of the error of the weights: half a step of the coarsest grid over ±4 standard deviations, RMS. The logits' are several times that,
	// as the layers add up.
	for name, bound := range map[string]float64{
		"F32": 1e-30, "F16": 3e-4, "BF16": 3e-3, "Q8_0": 0.008, "Q6_K": 0.025, "Q5_K_M": 0.05, "Q5_0": 0.06, "Q4_K_M": 0.09, "q4_k": 0.09, "Q4_0": 0.12,
		"IQ4_NL": 0.1, "Q3_K": 0.2, "Q2_K": 0.4,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "out.gguf")
			var files [][]byte
			var report *convert.Report
			for _, threads := range []int{1, 2} {
				pool := parallel.New(threads)
				defer pool.Close()
				var last, total int64
				var err error
				report, err = convert.Model(path, f, pool, mix(t, name), func(done, of int64) { last, total = max(last, done), of })
				if err != nil {
					t.Fatal(err)
				}
				if last != total || total == 0 {
					t.Errorf("progress ends at %d of %d bytes", last, total)
				}
				data, _ := os.ReadFile(path)
				files = append(files, data)
			}
			if !bytes.Equal(files[0], files[1]) {
				t.Error("two threads give other bytes than one")
			}
			out := open(t, path)
			for i, got := range report.Tensors {
				from, to := f.Tensors[i], out.Tensors[i]
				if got.Name != to.Name || from.Name != to.Name || got.To != to.Type || got.From != from.Type || !reflect.DeepEqual(from.Dims, to.Dims) {
					t.Fatalf("tensor %d: %+v, file has %q %v %v", i, got, to.Name, to.Type, to.Dims)
				}
				if len(to.Dims) == 1 && (to.Type != from.Type || !bytes.Equal(to.Data, from.Data)) {
					t.Errorf("vector %q was not copied", to.Name)
				}
				a, b := values(t, from), values(t, to)
				if e := fixtures.RelRMS(b, a); math.Abs(e-got.RelRMS()) > 1e-6*e || e > bound {
					t.Errorf("tensor %q: relative RMS %.6g, the report says %.6g, at most %g expected", to.Name, e, got.RelRMS(), bound)
				}
			}
			if e := fixtures.RelRMS(logits(t, out), want); !(e <= 6*bound) {
				t.Errorf("logits differ by %.3g", e)
			}
			if len(out.KV.Keys()) < len(f.KV.Keys())+1 || !out.KV.Has("general.file_type") {
				t.Errorf("keys %v", out.KV.Keys())
			}
		})
	}
}

func values(t *testing.T, x *gguf.Tensor) []float32 {
	t.Helper()
	v := make([]float32, x.Rows()*x.Dims[0])
	if err := quant.Dequantize(x.Type, v, x.Data); err != nil {
		t.Fatal(err)
	}
	return v
}

// A few megabytes of memory serve a model of any size.
func TestModelInLittleMemory(t *testing.T) {
	f := model(t, synthetic.Shape{Dim: 1024, Layers: 2, Vocab: 2048, Type: gguf.Q8_0, Seed: 3})
	pool := parallel.New(2)
	defer pool.Close()
	path := filepath.Join(t.TempDir(), "out.gguf")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := convert.Model(path, f, pool, mix(t, "Q4_0"), nil); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	// Three times chunkValues float32, the blocks, the writer's buffer of 1 MB, and the metadata.
	if used := after.TotalAlloc - before.TotalAlloc; used > 6<<20 {
		t.Errorf("%d kB were allocated for a model of %d kB", used>>10, f.Size>>10)
	}
}

// TestFixtureMix makes llama.cpp's quantizations anew from NAME-f32.gguf: the same tensors in the same types, the same file type.
func TestFixtureMix(t *testing.T) {
	pool := parallel.New(2)
	defer pool.Close()
	for _, source := range fixtures.Glob(t, "models", "*-f32.gguf") {
		f := open(t, source)
		prefix := strings.TrimSuffix(source, "f32.gguf")
		for _, path := range fixtures.Glob(t, "models", filepath.Base(prefix)+"*.gguf") {
			m, err := convert.ParseMix(strings.TrimSuffix(strings.TrimPrefix(path, prefix), ".gguf"))
			if err != nil {
				continue
			}
			t.Run(fixtures.Name(path), func(t *testing.T) {
				out := filepath.Join(t.TempDir(), "out.gguf")
				if _, err := convert.Model(out, f, pool, m, nil); err != nil {
					t.Fatal(err)
				}
				got, want := open(t, out), open(t, path)
				for _, x := range want.Tensors {
					if g := got.Tensor(x.Name); g == nil || g.Type != x.Type {
						t.Errorf("tensor %q: %+v, want type %v", x.Name, g, x.Type)
					}
				}
				if have, err := want.KV.Int("general.file_type"); err == nil {
					if n, _ := got.KV.Int("general.file_type"); n != have {
						t.Errorf("general.file_type is %d, want %d", n, have)
					}
				}
				logits(t, got)
			})
		}
	}
}

// Matrices that the blocks do not divide stay what they are, or become F16 where they were quantized.
func TestFit(t *testing.T) {
	for _, c := range []struct {
		wish, own gguf.Type
		dims      []int
		want      gguf.Type
	}{
		{gguf.Q4_K, gguf.F32, []int{512, 4}, gguf.Q4_K},
		{gguf.Q4_K, gguf.F32, []int{64, 4}, gguf.F32},
		{gguf.Q4_K, gguf.BF16, []int{64, 4}, gguf.BF16},
		{gguf.Q4_K, gguf.Q8_0, []int{64, 4}, gguf.F16},
		{gguf.Q8_0, gguf.F32, []int{172, 4}, gguf.F32},
		{gguf.F16, gguf.F32, []int{172, 4}, gguf.F16},
		{gguf.F16, gguf.F32, []int{256}, gguf.F32},
		{gguf.F16, gguf.F32, []int{256, 1}, gguf.F32},
	} {
		if got := convert.Fit(c.wish, &gguf.Tensor{Type: c.own, Dims: c.dims}); got != c.want {
			t.Errorf("%v %v wished as %v becomes %v, want %v", c.own, c.dims, c.wish, got, c.want)
		}
	}
	if _, err := convert.ParseMix("q7"); err == nil || !strings.Contains(err.Error(), "Q4_K_M") {
		t.Errorf("error %v does not list the types", err)
	}
}

// Shards become one file, without the keys that would make a reader look for the others.
func TestShardsBecomeOneFile(t *testing.T) {
	dir := t.TempDir()
	for no, name := range []string{"a", "b"} {
		kv := &gguf.KV{}
		kv.Set("general.architecture", "llama")
		kv.Set("split.no", uint16(no))
		kv.Set("split.count", uint16(2))
		kv.Set("split.tensors.count", int32(2))
		w, err := gguf.Create(filepath.Join(dir, "m-0000"+string(rune('1'+no))+"-of-00002.gguf"), kv)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Add(name, gguf.F32, 2, 2); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, 16)); err != nil {
			t.Fatal(err)
		}
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "one.gguf")
	if _, err := convert.Write(path, open(t, filepath.Join(dir, "m-00001-of-00002.gguf")), convert.Plan{}); err != nil {
		t.Fatal(err)
	}
	out := open(t, path)
	want := &gguf.KV{}
	want.Set("general.architecture", "llama")
	sameKV(t, out.KV, want)
	if out.Tensor("a") == nil || out.Tensor("b") == nil {
		t.Error("a tensor of a shard is missing")
	}
}

// What cannot be written is refused by name; an older file stays, and nothing else is left in the folder.
func TestFailureLeavesTheOldFile(t *testing.T) {
	one := func(kind gguf.Type, cols int, data []byte) *gguf.File {
		path := filepath.Join(t.TempDir(), "in.gguf")
		w, err := gguf.Create(path, &gguf.KV{})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Add("w", kind, cols, 2); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		return open(t, path)
	}
	f32 := func(last float32) []byte {
		x := make([]float32, 512)
		x[511] = last
		b, _ := binary.Append(nil, binary.LittleEndian, x)
		return b
	}
	to := func(kind gguf.Type) convert.Plan {
		return convert.Plan{Type: func(*gguf.Tensor) gguf.Type { return kind }}
	}
	for _, c := range []struct {
		name string
		f    *gguf.File
		plan convert.Plan
		want []string
	}{
		{"a type that is only read", one(gguf.F32, 256, f32(1)), to(gguf.IQ3_S), []string{`"w"`, "IQ3_S"}},
		{"a type that is not read", one(gguf.IQ1_S, 256, make([]byte, 100)), to(gguf.F16), []string{`"w"`, "IQ1_S"}},
		{"a row that is no whole block", one(gguf.F32, 128, make([]byte, 1024)), to(gguf.Q4_K), []string{`"w"`, "128"}},
		{"NaN", one(gguf.F32, 256, f32(float32(math.NaN()))), to(gguf.Q8_0), []string{`"w"`, "row 1", "finite"}},
		{"infinity", one(gguf.F32, 256, f32(float32(math.Inf(1)))), to(gguf.Q4_K), []string{`"w"`, "row 1", "finite"}},
		{"too large for a half", one(gguf.F32, 256, f32(1e6)), to(gguf.F16), []string{`"w"`, "row 1", "too large", "F16"}},
		{"a change that is infinite", one(gguf.F32, 256, f32(1)), convert.Plan{Delta: func(*gguf.Tensor) convert.Delta {
			return func(dst []float32, row int) { dst[row] = float32(math.Inf(1)) }
		}}, []string{`"w"`, "row 0", "finite"}},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "out.gguf")
		if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := convert.Write(path, c.f, c.plan)
		for _, word := range c.want {
			if err == nil || !strings.Contains(err.Error(), word) {
				t.Errorf("%s: error %v does not say %s", c.name, err, word)
			}
		}
		if data, _ := os.ReadFile(path); string(data) != "old" {
			t.Errorf("%s: the old file is gone", c.name)
		}
		if left, _ := os.ReadDir(dir); len(left) != 1 {
			t.Errorf("%s: %d files are left", c.name, len(left))
		}
	}
}
