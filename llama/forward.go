package llama

import (
	"fmt"
	"runtime"

	"llft/internal/offheap"
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
	x       []float32
	acts    *activations
	rows    int           // rows that x and acts have room for
	memory  offheap.Arena // theirs
	batch   batch
	workers []*attentionScratch
	tiles   attention       // of many rows
	few     decodeAttention // of few
	layer   int             // that attention works on
	normed  buffer          // [headRows, Dim] input of the output matrix
	rstd    buffer
	logits  buffer // [headRows, Vocab]
	headU   buffer // of the output's low-rank terms
	one     struct {
		last []float32
		take func(i int, logits []float32) // sets last
	}
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
	s.tiles.m, s.tiles.workers = m, s.workers
	s.tiles.kv = func(_, kvHead int) keys { return keys{cached: s.cache.head(s.layer, kvHead)} }
	s.few.s = s
	s.one.take = func(_ int, logits []float32) { s.one.last = logits }
	return s, nil
}

// Close gives the memory of the cache back. A session that is forgotten gives it back too, some time later.
func (s *Session) Close() {
	s.cache.memory.Free()
	s.memory.Free()
	s.cache, s.x, s.acts, s.rows, s.n = &cache{}, nil, nil, 0, 0
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
	s.one.last = nil
	err := s.EvalEach(tokens, len(tokens)-1, s.one.take)
	return s.one.last, err
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
			s.head(x, i-lo, min(headRows, hi-i), lo, each)
		}
	}
	runtime.KeepAlive(s) // and with it the memory outside the heap
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
		s.memory.Free()
		s.rows = n
		s.x = offheap.Make[float32](&s.memory, n*m.Dim, offheap.Huge)
		s.acts = newActivations(&m.Config, n, &s.memory, offheap.Make[float32](&s.memory, n*m.Dim, offheap.Huge))
	}
	s.batch.n, s.batch.compute = n, m.Compute
	s.batch.positions = s.batch.positions[:0]
	for i := range n {
		s.batch.positions = append(s.batch.positions, int32(s.n+i))
	}
	x := s.x[:n*m.Dim]
	m.embed(x, tokens)
	for l := range m.Blocks {
		m.forward(l, x, x, s.acts, &s.batch, s)
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
	first := int(b.positions[0])
	s.layer = l
	m.rows(b.n, m.KVHeads*(m.KeyDim+m.ValueDim), operands{session: s, x: a.k, y: a.v, layer: l, width: first}, storeRows)
	if b.n < fewRows {
		s.few.layer, s.few.first = l, first
		s.few.run(b.n)
		return
	}
	s.tiles.a, s.tiles.first, s.tiles.half = a, first, attentionRounds(b.compute)
	s.tiles.seqs = append(s.tiles.seqs[:0], extent{0, b.n})
	s.tiles.run()
}

// storeRows is the loop that fills the cache.
func storeRows(m *Model, v *operands, worker, lo, hi int) {
	s, kd, vd := v.session, m.KeyDim, m.ValueDim
	for i := lo; i < hi; i++ {
		for h := range m.KVHeads {
			at := i*m.KVHeads + h
			s.cache.head(v.layer, h).store(s.workers[worker], v.width+i, v.x[at*kd:(at+1)*kd], v.y[at*vd:(at+1)*vd])
		}
	}
}

// head computes the logits of rows [first, first+n) of x and hands them over one by one, numbered from base on.
func (s *Session) head(x []float32, first, n, base int, each func(row int, logits []float32)) {
	m := s.m
	h := s.normed.take(n * m.Dim)
	m.rmsNorm(h, x[first*m.Dim:(first+n)*m.Dim], m.OutNorm, s.rstd.take(n), n)
	logits := s.logits.take(n * m.Vocab)
	m.head.forward(m, outs{logits}, h, n, m.Compute, dropout{}, &s.headU)
	for i := range n {
		each(base+first+i, logits[i*m.Vocab:(i+1)*m.Vocab])
	}
}
