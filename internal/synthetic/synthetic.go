// Package synthetic writes LLaMA models of any shape with random weights and a small vocabulary, for tests and measurements.
package synthetic

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"llft/gguf"
)

// Shape is the size of a model. Zero fields take defaults: Heads 4, KVHeads = Heads, FFN = 3·Dim, Vocab 512, Context 256.
type Shape struct {
	Dim, Layers, Heads, KVHeads, FFN, Vocab, Context int
	HeadDim                                          int       // attention.key_length and value_length when not Dim/Heads
	Tied                                             bool      // no output.weight
	RopeFreqs                                        bool      // a rope_freqs.weight tensor, as LLaMA 3.1 has
	Type                                             gguf.Type // of the matrices; those whose rows its blocks do not divide stay F32
	Mix                                              Mix       // another type for some of them; nil: none
	RopeBase                                         float32   // 10000 when zero
	Name                                             string    // general.name, when not empty
	Seed                                             uint64
	ChatTemplate                                     string // tokenizer.chat_template, when not empty
}

// tensor is one entry of the model to be.
type tensor struct {
	name string
	kind gguf.Type
	dims []int
	data func(w *gguf.Writer) error
}

// Write makes the file at path, in the form of a converted LLaMA: SPM vocabulary, matrices from N(0, 1/row length), norms near 1. The bytes
// depend on the shape alone. Weights are cut from a pool of blocks made once, so a file is written at the speed of the disk and only a
// few megabytes are in memory.
func Write(path string, s Shape) error {
	s = s.withDefaults()
	if err := s.check(); err != nil {
		return err
	}
	w, err := gguf.Create(path, s.metadata())
	if err != nil {
		return err
	}
	defer w.Abort()
	tensors, err := s.tensors(true)
	if err != nil {
		return err
	}
	for _, t := range tensors {
		err = errors.Join(err, w.Add(t.name, t.kind, t.dims...))
	}
	for _, t := range tensors {
		if err == nil {
			err = t.data(w)
		}
	}
	if err != nil {
		return err
	}
	return w.Commit()
}

// Bytes is the size of the file that Write would make, but for the metadata.
func Bytes(s Shape) (int64, error) {
	s = s.withDefaults()
	if err := s.check(); err != nil {
		return 0, err
	}
	tensors, err := s.tensors(false)
	n := int64(0)
	for _, t := range tensors {
		values := int64(1)
		for _, d := range t.dims {
			values *= int64(d)
		}
		n += values / int64(t.kind.BlockSize()) * int64(t.kind.BlockBytes())
	}
	return n, err
}

func (s Shape) check() error {
	if s.Dim < 1 || s.Layers < 1 || s.Heads < 1 || s.KVHeads < 1 || s.FFN < 1 || s.Context < 1 || s.Heads%s.KVHeads != 0 || s.HeadDim < 2 || s.HeadDim%2 != 0 {
		return fmt.Errorf("no model has %d layers, dim %d, %d heads of %d, %d KV heads, FFN %d, context %d",
			s.Layers, s.Dim, s.Heads, s.HeadDim, s.KVHeads, s.FFN, s.Context)
	}
	if s.Vocab < firstPiece {
		return fmt.Errorf("a vocabulary of %d is too small: special tokens and bytes are %d", s.Vocab, firstPiece)
	}
	return nil
}

func (s Shape) withDefaults() Shape {
	or := func(v *int, def int) {
		if *v == 0 {
			*v = def
		}
	}
	or(&s.Heads, 4)
	or(&s.KVHeads, s.Heads)
	or(&s.FFN, 3*s.Dim)
	or(&s.Vocab, 512)
	or(&s.Context, 256)
	or(&s.HeadDim, s.Dim/s.Heads)
	if s.RopeBase == 0 {
		s.RopeBase = 10000
	}
	return s
}

