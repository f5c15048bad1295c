package llama

import (
	"llft"
	"llft/internal/offheap"
	"llft/quant"
)

// activations is what one layer computes for n rows on its way, in the order of the forward pass. Backward reads all of it but proj.
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

	u [groups]buffer // [n, rank] s·x·Aᵀ of the low-rank terms of each group
}

// newActivations makes room for n rows; proj is shared among layers.
func newActivations(c *Config, n int, memory *offheap.Arena, proj []float32) *activations {
	f := func(width int) []float32 { return offheap.Make[float32](memory, n*width, offheap.Huge) }
	return &activations{
		norm1: f(c.Dim), rstd1: f(1), q: f(c.Heads * c.KeyDim), k: f(c.KVHeads * c.KeyDim), v: f(c.KVHeads * c.ValueDim),
		att: f(c.Heads * c.ValueDim), lse: f(c.Heads), mid: f(c.Dim), norm2: f(c.Dim), rstd2: f(1),
		gate: f(c.FFN), up: f(c.FFN), hidden: f(c.FFN), proj: proj,
	}
}

// activationFloats is the number of float32 values of activations per row, without proj and u.
func activationFloats(c *Config) int {
	return 3*c.Dim + c.Heads*(c.KeyDim+c.ValueDim+1) + c.KVHeads*(c.KeyDim+c.ValueDim) + 3*c.FFN + 2
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

// attender fills att and lse of activations from q, k and v: over the cache in inference, within each sequence in training.
type attender interface {
	attend(l int, a *activations, b *batch)
}

// forward computes layer l for the rows of b: x [n, Dim] becomes out, which may be x. Without out only what backward needs is wanted (it
// computes a layer again), so Down is left out.
//
//	mid = x + O·attention(rope(Q·n), rope(K·n), V·n)   n = RMSNorm(x)
//	out = mid + Down·(silu(Gate·n) ∘ Up·n)             n = RMSNorm(mid)
func (m *Model) forward(l int, out, x []float32, a *activations, b *batch, attention attender) {
	w, g, n, d := &m.Blocks[l], m.layerGroups(l), b.n, b.drop
	m.rmsNorm(a.norm1, x, w.AttnNorm, a.rstd1, n)
	g[groupQKV].forward(m, outs{a.q, a.k, a.v}, a.norm1, n, b.compute, d.of(l, 0), &a.u[groupQKV])
	m.rotateAll(a.q, a.k, b.positions, n)
	attention.attend(l, a, b)
	g[groupO].forward(m, outs{a.proj}, a.att, n, b.compute, d.of(l, 3), &a.u[groupO])
	m.addNorm(a.mid, x, a.proj, a.norm2, w.FFNNorm, a.rstd2, n)

	g[groupGateUp].forward(m, outs{a.gate, a.up}, a.norm2, n, b.compute, d.of(l, 4), &a.u[groupGateUp])
	m.rows(n, 8*m.FFN, operands{out: a.hidden, x: a.gate, y: a.up}, func(m *Model, v *operands, _, lo, hi int) {
		lo, hi = lo*m.FFN, hi*m.FFN
		llft.SiLUMul(v.out[lo:hi], v.x[lo:hi], v.y[lo:hi])
	})
	if out == nil {
		g[groupDown].project(m, a.hidden, n, d.of(l, 6), &a.u[groupDown])
		return
	}
	g[groupDown].forward(m, outs{a.proj}, a.hidden, n, b.compute, d.of(l, 6), &a.u[groupDown])
	m.rows(n, m.Dim, operands{out: out, x: a.mid, y: a.proj}, func(m *Model, v *operands, _, lo, hi int) {
		lo, hi = lo*m.Dim, hi*m.Dim
		llft.Add(v.out[lo:hi], v.x[lo:hi], v.y[lo:hi])
	})
}

// rotateAll turns the rows of q and k by the angles of their positions.
func (m *Model) rotateAll(q, k []float32, positions []int32, n int) {
	m.rows(n, 4*(m.Heads+m.KVHeads)*m.KeyDim, operands{x: q, y: k, positions: positions}, func(m *Model, v *operands, _, lo, hi int) {
		qs, ks := m.Heads*m.KeyDim, m.KVHeads*m.KeyDim
		for i := lo; i < hi; i++ {
			m.rotate(v.x[i*qs:(i+1)*qs], m.Heads, m.KeyDim, int(v.positions[i]))
			m.rotate(v.y[i*ks:(i+1)*ks], m.KVHeads, m.KeyDim, int(v.positions[i]))
		}
	})
}

// rmsNorm normalizes n rows of x [n, Dim] into y and keeps 1/rms of each in rstd.
func (m *Model) rmsNorm(y, x, weight, rstd []float32, n int) {
	m.rows(n, 2*m.Dim, operands{out: y, x: x, weight: weight, r: rstd}, func(m *Model, v *operands, _, lo, hi int) {
		d := m.Dim
		for i := lo; i < hi; i++ {
			v.r[i] = llft.RMSNorm(v.out[i*d:(i+1)*d], v.x[i*d:(i+1)*d], v.weight, m.NormEps)
		}
	})
}

// addNorm sets sum = x + y and normalizes that into norm, row by row while it is in the cache.
func (m *Model) addNorm(sum, x, y, norm, weight, rstd []float32, n int) {
	m.rows(n, 3*m.Dim, operands{out: sum, x: x, y: y, norm: norm, weight: weight, r: rstd}, func(m *Model, v *operands, _, lo, hi int) {
		d := m.Dim
		for i := lo; i < hi; i++ {
			sum := v.out[i*d : (i+1)*d]
			llft.Add(sum, v.x[i*d:(i+1)*d], v.y[i*d:(i+1)*d])
			v.r[i] = llft.RMSNorm(v.norm[i*d:(i+1)*d], sum, v.weight, m.NormEps)
		}
	})
}
