package llama

import (
	"math"
	"slices"

	"llft"
)

// Attention works in tiles, with an online softmax (Milakov, Gimelshein, arXiv 1805.02867; Dao et al., arXiv 2205.14135), so that no
// [T, T] matrix exists:
//
//	           keys 0           256          512
//	            +------------+------------+--
//	queries 0   | S \ . . .  |            |         a task: queryBlock rows of the heads of one KV head
//	            | S S \ . .  |            |         a key tile: its K and V are packed into panels once for all of the task's rows
//	       64   | S S S \ .  |            |         a tile of scores: queryTile rows of one head against one key tile
//	            +------------+------------+--       dots: not computed, a panel of keys begins at the first row that sees one of them
//
// Key tiles start at multiples of keyTile from position 0, so the result of a row does not depend on the rows that it is computed with.
const (
	queryBlock = 256
	queryTile  = 64
	keyTile    = 256

	// causalRows is the number of rows of a tile between two cuts of the keys that they are multiplied with.
	causalRows = 32

	panel = llft.PanelWidth
)

// keys is one KV head's keys and values: of a cache, or of activations, where position p has its key at k[p*kStride:] and its value at
// v[p*vStride:].
type keys struct {
	cached
	k, v             []float32
	kStride, vStride int
}

// attentionScratch is one worker's memory for a tile.
type attentionScratch struct {
	half   bool       // products of tiles round to bfloat16
	scores []float32  // [queryTile, keyTile] S, then P
	dscore []float32  // [queryTile, backwardKeys] dP, then dS (backward)
	top    []float32  // [heads of a group, queryBlock] the largest score so far
	sum    []float32  // [heads of a group, queryBlock] Σ exp(score - top) so far
	kt     tilePanels // Kᵀ [KeyDim, keyTile], scaled
	vp     tilePanels // V [keyTile, ValueDim]
	kp     tilePanels // K [backwardKeys, KeyDim], scaled (backward)
	vt     tilePanels // Vᵀ [ValueDim, backwardKeys] (backward)
	qp     tilePanels // Q [queryTile, KeyDim], scaled (backward)
	dop    tilePanels // dO [queryTile, ValueDim] (backward)
	wide   []float32  // keys or values of a cache on their way
	key    []uint16   // a key of a cache
	row    buffer     // scores of one row against all keys (decode)
	delta  []float32  // Σ dO∘O of each row of a sequence (backward)

	// Factors on the left in bfloat16: Q, P or dS, dO; and in backward Pᵀ, dSᵀ, whose float32 passes by turned.
	q, p, do, pt, dst []uint16
	turned            []float32 // [backwardKeys, queryTile]
}

func newAttentionScratch(c *Config) *attentionScratch {
	f := func(n int) []float32 { return make([]float32, n) }
	kd := roundUp(c.KeyDim, max(panel, q8Values))
	return &attentionScratch{
		scores: f(queryTile * keyTile), dscore: f(queryTile * backwardKeys),
		top: f(c.Heads / c.KVHeads * queryBlock), sum: f(c.Heads / c.KVHeads * queryBlock),
		kt: newTilePanels(c.KeyDim, keyTile), vp: newTilePanels(keyTile, c.ValueDim), kp: newTilePanels(backwardKeys, c.KeyDim), vt: newTilePanels(c.ValueDim, backwardKeys),
		qp: newTilePanels(queryTile, c.KeyDim), dop: newTilePanels(queryTile, c.ValueDim), wide: f(max(panel*kd, keyTile*panel)), key: make([]uint16, kd),
	}
}

// floats is the memory of s in values of float32.
func (s *attentionScratch) floats() int64 {
	n := len(s.scores) + len(s.dscore) + len(s.top) + len(s.sum) + len(s.wide) + len(s.turned)
	halves := len(s.q) + len(s.p) + len(s.do) + len(s.pt) + len(s.dst)
	for _, p := range s.panels() {
		n += len(p.wide)
		halves += len(p.pairs)
	}
	return int64(n + halves/2)
}

func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }

// attention is causal attention of the rows of a batch, as a loop over tasks.
type attention struct {
	m       *Model
	a       *activations
	workers []*attentionScratch
	seqs    []extent
	first   int                        // position of the first row of each sequence
	kv      func(seq, kvHead int) keys // of all positions that rows may see
	blocks  []extent                   // first row of a block within its sequence, and the sequence
	heads   int                        // query heads of a task
	half    bool                       // in bfloat16
}

// run fills a.att and a.lse from a.q. Tasks are for all query heads of a KV head where that makes enough of them, else for single heads.
func (t *attention) run() {
	m := t.m
	t.blocks = t.blocks[:0]
	for s, seq := range t.seqs {
		for lo := 0; lo < seq.n; lo += queryBlock {
			t.blocks = append(t.blocks, extent{lo, s})
		}
	}
	slices.SortStableFunc(t.blocks, func(a, b extent) int { return b.start - a.start }) // the longest first, so that workers end together
	t.heads = m.Heads / m.KVHeads
	if m.KVHeads*len(t.blocks) < 4*m.Pool.Threads() {
		t.heads = 1
	}
	m.Pool.Do(m.Heads/t.heads*len(t.blocks), 1, t)
}

