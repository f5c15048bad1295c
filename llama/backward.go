package llama

import "llft"

// gradients holds, for the rows of one layer, the gradients of the tensors of activations that backward needs, under the same names.
type gradients struct {
	out    []float32 // [n, Dim] of the layer's output; becomes that of its input
	mid    []float32 // [n, Dim]
	norm   []float32 // [n, Dim] of norm2, then of norm1
	hidden []float32 // [n, FFN]
	gate   []float32 // [n, FFN]
	up     []float32 // [n, FFN]
	att    []float32 // [n, Heads·ValueDim]
	q      []float32 // [n, Heads·KeyDim]
	k      []float32 // [n, KVHeads·KeyDim]
	v      []float32 // [n, KVHeads·ValueDim]
}

func newGradients(c *Config, n int) *gradients {
	f := func(width int) []float32 { return make([]float32, n*width) }
	return &gradients{
		out: f(c.Dim), mid: f(c.Dim), norm: f(c.Dim), hidden: f(c.FFN), gate: f(c.FFN), up: f(c.FFN),
		att: f(c.Heads * c.ValueDim), q: f(c.Heads * c.KeyDim), k: f(c.KVHeads * c.KeyDim), v: f(c.KVHeads * c.ValueDim),
	}
}

// gradientFloats is the number of float32 values of gradients per row.
func gradientFloats(c *Config) int {
	return 3*c.Dim + 3*c.FFN + c.Heads*(c.KeyDim+c.ValueDim) + c.KVHeads*(c.KeyDim+c.ValueDim)
}

// backward is forward in reverse, line by line: g.out [n, Dim] holds the gradient of the layer's output and becomes that of its input x.
// Without below, nothing under this layer is trained, so the gradient of the input is not computed.
func (m *Model) backward(l int, x []float32, a *activations, g *gradients, b *batch, workers []*attentionScratch, below bool) {
	w, n, d := &m.Blocks[l], b.n, b.drop

	// out = mid + Down·hidden
	clear(g.hidden[:n*m.FFN])
	w.Down.backward(m, g.hidden, g.out, a.hidden, n, b.compute, d.of(l, 6))
	m.siluBackward(a, g, n)
	clear(g.norm[:n*m.Dim])
	w.Up.backward(m, g.norm, g.up, a.norm2, n, b.compute, d.of(l, 5))
	w.Gate.backward(m, g.norm, g.gate, a.norm2, n, b.compute, d.of(l, 4))
	m.rmsNormBackward(g.mid, g.out, g.norm, a.mid, w.FFNNorm, a.rstd2, n)

	// mid = x + O·att
	clear(g.att[:n*m.Heads*m.ValueDim])
	w.O.backward(m, g.att, g.mid, a.att, n, b.compute, d.of(l, 3))
	m.attentionBackward(a, g, b, workers)
	var dnorm []float32
	if below {
		dnorm = g.norm
		clear(dnorm[:n*m.Dim])
	}
	w.V.backward(m, dnorm, g.v, a.norm1, n, b.compute, d.of(l, 2))
	w.K.backward(m, dnorm, g.k, a.norm1, n, b.compute, d.of(l, 1))
	w.Q.backward(m, dnorm, g.q, a.norm1, n, b.compute, d.of(l, 0))
	if below {
		m.rmsNormBackward(g.out, g.mid, g.norm, x, w.AttnNorm, a.rstd1, n)
	}
}

// siluBackward sets the gradients of gate and up from that of hidden = silu(gate)·up, with σ = 1/(1+exp(-gate)):
// d silu = σ·(1 + gate·(1-σ)).
func (m *Model) siluBackward(a *activations, g *gradients, n int) {
	f := m.FFN
	m.rows(n, 32*f, func(_, lo, hi int) {
		for i := lo * f; i < hi*f; i++ {
			z, dh := a.gate[i], g.hidden[i]
			sigma := 1 / (1 + expf(-z))
			g.up[i] = dh * z * sigma
			g.gate[i] = dh * a.up[i] * sigma * (1 + z*(1-sigma))
		}
	})
}

// rmsNormBackward sets dx = direct + the gradient of y = x·r·weight, r = 1/sqrt(mean(x²)+eps), through dy:
// dx_i = r·w_i·dy_i - x_i·r³/Dim·Σ_j dy_j·w_j·x_j. dx may be direct.
func (m *Model) rmsNormBackward(dx, direct, dy, x, weight, rstd []float32, n int) {
	d := m.Dim
	m.rows(n, 4*d, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			dy, x, dx, direct := dy[i*d:(i+1)*d], x[i*d:(i+1)*d], dx[i*d:(i+1)*d], direct[i*d:(i+1)*d]
			for j := range dy {
				dy[j] *= weight[j]
			}
			r := rstd[i]
			c := r * r * r / float32(d) * llft.Dot(dy, x)
			for j := range dx {
				dx[j] = direct[j] + float32(r*dy[j]) - float32(c*x[j])
			}
		}
	})
}

// attentionBackward sets g.q, g.k and g.v from g.att and turns q and k back by the rotary angles.
func (m *Model) attentionBackward(a *activations, g *gradients, b *batch, workers []*attentionScratch) {
	qs, ks, vs := m.Heads*m.KeyDim, m.KVHeads*m.KeyDim, m.KVHeads*m.ValueDim
	clear(g.q[:b.n*qs])
	clear(g.k[:b.n*ks])
	clear(g.v[:b.n*vs])
	m.Pool.Run(len(b.sequences)*m.KVHeads, func(worker, i int) {
		s := b.sequences[i/m.KVHeads]
		m.attendBackward(workers[worker], a, g, i%m.KVHeads, s.start, s.n)
	})
	m.rows(b.n, 4*(qs+ks), func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			m.unrotate(g.q[i*qs:(i+1)*qs], m.Heads, m.KeyDim, int(b.positions[i]))
			m.unrotate(g.k[i*ks:(i+1)*ks], m.KVHeads, m.KeyDim, int(b.positions[i]))
		}
	})
}
