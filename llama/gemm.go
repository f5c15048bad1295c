package llama

import "llft"

// product is C += A·B, C [rows, cols] with k terms a sum, as a loop over pieces of C; see llft.Gemm for the strides.
type product struct {
	c, a, b                 []float32
	ldc, ars, acs, brs, bcs int
	rows, k, cols           int
	byColumns               bool
	panels                  []buffer // one per worker
}

// Do computes columns, or rows, lo to hi-1.
func (p *product) Do(worker, lo, hi int) {
	c, a, b, rows, cols := p.c, p.a, p.b, p.rows, p.cols
	if p.byColumns {
		c, b, cols = c[lo:], b[lo*p.bcs:], hi-lo
	} else {
		c, a, rows = c[lo*p.ldc:], a[lo*p.ars:], hi-lo
	}
	llft.Gemm(c, p.ldc, a, p.ars, p.acs, b, p.brs, p.bcs, rows, p.k, cols, p.panels[worker].take(p.k*llft.PanelWidth))
}

// gemm adds A·B to C on all workers. Outputs are split, never the sum over k, and llft.Gemm's bits do not depend on the cut, so they do
// not depend on the number of workers.
func (m *Model) gemm(p product) {
	if p.rows == 0 || p.k == 0 || p.cols == 0 {
		return
	}
	p.panels = m.scratch.panels
	t := &m.scratch.product
	*t = p
	// Cut the longer side: columns in whole panels, rows in pieces that are worth the packing of B again.
	n, unit := p.rows, 32
	if t.byColumns = p.cols >= p.rows; t.byColumns {
		n, unit = p.cols, llft.PanelWidth
	}
	size := n
	if p.rows*p.k*p.cols >= gemmInline {
		size = pieces(n, m.Pool.Threads(), unit)
	}
	m.Pool.Do(n, size, t)
	*t = product{}
}

// gemmInline is the number of multiply-adds below which waking the workers costs more than it saves.
const gemmInline = 1 << 14

// pieces is the size of about two pieces per worker of n, a multiple of unit.
func pieces(n, workers, unit int) int {
	size := (n + 2*workers - 1) / (2 * workers)
	return (size + unit - 1) / unit * unit
}

// operands is what a loop over rows works on; each use says which.
type operands struct {
	out, norm, x, y, weight, r []float32
	positions                  []int32
	layer, width               int
	drop                       dropout
	attention                  *attentionBackward
	session                    *Session
	loss                       *lossRows
	seqs                       []Sequence
}

// rowLoop is a loop over rows: f without captured variables and its operands, so that running one allocates nothing.
type rowLoop struct {
	m *Model
	v operands
	f func(m *Model, v *operands, worker, lo, hi int)
}

// Do runs rows lo to hi-1.
func (l *rowLoop) Do(worker, lo, hi int) { l.f(l.m, &l.v, worker, lo, hi) }

// rows runs f over chunks of n rows that each cost about width operations, on the workers when there is enough to do. f must be a function
// without captured variables of a call, and must not call rows.
func (m *Model) rows(n, width int, v operands, f func(m *Model, v *operands, worker, lo, hi int)) {
	const chunk = 1 << 14 // operations
	size := max(1, chunk/width)
	if n*width < 2*chunk {
		size = n
	}
	l := &m.scratch.loop
	*l = rowLoop{m, v, f}
	m.Pool.Do(n, size, l)
	*l = rowLoop{}
}

// scratch is memory that one product or another needs for a moment; it grows to the largest wish and is used again.
type scratch struct {
	a, du, transposed, drop, dxDrop buffer
	zero                            buffer   // a row of zeros
	panels                          []buffer // one per worker
	product                         product
	loop                            rowLoop
	terms                           decodeTerms
}

// buffer is a slice that grows.
type buffer []float32

func (b *buffer) take(n int) []float32 {
	if cap(*b) < n {
		*b = make([]float32, n)
	}
	*b = (*b)[:cap(*b)]
	return (*b)[:n]
}

func (b *buffer) zeroed(n int) []float32 {
	s := b.take(n)
	clear(s)
	return s
}
