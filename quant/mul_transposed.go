package quant

import (
	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

// mostColumns is the largest number of columns of dX that a task takes.
const mostColumns = mostPanels * width

// mulTPanels adds dY·W to dX. A worker takes some columns of dX, and a part of its rows where columns alone make too few tasks. A row of
// W gives a row of each panel.
func (w *Matrix) mulTPanels(p *parallel.Pool, f *format, dx, dy []float32, n int, c Compute) {
	o := newOperand(p, heldFor(c), dy, n, w.Rows)
	defer operands.Put(o)
	columns, rows := mulTTask(n, w.Cols, p.Threads())
	parts := (n + rows - 1) / rows
	v := mulLoop{w: w, f: f, y: dx, n: n, o: o, columns: columns, rows: rows}
	mulLoops.Do(p, (w.Cols+columns-1)/columns*parts, 1, v, func(v *mulLoop, _, task, _ int) {
		w, o, n, columns, rows, chunk := v.w, v.o, v.n, v.columns, v.rows, v.o.held.chunk()
		parts := (n + rows - 1) / rows
		s := panelScratches.Get().(*panelScratch)
		defer panelScratches.Put(s)
		col, first := task/parts*columns, task%parts*rows
		wide := min(columns, w.Cols-col)
		m := min(rows, n-first)
		for row := 0; row < w.Rows; row += chunk {
			k := min(chunk, w.Rows-row)
			for r := 0; r < k; r += rowsAtOnce {
				w.packColumns(v.f, s, o.held, r, row+r, min(rowsAtOnce, k-r), col, wide)
			}
			o.sweep(v.y[first*w.Cols+col:], w.Cols, s, first, m, row, k, wide, false)
		}
	})
}

// packColumns puts n rows of W from row on, columns [col, col+wide), into the worker's panels as rows from at on, which is even.
func (w *Matrix) packColumns(f *format, s *panelScratch, as held, at, row, n, col, wide int) {
	const stride = mostColumns + 16
	asStored := as == heldBF16 && f.id == gguf.BF16
	rows, apart, inPlace := s.rows[:], stride, false
	if x := w.floats(row, col, (n-1)*w.Cols+wide); x != nil && as != heldRounded {
		rows, apart, inPlace = x, w.Cols, true
	} else {
		for r := range n {
			w.prefetch(f, row+r+rowsAhead, 1, col, wide)
			if asStored {
				w.copyHalves(halfWords(rows)[r*stride:][:wide], row+r, col)
				continue
			}
			part := rows[r*stride:][:wide]
			w.decode(f, part, row+r, col)
			if as == heldRounded {
				roundBF16(part, part)
			}
		}
	}
	for j := 0; j < wide; j += width {
		columns := min(width, wide-j)
		if inPlace {
			w.prefetch(f, row+rowsAtOnce, rowsAtOnce, col+j, columns)
		}
		panel := s.panels[j/width*panelWords+at*llft.PanelStride(columns)/as.perWord():]
		switch {
		case asStored:
			llft.PackBF16Halves(halfWords(panel), halfWords(rows)[j:], stride, n, columns)
		case as == heldBF16:
			llft.PackBF16Rows(halfWords(panel), rows[j:], apart, n, columns)
		default:
			llft.Pack(panel, rows[j:], apart, 1, n, columns)
		}
	}
}

// perWord is the number of values in a 32-bit word.
func (f held) perWord() int {
	if f == heldBF16 {
		return 2
	}
	return 1
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
