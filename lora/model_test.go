package lora_test

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/lora"
)

// tiny is the shape of most tests' base.
var tiny = synthetic.Shape{Dim: 32, Layers: 2, Heads: 2, Vocab: 300, Context: 64, Seed: 5}

func syntheticModel(t *testing.T, s synthetic.Shape) *llama.Model {
	t.Helper()
	path := filepath.Join(t.TempDir(), "base.gguf")
	if err := synthetic.Write(path, s); err != nil {
		t.Fatal(err)
	}
	return openModel(t, path)
}

func newAdapter(t *testing.T, m *llama.Model, c lora.Config) *lora.Adapter {
	t.Helper()
	a, err := lora.New(m, c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// fill gives every B values, so that the adapter changes something.
func fill(a *lora.Adapter, seed uint64) *lora.Adapter {
	rng := rand.New(rand.NewPCG(seed, 0))
	for _, p := range a.Pairs {
		for i := range p.B {
			p.B[i] = float32(0.2 * rng.NormFloat64())
		}
	}
	return a
}

func attach(t *testing.T, a *lora.Adapter, m *llama.Model, scale float64, trained bool) *lora.Attachment {
	t.Helper()
	x, err := a.Attach(m, scale, trained)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// logits of the model as it is, after a few tokens.
func logits(t *testing.T, m *llama.Model) []float32 {
	t.Helper()
	s, err := m.NewSession(8, llama.CacheF32)
	if err != nil {
		t.Fatal(err)
	}
	l, err := s.Eval([]int32{1, 260, 270, 280, 265})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(l)
}

// tensor is one of a file that a test writes.
type tensor struct {
	name string
	kind gguf.Type
	dims []int
	data []byte
}

func floatTensor(name string, dims ...int) tensor {
	n := 1
	for _, d := range dims {
		n *= d
	}
	return tensor{name, gguf.F32, dims, make([]byte, 4*n)}
}

func floatBytes(x []float32) []byte {
	b, _ := binary.Append(nil, binary.LittleEndian, x)
	return b
}

func writeFile(t testing.TB, path string, kv *gguf.KV, tensors []tensor) {
	t.Helper()
	w, err := gguf.Create(path, kv)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for _, x := range tensors {
		err = errors.Join(err, w.Add(x.name, x.kind, x.dims...))
	}
	for _, x := range tensors {
		_, writeErr := w.Write(x.data)
		err = errors.Join(err, writeErr)
	}
	if err = errors.Join(err, w.Commit()); err != nil {
		t.Fatal(err)
	}
}
