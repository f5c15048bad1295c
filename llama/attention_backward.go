package llama

import "llft"

// backwardKeys is the number of keys of a tile in backward. Its tiles of S and dS stay in the second-level cache with the panels.
const backwardKeys = 128

// attentionBackward is the gradient of attention over the sequences of a batch, as a loop over sequences and query heads. A task owns dq of
// its head, and dk and dv as this head alone gives them; the heads of a group are added up afterwards.
//
//	P = exp(S - lse)   δ = Σ dO∘O   dV = Pᵀ·dO   dP = dO·Vᵀ   dS = P∘(dP - δ)   dQ = dS·K·scale   dK = dSᵀ·Q·scale
type attentionBackward struct {
	m       *Model
	a       *activations
	g       *gradients
	workers []*attentionScratch
	seqs    []extent
	dk, dv  []float32 // [n, Heads·KeyDim], [n, Heads·ValueDim]
	half    bool      // in bfloat16
}

// run sets g.q, g.k and g.v from g.att and turns q and k back by the rotary angles.
func (t *attentionBackward) run(b *batch) {
	m := t.m
	t.dk, t.dv = t.g.k, t.g.v
	if m.Heads != m.KVHeads {
		t.dk, t.dv = t.g.kHeads, t.g.vHeads
	}
	m.Pool.Do(len(t.seqs)*m.Heads, 1, t)
	m.rows(b.n, 4*(m.Heads+m.KVHeads)*m.KeyDim, operands{positions: b.positions, attention: t}, func(m *Model, v *operands, _, lo, hi int) {
		t := v.attention
		qs, ks := m.Heads*m.KeyDim, m.KVHeads*m.KeyDim
		for i := lo; i < hi; i++ {
			if m.Heads != m.KVHeads {
				sumHeads(t.g.k[i*ks:(i+1)*ks], t.dk[i*qs:(i+1)*qs], m.KVHeads)
				os, vs := m.Heads*m.ValueDim, m.KVHeads*m.ValueDim
				sumHeads(t.g.v[i*vs:(i+1)*vs], t.dv[i*os:(i+1)*os], m.KVHeads)
			}
			m.unrotate(t.g.q[i*qs:(i+1)*qs], m.Heads, m.KeyDim, int(v.positions[i]))
			m.unrotate(t.g.k[i*ks:(i+1)*ks], m.KVHeads, m.KeyDim, int(v.positions[i]))
		}
	})
}

// sumHeads sets each of the heads of y to the sum of its group in x, in the order of the heads.
func sumHeads(y, x []float32, heads int) {
	dim := len(y) / heads
	group := len(x) / len(y)
	for h := range heads {
		sum := y[h*dim : (h+1)*dim]
		copy(sum, x[h*group*dim:])
		for i := 1; i < group; i++ {
			llft.Axpy(sum, 1, x[(h*group+i)*dim:][:dim])
		}
	}
}

// Do runs tasks.
func (t *attentionBackward) Do(worker, lo, hi int) {
	for i := lo; i < hi; i++ {
		s := t.seqs[i/t.m.Heads]
		t.head(t.workers[worker], i%t.m.Heads, s.start, s.n)
	}
}

// head is one head of one sequence, rows start to start+n-1.
func (t *attentionBackward) head(s *attentionScratch, head, start, n int) {
	m, a, g := t.m, t.a, t.g
	s.round(t.half)
	vd := m.ValueDim
	os := m.Heads * vd
	if len(s.delta) < n {
		s.delta = make([]float32, n)
	}
	for i := range n {
		o := (start+i)*os + head*vd
		s.delta[i] = llft.Dot(g.att[o:o+vd], a.att[o:o+vd])
	}
	for lo := 0; lo < n; lo += backwardKeys {
		width := min(backwardKeys, n-lo)
		t.packTile(s, head/(m.Heads/m.KVHeads), start+lo, width)
		for i := lo / queryTile * queryTile; i < n; i += queryTile {
			t.tile(s, head, start, i, min(queryTile, n-i), lo, width)
		}
	}
}

