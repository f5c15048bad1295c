package llama

import (
	"math"

	"llft"
)

// Attention works in tiles, with an online softmax (Milakov, Gimelshein, arXiv 1805.02867; Dao et al., arXiv 2205.14135), so that no
// [T, T] matrix exists: queryTile rows of one head against keyTile keys at a time. Key tiles start at multiples of keyTile from position
// 0, so the result of a row does not depend on the rows that it is computed with.
const (
	queryTile = 32
	keyTile   = 64
)

// keys is one KV head's cached keys and values: position p has its key at k[p*kStride:] and its value at v[p*vStride:]. With half set they
// are float16.
type keys struct {
	k, v             []float32
	kHalf, vHalf     []uint16
	kStride, vStride int
	half             bool
}

// tile returns the keys and values of positions [lo, hi) as float32 and their strides; halves are converted into s.
func (kv *keys) tile(s *attentionScratch, lo, hi, keyDim, valueDim int) (k []float32, ks int, v []float32, vs int) {
	if !kv.half {
		return kv.k[lo*kv.kStride:], kv.kStride, kv.v[lo*kv.vStride:], kv.vStride
	}
	for p := lo; p < hi; p++ {
		llft.F16ToF32(s.k[(p-lo)*keyDim:(p-lo+1)*keyDim], kv.kHalf[p*kv.kStride:p*kv.kStride+keyDim])
		llft.F16ToF32(s.v[(p-lo)*valueDim:(p-lo+1)*valueDim], kv.vHalf[p*kv.vStride:p*kv.vStride+valueDim])
	}
	return s.k, keyDim, s.v, valueDim
}

// attentionScratch is one worker's memory for a tile.
type attentionScratch struct {
	scores [queryTile * keyTile]float32 // S, then P
	dscore [queryTile * keyTile]float32 // dP, then dS (backward)
	lse    [queryTile]float32
	panel  []float32 // for llft.Gemm
	k, v   []float32 // a converted tile
	row    []float32 // scores of one row against all keys (decode)
}

func newAttentionScratch(c *Config) *attentionScratch {
	return &attentionScratch{
		panel: make([]float32, llft.PanelWidth*max(c.KeyDim, c.ValueDim, keyTile, queryTile)),
		k:     make([]float32, keyTile*c.KeyDim),
		v:     make([]float32, keyTile*c.ValueDim),
	}
}

// attendTile computes attention of n <= queryTile query rows of one head, the first at position first, over the keys up to each row's own.
// q row i is q[i*qStride:], out row i out[i*oStride:]; lse [n] receives each row's log-sum-exp of the scaled scores.
func (m *Model) attendTile(s *attentionScratch, out []float32, oStride int, q []float32, qStride, n, first int, kv *keys, lse []float32) {
	kd, vd := m.KeyDim, m.ValueDim
	for i := range n {
		clear(out[i*oStride : i*oStride+vd])
		lse[i] = float32(math.Inf(-1))
	}
	last := first + n // keys of positions below last are seen by some row
	for lo := 0; lo < last; lo += keyTile {
		width := min(keyTile, last-lo)
		k, ks, v, vs := kv.tile(s, lo, lo+width, kd, vd)
		p := s.scores[:n*keyTile]
		clear(p)
		llft.Gemm(p, keyTile, q, qStride, 1, k, 1, ks, n, kd, width, s.panel)
		for i := range n {
			seen := min(width, first+i+1-lo) // the row sees keys [lo, lo+seen)
			row := p[i*keyTile : i*keyTile+width]
			if seen <= 0 {
				clear(row)
				continue
			}
			m.scaleScores(row[:seen])
			tile := llft.Softmax(row[:seen])
			clear(row[seen:])
			total := logAddExp(lse[i], tile)
			scale(row[:seen], expf(tile-total))
			scale(out[i*oStride:i*oStride+vd], expf(lse[i]-total))
			lse[i] = total
		}
		llft.Gemm(out, oStride, p, keyTile, 1, v, vs, 1, n, width, vd, s.panel)
	}
}