// Do runs tasks.
func (t *attention) Do(worker, lo, hi int) {
	perBlock := t.m.Heads / t.heads
	for i := lo; i < hi; i++ {
		t.block(t.workers[worker], t.blocks[i/perBlock], i%perBlock*t.heads)
	}
}

// block is one task: some rows of t.heads heads from head on.
func (t *attention) block(s *attentionScratch, b extent, head int) {
	m, a, seq := t.m, t.a, t.seqs[b.n]
	s.round(t.half)
	vd, qs, os := m.ValueDim, m.Heads*m.KeyDim, m.Heads*m.ValueDim
	rows, at, first := min(queryBlock, seq.n-b.start), seq.start+b.start, t.first+b.start
	for h := range t.heads {
		for i := range rows {
			s.top[h*queryBlock+i], s.sum[h*queryBlock+i] = float32(math.Inf(-1)), 0
		}
	}
	kv := t.kv(b.n, head/(m.Heads/m.KVHeads))
	for lo := 0; lo < first+rows; lo += keyTile {
		width := min(keyTile, first+rows-lo)
		m.packTile(s, &kv, lo, width)
		for h := range t.heads {
			for i := 0; i < rows; i += queryTile {
				r := at + i
				m.attendTile(s, a.att[r*os+(head+h)*vd:], a.q[r*qs+(head+h)*m.KeyDim:], min(queryTile, rows-i), first+i-lo, width, h*queryBlock+i, lo == 0)
			}
		}
	}
	for h := range t.heads {
		for i := range rows {
			top, sum := s.top[h*queryBlock+i], s.sum[h*queryBlock+i]
			llft.Scale(a.att[(at+i)*os+(head+h)*vd:][:vd], 1/sum)
			a.lse[(at+i)*m.Heads+head+h] = top + float32(math.Log(float64(sum)))
		}
	}
}

// packTile packs keys and values of positions [lo, lo+width) into s.kt and s.vp.
func (m *Model) packTile(s *attentionScratch, kv *keys, lo, width int) {
	kd, vd := m.KeyDim, m.ValueDim
	if kv.cache != nil {
		kv.keyPanels(s, s.kt.wide, lo, width)
		for d := 0; d < vd; d += panel {
			kv.valuePanel(s, s.vp.from(d), d, lo, width)
		}
	} else {
		for j := 0; j < width; j += panel {
			s.kt.packColumns(j, kv.k[(lo+j)*kv.kStride:], kv.kStride, kd, min(panel, width-j), m.AttnScale)
		}
		s.vp.packRows(kv.v[lo*kv.vStride:], kv.vStride, width, vd, 1)
	}
	if s.half {
		s.kt.round(kd, roundUp(width, panel))
		s.vp.round(width, vd)
	}
}

// attendTile adds to out, or for the first tile sets it to, the part of one key tile for n rows of one head: out rows are those of activations.att, with weights
// exp(score - top) that are not yet divided by their sum. Row i sees the tile's first past+i+1 keys; its top and sum are those of place at+i.
func (m *Model) attendTile(s *attentionScratch, out, q []float32, n, past, width, at int, first bool) {
	vd, os := m.ValueDim, m.Heads*m.ValueDim
	seen := min(width, past+n) // by the last row
	if seen <= 0 {
		return
	}
	skip := max(0, -past) // rows before the tile
	s.scoreTile(s.scores, keyTile, s.rows(q, m.Heads*m.KeyDim, s.q, 0, n, m.KeyDim), m.KeyDim, n, past, width, &s.kt)
	width = seen
	for i := skip; i < n; i++ {
		row := s.scores[i*keyTile:][:roundUp(width, panel)]
		seen := min(width, past+i+1)
		clear(row[seen:])
		row = row[:seen]
		before, top := s.top[at+i], max(s.top[at+i], llft.Max(row))
		sum := llft.ExpSum(row, top)
		if top > before {
			if s.sum[at+i] != 0 {
				f := expf(before - top)
				llft.Scale(out[i*os:][:vd], f)
				s.sum[at+i] *= f
			}
			s.top[at+i] = top
		}
		s.sum[at+i] += sum
	}
	p := s.rows(s.scores, keyTile, s.p, skip, n, width)
	for i := skip; i < n; i += causalRows {
		rows := min(causalRows, n-i)
		k := min(width, past+i+rows)
		for d := 0; d < vd; d += panel {
			s.multiply(first, out[i*os+d:], os, p, i, 0, &s.vp, d, rows, k, min(panel, vd-d))
		}
	}
}

// scoreTile sets S[i, j] = q_i·k_j, over dim values, for the n rows of q and the width keys of the panels kt, where row i sees key j
// (j <= past+i), and for all other columns of such panels.
func (s *attentionScratch) scoreTile(scores []float32, stride int, q tileRows, dim, n, past, width int, kt *tilePanels) {
	for j := 0; j < min(width, past+n); j += panel {
		i := max(0, j-past) // the first row that sees key j
		s.multiply(true, scores[i*stride+j:], stride, q, i, 0, kt, j, n-i, dim, panel)
	}
}

func expf(x float32) float32 { return float32(math.Exp(float64(x))) }
