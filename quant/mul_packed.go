package quant

import (
	"math"
	"sync"

	"llft"
	"llft/internal/parallel"
)

const (
	pairRows = 2 * packedRows
	// mostPairs is the number of pairs of groups that make a task, and mostActivations the rows of X that pass by them at once: their Acc and a
	// stretch of X, 256 KB each, stay in the second-level cache.
	mostPairs       = 4
	mostActivations = 512
	// fewActivations is the number of rows of X below which a task is one pair, whose weights are read in long runs.
	fewActivations = 64
)

// packedScratch is what a worker of mulPacked works in.
type packedScratch struct {
	unpacked
	acc []float32 // [pair][row of X][pairRows]
}

var packedScratches = sync.Pool{New: func() any { return new(packedScratch) }}

// mulPacked computes Y = X·Wᵀ from rows of X rounded to 8 bits and packed weights. An element is summed over stretches of columns and the
// blocks in them, in order, whatever n and the number of workers, so that its bits depend on its row of X and of W alone.
func (w *Matrix) mulPacked(p *parallel.Pool, y, x []float32, n int) {
	f := w.packed.form
	if n == 1 && f.kind.Fast() || n <= llft.PackedBatch && f.kind.Batch() {
		mulFew(p, [mostShared]sharedProduct{{w: w, y: y}}, 1, x, n)
		return
	}
	a := activationCache.Get().(*activations)
	defer activationCache.Put(a)
	a.resize(n, w.Cols)
	a.resizeBlocks(n, w.Cols/f.run)
	mulLoops.Do(p, n, 1, mulLoop{w: w, x: x, a: a}, func(v *mulLoop, _, i, _ int) {
		w, q, f := v.w, v.a.rows[i], v.w.packed.form
		q.Quantize(v.x[i*w.Cols:][:w.Cols])
		f.offsets(v.a.rowBlocks(i, w.Cols/f.run), q)
	})
	pairs := (w.Rows + pairRows - 1) / pairRows
	size := max(1, min(mostPairs, pairs/(4*p.Threads())))
	if n < fewActivations {
		size = 1
	}
	mulLoops.Do(p, pairs, size, mulLoop{w: w, y: y, n: n, a: a}, func(v *mulLoop, _, lo, hi int) {
		w, n := v.w, v.n
		s := packedScratches.Get().(*packedScratch)
		defer packedScratches.Put(s)
		for first := 0; first < n; first += mostActivations {
			w.packed.task(s, v.a, v.y, w.Rows, lo, hi, first, min(mostActivations, n-first))
		}
	})
}

// offsets sets what the products need of a row's blocks.
func (f *form) offsets(blocks []llft.PanelBlock, q llft.Q8) {
	switch {
	case f.run == 32 && !f.mins:
		scale, sums := q.Scale[:len(blocks)], q.Sums[:2*len(blocks)]
		for b := range blocks {
			sum := int32(sums[0]) + int32(sums[1])
			sums = sums[2:]
			blocks[b] = llft.PanelBlock{Offset: uint32(-f.zero * sum), Scale: scale[b]}
		}
	case f.run == 32:
		scale, sums, sign := q.Scale[:len(blocks)], q.Sums[:2*len(blocks)], f.minSign()
		for b := range blocks {
			sum := int32(sums[0]) + int32(sums[1])
			sums = sums[2:]
			blocks[b] = llft.PanelBlock{Offset: math.Float32bits(sign * scale[b] * float32(sum)), Scale: scale[b]}
		}
	default:
		for b, sum := range q.Sums[:len(blocks)] {
			scale := q.Scale[b/2]
			offset := uint32(-f.zero * int32(sum))
			if f.mins {
				offset = math.Float32bits(f.minSign() * scale * float32(sum))
			}
			blocks[b] = llft.PanelBlock{Offset: offset, Scale: scale}
		}
	}
}

// minSign is the sign of minima in a weight: d·q + m or, where d and m have codes, d·q - m.
func (f *form) minSign() float32 {
	if f.scales == scalesHalf {
		return 1
	}
	return -1
}

// task computes the rows of Y from first on, n of them, for the pairs [lo, hi) of groups.
func (w *packed) task(s *packedScratch, a *activations, y []float32, rows, lo, hi, first, n int) {
	s.acc = grow(s.acc, (hi-lo)*n*pairRows)
	clear(s.acc)
	f := w.form
	for col := 0; col < w.cols; col += llft.PanelCols {
		cols := min(llft.PanelCols, w.cols-col)
		for pair := lo; pair < hi; pair++ {
			d := llft.Panel{
				Acc:   s.acc[(pair-lo)*n*pairRows:],
				Codes: a.codes[first*a.stride+col:], CodeStride: a.stride,
				Blocks: a.blocks[first*a.blockStride+col/f.run:], BlockStride: a.blockStride,
				Scales: &s.scales, Rows: n, Cols: cols, Block: f.run, Mins: f.mins, Bits: f.widest(),
			}
			for half := range 2 {
				group := 2*pair + half
				if group*packedRows >= rows {
					continue
				}
				w.unpackScales(&s.unpacked, half, group, col, cols)
				d.W[half] = w.panel(&s.unpacked, half, group, col, cols)
			}
			d.Dot()
		}
	}
	for i := range n {
		out := y[(first+i)*rows+lo*pairRows : (first+i)*rows+min(hi*pairRows, rows)]
		for at := i * pairRows; len(out) > 0; at += n * pairRows {
			out = out[copy(out, s.acc[at:][:pairRows]):]
		}
	}
}
