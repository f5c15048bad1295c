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

	grad     []float32 // [out, in], while Weights are trained
	gradBias []float32 // [out]
}

// LowRank is one adapter's contribution to a Linear: Scale·B·A. While GradA and GradB are nil, A and B do not change.
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

// rank is the sum of the ranks of its terms.
func (l *Linear) rank() int {
	n := 0
	for _, t := range l.Terms {
		n += t.Rank
	}
	return n
}

// group is the matrices that multiply the same input: q, k and v, gate and up, or one alone. A of all their terms, one above the other
// [rank, in], are one matrix, so that the input is read once for them, and products of 8 rows become products of 24.
type group struct {
	linears []*Linear
	half    halfTerms // for decoding
}

// outs are the outputs of a group's matrices, or their gradients, in the order of linears.
type outs [3][]float32

func (g *group) rank() int {
	n := 0
	for _, l := range g.linears {
		n += l.rank()
	}
	return n
}

func (g *group) trained() bool {
	for _, l := range g.linears {
		if l.trained() {
			return true
		}
	}
	return false
}

// forward sets each y [n, out] from x [n, in]. drop is the dropout of the terms' input for the group's first matrix; the zero value is
// none. u keeps s·x·Aᵀ [n, rank] for backward.
func (g *group) forward(m *Model, y outs, x []float32, n int, c quant.Compute, drop dropout, u *buffer) {
	var ws [len(y)]*quant.Matrix
	for i, l := range g.linears {
		ws[i] = l.W
	}
	rank := g.rank()
	few := rank > 0 && n < fewRows && c != quant.F32 && !g.trained()
	if few {
		g.decodeUp(m, ws[:len(g.linears)], y, x, n, c)
	} else {
		quant.MulShared(m.Pool, ws[:len(g.linears)], y[:], x, n, c, nil, 0)
	}
	for i, l := range g.linears {
		if l.Bias != nil {
			out := l.W.Rows
			for r := range n {
				llft.Axpy(y[i][r*out:(r+1)*out], 1, l.Bias)
			}
		}
	}
	switch {
	case few:
		g.decodeDown(m, y, n)
		return
	case rank == 0:
		return
	}
	g.project(m, x, n, drop, u)
	off := 0
	for i, l := range g.linears {
		for _, t := range l.Terms {
			m.gemm(product{c: y[i], ldc: l.W.Rows, a: (*u)[off:], ars: rank, acs: 1, b: t.B, brs: 1, bcs: t.Rank, rows: n, k: t.Rank, cols: l.W.Rows})
			off += t.Rank
		}
	}
}

// project sets u [n, rank] to s·x·Aᵀ of all terms.
func (g *group) project(m *Model, x []float32, n int, drop dropout, u *buffer) {
	rank, in := g.rank(), g.linears[0].W.Cols
	if rank == 0 {
		return
	}
	to := u.zeroed(n * rank)
	if !drop.on() {
		m.gemm(product{c: to, ldc: rank, a: x, ars: in, acs: 1, b: g.stackA(m), brs: 1, bcs: in, rows: n, k: in, cols: rank})
		g.scale(to, n, rank)
		return
	}
	off := 0
	for i, l := range g.linears {
		if len(l.Terms) == 0 {
			continue
		}
		xd := drop.next(i).apply(m, x, n, in)
		for _, t := range l.Terms {
			m.gemm(product{c: to[off:], ldc: rank, a: xd, ars: in, acs: 1, b: t.A, brs: 1, bcs: in, rows: n, k: in, cols: t.Rank})
			off += t.Rank
		}
	}
	g.scale(to, n, rank)
}

// stackA returns A of all terms [rank, in], one above the other: in scratch unless there is one term alone.
func (g *group) stackA(m *Model) []float32 {
	in := g.linears[0].W.Cols
	var a []float32
	for _, l := range g.linears {
		for _, t := range l.Terms {
			if t.Rank == g.rank() {
				return t.A
			}
			if a == nil {
				a = m.scratch.a.take(g.rank() * in)[:0]
			}
			a = append(a, t.A...)
		}
	}
	return a
}

// scale multiplies the columns of u [n, rank] by the scales of their terms.
func (g *group) scale(u []float32, n, rank int) {
	off := 0
	for _, l := range g.linears {
		for _, t := range l.Terms {
			for r := range n {
				v := u[r*rank+off:][:t.Rank]
				for j := range v {
					v[j] *= t.Scale
				}
			}
			off += t.Rank
		}
	}
}

