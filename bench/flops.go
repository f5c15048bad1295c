package bench

import (
	"llft/gguf"
	"llft/llama"
)

// What a pass must compute and read, whatever the program does. A multiplication and an addition are two operations.

// layerFLOPs are those of all layers over a sequence of n tokens: the seven matrices of a block, and causal attention, in which token i has
// i+1 keys (q·k and the sum of the values; grouped heads save memory, not operations).
func layerFLOPs(c *llama.Config, n int) float64 {
	q, k, v, o := c.Heads*c.KeyDim, c.KVHeads*c.KeyDim, c.KVHeads*c.ValueDim, c.Heads*c.ValueDim
	weights := float64(c.Dim) * float64(q+k+v+o+3*c.FFN)
	pairs := float64(n) * float64(n+1) / 2
	attention := float64(c.Heads) * float64(c.KeyDim+c.ValueDim) * pairs
	return 2 * float64(c.Layers) * (weights*float64(n) + attention)
}

// headFLOPs are those of the output matrix over n rows.
func headFLOPs(c *llama.Config, n int) float64 {
	return 2 * float64(c.Vocab) * float64(c.Dim) * float64(n)
}

// prefillFLOPs are those of reading a prompt, after whose last token the logits are wanted.
func prefillFLOPs(c *llama.Config, n int) float64 { return layerFLOPs(c, n) + headFLOPs(c, 1) }

// trainFLOPs are those of a step: forward and the gradient of the inputs, each the same product (frozen weights need no gradient), with
// logits of every row; the layers, not the head, a third time where they are computed again.
func trainFLOPs(c *llama.Config, n int, recompute bool) float64 {
	times := 2.0
	if recompute {
		times = 3
	}
	return times*layerFLOPs(c, n) + 2*headFLOPs(c, n)
}

// decodeBytes are those of the tensors that every token reads: all but the embedding, of which it reads a row, unless that is the output
// matrix too.
func decodeBytes(f *gguf.File) int64 {
	n := int64(0)
	for _, t := range f.Tensors {
		if t.Name != "token_embd.weight" || f.Tensor("output.weight") == nil {
			n += int64(len(t.Data))
		}
	}
	return n
}
