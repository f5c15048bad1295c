package llama

import (
	"llft"
	"llft/internal/offheap"
)

// gradients holds, for the rows of one layer, the gradients of the tensors of activations that backward needs, under the same names.
type gradients struct {
	out    []float32 // [n, Dim] of the layer's output; becomes that of its input
	mid    []float32 // [n, Dim]
	norm   []float32 // [n, Dim] of norm2, then of norm1
	hidden []float32 // [n, FFN], then that of gate
	up     []float32 // [n, FFN]
	att    []float32 // [n, Heads·ValueDim]
	q      []float32 // [n, Heads·KeyDim]
	k      []float32 // [n, KVHeads·KeyDim]
	v      []float32 // [n, KVHeads·ValueDim]

	// Of k and v as each query head alone gives them, where several share a KV head: [n, Heads·KeyDim], [n, Heads·ValueDim].
	kHeads, vHeads []float32
}

func newGradients(c *Config, n int, memory *offheap.Arena) *gradients {
	f := func(width int) []float32 { return offheap.Make[float32](memory, n*width, offheap.Huge) }
	g := &gradients{
		out: f(c.Dim), mid: f(c.Dim), norm: f(c.Dim), hidden: f(c.FFN), up: f(c.FFN),
		att: f(c.Heads * c.ValueDim), q: f(c.Heads * c.KeyDim), k: f(c.KVHeads * c.KeyDim), v: f(c.KVHeads * c.ValueDim),
	}
	if c.Heads != c.KVHeads {
		g.kHeads, g.vHeads = f(c.Heads*c.KeyDim), f(c.Heads*c.ValueDim)
	}
	return g
}

// gradientFloats is the number of float32 values of gradients per row.
func gradientFloats(c *Config) int {
	n := 3*c.Dim + 2*c.FFN + c.Heads*(c.KeyDim+c.ValueDim) + c.KVHeads*(c.KeyDim+c.ValueDim)
	if c.Heads != c.KVHeads {
		n += c.Heads * (c.KeyDim + c.ValueDim)
	}
	return n
}

// backward is forward in reverse, line by line: g.out [n, Dim] holds the gradient of the layer's output and becomes that of its input x.
// Without below, nothing under this layer is trained, so the gradient of the input is not computed.
func (m *Model) backward(l int, x []float32, a *activations, g *gradients, b *batch, attention *attentionBackward, below bool) {
	w, of, n, d := &m.Blocks[l], m.layerGroups(l), b.n, b.drop

	// out = mid + Down·hidden
	m.clear(g.hidden[:n*m.FFN])
	of[groupDown].backward(m, g.hidden, outs{g.out}, a.hidden, n, b.compute, d.of(l, 6), a.u[groupDown])
	m.siluBackward(a, g, n)
	m.clear(g.norm[:n*m.Dim])
	of[groupGateUp].backward(m, g.norm, outs{g.hidden, g.up}, a.norm2, n, b.compute, d.of(l, 4), a.u[groupGateUp])
	m.gradNorm(w.gradFFNNorm, g.norm, a.mid, a.rstd2, n)
	m.rmsNormBackward(g.mid, g.out, g.norm, a.mid, w.FFNNorm, a.rstd2, n)

	// mid = x + O·att
	m.clear(g.att[:n*m.Heads*m.ValueDim])
	of[groupO].backward(m, g.att, outs{g.mid}, a.att, n, b.compute, d.of(l, 3), a.u[groupO])
	attention.a, attention.g, attention.seqs, attention.half = a, g, b.sequences, attentionRounds(b.compute)
	attention.run(b)
	var dnorm []float32
	if below {
		dnorm = g.norm
		m.clear(dnorm[:n*m.Dim])
	}
	of[groupQKV].backward(m, dnorm, outs{g.q, g.k, g.v}, a.norm1, n, b.compute, d.of(l, 0), a.u[groupQKV])
	if below {
		m.gradNorm(w.gradAttnNorm, g.norm, x, a.rstd1, n)
		m.rmsNormBackward(g.out, g.mid, g.norm, x, w.AttnNorm, a.rstd1, n)
	}
}

// clear is the builtin on all workers.
func (m *Model) clear(x []float32) {
	m.rows(len(x), 1, operands{out: x}, func(_ *Model, v *operands, _, lo, hi int) { clear(v.out[lo:hi]) })
}

// siluBackward sets the gradients of gate and up from that of hidden = silu(gate)·up. That of gate takes the place of hidden's.
func (m *Model) siluBackward(a *activations, g *gradients, n int) {
	m.rows(n, 16*m.FFN, operands{out: g.hidden, norm: g.up, x: a.gate, y: a.up}, func(m *Model, v *operands, _, lo, hi int) {
		lo, hi = lo*m.FFN, hi*m.FFN
		llft.SiLUMulBackward(v.out[lo:hi], v.norm[lo:hi], v.out[lo:hi], v.x[lo:hi], v.y[lo:hi])
	})
}

// rmsNormBackward sets dx = direct + the gradient of y = x·r·weight, r = 1/sqrt(mean(x²)+eps), through dy. dx may be any of the others;
// direct nil is zero.
func (m *Model) rmsNormBackward(dx, direct, dy, x, weight, rstd []float32, n int) {
	m.scratch.zero.take(m.Dim)
	m.rows(n, 4*m.Dim, operands{out: dx, norm: direct, y: dy, x: x, weight: weight, r: rstd}, func(m *Model, v *operands, _, lo, hi int) {
		d := m.Dim
		for i := lo; i < hi; i++ {
			direct := m.scratch.zero[:d]
			if v.norm != nil {
				direct = v.norm[i*d : (i+1)*d]
			}
			llft.RMSNormBackward(v.out[i*d:(i+1)*d], direct, v.y[i*d:(i+1)*d], v.x[i*d:(i+1)*d], v.weight, v.r[i])
		}
	})
}