// attendOne is attendTile for one row at position pos: with few rows the products are bound by reading the cache once.
func (m *Model) attendOne(s *attentionScratch, out, q []float32, pos int, kv *keys) {
	kd, vd := m.KeyDim, m.ValueDim
	n := pos + 1
	if cap(s.row) < n {
		s.row = make([]float32, max(n, 2*cap(s.row)))
	}
	p := s.row[:n]
	clear(out[:vd])
	if kv.half {
		for j := range p {
			p[j] = llft.DotF16(q[:kd], kv.kHalf[j*kv.kStride:j*kv.kStride+kd])
		}
		m.scaleScores(p)
		llft.Softmax(p)
		for j, w := range p {
			llft.AxpyF16(out[:vd], w, kv.vHalf[j*kv.vStride:j*kv.vStride+vd])
		}
		return
	}
	for j := range p {
		p[j] = llft.Dot(q[:kd], kv.k[j*kv.kStride:j*kv.kStride+kd])
	}
	m.scaleScores(p)
	llft.Softmax(p)
	for j, w := range p {
		llft.Axpy(out[:vd], w, kv.v[j*kv.vStride:j*kv.vStride+vd])
	}
}

// attendBackward adds to dq, dk and dv the gradients of attention for one KV head and all the query heads of its group, over one sequence
// of n positions. Rows are laid out as in activations; o and do are the attention's output and its gradient, lse as attendTile left it.
//
//	P = exp(S - lse)   δ = Σ dO∘O   dV = Pᵀ·dO   dP = dO·Vᵀ   dS = P∘(dP - δ)   dQ = dS·K·scale   dK = dSᵀ·Q·scale
//
// One call owns dk and dv of its head and dq of its group, so calls for different heads and sequences run side by side.
func (m *Model) attendBackward(s *attentionScratch, a *activations, g *gradients, kvHead, start, n int) {
	kd, vd := m.KeyDim, m.ValueDim
	group := m.Heads / m.KVHeads
	qs, kvs, os := m.Heads*kd, m.KVHeads*kd, m.Heads*vd
	vvs := m.KVHeads * vd
	k, v := a.k[start*kvs+kvHead*kd:], a.v[start*vvs+kvHead*vd:]
	dk, dv := g.k[start*kvs+kvHead*kd:], g.v[start*vvs+kvHead*vd:]
	for head := kvHead * group; head < (kvHead+1)*group; head++ {
		for qlo := 0; qlo < n; qlo += queryTile {
			rows := min(queryTile, n-qlo)
			at := start + qlo
			q, dq := a.q[at*qs+head*kd:], g.q[at*qs+head*kd:]
			o, do := a.att[at*os+head*vd:], g.att[at*os+head*vd:]
			var delta [queryTile]float32
			for i := range rows {
				delta[i] = llft.Dot(do[i*os:i*os+vd], o[i*os:i*os+vd])
			}
			for lo := 0; lo < qlo+rows; lo += keyTile {
				width := min(keyTile, qlo+rows-lo)
				p, ds := s.scores[:rows*keyTile], s.dscore[:rows*keyTile]
				clear(p)
				llft.Gemm(p, keyTile, q, qs, 1, k[lo*kvs:], 1, kvs, rows, kd, width, s.panel)
				clear(ds)
				llft.Gemm(ds, keyTile, do, os, 1, v[lo*vvs:], 1, vvs, rows, vd, width, s.panel)
				for i := range rows {
					seen := min(width, qlo+i+1-lo)
					prow, dsrow := p[i*keyTile:i*keyTile+width], ds[i*keyTile:i*keyTile+width]
					if seen <= 0 {
						clear(prow)
						clear(dsrow)
						continue
					}
					m.scaleScores(prow[:seen])
					tile := llft.Softmax(prow[:seen])
					clear(prow[seen:])
					clear(dsrow[seen:])
					scale(prow[:seen], expf(tile-a.lse[(at+i)*m.Heads+head]))
					for j := range seen {
						dsrow[j] = prow[j] * (dsrow[j] - delta[i]) * m.AttnScale
					}
				}
				llft.Gemm(dv[lo*vvs:], vvs, p, 1, keyTile, do, os, 1, width, rows, vd, s.panel)
				llft.Gemm(dq, qs, ds, keyTile, 1, k[lo*kvs:], kvs, 1, rows, width, kd, s.panel)
				llft.Gemm(dk[lo*kvs:], kvs, ds, 1, keyTile, q, qs, 1, width, rows, kd, s.panel)
			}
		}
	}
}

func (m *Model) scaleScores(s []float32) { scale(s, m.AttnScale) }

func scale(x []float32, f float32) {
	for i := range x {
		x[i] *= f
	}
}

func expf(x float32) float32 { return float32(math.Exp(float64(x))) }

// logAddExp is log(exp(a) + exp(b)); a may be -Inf.
func logAddExp(a, b float32) float32 {
	hi, lo := float64(max(a, b)), float64(min(a, b))
	if math.IsInf(hi, -1) {
		return float32(hi)
	}
	return float32(hi + math.Log1p(math.Exp(lo-hi)))
}
