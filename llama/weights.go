package llama

import (
	"fmt"
	"math"

	"llft/gguf"
	"llft/internal/parallel"
	"llft/quant"
)

// Load takes the weights of an open file as they lie: matrices point into its mapping, only norms and biases are copied.
// What the forward pass would not compute (another architecture, experts, a tensor that it does not know) is refused by name.
func Load(f *gguf.File, o Options) (*Model, error) {
	m, err := load(f)
	if err != nil {
		return nil, inFile(f, err)
	}
	if o.Threads < 1 {
		o.Threads = parallel.DefaultThreads()
	}
	m.Pool = parallel.New(o.Threads)
	m.Compute = o.Compute
	m.makeGroups()
	if o.Pack && (o.Compute == quant.Auto || o.Compute == quant.Int8) {
		if m.packing, err = quant.Pack(m.Pool, m.products(), f.Read); err != nil {
			m.Pool.Close()
			return nil, inFile(f, fmt.Errorf("packing the weights: %w", err))
		}
	}
	return m, nil
}

// products lists the matrices that a forward pass multiplies with.
func (m *Model) products() []*quant.Matrix {
	all := []*quant.Matrix{m.Output.W}
	for i := range m.Blocks {
		for _, l := range m.Blocks[i].linears() {
			all = append(all, l.W)
		}
	}
	return all
}

func load(f *gguf.File) (*Model, error) {
	config, err := readConfig(f)
	if err != nil {
		return nil, err
	}
	m := &Model{Config: config, File: f}
	l := loader{file: f, used: map[string]bool{}}

	embed := f.Tensor("token_embd.weight")
	if embed == nil {
		return nil, fmt.Errorf("tensor %q is missing", "token_embd.weight")
	}
	m.Vocab = embed.Rows()
	m.Embed = l.matrix("token_embd.weight", m.Vocab, m.Dim)
	if tokens, err := f.KV.Strings("tokenizer.ggml.tokens"); err == nil && len(tokens) != m.Vocab {
		return nil, fmt.Errorf("tensor %q has %d rows, the vocabulary %d tokens", "token_embd.weight", m.Vocab, len(tokens))
	}
	// A file whose block count is far above its tensors must not make us allocate for it.
	if m.Layers > len(f.Tensors) {
		return nil, fmt.Errorf("llama.block_count is %d, the file has only %d tensors", m.Layers, len(f.Tensors))
	}
	m.Blocks = make([]Block, m.Layers)
	for i := range m.Blocks {
		l.block(&m.Blocks[i], i, &m.Config)
	}
	m.OutNorm = l.vector("output_norm.weight", m.Dim)
	if f.Tensor("output.weight") != nil {
		m.Output = l.linear("output", m.Vocab, m.Dim)
	} else {
		m.Tied = true
		m.Output = Linear{Name: "token_embd.weight", W: m.Embed}
	}
	if f.Tensor("rope_freqs.weight") != nil {
		m.ropeFactors = l.vector("rope_freqs.weight", m.RopeDim/2)
		for i, v := range m.ropeFactors {
			if !(v > 0) || math.IsInf(float64(v), 0) {
				return nil, fmt.Errorf("tensor %q: factor %d is %g, want a positive number", "rope_freqs.weight", i, v)
			}
		}
	}
	if l.err != nil {
		return nil, l.err
	}
	for _, t := range f.Tensors {
		if !l.used[t.Name] {
			return nil, fmt.Errorf("tensor %q has no place in the llama architecture as llft computes it", t.Name)
		}
	}
	return m, nil
}

// loader finds tensors, checks their shapes, notes which were used and keeps the first error.
type loader struct {
	file *gguf.File
	used map[string]bool
	err  error
}

func (l *loader) block(b *Block, i int, c *Config) {
	name := func(s string) string { return fmt.Sprintf("blk.%d.%s", i, s) }
	b.AttnNorm = l.vector(name("attn_norm.weight"), c.Dim)
	b.Q = l.linear(name("attn_q"), c.Heads*c.KeyDim, c.Dim)
	b.K = l.linear(name("attn_k"), c.KVHeads*c.KeyDim, c.Dim)
	b.V = l.linear(name("attn_v"), c.KVHeads*c.ValueDim, c.Dim)
	b.O = l.linear(name("attn_output"), c.Dim, c.Heads*c.ValueDim)
	b.FFNNorm = l.vector(name("ffn_norm.weight"), c.Dim)
	b.Gate = l.linear(name("ffn_gate"), c.FFN, c.Dim)
	b.Up = l.linear(name("ffn_up"), c.FFN, c.Dim)
	b.Down = l.linear(name("ffn_down"), c.Dim, c.FFN)
}

// linear takes NAME.weight [out, in] and, where the file has it, NAME.bias [out].
func (l *loader) linear(name string, out, in int) Linear {
	lin := Linear{Name: name + ".weight", W: l.matrix(name+".weight", out, in)}
	if l.file.Tensor(name+".bias") != nil {
		lin.Bias = l.vector(name+".bias", out)
	}
	return lin
}

func (l *loader) matrix(name string, rows, cols int) *quant.Matrix {
	t := l.tensor(name)
	if t == nil {
		return nil
	}
	if len(t.Dims) > 2 || len(t.Dims) < 1 || t.Dims[0] != cols || t.Rows() != rows {
		l.fail("tensor %q has shape %v, want [%d %d]", name, t.Dims, cols, rows)
		return nil
	}
	w, err := quant.NewMatrix(t.Type, rows, cols, t.Data)
	if err != nil {
		l.fail("tensor %q: %w", name, err)
	}
	return w
}

// vector dequantizes a 1-D tensor.
func (l *loader) vector(name string, n int) []float32 {
	t := l.tensor(name)
	if t == nil {
		return nil
	}
	if len(t.Dims) < 1 || t.Dims[0] != n || t.Rows() != 1 {
		l.fail("tensor %q has shape %v, want [%d]", name, t.Dims, n)
		return nil
	}
	w, err := quant.NewMatrix(t.Type, 1, n, t.Data)
	if err != nil {
		l.fail("tensor %q: %w", name, err)
		return nil
	}
	v := make([]float32, n)
	w.Row(v, 0)
	return v
}

func (l *loader) tensor(name string) *gguf.Tensor {
	t := l.file.Tensor(name)
	if t == nil {
		l.fail("tensor %q is missing", name)
		return nil
	}
	l.used[name] = true
	return t
}

func (l *loader) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
}
