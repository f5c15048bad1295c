package llama

import (
	"fmt"
	"math"

	"llft/gguf"
)

// Config is the shape of a model, from the llama.* metadata of its file.
type Config struct {
	Name                string
	Dim, Layers         int
	Heads, KVHeads      int // Heads is a multiple of KVHeads
	KeyDim, ValueDim    int // length of one head's query and key, and of its value
	FFN, Vocab, Context int
	NormEps             float32
	AttnScale           float32 // factor of q·k, 1/sqrt(KeyDim) unless the file says otherwise
	RopeDim             int     // how many values of a head are rotated, from the first on
	RopeBase, RopeScale float64 // RopeScale: linear scaling, positions are multiplied by it (1 = none)
	Tied                bool    // the output matrix is the embedding
}

// limit bounds the numbers of a configuration: far above any model, low enough that products of two fit an int.
const limit = 1 << 24

// architecture is the one that this package computes.
const architecture = "llama"

// readConfig reads and checks the shape of f, and refuses by name what the forward pass does not compute.
func readConfig(f *gguf.File) (Config, error) {
	var c Config
	kind, err := f.KV.StringOr("general.type", "model")
	if err != nil {
		return c, err
	}
	if kind != "model" {
		return c, fmt.Errorf("this file is %q, not a model (general.type)", kind)
	}
	arch, err := f.KV.String("general.architecture")
	if err != nil {
		return c, err
	}
	if arch != architecture {
		return c, fmt.Errorf("architecture %q is not supported, only %q is", arch, architecture)
	}
	r := reader{kv: f.KV}
	if c.Name, err = f.KV.StringOr("general.name", ""); err != nil {
		return c, err
	}
	c.Dim = r.size("embedding_length")
	c.Layers = r.size("block_count")
	c.FFN = r.size("feed_forward_length")
	c.Context = r.size("context_length")
	c.Heads = r.size("attention.head_count")
	c.KVHeads = r.sizeOr("attention.head_count_kv", c.Heads)
	c.NormEps = float32(r.float("attention.layer_norm_rms_epsilon"))
	if r.err != nil {
		return c, r.err
	}
	if c.Heads%c.KVHeads != 0 {
		return c, fmt.Errorf("llama.attention.head_count is %d, not a multiple of head_count_kv %d", c.Heads, c.KVHeads)
	}
	if c.NormEps < 0 || c.NormEps > 1 {
		return c, fmt.Errorf("llama.attention.layer_norm_rms_epsilon is %g, want 0 to 1", c.NormEps)
	}
	c.KeyDim = r.sizeOr("attention.key_length", c.Dim/c.Heads)
	c.ValueDim = r.sizeOr("attention.value_length", c.Dim/c.Heads)
	c.AttnScale = float32(r.floatOr("attention.scale", 0))
	if c.AttnScale == 0 {
		c.AttnScale = float32(1 / math.Sqrt(float64(c.KeyDim)))
	}
	r.rope(&c)
	r.refuse()
	if r.err != nil {
		return c, r.err
	}
	if c.KeyDim < 1 || c.ValueDim < 1 {
		return c, fmt.Errorf("llama.embedding_length %d is less than one value per head (%d heads)", c.Dim, c.Heads)
	}
	if c.RopeDim > c.KeyDim || c.RopeDim%2 != 0 {
		return c, fmt.Errorf("llama.rope.dimension_count is %d, want an even number up to the head's length %d", c.RopeDim, c.KeyDim)
	}
	return c, nil
}

// reader collects the first error of a series of llama.* keys.
type reader struct {
	kv  *gguf.KV
	err error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

// value reads a number that most models give once and some give as an array of one number per layer, which must then all be equal.
func (r *reader) value(key string) (int, bool) {
	full := architecture + "." + key
	if !r.kv.Has(full) {
		return 0, false
	}
	n, err := r.kv.Int(full)
	if err == nil {
		return n, true
	}
	all, arrayErr := r.kv.Ints(full)
	if arrayErr != nil || len(all) == 0 {
		r.fail("%w", err)
		return 0, true
	}
	for i, v := range all {
		if v != all[0] {
			r.fail("%s differs between layers (%d in layer 0, %d in layer %d), which is not supported", full, all[0], v, i)
		}
	}
	return all[0], true
}

func (r *reader) size(key string) int {
	n, ok := r.value(key)
	if !ok {
		r.fail("%s.%s: %w", architecture, key, gguf.ErrNotFound)
		return 1
	}
	return r.check(key, n)
}

func (r *reader) sizeOr(key string, def int) int {
	if n, ok := r.value(key); ok {
		return r.check(key, n)
	}
	return def
}

func (r *reader) check(key string, n int) int {
	if n < 1 || n > limit {
		r.fail("%s.%s is %d, want 1 to %d", architecture, key, n, limit)
		return 1
	}
	return n
}

func (r *reader) float(key string) float64 {
	v, err := r.kv.Float(architecture + "." + key)
	if err != nil {
		r.fail("%w", err)
	}
	return r.finite(key, v)
}

func (r *reader) floatOr(key string, def float64) float64 {
	v, err := r.kv.FloatOr(architecture+"."+key, def)
	if err != nil {
		r.fail("%w", err)
	}
	return r.finite(key, v)
}

func (r *reader) finite(key string, v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		r.fail("%s.%s is %g", architecture, key, v)
		return 1
	}
	return v
}

// rope reads base, dimension and linear scaling (position interpolation). A factor without a type means linear, as in older files.
func (r *reader) rope(c *Config) {
	c.RopeDim = r.sizeOr("rope.dimension_count", c.KeyDim)
	c.RopeBase = r.floatOr("rope.freq_base", 10000)
	if c.RopeBase <= 0 {
		r.fail("llama.rope.freq_base is %g, want a positive number", c.RopeBase)
	}
	kind, err := r.kv.StringOr("llama.rope.scaling.type", "linear")
	if err != nil {
		r.fail("%w", err)
	}
	factor := r.floatOr("rope.scaling.factor", r.floatOr("rope.scale_linear", 0))
	switch {
	case kind != "linear" && kind != "none":
		r.fail("llama.rope.scaling.type %q is not supported (none and linear are)", kind)
	case factor < 0:
		r.fail("llama.rope.scaling.factor is %g, want a positive number", factor)
	case kind == "none" || factor == 0:
		c.RopeScale = 1
	default:
		c.RopeScale = 1 / factor
	}
}

// refuse fails on the keys that change the computation in a way that forward does not follow.
func (r *reader) refuse() {
	if n, _ := r.value("expert_count"); n > 0 {
		r.fail("a mixture of experts (llama.expert_count is %d) is not supported", n)
	}
	causal, err := r.kv.BoolOr("llama.attention.causal", true)
	if err != nil {
		r.fail("%w", err)
	}
	if !causal {
		r.fail("attention that is not causal (llama.attention.causal) is not supported")
	}
}

// inFile names the file in errors of Load.
func inFile(f *gguf.File, err error) error {
	if err == nil || f.Path == "" {
		return err
	}
	return fmt.Errorf("%q: %w", f.Path, err)
}
