package llama

import (
	"fmt"
)

// prefillRows is the most positions that go through the layers together: enough to spread the unpacking of a weight over many rows,
// few enough that the activations of one layer stay small.
const prefillRows = 512

// headRows is how many rows of logits exist at once.
const headRows = 32

// Session is one sequence being read and written: a KV cache and scratch space.
type Session struct {
	m       *Model
	cache   *cache
	n       int // positions in the cache
	x       buffer
	acts    *activations
	rows    int // rows that acts has room for
	batch   batch
	workers []*attentionScratch
	normed  buffer // [headRows, Dim] input of the output matrix
	rstd    buffer
	logits  buffer // [headRows, Vocab]
}

// NewSession makes room for n positions.
func (m *Model) NewSession(n int, kind CacheType) (*Session, error) {
	kv, err := newCache(&m.Config, kind, n)
	if err != nil {
		return nil, err
	}
	m.growRope(n)
	m.growScratch()
	s := &Session{m: m, cache: kv}
	for range m.Pool.Threads() {
		s.workers = append(s.workers, newAttentionScratch(&m.Config))
	}
	return s, nil
}

func (m *Model) growScratch() {
	if m.scratch.panels == nil {
		m.scratch.panels = make([]buffer, m.Pool.Threads())
	}
}

// Len is the number of positions in the cache, Cap the most that it can hold.
func (s *Session) Len() int { return s.n }

// Cap is the most positions that the cache can hold.
func (s *Session) Cap() int { return s.cache.capacity }

// Truncate forgets all positions from n on.
func (s *Session) Truncate(n int) { s.n = max(0, min(s.n, n)) }

// Eval appends tokens to the sequence and returns the logits [Vocab] after the last one, valid until the next call.
// Errors: no tokens, an id outside the vocabulary, no room left (ErrContextFull); the sequence is then unchanged.
func (s *Session) Eval(tokens []int32) ([]float32, error) {
	var last []float32
	err := s.EvalEach(tokens, len(tokens)-1, func(_ int, logits []float32) { last = logits })
	return last, err
}

// EvalEach is Eval that hands over the logits after tokens[i] for every i >= from, in order; each is valid during the call only.
func (s *Session) EvalEach(tokens []int32, from int, each func(i int, logits []float32)) error {
	if len(tokens) == 0 {
		return fmt.Errorf("no tokens to evaluate")
	}
	if err := s.m.checkTokens(tokens); err != nil {
		return err
	}
	if s.n+len(tokens) > s.Cap() {
		return fmt.Errorf("%w: %d positions are taken of %d, %d more do not fit", ErrContextFull, s.n, s.Cap(), len(tokens))
	}
	for lo := 0; lo < len(tokens); lo += prefillRows {
		hi := min(lo+prefillRows, len(tokens))
		x := s.layers(tokens[lo:hi])
		for i := max(lo, from); i < hi; i += headRows {
			s.head(x, i-lo, min(headRows, hi-i), func(row int, logits []float32) { each(lo+row, logits) })
		}
	}
	return nil
}

// checkTokens refuses ids outside the vocabulary.
func (m *Model) checkTokens(tokens []int32) error {
	for i, t := range tokens {
		if t < 0 || int(t) >= m.Vocab {
			return fmt.Errorf("token %d is id %d, the vocabulary has 0 to %d", i, t, m.Vocab-1)
		}
	}
	return nil
}

// layers takes tokens through all layers and returns the residual stream [n, Dim].
func (s *Session) layers(tokens []int32) []float32 {
	m, n := s.m, len(tokens)
	if s.rows < n {
		s.acts, s.rows = newActivations(&m.Config, n), n
	}
	s.batch.n, s.batch.compute = n, m.Compute
	s.batch.positions = s.batch.positions[:0]
	for i := range n {
		s.batch.positions = append(s.batch.positions, int32(s.n+i))
	}
	x := s.x.take(n * m.Dim)
	m.embed(x, tokens)
	for l := range m.Blocks {
		m.forward(l, x, x, s.acts, &s.batch, s.attend)
	}
	s.n += n
	return x
}

// embed sets x [n, Dim] to the tokens' rows of the embedding.
func (m *Model) embed(x []float32, tokens []int32) {
	for i, t := range tokens {
		m.Embed.Row(x[i*m.Dim:(i+1)*m.Dim], int(t))
	}
}

// fewRows is the number of rows below which attention goes row by row instead of by tiles.
const fewRows = 4

// attend stores the keys and values of the rows in the cache and attends to all that it holds.
func (s *Session) attend(l int, a *activations, b *batch) {
	m := s.m
	kd, vd := m.KeyDim, m.ValueDim
	group := m.Heads / m.KVHeads
	first := int(b.positions[0])
	m.rows(b.n, m.KVHeads*(kd+vd), func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for h := range m.KVHeads {
				at := i*m.KVHeads + h
				s.cache.store(&m.Config, l, h, first+i, a.k[at*kd:(at+1)*kd], a.v[at*vd:(at+1)*vd])
			}
		}
	})
	if b.n < fewRows {
		one := func(worker, i int) {
			row, head := i/m.Heads, i%m.Heads
			kv := s.cache.head(&m.Config, l, head/group)
			m.attendOne(s.workers[worker], a.att[i*vd:(i+1)*vd], a.q[i*kd:(i+1)*kd], first+row, &kv)
		}
		if (first+b.n)*m.Heads*(kd+vd) < 1<<14 { // too little to wake the workers for
			for i := range b.n * m.Heads {
				one(0, i)
			}
			return
		}
		m.Pool.Run(b.n*m.Heads, one)
		return
	}
	tiles := (b.n + queryTile - 1) / queryTile
	qs, os := m.Heads*kd, m.Heads*vd
	m.Pool.Run(m.Heads*tiles, func(worker, i int) {
		head, lo := i%m.Heads, (tiles-1-i/m.Heads)*queryTile // the longest rows first
		kv := s.cache.head(&m.Config, l, head/group)
		w := s.workers[worker]
		m.attendTile(w, a.att[lo*os+head*vd:], os, a.q[lo*qs+head*kd:], qs, min(queryTile, b.n-lo), first+lo, &kv, w.lse[:])
	})
}

// head computes the logits of rows [first, first+n) of x and hands them over one by one.
func (s *Session) head(x []float32, first, n int, each func(row int, logits []float32)) {
	m := s.m
	h := s.normed.take(n * m.Dim)
	m.rmsNorm(h, x[first*m.Dim:(first+n)*m.Dim], m.OutNorm, s.rstd.take(n), n)
	logits := s.logits.take(n * m.Vocab)
	m.Output.forward(m, logits, h, n, m.Compute, dropout{})
	for i := range n {
		each(first+i, logits[i*m.Vocab:(i+1)*m.Vocab])
	}
}
