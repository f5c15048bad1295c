package llama

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"

	"llft/gguf"
)

// Shape is the size of a model that is made from nothing.
type Shape struct {
	Dim     int // of the residual stream; a multiple of 256 can be stored in any quantized type
	Layers  int
	Heads   int  // of queries, each Dim/Heads values
	KVHeads int  // of keys and values
	FFN     int  // inner width of the feed-forward; a multiple of 256 likewise
	Context int  // the longest sequence that it is made for
	Untied  bool // a matrix of its own for the output, instead of the embedding
}

// The constants of a new model: those of LLaMA.
const (
	newEps      = 1e-5
	newRopeBase = 10000
	newStd      = 0.02
)

// New makes a model that knows nothing, with the tokenizer (and chat template) of vocabulary: an F32 file in memory, to be given to Load and
// trained. The values depend on shape and seed alone.
//
// Matrices are drawn from a normal distribution with the standard deviation 0.02, as in GPT-2; those that write to the residual stream
// (attn_output, ffn_down) with 0.02/√(2·Layers), so that the 2·Layers contributions together are as large as one. Norms begin at 1.
// Unless Untied, the embedding is the output matrix too.
func New(s Shape, vocabulary *gguf.KV, name string, seed uint64) (*gguf.File, error) {
	tokens, err := vocabulary.Strings("tokenizer.ggml.tokens")
	if err != nil {
		return nil, fmt.Errorf("no tokenizer: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	var all []*gguf.Tensor
	for _, t := range s.tensors(len(tokens)) {
		all = append(all, &gguf.Tensor{Name: t.name, Type: gguf.F32, Dims: t.dims, Data: t.values(seed)})
	}
	data, err := gguf.Encode(s.metadata(vocabulary, name, len(tokens)), all)
	if err != nil {
		return nil, err
	}
	return gguf.Parse("new model", data)
}

// Parameters counts the values of a model of this shape.
func (s Shape) Parameters(vocab int) int64 {
	n := int64(0)
	for _, t := range s.tensors(vocab) {
		n += int64(t.size())
	}
	return n
}

func (s Shape) check() error {
	for _, n := range []struct {
		name      string
		got, high int
	}{{"dim", s.Dim, 1 << 16}, {"layers", s.Layers, 1024}, {"heads", s.Heads, 1024}, {"kv", s.KVHeads, 1024}, {"ffn", s.FFN, 1 << 18}, {"ctx", s.Context, 1 << 20}} {
		if n.got < 1 || n.got > n.high {
			return fmt.Errorf("%s is %d, want 1 to %d", n.name, n.got, n.high)
		}
	}
	switch {
	case s.Dim%s.Heads != 0 || s.Dim/s.Heads%2 != 0:
		return fmt.Errorf("%d heads do not cut dim %d into even parts of an even length", s.Heads, s.Dim)
	case s.Heads%s.KVHeads != 0:
		return fmt.Errorf("%d heads cannot share %d heads of keys and values: want a divisor", s.Heads, s.KVHeads)
	}
	return nil
}

// newTensor is a tensor to be: drawn from a normal distribution of standard deviation std, or all ones.
type newTensor struct {
	name string
	dims []int
	std  float64 // 0: ones
}

func (t newTensor) size() int {
	n := 1
	for _, d := range t.dims {
		n *= d
	}
	return n
}

// values are the bytes of a tensor. The stream of numbers depends on the seed and the tensor's name.
func (t newTensor) values(seed uint64) []byte {
	h := fnv.New64a()
	h.Write([]byte(t.name))
	rng := rand.New(rand.NewPCG(seed, h.Sum64()))
	out := make([]byte, 4*t.size())
	for i := 0; i < len(out); i += 4 {
		v := float32(1)
		if t.std != 0 {
			v = float32(t.std * rng.NormFloat64())
		}
		binary.LittleEndian.PutUint32(out[i:], math.Float32bits(v))
	}
	return out
}

// tensors lists those of a model in the order of the forward pass.
func (s Shape) tensors(vocab int) []newTensor {
	kv := s.Dim / s.Heads * s.KVHeads
	residual := newStd / math.Sqrt(float64(2*s.Layers))
	all := []newTensor{{"token_embd.weight", []int{s.Dim, vocab}, newStd}}
	for l := range s.Layers {
		name := func(part string) string { return fmt.Sprintf("blk.%d.%s.weight", l, part) }
		all = append(all,
			newTensor{name("attn_norm"), []int{s.Dim}, 0},
			newTensor{name("attn_q"), []int{s.Dim, s.Dim}, newStd},
			newTensor{name("attn_k"), []int{s.Dim, kv}, newStd},
			newTensor{name("attn_v"), []int{s.Dim, kv}, newStd},
			newTensor{name("attn_output"), []int{s.Dim, s.Dim}, residual},
			newTensor{name("ffn_norm"), []int{s.Dim}, 0},
			newTensor{name("ffn_gate"), []int{s.Dim, s.FFN}, newStd},
			newTensor{name("ffn_up"), []int{s.Dim, s.FFN}, newStd},
			newTensor{name("ffn_down"), []int{s.FFN, s.Dim}, residual},
		)
	}
	all = append(all, newTensor{"output_norm.weight", []int{s.Dim}, 0})
	if s.Untied {
		all = append(all, newTensor{"output.weight", []int{s.Dim, vocab}, newStd})
	}
	return all
}

func (s Shape) metadata(vocabulary *gguf.KV, name string, vocab int) *gguf.KV {
	kv := &gguf.KV{}
	kv.Set("general.architecture", architecture)
	kv.Set("general.type", "model")
	kv.Set("general.name", name)
	kv.Set("general.file_type", uint32(0)) // mostly F32
	for _, n := range []struct {
		key   string
		value int
	}{
		{"block_count", s.Layers}, {"context_length", s.Context}, {"embedding_length", s.Dim}, {"feed_forward_length", s.FFN},
		{"attention.head_count", s.Heads}, {"attention.head_count_kv", s.KVHeads}, {"rope.dimension_count", s.Dim / s.Heads}, {"vocab_size", vocab},
	} {
		kv.Set(architecture+"."+n.key, uint32(n.value))
	}
	kv.Set(architecture+".attention.layer_norm_rms_epsilon", float32(newEps))
	kv.Set(architecture+".rope.freq_base", float32(newRopeBase))
	for _, key := range vocabulary.Keys() {
		if v, _ := vocabulary.Value(key); strings.HasPrefix(key, "tokenizer.") {
			kv.Set(key, v)
		}
	}
	return kv
}
