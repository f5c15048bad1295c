package llama

import (
	"llft"
	"llft/quant"
)

// activations is what one layer computes for n rows on its way, in the order of the forward pass. Backward reads all of it.
// Every field is row-major [n, ...].
type activations struct {
	norm1  []float32 // [n, Dim] RMSNorm of the layer's input
	rstd1  []float32 // [n] its 1/sqrt(mean square + eps)
	q      []float32 // [n, Heads·KeyDim], rotated
	k      []float32 // [n, KVHeads·KeyDim], rotated
	v      []float32 // [n, KVHeads·ValueDim]
	att    []float32 // [n, Heads·ValueDim] output of the heads
	lse    []float32 // [n, Heads] log-sum-exp of the scores
	mid    []float32 // [n, Dim] residual stream after attention
	norm2  []float32 // [n, Dim] RMSNorm of mid
	rstd2  []float32 // [n]
	gate   []float32 // [n, FFN]
	up     []float32 // [n, FFN]
	hidden []float32 // [n, FFN] silu(gate)·up
	proj   []float32 // [n, Dim] what attention, then the FFN, adds to the residual stream
}

func newActivations(c *Config, n int) *activations {
	f := func(width int) []float32 { return make([]float32, n*width) }
	return &activations{
		norm1: f(c.Dim), rstd1: f(1), q: f(c.Heads * c.KeyDim), k: f(c.KVHeads * c.KeyDim), v: f(c.KVHeads * c.ValueDim),
		att: f(c.Heads * c.ValueDim), lse: f(c.Heads), mid: f(c.Dim), norm2: f(c.Dim), rstd2: f(1),
		gate: f(c.FFN), up: f(c.FFN), hidden: f(c.FFN), proj: f(c.Dim),
	}
}

// activationFloats is the number of float32 values of activations per row.
func activationFloats(c *Config) int {
	return 4*c.Dim + c.Heads*(c.KeyDim+c.ValueDim+1) + c.KVHeads*(c.KeyDim+c.ValueDim) + 3*c.FFN + 2
}

// batch says which rows go through the layers together.
type batch struct {
	n         int
	positions []int32       // [n]
	sequences []extent      // training: rows of each sequence
	compute   quant.Compute // how products round
	drop      dropout
}

// extent is a run of rows: one sequence of a training batch.
type extent struct{ start, n int }

// forward computes layer l for the rows of b: x [n, Dim] becomes out, which may be x. attend fills a.att (and a.lse in training)
// from a.q, a.k and a.v. Without out only the activations are wanted (backward computes a layer again), so Down is left out.
//
//	mid = x + O·attention(rope(Q·n), rope(K·n), V·n)   n = RMSNorm(x)
//	out = mid + Down·(silu(Gate·n) ∘ Up·n)             n = RMSNorm(mid)
func (m *Model) forward(l int, out, x []float32, a *activations, b *batch, attend func(l int, a *activations, b *batch)) {
	w, n, d := &m.Blocks[l], b.n, b.drop
	m.rmsNorm(a.norm1, x, w.AttnNorm, a.rstd1, n)
	w.Q.forward(m, a.q, a.norm1, n, b.compute, d.of(l, 0))
	w.K.forward(m, a.k, a.norm1, n, b.compute, d.of(l, 1))
	w.V.forward(m, a.v, a.norm1, n, b.compute, d.of(l, 2))
	qs, ks := m.Heads*m.KeyDim, m.KVHeads*m.KeyDim
	m.rows(n, 4*(qs+ks), func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			m.rotate(a.q[i*qs:(i+1)*qs], m.Heads, m.KeyDim, int(b.positions[i]))
			m.rotate(a.k[i*ks:(i+1)*ks], m.KVHeads, m.KeyDim, int(b.positions[i]))
		}
	})
	attend(l, a, b)
	w.O.forward(m, a.proj, a.att, n, b.compute, d.of(l, 3))
	m.add(a.mid, x, a.proj, n)

	m.rmsNorm(a.norm2, a.mid, w.FFNNorm, a.rstd2, n)
	w.Gate.forward(m, a.gate, a.norm2, n, b.compute, d.of(l, 4))
	w.Up.forward(m, a.up, a.norm2, n, b.compute, d.of(l, 5))
	m.rows(n, 8*m.FFN, func(_, lo, hi int) {
		lo, hi = lo*m.FFN, hi*m.FFN
		llft.SiLUMul(a.hidden[lo:hi], a.gate[lo:hi], a.up[lo:hi])
	})
	if out == nil {
		return
	}
	w.Down.forward(m, a.proj, a.hidden, n, b.compute, d.of(l, 6))
	m.add(out, a.mid, a.proj, n)
}

// rmsNorm normalizes n rows of x [n, Dim] into y and keeps 1/rms of each in rstd.
func (m *Model) rmsNorm(y, x, weight, rstd []float32, n int) {
	d := m.Dim
	m.rows(n, 2*d, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			rstd[i] = llft.RMSNorm(y[i*d:(i+1)*d], x[i*d:(i+1)*d], weight, m.NormEps)
		}
	})
}

// add sets out = x + y for n rows of Dim.
func (m *Model) add(out, x, y []float32, n int) {
	m.rows(n, m.Dim, func(_, lo, hi int) {
		lo, hi = lo*m.Dim, hi*m.Dim
		llft.Add(out[lo:hi], x[lo:hi], y[lo:hi])
	})
}
