package llama

import "llft"

// decodeAttention is attention of a few rows, bound by reading the cache: as a loop over rows and KV heads, whose query heads share what is
// read of the cache.
type decodeAttention struct {
	s     *Session
	layer int
	first int // position of the first row
	heads int // query heads of a task
}

func (t *decodeAttention) run(n int) {
	m := t.s.m
	group := m.Heads / m.KVHeads
	for t.heads = group; n*m.Heads/t.heads < m.Pool.Threads() && t.heads > 1; { // the next smaller part, so that all workers have some
		for t.heads--; group%t.heads != 0; {
			t.heads--
		}
	}
	size := 1
	if (t.first+n)*m.Heads*(m.KeyDim+m.ValueDim) < 1<<14 { // too little to wake the workers for
		size = n * m.Heads
	}
	m.Pool.Do(n*m.Heads/t.heads, size, t)
}

// Do runs tasks.
func (t *decodeAttention) Do(worker, lo, hi int) {
	s, m := t.s, t.s.m
	kd, vd := m.KeyDim, m.ValueDim
	for i := lo; i < hi; i++ {
		at := i * t.heads // row and head
		kv := s.cache.head(t.layer, at%m.Heads/(m.Heads/m.KVHeads))
		q, out := s.acts.q[at*kd:][:t.heads*kd], s.acts.att[at*vd:][:t.heads*vd]
		m.attendRow(s.workers[worker], out, q, t.first+at/m.Heads+1, kv)
	}
}

// attendRow is attention of one row for some query heads q of one KV head over the cache's first n positions. What is read of the cache is
// converted piece by piece, each small enough for a first-level cache, and goes through products with the rows of q, or of the weights; for one
// row of either, conversion is part of the product.
func (m *Model) attendRow(s *attentionScratch, out, q []float32, n int, kv cached) {
	const piece = 128 // positions of a panel of values: 16 KB
	kd, vd := m.KeyDim, m.ValueDim
	heads, stride := len(q)/kd, roundUp(n, panel)
	p := s.row.take(heads * stride)
	for lo := 0; lo < n; lo += panel {
		if half := kv.halfKeys(lo); half != nil && heads == 1 {
			llft.GemvPanelF16(p[lo:][:panel], q, half)
			continue
		}
		kv.keyPanels(s, s.kt.wide, lo, min(panel, n-lo))
		llft.GemmPanelSet(p[lo:], stride, q, kd, 1, s.kt.wide, heads, kd, panel)
	}
	for h := range heads {
		llft.Softmax(p[h*stride:][:n])
	}
	clear(out)
	for d := 0; d < vd; d += panel {
		for lo := 0; lo < n; lo += piece {
			rows := min(piece, n-lo)
			if half := kv.halfValues(d, lo, rows); half != nil && heads == 1 {
				sum := s.vp.wide[:panel]
				llft.GemvPanelF16(sum, p[lo:][:rows], half)
				llft.Add(out[d:][:panel], out[d:][:panel], sum)
				continue
			}
			kv.valuePanel(s, s.vp.wide, d, lo, rows)
			llft.GemmPanel(out[d:], vd, p[lo:], stride, 1, s.vp.wide, heads, rows, min(panel, vd-d))
		}
	}
}
