package llama

import "llft/quant"

// Linear is y = x·Wᵀ + bias + Σ scale·(x·Aᵀ)·Bᵀ: a frozen base matrix and a list of low-rank terms, so that one forward pass
// serves the base, an adapter and several adapters, in inference and in training.
type Linear struct {
	Name  string        // the tensor's name, e.g. "blk.0.attn_q.weight"
	W     *quant.Matrix // [out, in]
	Bias  []float32     // [out], or nil
	Terms []*LowRank
}

// LowRank is one adapter's contribution to a Linear: Scale·B·A.
type LowRank struct {
	Rank  int
	A     []float32 // [Rank, in]
	B     []float32 // [out, Rank]
	Scale float32   // alpha/rank times the user's scale

	// Gradients of A and B, to which training adds; nil where the term is frozen.
	GradA, GradB []float32
}
