package quant

import (
	"sync"

	"llft"
	"llft/internal/parallel"
)

const (
	// depth is the number of rows of W whose products are summed in one panel of MulT; every pool size cuts the sums here.
	depth = 128

	// mostColumns is the largest number of columns of dX that a task takes.
	mostColumns = 4 * superBlock
)

// mulTScratch is what a worker of mulTPanels decodes into.
type mulTScratch struct {
	row    [mostColumns]float32
	panels [mostColumns / width][depth * width]float32 // [column/width][row][column%width]
}

var mulTScratches = sync.Pool{New: func() any { return new(mulTScratch) }}

// ScratchBytes is the most memory of decoded weights that a worker of a product holds.
const ScratchBytes = 4 * max(mostColumns+mostColumns*depth, width*decodedStride+chunk*width)

// mulTPanels adds dY·W to dX. A worker takes some columns of dX, and a part of its rows where columns alone make too few tasks.
// It decodes blocks of W straight into panels: a row of W gives one row of each panel.
func (w *Matrix) mulTPanels(p *parallel.Pool, f *format, dx, dy []float32, n int) {
	columns, rows := mulTTask(n, w.Cols, p.Threads())
	parts := (n + rows - 1) / rows
	p.Run((w.Cols+columns-1)/columns*parts, func(_, task int) {
		s := mulTScratches.Get().(*mulTScratch)
		defer mulTScratches.Put(s)
		col, first := task/parts*columns, task%parts*rows
		wide := min(columns, w.Cols-col)
		m := min(rows, n-first)
		dx, dy := dx[first*w.Cols:], dy[first*w.Rows:]
		for row := 0; row < w.Rows; row += depth {
			k := min(depth, w.Rows-row)
			for r := range k {
				w.decode(f, s.row[:wide], row+r, col)
				for j := 0; j < wide; j += width {
					*(*[width]float32)(s.panels[j/width][r*width:]) = *(*[width]float32)(s.row[j:])
				}
			}
			for j := 0; j < wide; j += width {
				llft.GemmPanel(dx[col+j:], w.Cols, dy[row:], w.Rows, 1, s.panels[j/width][:k*width], m, k, min(width, wide-j))
			}
		}
	})
}

// mulTTask is the number of columns and of rows of dX of a task. Two tasks per worker even out their speeds. Columns are cut first, to
// superblocks; then rows, although each part of the rows decodes W again.
func mulTTask(n, cols, threads int) (columns, rows int) {
	const fewest = 32 // rows
	units := (cols + superBlock - 1) / superBlock
	columns = superBlock * max(1, min(mostColumns/superBlock, units/(2*threads)))
	if threads == 1 {
		return columns, n
	}
	tasks := (cols + columns - 1) / columns
	parts := max(1, min((2*threads+tasks-1)/tasks, n/fewest))
	return columns, (n + parts - 1) / parts
}
