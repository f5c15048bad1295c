package llama_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"llft/gguf"
	"llft/internal/fixtures"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/quant"
)

// shapes covers what LLaMA models differ in.
var shapes = map[string]synthetic.Shape{
	"grouped heads":  {Dim: 64, Layers: 2, Heads: 4, KVHeads: 2, FFN: 96, Vocab: 300},
	"one kv head":    {Dim: 64, Layers: 2, Heads: 4, KVHeads: 1, FFN: 160, Vocab: 300, Tied: true},
	"rope factors":   {Dim: 96, Layers: 2, Heads: 6, KVHeads: 3, FFN: 96, Vocab: 300, RopeFreqs: true},
	"own head width": {Dim: 64, Layers: 1, Heads: 4, KVHeads: 4, FFN: 64, Vocab: 300, HeadDim: 32},
	"q8_0":           {Dim: 128, Layers: 2, Heads: 4, KVHeads: 2, FFN: 256, Vocab: 300, Type: gguf.Q8_0},
}

func synth(t testing.TB, s synthetic.Shape) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.gguf")
	if err := synthetic.Write(path, s); err != nil {
		t.Fatal(err)
	}
	return path
}

// ids is a fixed sequence of n tokens below vocab.
func ids(n, vocab int) []int32 {
	x := make([]int32, n)
	for i := range x {
		x[i] = int32((i*i*7 + i*13 + 5) % vocab)
	}
	return x
}

func TestBatchedEqualsOneByOne(t *testing.T) {
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			path := synth(t, shape)
			m := open(t, path, llama.Options{Threads: 2, Compute: quant.F32})
			tokens := ids(200, m.Vocab)
			whole := evaluate(t, m, llama.CacheF32, tokens, len(tokens))
			for _, piece := range []int{1, 3, 7, 64} {
				if e := fixtures.RelRMS(evaluate(t, m, llama.CacheF32, tokens, piece), whole); e > 1e-5 {
					t.Errorf("f32 cache, pieces of %d: relative RMS %.3g, want at most 1e-5", piece, e)
				}
				if e := fixtures.RelRMS(evaluate(t, m, llama.CacheF16, tokens, piece), whole); e > 2e-3 {
					t.Errorf("f16 cache, pieces of %d: relative RMS %.3g, want at most 2e-3", piece, e)
				}
				if e := fixtures.RelRMS(evaluate(t, m, llama.CacheQ8, tokens, piece), whole); e > 2e-2 {
					t.Errorf("q8_0 cache, pieces of %d: relative RMS %.3g, want at most 2e-2", piece, e)
				}
			}
		})
	}
}

func TestThreadsDoNotChangeLogits(t *testing.T) {
	path := synth(t, shapes["q8_0"])
	for _, compute := range []quant.Compute{quant.F32, quant.Int8} {
		var want []float32
		for _, threads := range []int{1, 2, 3, 5} {
			m := open(t, path, llama.Options{Threads: threads, Compute: compute})
			got := evaluate(t, m, llama.CacheF16, ids(70, m.Vocab), 69)
			if want == nil {
				want = got
			}
			if e := fixtures.RelRMS(got, want); e != 0 {
				t.Errorf("compute %v: %d threads differ from 1 by %.3g", compute, threads, e)
			}
		}
	}
}

func TestTruncateForgets(t *testing.T) {
	m := open(t, synth(t, shapes["grouped heads"]), llama.Options{Threads: 1, Compute: quant.F32})
	s, err := m.NewSession(16, llama.CacheF32)
	if err != nil {
		t.Fatal(err)
	}
	eval := func(tokens ...int32) []float32 {
		logits, err := s.Eval(tokens)
		if err != nil {
			t.Fatal(err)
		}
		return append([]float32(nil), logits...)
	}
	want := eval(1, 2, 3, 4)
	eval(9, 9, 9)
	s.Truncate(3)
	if got := eval(4); fixtures.RelRMS(got, want) > 1e-5 || s.Len() != 4 {
		t.Errorf("after Truncate: relative RMS %g, length %d", fixtures.RelRMS(got, want), s.Len())
	}
}