func (s Shape) metadata() *gguf.KV {
	kv := &gguf.KV{}
	kv.Set("general.architecture", "llama")
	kv.Set("general.type", "model")
	name := s.Name
	if name == "" {
		name = fmt.Sprintf("synthetic %d x %d", s.Dim, s.Layers)
	}
	kv.Set("general.name", name)
	number := func(key string, v int) { kv.Set("llama."+key, uint32(v)) }
	number("block_count", s.Layers)
	number("context_length", s.Context)
	number("embedding_length", s.Dim)
	number("feed_forward_length", s.FFN)
	number("attention.head_count", s.Heads)
	number("attention.head_count_kv", s.KVHeads)
	number("attention.key_length", s.HeadDim)
	number("attention.value_length", s.HeadDim)
	number("rope.dimension_count", s.HeadDim)
	number("vocab_size", s.Vocab)
	kv.Set("llama.attention.layer_norm_rms_epsilon", float32(1e-5))
	kv.Set("llama.rope.freq_base", s.RopeBase)
	s.vocabulary(kv)
	if s.ChatTemplate != "" {
		kv.Set("tokenizer.chat_template", s.ChatTemplate)
	}
	return kv
}

// tensors lists the model's tensors in the order of the file; without weights they cannot be written.
func (s Shape) tensors(weights bool) ([]tensor, error) {
	pools := map[gguf.Type]*pool{}
	rng := rand.New(rand.NewPCG(s.Seed, 0x73796e7468))
	var all []tensor
	var failed error
	matrix := func(name string, rows, cols int, sigma float64) {
		kind := s.Type
		if s.Mix != nil {
			kind = s.Mix(name, s)
		}
		if kind.BlockSize() == 0 || cols%kind.BlockSize() != 0 {
			kind = gguf.F32
		}
		if !weights {
			failed = errors.Join(failed, checkPool(kind))
		} else if pools[kind] == nil {
			p, err := newPool(kind, rng)
			if err != nil {
				failed = errors.Join(failed, err)
				return
			}
			pools[kind] = p
		}
		seed := rng.Uint64()
		all = append(all, tensor{name, kind, []int{cols, rows}, func(w *gguf.Writer) error { return pools[kind].write(w, rows, cols, sigma, seed) }})
	}
	vector := func(name string, n int, f func(i int) float64) {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(f(i))
		}
		all = append(all, tensor{name, gguf.F32, []int{n}, func(w *gguf.Writer) error { return writeFloats(w, x) }})
	}
	norm := func(int) float64 { return 1 + 0.1*rng.NormFloat64() }
	unit := func(cols int) float64 { return 1 / math.Sqrt(float64(cols)) }

	matrix("token_embd.weight", s.Vocab, s.Dim, 1)
	if s.RopeFreqs { // fast rotations as they are, slow ones slower still
		vector("rope_freqs.weight", s.HeadDim/2, func(i int) float64 { return 1 + 7*float64(i)/float64(s.HeadDim/2) })
	}
	q, kv := s.Heads*s.HeadDim, s.KVHeads*s.HeadDim
	for l := range s.Layers {
		name := func(part string) string { return fmt.Sprintf("blk.%d.%s.weight", l, part) }
		vector(name("attn_norm"), s.Dim, norm)
		matrix(name("attn_q"), q, s.Dim, unit(s.Dim))
		matrix(name("attn_k"), kv, s.Dim, unit(s.Dim))
		matrix(name("attn_v"), kv, s.Dim, unit(s.Dim))
		matrix(name("attn_output"), s.Dim, q, unit(q))
		vector(name("ffn_norm"), s.Dim, norm)
		matrix(name("ffn_gate"), s.FFN, s.Dim, unit(s.Dim))
		matrix(name("ffn_up"), s.FFN, s.Dim, unit(s.Dim))
		matrix(name("ffn_down"), s.Dim, s.FFN, unit(s.FFN))
	}
	vector("output_norm.weight", s.Dim, norm)
	if !s.Tied {
		matrix("output.weight", s.Vocab, s.Dim, unit(s.Dim))
	}
	return all, failed
}
