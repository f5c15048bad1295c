package main

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/tasks"
	"llft/llama"
)

func TestCosine(t *testing.T) {
	want := [][]float32{{1, 0}, {3, 4}, {0, 0}, {1, 0}}
	got := [][]float32{{1, 1}, {3, 4}, {0, 5}, {0, 2}}
	if all, low := cosine(want, got, 0); math.Abs(all-1/math.Sqrt(27)) > 1e-12 || math.Abs(low-math.Sqrt(0.5)) > 1e-12 {
		t.Errorf("of A: %g, lowest %g", all, low)
	}
	if all, low := cosine(want, got, 1); math.Abs(all-25/math.Sqrt(26*29)) > 1e-12 || low != 0 {
		t.Errorf("of B: %g, lowest %g", all, low)
	}
}

// TestBases: what no K-quant can store, or is quantized already, is refused.
func TestBases(t *testing.T) {
	dir := t.TempDir()
	open := func(name string, s llama.Shape) *lab.Base {
		path := filepath.Join(dir, name)
		if err := lab.WriteRandom(path, s); err != nil {
			t.Fatal(err)
		}
		b, err := lab.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { b.Close() })
		return b
	}
	if _, err := bases(open("narrow.gguf", llama.Shape{Dim: 64, Layers: 1, Heads: 2, KVHeads: 1, FFN: 64, Context: 32}), dir); err == nil || !strings.Contains(err.Error(), "256") {
		t.Errorf("rows of 64: %v", err)
	}
	all, err := bases(open("wide.gguf", llama.Shape{Dim: 256, Layers: 1, Heads: 2, KVHeads: 1, FFN: 256, Context: 32}), dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range all {
		defer b.base.Close()
		if i > 0 && !(b.bits < all[i-1].bits) {
			t.Errorf("%s has %g bits, %s %g", b.kind, b.bits, all[i-1].kind, all[i-1].bits)
		}
	}
	if _, err := bases(all[1].base, dir); err == nil || !strings.Contains(err.Error(), "F32") {
		t.Errorf("a base in Q8_0: %v", err)
	}
}

// TestQuick goes through everything: the gradients of the coarser bases turn further, and F32 merged into F16 is the adapter beside it.
func TestQuick(t *testing.T) {
	dir := t.TempDir()
	o := options{task: tasks.Hard, ratio: 4, workers: 2, quick: true, docs: dir}
	if err := o.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "study-quantized-random-hard")
	text, err := os.ReadFile(name + ".md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## Gradients", "## Training", "## Merging", "| F32 | 32.00 |", "| 1.00000 ± 0.00000 (1.0000) |", "merged into Q4_K"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	if _, err := os.Stat(name + ".svg"); err != nil {
		t.Error(err)
	}
}
