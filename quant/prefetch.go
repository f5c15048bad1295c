package quant

import "llft"

// rowsAhead is how many rows before its turn a row is asked for. Of a row only a short run is decoded, 1 KB or less, which CPUs do not foresee: each
// would wait for memory. Zen 5 keeps about 32 lines of 64 bytes open at once and forgets requests beyond; of 2 to 24 rows, 8 were
// best, or within noise of it, with Q4_0 (6 lines a run), BF16 and F32 (16).
//
//	      col         col+cols
//	──────┼───────────┼──────     row: decoded now
//	      │           │
//	──────┼─asked for─┼──────     row+rowsAhead
const rowsAhead = 8

// prefetch asks for columns [col, col+cols) of rows [row, row+rows), as far as W has them.
func (w *Matrix) prefetch(f *format, row, rows, col, cols int) {
	rows = min(rows, w.Rows-row)
	if rows <= 0 {
		return
	}
	stride := w.Cols / f.block * f.bytes
	llft.Prefetch(w.Data[row*stride+col/f.block*f.bytes:], rows, stride, cols/f.block*f.bytes)
}