func TestEvalRefuses(t *testing.T) {
	m := open(t, synth(t, shapes["grouped heads"]), llama.Options{Threads: 1})
	s, err := m.NewSession(4, llama.CacheF16)
	if err != nil {
		t.Fatal(err)
	}
	for _, tokens := range [][]int32{{}, {-1}, {int32(m.Vocab)}} {
		if _, err := s.Eval(tokens); err == nil {
			t.Errorf("Eval(%v) was accepted", tokens)
		}
	}
	if _, err := s.Eval(ids(5, m.Vocab)); !errors.Is(err, llama.ErrContextFull) {
		t.Errorf("five tokens into four positions: %v", err)
	}
	if s.Len() != 0 {
		t.Errorf("refused tokens took %d positions", s.Len())
	}
	if _, err := m.NewSession(0, llama.CacheF16); err == nil {
		t.Error("a session of 0 positions was made")
	}
}

// TestLoadRefuses edits the metadata or tensors of a good model and wants a refusal that names the culprit.
func TestLoadRefuses(t *testing.T) {
	base := synth(t, shapes["grouped heads"])
	cases := []struct {
		name string
		edit func(kv *gguf.KV, tensors map[string]*gguf.Tensor)
		want string
	}{
		{"another architecture", set("general.architecture", "gptneox"), `"gptneox"`},
		{"an adapter", set("general.type", "adapter"), `"adapter"`},
		{"experts", set("llama.expert_count", uint32(8)), "expert_count"},
		{"yarn", set("llama.rope.scaling.type", "yarn"), "yarn"},
		{"longrope", set("llama.rope.scaling.type", "longrope"), "longrope"},
		{"not causal", set("llama.attention.causal", false), "causal"},
		{"no heads", set("llama.attention.head_count", uint32(0)), "head_count"},
		{"heads per layer", set("llama.attention.head_count_kv", []int32{2, 1}), "head_count_kv"},
		{"kv heads", set("llama.attention.head_count_kv", uint32(3)), "head_count_kv"},
		{"too many layers", set("llama.block_count", uint32(1<<24)), "block_count"},
		{"one layer more", set("llama.block_count", uint32(3)), "blk.2."},
		{"one layer less", set("llama.block_count", uint32(1)), "blk.1."},
		{"wrong type", set("llama.embedding_length", "64"), "embedding_length"},
		{"odd rope", set("llama.rope.dimension_count", uint32(7)), "dimension_count"},
		{"unknown tensor", func(_ *gguf.KV, ts map[string]*gguf.Tensor) {
			ts["blk.0.attn_q_norm.weight"] = &gguf.Tensor{Type: gguf.F32, Dims: []int{4}, Data: make([]byte, 16)}
		}, "blk.0.attn_q_norm.weight"},
		{"missing tensor", func(_ *gguf.KV, ts map[string]*gguf.Tensor) { delete(ts, "blk.1.ffn_up.weight") }, "blk.1.ffn_up.weight"},
		{"wrong shape", func(_ *gguf.KV, ts map[string]*gguf.Tensor) {
			ts["blk.1.ffn_up.weight"].Dims = []int{32, 192}
		}, "blk.1.ffn_up.weight"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f, err := gguf.Open(rewrite(t, base, c.edit))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := llama.Load(f, llama.Options{Threads: 1}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that names %q", err, c.want)
			}
		})
	}
}

func set(key string, value any) func(*gguf.KV, map[string]*gguf.Tensor) {
	return func(kv *gguf.KV, _ map[string]*gguf.Tensor) { kv.Set(key, value) }
}

// rewrite copies a model with its metadata and tensors edited.
func rewrite(t *testing.T, path string, edit func(*gguf.KV, map[string]*gguf.Tensor)) string {
	t.Helper()
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tensors := map[string]*gguf.Tensor{}
	var order []string
	for _, x := range f.Tensors {
		c := *x
		tensors[x.Name] = &c
		order = append(order, x.Name)
	}
	edit(f.KV, tensors)
	for name := range tensors {
		if f.Tensor(name) == nil {
			order = append(order, name)
		}
	}
	out := filepath.Join(t.TempDir(), "edited.gguf")
	w, err := gguf.Create(out, f.KV)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for _, name := range order {
		if x := tensors[name]; x != nil {
			err = errors.Join(err, w.Add(name, x.Type, x.Dims...))
		}
	}
	for _, name := range order {
		if x := tensors[name]; x != nil {
			_, writeErr := w.Write(x.Data)
			err = errors.Join(err, writeErr)
		}
	}
	if err = errors.Join(err, w.Commit()); err != nil {
		t.Fatal(fmt.Errorf("rewriting %s: %w", path, err))
	}
	return out
}