// packTile packs the keys and values of width rows from row on: Kᵀ and K scaled, Vᵀ.
func (t *attentionBackward) packTile(s *attentionScratch, kvHead, row, width int) {
	m := t.m
	kd, vd := m.KeyDim, m.ValueDim
	ks, vs := m.KVHeads*kd, m.KVHeads*vd
	k, v := t.a.k[row*ks+kvHead*kd:], t.a.v[row*vs+kvHead*vd:]
	for j := 0; j < width; j += panel {
		n := min(panel, width-j)
		s.kt.packColumns(j, k[j*ks:], ks, kd, n, m.AttnScale)
		s.vt.packColumns(j, v[j*vs:], vs, vd, n, 1)
	}
	s.kp.packRows(k, ks, width, kd, m.AttnScale)
	if s.half {
		s.kt.round(kd, roundUp(width, panel))
		s.vt.round(vd, roundUp(width, panel))
		s.kp.round(width, kd)
	}
}

// tile adds the gradients of rows [qlo, qlo+n) of a sequence against its keys [lo, lo+width). What is added to first is set: dq by the
// first key tile, dk and dv of a panel of keys by the first rows that see it.
func (t *attentionBackward) tile(s *attentionScratch, head, start, qlo, n, lo, width int) {
	m, a, g := t.m, t.a, t.g
	kd, vd := m.KeyDim, m.ValueDim
	qs, os := m.Heads*kd, m.Heads*vd
	const stride = backwardKeys
	at, past := start+qlo, qlo-lo // row i sees the tile's first past+i+1 keys; past is not negative
	q, do, dq := a.q[at*qs+head*kd:], g.att[at*os+head*vd:], g.q[at*qs+head*kd:]
	dk, dv := t.dk[(start+lo)*qs+head*kd:], t.dv[(start+lo)*os+head*vd:]
	p, ds := s.scores, s.dscore

	s.scoreTile(p, stride, s.rows(q, qs, s.q, 0, n, kd), kd, n, past, width, &s.kt)
	s.scoreTile(ds, stride, s.rows(do, os, s.do, 0, n, vd), vd, n, past, width, &s.vt) // dP
	width = min(width, past+n)                                                         // what the last row sees
	whole := roundUp(width, panel)
	for i := range n {
		seen := min(width, past+i+1)
		prow, drow := p[i*stride:][:whole], ds[i*stride:][:whole]
		clear(prow[seen:])
		clear(drow[seen:])
		prow, drow = prow[:seen], drow[:seen]
		llft.ExpSum(prow, a.lse[(at+i)*m.Heads+head])
		delta := s.delta[qlo+i]
		for j, w := range prow {
			drow[j] = w * (drow[j] - delta)
		}
	}
	s.qp.packRows(q, qs, n, kd, m.AttnScale)
	s.dop.packRows(do, os, n, vd, 1)
	if s.half {
		s.qp.round(n, kd)
		s.dop.round(n, vd)
	}
	pt, dst := s.columns(p, stride, s.pt, n, width), s.columns(ds, stride, s.dst, n, width)
	for j := 0; j < width; j += panel { // keys j to j+panel-1 are seen from row i on
		i := max(0, j-past)
		keys, first := min(panel, width-j), j >= past
		for d := 0; d < vd; d += panel {
			s.multiply(first, dv[j*os+d:], os, pt, j, i, &s.dop, d, keys, n-i, min(panel, vd-d))
		}
		for d := 0; d < kd; d += panel {
			s.multiply(first, dk[j*qs+d:], qs, dst, j, i, &s.qp, d, keys, n-i, min(panel, kd-d))
		}
	}
	rows := s.rows(ds, stride, s.p, 0, n, width)
	for i := 0; i < n; i += causalRows {
		m := min(causalRows, n-i)
		k := min(width, past+i+m)
		for d := 0; d < kd; d += panel {
			s.multiply(lo == 0, dq[i*qs+d:], qs, rows, i, 0, &s.kp, d, m, k, min(panel, kd-d))
		}
	}
}
