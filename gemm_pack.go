package llft

import "unsafe"

// Pack makes a panel of n ≤ PanelWidth columns of B: panel[p][j] = b[p*brs+j*bcs] for p < k, j < n, and zero in the columns above, up
// to PanelStride(n).
func Pack(panel, b []float32, brs, bcs, k, n int) {
	if k <= 0 || n <= 0 {
		return
	}
	stride := PanelStride(n)
	checkPanel("Pack", n)
	checkIndex("Pack", "b", (k-1)*brs+(n-1)*bcs, len(b))
	checkIndex("Pack", "panel", k*stride-1, len(panel))
	switch {
	case bcs == 1 && n == PanelWidth:
		for p := range k {
			*(*[PanelWidth]float32)(panel[p*PanelWidth:]) = *(*[PanelWidth]float32)(b[p*brs:])
		}
	case bcs == 1:
		for p := range k {
			row := panel[p*stride:][:stride]
			clear(row[copy(row, b[p*brs:p*brs+n]):])
		}
	case brs == 1:
		PackColumns(panel, stride, b, bcs, k, n)
	default:
		for p := range k {
			row := panel[p*stride:][:stride]
			for j := range n {
				row[j] = b[p*brs+j*bcs]
			}
			clear(row[n:])
		}
	}
}

// PackColumns is Pack for columns whose values are adjacent, bcs values apart, into a panel whose rows are stride ≥ n values: panel[p][j] = b[p+j*bcs]
// for p < k, j < n, and zero in the columns above.
func PackColumns(panel []float32, stride int, b []float32, bcs, k, n int) {
	Transpose(panel, stride, b, bcs, k, n)
	if n < stride {
		for p := range k {
			clear(panel[p*stride+n:][:stride-n])
		}
	}
}

// PackBF16Rows makes a panel of pairs for GemmPanelBF16 from rows of B that are brs values apart, rounded to bfloat16:
// panel[p/2][j][p%2] = b[p*brs+j] for p < k, j < n ≤ PanelWidth. An odd k gets a row of zeros; so do the columns above n.
func PackBF16Rows(panel []uint16, b []float32, brs, k, n int) {
	if k <= 0 || n <= 0 {
		return
	}
	stride := PanelStride(n)
	checkPanel("PackBF16Rows", n)
	checkIndex("PackBF16Rows", "b", (k-1)*brs+n-1, len(b))
	checkIndex("PackBF16Rows", "panel", (k+1)/2*2*stride-1, len(panel))
	pairBF16(panel, stride, b, brs, k, n)
}

// PackBF16Halves is PackBF16Rows for rows that are rounded already.
func PackBF16Halves(panel, b []uint16, brs, k, n int) {
	if k <= 0 || n <= 0 {
		return
	}
	stride := PanelStride(n)
	checkPanel("PackBF16Halves", n)
	checkIndex("PackBF16Halves", "b", (k-1)*brs+n-1, len(b))
	checkIndex("PackBF16Halves", "panel", (k+1)/2*2*stride-1, len(panel))
	pairHalves(panel, stride, b, brs, k, n)
}

// PackBF16Columns is PackBF16Rows for columns of B, bcs values apart, each of k adjacent values that are rounded already. k and bcs
// are even, so that a pair is moved as one number of 32 bits; panel and b begin at a multiple of 4 bytes.
func PackBF16Columns(panel, b []uint16, bcs, k, n int) {
	if k <= 0 || n <= 0 {
		return
	}
	checkPanel("PackBF16Columns", n)
	checkIndex("PackBF16Columns", "b", (n-1)*bcs+k-1, len(b))
	checkIndex("PackBF16Columns", "panel", k*PanelStride(n)-1, len(panel))
	PackColumns(asWords(panel), PanelStride(n), asWords(b), bcs/2, k/2, n)
}

// asWords views pairs of bfloat16 as values that transpose and copy move; no arithmetic touches them.
func asWords(x []uint16) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(x))), len(x)/2)
}

// Transpose copies columns of src to rows of dst: dst[i*ldd+j] = src[i+j*lds] for i < rows, j < cols. Squares are transposed in registers where a
// tier can.
func Transpose(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	const block = 1024 // rows of dst that one call into assembly writes
	if rows <= 0 || cols <= 0 {
		return
	}
	checkIndex("Transpose", "dst", (rows-1)*ldd+cols-1, len(dst))
	checkIndex("Transpose", "src", (cols-1)*lds+rows-1, len(src))
	for first := 0; first < rows; first += block {
		dst, src, rows := dst[first*ldd:], src[first:], min(block, rows-first)
		doneRows, doneCols := transpose(dst, src, lds, ldd, rows, cols)
		for i := range rows {
			from := 0
			if i < doneRows {
				from = doneCols
			}
			for j := from; j < cols; j++ {
				dst[i*ldd+j] = src[i+j*lds]
			}
		}
	}
}
