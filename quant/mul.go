package quant

import (
	"sync"
	"unsafe"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

const (
	// width is the number of rows of W, or of columns in MulT, that one panel holds.
	width = llft.PanelWidth

	// panelRows is the number of rows of X from which on transposing W into panels costs less than it saves.
	panelRows = 8

	// chunk is the number of columns of W that are decoded and summed at once. Longer chunks read W and write Y in longer runs; a panel
	// of this one, 64 KB, still stays in the second-level cache while the rows of X pass by. Every pool size cuts the sums here, as
	// bits must agree.
	chunk = 4 * superBlock

	// decodedStride is the distance of two decoded rows. The padding keeps the rows of a group out of one another's cache sets.
	decodedStride = chunk + 16
)

// mulScratch is what a worker of mulPanels and mulDot decodes into.
type mulScratch struct {
	rows  [width * decodedStride]float32 // the rows of W of a group, decoded
	panel [chunk * width]float32         // the same as Gemm transposes them: [column][row]
}

var mulScratches = sync.Pool{New: func() any { return new(mulScratch) }}

// mulPanels computes Y = X·Wᵀ for many rows of X. Workers take groups of columns of Y, that is of rows of W.
func (w *Matrix) mulPanels(p *parallel.Pool, f *format, y, x []float32, n int) {
	p.Chunks(w.Rows, groupRows(w.Rows, p.Threads()), func(_, lo, hi int) {
		s := mulScratches.Get().(*mulScratch)
		defer mulScratches.Put(s)
		for i := range n {
			clear(y[i*w.Rows+lo : i*w.Rows+hi])
		}
		// Columns outside, so that the part of X in use, n × chunk, is read for some panels in a row.
		for col := 0; col < w.Cols; col += chunk {
			k := min(chunk, w.Cols-col)
			for row := lo; row < hi; row += width {
				m := min(width, hi-row)
				for r := range m {
					w.decode(f, s.rows[r*decodedStride:][:k], row+r, col)
				}
				llft.Gemm(y[row:], w.Rows, x[col:], w.Cols, 1, s.rows[:], 1, decodedStride, n, k, m, s.panel[:])
			}
		}
	})
}

// groupRows is the number of rows of W that make a task: some panels, few enough for each worker to get several tasks.
func groupRows(rows, threads int) int {
	const most = 4
	panels := (rows + width - 1) / width
	return width * max(1, min(most, panels/(4*threads)))
}

// mulDot computes Y = X·Wᵀ for few rows of X. Workers take runs of rows of W, of which each is decoded once.
func (w *Matrix) mulDot(p *parallel.Pool, f *format, y, x []float32, n int) {
	p.Chunks(w.Rows, dotRows(w.Rows, p.Threads()), func(_, lo, hi int) {
		s := mulScratches.Get().(*mulScratch)
		defer mulScratches.Put(s)
		for row := lo; row < hi; row++ {
			for i := range n {
				y[i*w.Rows+row] = 0
			}
			const most = len(s.rows) / superBlock * superBlock
			for col := 0; col < w.Cols; col += most {
				part := s.rows[:min(most, w.Cols-col)]
				if h := w.halvesOf(row, col, len(part)); h != nil {
					for i := range n {
						y[i*w.Rows+row] += llft.DotF16(x[i*w.Cols+col:][:len(part)], h)
					}
					continue
				}
				w.decode(f, part, row, col)
				for i := range n {
					y[i*w.Rows+row] += llft.Dot(x[i*w.Cols+col:][:len(part)], part)
				}
			}
		}
	})
}

// halvesOf views n values of a row of type F16 from column col on, nil for other types and where they lie at an odd address. llft.DotF16 sums
// in the order of llft.Dot, so that it makes no difference but to the time.
func (w *Matrix) halvesOf(row, col, n int) []uint16 {
	if w.Type != gguf.F16 || uintptr(unsafe.Pointer(unsafe.SliceData(w.Data)))%2 != 0 {
		return nil
	}
	return halves(w.Data[f16Bytes*(row*w.Cols+col):], n)
}

// dotRows is the number of rows of W that make a task of a product that reads each row once.
func dotRows(rows, threads int) int {
	return max(1, min(64, rows/(8*threads)))
}