// backward adds to dx [n, in] the gradient of the input (dx nil: not wanted), to GradA and GradB those of the trained terms, and to those of
// the weights where these are trained, given each dy [n, out], the input x [n, in] of forward, and u as forward left it; c is how the
// products of the base round, the terms are float32:
//
//	dX = dY·W + dU·A    dU = s·dY·B    dBᵀ = Uᵀ·dY    dA = dUᵀ·X
func (g *group) backward(m *Model, dx []float32, dy outs, x []float32, n int, c quant.Compute, drop dropout, u []float32) {
	if dx != nil {
		for i := len(g.linears) - 1; i >= 0; i-- {
			g.linears[i].W.MulT(m.Pool, dx, dy[i], n, c)
		}
	}
	g.gradWeights(m, dy, x, n, c)
	rank, in := g.rank(), g.linears[0].W.Cols
	if rank == 0 || dx == nil && !g.trained() {
		return
	}
	du := m.scratch.du.zeroed(n * rank)
	off := 0
	for i, l := range g.linears {
		out := l.W.Rows
		for _, t := range l.Terms {
			m.gemm(product{c: du[off:], ldc: rank, a: dy[i], ars: out, acs: 1, b: t.B, brs: t.Rank, bcs: 1, rows: n, k: out, cols: t.Rank})
			if t.GradB != nil {
				m.gradB(t, u[off:], rank, dy[i], n, out)
			}
			off += t.Rank
		}
	}
	g.scale(du, n, rank)
	if drop.on() {
		g.backwardDropped(m, dx, du, x, n, drop)
		return
	}
	if g.trained() {
		grad := m.scratch.transposed.zeroed(rank * in)
		m.gemm(product{c: grad, ldc: in, a: du, ars: 1, acs: rank, b: x, brs: in, bcs: 1, rows: rank, k: n, cols: in})
		for _, l := range g.linears {
			for _, t := range l.Terms {
				if t.GradA != nil {
					llft.Axpy(t.GradA, 1, grad[:t.Rank*in])
				}
				grad = grad[t.Rank*in:]
			}
		}
	}
	if dx != nil {
		m.gemm(product{c: dx, ldc: in, a: du, ars: rank, acs: 1, b: g.stackA(m), brs: in, bcs: 1, rows: n, k: rank, cols: in})
	}
}

// gradB adds Uᵀ·dY, transposed, to GradB. Computed as [rank, out], where each panel of dY is read once and is full.
func (m *Model) gradB(t *LowRank, u []float32, stride int, dy []float32, n, out int) {
	grad := m.scratch.transposed.zeroed(t.Rank * out)
	m.gemm(product{c: grad, ldc: out, a: u, ars: 1, acs: stride, b: dy, brs: out, bcs: 1, rows: t.Rank, k: n, cols: out})
	m.rows(out, 2*t.Rank, operands{out: t.GradB, x: grad, width: t.Rank, layer: out}, func(_ *Model, v *operands, _, lo, hi int) {
		rank, out := v.width, v.layer
		for k := range rank {
			for o := lo; o < hi; o++ {
				v.out[o*rank+k] += v.x[k*out+o]
			}
		}
	})
}

// backwardDropped is the last part of backward with dropout: each matrix has masked its input in its own way.
func (g *group) backwardDropped(m *Model, dx, du, x []float32, n int, drop dropout) {
	rank, in := g.rank(), g.linears[0].W.Cols
	off := 0
	for i, l := range g.linears {
		if len(l.Terms) == 0 {
			continue
		}
		d := drop.next(i)
		var xd, dxd []float32
		if l.trained() {
			xd = d.apply(m, x, n, in)
		}
		if dx != nil {
			dxd = m.scratch.dxDrop.zeroed(n * in)
		}
		for _, t := range l.Terms {
			u := du[off:]
			if t.GradA != nil {
				m.gemm(product{c: t.GradA, ldc: in, a: u, ars: 1, acs: rank, b: xd, brs: in, bcs: 1, rows: t.Rank, k: n, cols: in})
			}
			if dx != nil {
				m.gemm(product{c: dxd, ldc: in, a: u, ars: rank, acs: 1, b: t.A, brs: in, bcs: 1, rows: n, k: t.Rank, cols: in})
			}
			off += t.Rank
		}
		if dx != nil {
			d.addMasked(m, dx, dxd, n, in)
		}
	}
}
