package quant

import (
	"sync"

	"llft"
	"llft/internal/parallel"
)

// activations are the rows of X in 8 bits, kept from product to product so that none allocates.
type activations struct {
	codes []int8
	scale []float32
	sums  []int16
	rows  []llft.Q8

	stride int // codes from row to row

	blocks      []llft.PanelBlock // of products with packed weights
	blockStride int
	few         [mostShared]fewBlocks
	batchCodes  []int8 // of few rows, interleaved
}

var activationCache = sync.Pool{New: func() any { return new(activations) }}

// resize makes room for n rows of cols values; cols is a multiple of 32.
func (a *activations) resize(n, cols int) {
	// The padding spreads rows of 2048 codes over all sets of the caches.
	a.stride = cols + 64
	a.codes = grow(a.codes, n*a.stride)
	a.scale = grow(a.scale, n*cols/32)
	a.sums = grow(a.sums, n*cols/16)
	a.rows = grow(a.rows, n)
	for i := range a.rows {
		a.rows[i] = llft.Q8{
			Codes: a.codes[i*a.stride:][:cols],
			Scale: a.scale[i*cols/32:][:cols/32],
			Sums:  a.sums[i*cols/16:][:cols/16],
		}
	}
}

// rowBlocks are the blocks of row i; resizeBlocks has made room for them.
func (a *activations) rowBlocks(i, perRow int) []llft.PanelBlock {
	return a.blocks[i*a.blockStride:][:perRow]
}

// resizeBlocks makes room for the blocks of n rows.
func (a *activations) resizeBlocks(n, perRow int) {
	a.blockStride = perRow + 8
	a.blocks = grow(a.blocks, n*a.blockStride)
}

// grow returns s with length n; what it held is lost.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// mulInt8 computes Y = X·Wᵀ from rows of X rounded to 8 bits. Each element is one call of the type's kernel, so that its bits
// depend on its row of X and of W alone. Workers take runs of rows of W that stay in the cache while all rows of X pass by.
func (w *Matrix) mulInt8(p *parallel.Pool, f *format, y, x []float32, n int) {
	a := activationCache.Get().(*activations)
	defer activationCache.Put(a)
	a.resize(n, w.Cols)
	mulLoops.Do(p, n, 1, mulLoop{w: w, x: x, a: a}, func(v *mulLoop, _, lo, hi int) {
		for i := lo; i < hi; i++ {
			v.a.rows[i].Quantize(v.x[i*v.w.Cols:][:v.w.Cols])
		}
	})

	rowBytes := w.Cols / f.block * f.bytes
	run := w.dotRows(n, p.Threads())
	if n > 1 && run < w.Rows {
		const cached = 16 << 10 // bytes of W: half of a first-level cache
		run = max(1, min(run, cached/rowBytes))
	}
	mulLoops.Do(p, w.Rows, run, mulLoop{w: w, f: f, y: y, n: n, a: a}, func(v *mulLoop, _, lo, hi int) {
		w, f, a := v.w, v.f, v.a
		rowBytes := w.Cols / f.block * f.bytes
		for i := range v.n {
			out := v.y[i*w.Rows+lo : i*w.Rows+hi]
			for j := range out {
				at := (lo + j) * rowBytes
				out[j] = f.dot(w.Data[at:at+rowBytes], a.rows[i])
			}
		}
	})
}
