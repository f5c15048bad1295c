// Package llama is the LLaMA architecture on a mapped GGUF: configuration, weights, RoPE, attention, the block, forward, KV cache,
// backward and loss. One forward pass serves the base, adapters, inference and training.
package llama

import (
	"llft/gguf"
	"llft/internal/parallel"
	"llft/quant"
)

// Options of Load.
type Options struct {
	Threads int           // 0: the physical cores
	Compute quant.Compute // of inference; for training see TrainOptions
	Pack    bool          // weights for inference: faster, for as much memory as the file takes, which it gives back; only with Compute Auto and Int8
}

// Model is a loaded base with the adapters attached to it. It may be used by one Session or Trainer at a time.
type Model struct {
	Config
	File    *gguf.File
	Pool    *parallel.Pool
	Compute quant.Compute

	Embed   *quant.Matrix // [Vocab, Dim]
	Blocks  []Block
	OutNorm []float32 // [Dim]
	Output  Linear    // [Vocab, Dim]

	gradEmbed   []float32 // [Vocab, Dim], while Weights are trained; also that of a tied output
	gradOutNorm []float32 // [Dim]

	layers      [][groups]group // of Blocks
	head        group           // Output alone
	ropeFactors []float32       // [RopeDim/2], divisors of the frequencies (LLaMA 3.1), or nil
	packing     *quant.Packing  // or nil
	training    *Weights        // in training, or nil
	rope        ropeTable
	scratch     scratch
}

// Block holds the weights of one layer.
type Block struct {
	AttnNorm, FFNNorm []float32 // [Dim]
	Q                 Linear    // [Heads·KeyDim, Dim]
	K                 Linear    // [KVHeads·KeyDim, Dim]
	V                 Linear    // [KVHeads·ValueDim, Dim]
	O                 Linear    // [Dim, Heads·ValueDim]
	Gate, Up          Linear    // [FFN, Dim]
	Down              Linear    // [Dim, FFN]

	gradAttnNorm, gradFFNNorm []float32 // [Dim], while Weights are trained
}

// The groups of a block: matrices that multiply the same input.
const (
	groupQKV = iota
	groupO
	groupGateUp
	groupDown
	groups
)

// makeGroups is called when Blocks and Output are where they stay.
func (m *Model) makeGroups() {
	m.layers = make([][groups]group, len(m.Blocks))
	for i := range m.Blocks {
		b := &m.Blocks[i]
		for g, linears := range [groups][]*Linear{{&b.Q, &b.K, &b.V}, {&b.O}, {&b.Gate, &b.Up}, {&b.Down}} {
			m.layers[i][g].linears = linears
		}
	}
	m.head.linears = []*Linear{&m.Output}
}

func (m *Model) layerGroups(l int) *[groups]group { return &m.layers[l] }

// linears lists the matrices of a block in the order of the forward pass.
func (b *Block) linears() []*Linear {
	return []*Linear{&b.Q, &b.K, &b.V, &b.O, &b.Gate, &b.Up, &b.Down}
}

// Linears lists every matrix that can carry an adapter, block by block (q, k, v, output, gate, up, down), then the output matrix
// unless it is the embedding.
func (m *Model) Linears() []*Linear {
	var all []*Linear
	for i := range m.Blocks {
		all = append(all, m.Blocks[i].linears()...)
	}
	if !m.Tied {
		all = append(all, &m.Output)
	}
	return all
}

// Linear finds one of Linears by its tensor's name, or nil.
func (m *Model) Linear(name string) *Linear {
	for _, l := range m.Linears() {
		if l.Name == name {
			return l
		}
	}
	return nil
}

// Parameters counts the values of all tensors of the base.
func (m *Model) Parameters() int64 {
	var n int64
	for _, t := range m.File.Tensors {
		count := int64(1)
		for _, d := range t.Dims {
			count *= int64(d)
		}
		n += count
	}
	return n
}

// Close ends the workers and gives packed weights back. The file stays open: it belongs to who opened it.
func (m *Model) Close() {
	m.Pool.Close()
	if m.packing != nil {
		m.packing.Close() // of no consequence: the memory goes with the process
		m.packing = nil
	}
	if m.training != nil {
		m.training.Detach()
	}
}
