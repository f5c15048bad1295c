package llama

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"llft/internal/offheap"
	"llft/internal/parallel"
)

// attentionRun is attention and its gradients over sequences of the given lengths, of random q, k, v and gradients of the output.
func attentionRun(t *testing.T, c Config, lengths []int, threads int, half bool) (out [5][]float32) {
	t.Helper()
	pool := parallel.New(threads)
	defer pool.Close()
	m := &Model{Config: c, Pool: pool}
	b := &batch{}
	for _, n := range lengths {
		b.sequences = append(b.sequences, extent{b.n, n})
		for i := range n {
			b.positions = append(b.positions, int32(i))
		}
		b.n += n
	}
	m.growRope(slices.Max(lengths))
	var memory offheap.Arena
	defer memory.Free()
	a, g := newActivations(&c, b.n, &memory, nil), newGradients(&c, b.n, &memory)
	r := rand.New(rand.NewPCG(1, 2))
	for _, x := range [][]float32{a.q, a.k, a.v, g.att} {
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
	}
	workers := make([]*attentionScratch, threads)
	for i := range workers {
		workers[i] = newAttentionScratch(&c)
	}
	forward := attention{m: m, a: a, workers: workers, seqs: b.sequences, half: half}
	forward.kv = func(seq, kvHead int) keys {
		ks, vs, start := c.KVHeads*c.KeyDim, c.KVHeads*c.ValueDim, b.sequences[seq].start
		return keys{k: a.k[start*ks+kvHead*c.KeyDim:], v: a.v[start*vs+kvHead*c.ValueDim:], kStride: ks, vStride: vs}
	}
	forward.run()
	backward := attentionBackward{m: m, a: a, g: g, workers: workers, seqs: b.sequences, half: half}
	backward.run(b)
	for i, x := range [][]float32{a.att, a.lse, g.q, g.k, g.v} {
		out[i] = slices.Clone(x)
	}
	return out
}

// TestAttentionInBF16 compares products of rounded tiles with those in float32, whose values are checked against oracles and derivatives elsewhere:
// heads of lengths that fill no panel or no pair, sequences that end in a tile's middle. An element of a factor is off by 2⁻⁹ at most, and a gradient
// has gone through three products and a difference.
func TestAttentionInBF16(t *testing.T) {
	names := []string{"output", "log-sum-exp", "dQ", "dK", "dV"}
	for _, c := range []Config{
		{Heads: 2, KVHeads: 2, KeyDim: 64, ValueDim: 64},
		{Heads: 4, KVHeads: 1, KeyDim: 8, ValueDim: 8},
		{Heads: 3, KVHeads: 3, KeyDim: 18, ValueDim: 37},
		{Heads: 4, KVHeads: 2, KeyDim: 96, ValueDim: 33},
	} {
		for _, lengths := range [][]int{{2, 33, 64}, {1, 5}, {131}, {7, 300}} {
			if testing.Short() && len(lengths) < 3 {
				continue // emulated, or without assembly, each takes seconds
			}
			what := fmt.Sprintf("%d heads of %d and %d, %v positions", c.Heads, c.KeyDim, c.ValueDim, lengths)
			c.Dim, c.FFN, c.Layers, c.Vocab = 8, 8, 1, 8
			c.RopeDim, c.RopeBase, c.RopeScale = c.KeyDim&^1, 10000, 1
			c.AttnScale = float32(1 / math.Sqrt(float64(c.KeyDim)))
			exact, rounded, again := attentionRun(t, c, lengths, 1, false), attentionRun(t, c, lengths, 1, true), attentionRun(t, c, lengths, 3, true)
			for i, name := range names {
				var diff, all float64
				for j, x := range exact[i] {
					d := float64(rounded[i][j] - x)
					diff, all = diff+d*d, all+float64(x)*float64(x)
					if again[i][j] != rounded[i][j] {
						t.Fatalf("%s, %s: [%d] is %v with one worker, %v with three", what, name, j, rounded[i][j], again[i][j])
					}
				}
				if !(math.Sqrt(diff) <= 1e-2*math.Sqrt(all)) {
					t.Errorf("%s: %s in bfloat16 is off by %.2g of its size", what, name, math.Sqrt(diff/all))
				}
			}
			if slices.Equal(exact[0], rounded[0]) {
				t.Errorf("%s: nothing was rounded", what)
			}
		}
	}
}
