package llama

import (
	"llft"
	"llft/quant"
)

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

// trained reports whether a term of l takes gradients.
func (l *Linear) trained() bool {
	for _, t := range l.Terms {
		if t.GradA != nil {
			return true
		}
	}
	return false
}

// forward sets y [n, out] from x [n, in]. drop is the dropout of the terms' input; the zero value is none.
func (l *Linear) forward(m *Model, y, x []float32, n int, c quant.Compute, drop dropout) {
	in, out := l.W.Cols, l.W.Rows
	l.W.Mul(m.Pool, y, x, n, c)
	if l.Bias != nil {
		for i := range n {
			llft.Axpy(y[i*out:(i+1)*out], 1, l.Bias)
		}
	}
	for _, t := range l.Terms {
		u := m.project(t, drop.apply(m, x, n, in), n, in) // [n, rank], scaled
		m.gemm(y, out, u, t.Rank, 1, t.B, 1, t.Rank, n, t.Rank, out)
	}
}

// project returns scale·x·Aᵀ [n, rank] in scratch.
func (m *Model) project(t *LowRank, x []float32, n, in int) []float32 {
	u := m.scratch.u.zeroed(n * t.Rank)
	m.gemm(u, t.Rank, x, in, 1, t.A, 1, in, n, in, t.Rank)
	for i := range u {
		u[i] *= t.Scale
	}
	return u
}

// backward adds to dx [n, in] the gradient of the input (dx nil: not wanted), and to GradA and GradB those of the trained terms,
// given dy [n, out] and the input x [n, in] of forward; c is how the product with the base rounds, the terms are float32:
//
//	dX = dY·W + s·(dY·B)·A    dB = s·dYᵀ·(X·Aᵀ)    dA = s·(dY·B)ᵀ·X
func (l *Linear) backward(m *Model, dx, dy, x []float32, n int, c quant.Compute, drop dropout) {
	in, out := l.W.Cols, l.W.Rows
	if dx != nil {
		l.W.MulT(m.Pool, dx, dy, n, c)
	}
	for _, t := range l.Terms {
		if dx == nil && t.GradA == nil {
			continue
		}
		du := m.scratch.du.zeroed(n * t.Rank) // s·dY·B
		m.gemm(du, t.Rank, dy, out, 1, t.B, t.Rank, 1, n, out, t.Rank)
		for i := range du {
			du[i] *= t.Scale
		}
		if t.GradA != nil {
			xd := drop.apply(m, x, n, in)
			u := m.project(t, xd, n, in)
			m.addGradB(t, dy, u, n, out)
			m.gemm(t.GradA, in, du, 1, t.Rank, xd, in, 1, t.Rank, n, in)
		}
		if dx == nil {
			continue
		}
		if !drop.on() {
			m.gemm(dx, in, du, t.Rank, 1, t.A, in, 1, n, t.Rank, in)
			continue
		}
		dxd := m.scratch.dxDrop.zeroed(n * in)
		m.gemm(dxd, in, du, t.Rank, 1, t.A, in, 1, n, t.Rank, in)
		drop.addMasked(m, dx, dxd, n, in)
	}
}

// addGradB adds dYᵀ·U to GradB [out, Rank], as the transposed Uᵀ·dY: that reads whole rows of dY, where dYᵀ would take a few values of each of
// its rows, again and again.
func (m *Model) addGradB(t *LowRank, dy, u []float32, n, out int) {
	g := m.scratch.gradB.zeroed(t.Rank * out)
	m.gemm(g, out, u, 1, t.Rank, dy, out, 1, t.Rank, n, out)
	m.rows(out, 4*t.Rank, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			row := t.GradB[i*t.Rank : (i+1)*t.Rank]
			for r := range row {
				row[r] += g[r*out+i]
			}
		}
	})
}
