package quant

import (
	"sync"

	"llft"
	"llft/internal/parallel"
)

// depth is the number of rows of W whose products are summed in one panel of MulT.
const depth = 256

// mulTScratch is what a worker of mulTPanels decodes into.
type mulTScratch struct {
	row    [chunk]float32
	panels [chunk / width][depth * width]float32 // [column/width][row][column%width]
}

var mulTScratches = sync.Pool{New: func() any { return new(mulTScratch) }}

// ScratchBytes is the most memory of decoded weights that a worker of a product holds.
const ScratchBytes = 4 * max(chunk+chunk*depth, width*decodedStride+chunk*width)

// mulTPanels adds dY·W to dX. A worker takes a chunk of columns of dX, and a part of its rows where there are fewer chunks than
// workers would need. It decodes a block of W's rows straight into panels: a row of W gives one row of each panel.
func (w *Matrix) mulTPanels(p *parallel.Pool, f *format, dx, dy []float32, n int) {
	chunks := (w.Cols + chunk - 1) / chunk
	rows := tasksRows(n, chunks, p.Threads())
	parts := (n + rows - 1) / rows
	p.Run(chunks*parts, func(_, task int) {
		s := mulTScratches.Get().(*mulTScratch)
		defer mulTScratches.Put(s)
		col, first := task/parts*chunk, task%parts*rows
		m := min(rows, n-first)
		dx, dy := dx[first*w.Cols:], dy[first*w.Rows:]
		for row := 0; row < w.Rows; row += depth {
			k := min(depth, w.Rows-row)
			columns := min(chunk, w.Cols-col)
			for r := range k {
				w.decode(f, s.row[:columns], row+r, col)
				for j := range s.panels {
					*(*[width]float32)(s.panels[j][r*width:]) = *(*[width]float32)(s.row[j*width:])
				}
			}
			for j := 0; j*width < columns; j++ {
				llft.GemmPanel(dx[col+j*width:], w.Cols, dy[row:], w.Rows, 1, s.panels[j][:k*width], m, k, min(width, columns-j*width))
			}
		}
	})
}

// tasksRows is the number of rows of dX of a task. Cutting rows lets workers share a chunk, yet each part decodes it again.
func tasksRows(n, chunks, threads int) int {
	const fewest = 32
	parts := 1
	if threads > 1 {
		parts = max(1, min((3*threads+chunks-1)/chunks, n/fewest))
	}
	return (n + parts - 1) / parts
}
