package llama

import "llft"

// decodeAttention is attention of a few rows, whose products are bound by reading the cache: as a loop over rows and KV heads, or query
// heads where the cache can be read as it is.
type decodeAttention struct {
	s     *Session
	layer int
	first int // position of the first row
	heads int // query heads of a task
}

func (t *decodeAttention) run(n int) {
	m := t.s.m
	t.heads = 1
	if t.s.cache.kind == CacheQ8 { // converted once for all heads of a group
		t.heads = m.Heads / m.KVHeads
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
		kv := s.cache.head(&m.Config, t.layer, at%m.Heads/(m.Heads/m.KVHeads))
		q, out := s.acts.q[at*kd:][:t.heads*kd], s.acts.att[at*vd:][:t.heads*vd]
		m.attendRow(s.workers[worker], out, q, t.first+at/m.Heads+1, &kv)
	}
}

// attendRow is attention of one row for some query heads q of one KV head over the cache's first n positions.
func (m *Model) attendRow(s *attentionScratch, out, q []float32, n int, kv *keys) {
	kd, vd := m.KeyDim, m.ValueDim
	heads := len(q) / kd
	p := s.row.take(heads * n)
	clear(out)
	if kv.kHalf != nil {
		for j := range p {
			p[j] = llft.DotF16(q, kv.kHalf[j*kd:][:kd])
		}
		m.weights(p)
		for j, w := range p {
			llft.AxpyF16(out, w, kv.vHalf[j*vd:][:vd])
		}
		return
	}
	for lo := 0; lo < n; lo += keyTile {
		width := min(keyTile, n-lo)
		k, stride := kv.keysAt(s, lo, width, kd)
		for h := range heads {
			for j := range width {
				p[h*n+lo+j] = llft.Dot(q[h*kd:][:kd], k[j*stride:][:kd])
			}
		}
	}
	for h := range heads {
		m.weights(p[h*n:][:n])
	}
	for lo := 0; lo < n; lo += keyTile {
		width := min(keyTile, n-lo)
		v, stride := kv.valuesAt(s, lo, width, vd)
		for h := range heads {
			for j := range width {
				llft.Axpy(out[h*vd:][:vd], p[h*n+lo+j], v[j*stride:][:vd])
			}
		}
	}
}

// weights turns products into the weights of values.
func (m *Model) weights(p []float32) {
	llft.Scale(p, m.AttnScale)
	llft.Softmax(p)
}
