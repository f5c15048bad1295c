package llama

import "llft"

// gemm adds A·B to C [m, n] on all workers; see llft.Gemm for the strides. Outputs are split, never the sum over k, and llft.Gemm's
// bits do not depend on the cut, so they do not depend on the number of workers.
func (m *Model) gemm(c []float32, ldc int, a []float32, ars, acs int, b []float32, brs, bcs int, rows, k, cols int) {
	if rows == 0 || k == 0 || cols == 0 {
		return
	}
	if rows*k*cols < gemmInline {
		llft.Gemm(c, ldc, a, ars, acs, b, brs, bcs, rows, k, cols, m.scratch.panel(0, k))
		return
	}
	// Cut the longer side: columns in whole panels, rows in pieces that are worth the packing of B again.
	if cols >= rows {
		width := pieces(cols, m.Pool.Threads(), llft.PanelWidth)
		m.Pool.Chunks(cols, width, func(worker, lo, hi int) {
			llft.Gemm(c[lo:], ldc, a, ars, acs, b[lo*bcs:], brs, bcs, rows, k, hi-lo, m.scratch.panel(worker, k))
		})
		return
	}
	height := pieces(rows, m.Pool.Threads(), 32)
	m.Pool.Chunks(rows, height, func(worker, lo, hi int) {
		llft.Gemm(c[lo*ldc:], ldc, a[lo*ars:], ars, acs, b, brs, bcs, hi-lo, k, cols, m.scratch.panel(worker, k))
	})
}

// gemmInline is the number of multiply-adds below which waking the workers costs more than it saves.
const gemmInline = 1 << 14

// pieces is the size of about two pieces per worker of n, a multiple of unit.
func pieces(n, workers, unit int) int {
	size := (n + 2*workers - 1) / (2 * workers)
	return (size + unit - 1) / unit * unit
}

// rows runs f over chunks of n rows that each cost about width operations, on the workers when there is enough to do.
func (m *Model) rows(n, width int, f func(worker, lo, hi int)) {
	const chunk = 1 << 14 // operations
	if n*width < 2*chunk {
		f(0, 0, n)
		return
	}
	m.Pool.Chunks(n, max(1, chunk/width), f)
}

// scratch is memory that one product or another needs for a moment; it grows to the largest wish and is used again.
type scratch struct {
	u, du, gradB, drop, dxDrop buffer
	panels                     []buffer // one per worker
}

func (s *scratch) panel(worker, k int) []float32 { return s.panels[worker].take(k * llft.PanelWidth) }

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
