package quant

import (
	"sync"
	"unsafe"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

// Where W is stored as the kernels read a factor, its rows need no copy: they are the factor that is read in place, and X is packed into panels
// instead, whose columns are rows of X. That pays while the panels of a chunk of W's columns stay in the second-level cache.
//
//	            chunk of columns                  panels of X, in L2
//	          ┌──────────────┐                  ┌────┬────┬────┬──
//	rows of W │   in place   │       ·   chunk  │ 0  │ 1  │ 2  │ …      =   tile: Y transposed [rows of W, rows of X]
//	          └──────────────┘                  └────┴────┴────┴──
//
// An element of Y is the same chains over the same chunks as in mulPanels, to the bit.
const (
	// inPlaceMost is the largest number of rows of X for which this is faster than panels of W: 1.5-1.9 times at 16 and 32 rows, 1.2 at 128, even
	// at 256 (Zen 5, F32 and BF16).
	inPlaceMost = 192

	// inPlaceRows is the number of rows of W that pass over the panels together.
	inPlaceRows = 96

	tileStride = inPlaceMost + 16 // words
)

// inPlace tells whether the rows of W are read in place in a product of n rows of X.
func (w *Matrix) inPlace(n int, c Compute) bool {
	if n > inPlaceMost {
		return false
	}
	aligned := uintptr(unsafe.Pointer(unsafe.SliceData(w.Data)))%f32Bytes == 0
	switch heldFor(c) {
	case heldF32:
		return w.Type == gguf.F32 && aligned
	case heldBF16:
		return w.Type == gguf.BF16 && aligned && w.Cols%2 == 0
	}
	return false
}

// stored views W as the kernels do, in words of 32 bits: [Rows][Cols] values of float32, or [Rows][Cols/2] pairs of bfloat16.
func (w *Matrix) stored() []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(w.Data))), len(w.Data)/f32Bytes)
}

// inPlaceOperand is X in panels, [chunks][panels of a chunk][panelWords].
type inPlaceOperand struct {
	held   held
	n      int // rows of X
	panels int // of a chunk
	words  []float32
}

var inPlaceOperands = sync.Pool{New: func() any { return new(inPlaceOperand) }}

// inPlaceLoop is what the workers read.
type inPlaceLoop struct {
	w    *Matrix
	o    *inPlaceOperand
	y, x []float32
}

var inPlaceLoops parallel.Loops[inPlaceLoop]

// inPlaceTile is Y transposed, of a worker's rows of W.
type inPlaceTile [inPlaceRows * tileStride]float32

var inPlaceTiles = sync.Pool{New: func() any { return new(inPlaceTile) }}

// mulInPlace computes Y = X·Wᵀ. Workers take runs of rows of W.
func (w *Matrix) mulInPlace(p *parallel.Pool, y, x []float32, n int, c Compute) {
	o := inPlaceOperands.Get().(*inPlaceOperand)
	defer inPlaceOperands.Put(o)
	o.held, o.n, o.panels = heldFor(c), n, (n+width-1)/width
	chunks := (w.Cols + o.held.chunk() - 1) / o.held.chunk()
	o.words = grow(o.words, chunks*o.panels*panelWords)
	v := inPlaceLoop{w, o, y, x}
	inPlaceLoops.Do(p, chunks*o.panels, 1, v, func(v *inPlaceLoop, _, lo, hi int) {
		for i := lo; i < hi; i++ {
			v.pack(i/v.o.panels, i%v.o.panels)
		}
	})
	group := max(width, min(inPlaceRows, w.Rows/(4*p.Threads())/width*width))
	inPlaceLoops.Do(p, w.Rows, group, v, func(v *inPlaceLoop, _, lo, hi int) {
		tile := inPlaceTiles.Get().(*inPlaceTile)
		defer inPlaceTiles.Put(tile)
		for ; lo < hi; lo += inPlaceRows {
			v.multiply(tile, lo, min(inPlaceRows, hi-lo))
		}
	})
}

func (o *inPlaceOperand) panel(chunk, i int) []float32 {
	return o.words[(chunk*o.panels+i)*panelWords:][:panelWords]
}

// pack makes panel i of a chunk: a row of X becomes a column of the panel.
func (v *inPlaceLoop) pack(chunk, i int) {
	o, at := v.o, chunk*v.o.held.chunk()
	k, n := min(o.held.chunk(), v.w.Cols-at), min(width, o.n-i*width)
	x, panel := v.x[i*width*v.w.Cols+at:], o.panel(chunk, i)
	if o.held == heldF32 {
		llft.Pack(panel, x, 1, v.w.Cols, k, n)
		return
	}
	s := panelScratches.Get().(*panelScratch)
	defer panelScratches.Put(s)
	rows := halfWords(s.rows[:])
	for r := range n {
		llft.F32ToBF16(rows[r*2*rowStride:][:k], x[r*v.w.Cols:][:k])
	}
	llft.PackBF16Columns(halfWords(panel), rows, 2*rowStride, k, n)
}

// multiply computes the columns of Y that belong to some rows of W from row on.
func (v *inPlaceLoop) multiply(tile *inPlaceTile, row, rows int) {
	w, o, chunk := v.w, v.o, v.o.held.chunk()
	stored, stride := w.stored(), w.Cols/o.held.perWord()
	for at := 0; at < w.Cols; at += chunk {
		k := min(chunk, w.Cols-at)
		a := stored[row*stride+at/o.held.perWord():]
		for i := 0; i < o.n; i += width {
			o.held.gemm(tile[i:], tileStride, a, stride, o.panel(at/chunk, i/width), rows, k, min(width, o.n-i), at == 0)
		}
	}
	llft.Transpose(v.y[row:], w.Rows, tile[:], tileStride, o.n, rows)
}
