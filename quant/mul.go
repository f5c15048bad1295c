package quant

import (
	"unsafe"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

// panelRows is the number of rows of X from which on transposing W into panels costs less than it saves.
const panelRows = 8

// mulLoop is what the workers of a product with W read.
type mulLoop struct {
	w    *Matrix
	f    *format
	y, x []float32 // Mul: Y and X; MulT: dX
	n    int
	o    *operand     // products by panels
	a    *activations // mulInt8, mulPacked

	shared [mostShared]sharedProduct // mulFew: k of them
	k      int
	codes  []int8 // X
	also   parallel.Body

	columns, rows int // MulT: of a task
}

var mulLoops parallel.Loops[mulLoop]

// mulPanels computes Y = X·Wᵀ for many rows of X. Workers take groups of columns of Y, that is of rows of W.
func (w *Matrix) mulPanels(p *parallel.Pool, f *format, y, x []float32, n int, c Compute) {
	o := newOperand(p, heldFor(c), x, n, w.Cols)
	defer operands.Put(o)
	mulLoops.Do(p, w.Rows, groupRows(w.Rows, p.Threads()), mulLoop{w: w, f: f, y: y, n: n, o: o}, func(v *mulLoop, _, lo, hi int) {
		w, o, chunk := v.w, v.o, v.o.held.chunk()
		s := panelScratches.Get().(*panelScratch)
		defer panelScratches.Put(s)
		var u *packedScratch // where the packed weights are read, which memory has, instead of the file's
		if w.packed != nil && o.held == heldBF16 {
			u = packedScratches.Get().(*packedScratch)
			defer packedScratches.Put(u)
		}
		for col := 0; col < w.Cols; col += chunk {
			k := min(chunk, w.Cols-col)
			for row := lo; row < hi; row += width {
				i, n := (row-lo)/width, min(width, hi-row)
				if u != nil {
					w.packed.panelBF16(&u.unpacked, halfWords(s.panels[i*panelWords:][:panelWords]), row, n, col, k)
				} else {
					w.packRows(v.f, s, o.held, i, row, n, col, k)
				}
			}
			o.sweep(v.y[lo:], w.Rows, s, 0, v.n, col, k, hi-lo, col == 0)
		}
	})
}

// packRows makes the worker's panel number i of columns [col, col+k) of n rows of W from row on: a row becomes a column of the panel.
func (w *Matrix) packRows(f *format, s *panelScratch, as held, i, row, n, col, k int) {
	panel := s.panels[i*panelWords:][:panelWords]
	if as != heldBF16 {
		for r := range n {
			w.prefetch(f, row+r+rowsAhead, 1, col, k)
			part := s.rows[r*rowStride:][:k]
			w.decode(f, part, row+r, col)
			if as == heldRounded {
				roundBF16(part, part)
			}
		}
		llft.Pack(panel, s.rows[:], 1, rowStride, k, n)
		return
	}
	rows, even := halfWords(s.rows[:]), (k+1)&^1
	for r := range n {
		w.prefetch(f, row+r+rowsAhead, 1, col, k)
		part := rows[r*2*rowStride:][:even]
		if f.id == gguf.BF16 {
			w.copyHalves(part[:k], row+r, col)
		} else if x := w.floats(row+r, col, k); x != nil {
			llft.F32ToBF16(part[:k], x)
		} else {
			w.decode(f, s.row[:k], row+r, col)
			llft.F32ToBF16(part[:k], s.row[:k])
		}
		clear(part[k:])
	}
	llft.PackBF16Columns(halfWords(panel), rows, 2*rowStride, even, n)
}

// floats views n values of a matrix of type F32 from a row's column on, over the ends of rows; nil for other types and where they lie at
// an address that no float32 has.
func (w *Matrix) floats(row, col, n int) []float32 {
	if w.Type != gguf.F32 || uintptr(unsafe.Pointer(unsafe.SliceData(w.Data)))%f32Bytes != 0 {
		return nil
	}
	at := f32Bytes * (row*w.Cols + col)
	return unsafe.Slice((*float32)(unsafe.Pointer(&w.Data[at])), len(w.Data[at:at+f32Bytes*n])/f32Bytes)
}

// copyHalves is decode for a matrix in bfloat16 that stays so.
func (w *Matrix) copyHalves(dst []uint16, i, col int) {
	copy(bytesOf(dst), w.Data[f16Bytes*(i*w.Cols+col):])
}

// groupRows is the number of rows of W that make a task: some panels, few enough for each worker to get several tasks.
func groupRows(rows, threads int) int {
	panels := (rows + width - 1) / width
	return width * max(1, min(mostPanels, panels/(4*threads)))
}

// mulDot computes Y = X·Wᵀ for few rows of X, in float32. Workers take runs of rows of W, of which each is decoded once.
func (w *Matrix) mulDot(p *parallel.Pool, f *format, y, x []float32, n int) {
	mulLoops.Do(p, w.Rows, w.dotRows(n, p.Threads()), mulLoop{w: w, f: f, y: y, x: x, n: n}, func(v *mulLoop, _, lo, hi int) {
		w, y, x := v.w, v.y, v.x
		s := panelScratches.Get().(*panelScratch)
		defer panelScratches.Put(s)
		for row := lo; row < hi; row++ {
			for i := range v.n {
				y[i*w.Rows+row] = 0
			}
			const most = len(s.rows) / superBlock * superBlock
			for col := 0; col < w.Cols; col += most {
				k := min(most, w.Cols-col)
				if h := w.halvesOf(row, col, k); h != nil {
					dot := llft.DotF16
					if w.Type == gguf.BF16 {
						dot = llft.DotBF16
					}
					for i := range v.n {
						y[i*w.Rows+row] += dot(x[i*w.Cols+col:][:k], h)
					}
					continue
				}
				part := w.floats(row, col, k)
				if part == nil {
					part = s.rows[:k]
					w.decode(v.f, part, row, col)
				}
				for i := range v.n {
					y[i*w.Rows+row] += llft.Dot(x[i*w.Cols+col:][:k], part)
				}
			}
		}
	})
}

// halvesOf views n values of a row of type F16 or BF16 from column col on, nil for other types and where they lie at an odd address. llft.DotF16 and
// llft.DotBF16 sum in the order of llft.Dot, so that it makes no difference but to the time.
func (w *Matrix) halvesOf(row, col, n int) []uint16 {
	if w.Type != gguf.F16 && w.Type != gguf.BF16 || uintptr(unsafe.Pointer(unsafe.SliceData(w.Data)))%2 != 0 {
		return nil
	}
	return halves(w.Data[f16Bytes*(row*w.Cols+col):], n)
}

// dotRows is the number of rows of W that make a task of a product with n rows of X that reads each row of W once.
func (w *Matrix) dotRows(n, threads int) int {
	if n*len(w.Data) < alone {
		return w.Rows
	}
	return max(1, min(64, w.Rows/(8*threads)))
}
