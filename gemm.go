package llft

import "fmt"

// PanelWidth is the number of output columns that one call of GemmPanel computes: a panel is [k][PanelWidth] float32.
const PanelWidth = 16

const (
	// tileRows is the height of the register tile: pieces of the output are multiples of it.
	tileRows = 6
	// gemmRun bounds the fused multiply-adds of one call into assembly, which the scheduler cannot interrupt: about 30 µs.
	gemmRun = 1 << 20
	// chainRun is the part of a sum over k that one such call does.
	chainRun = gemmRun / (edgeRows * PanelWidth)
	// edgeRows is the height of the pieces that are computed beside C and then added.
	edgeRows = 4 * tileRows
)

// GemmPanel adds A·P to C: C[i,j] += Σ_p A[i,p]·P[p,j] for i < m, j < n ≤ PanelWidth, p < k.
//
// C is row-major with row stride ldc. A[i,p] is a[i*ars+p*acs] (so that A or Aᵀ can be read in place); strides are not negative.
// P is row-major [k][PanelWidth]; columns n and above are read but not used. C may not overlap A or P.
// Each element is one chain of fused multiply-adds (of multiplications and additions in the generic tier) over p ascending from zero,
// added to C at the end: its bits do not depend on m, n or on how the caller cuts the output.
func GemmPanel(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int) {
	if m <= 0 || k <= 0 || n <= 0 {
		return
	}
	if n > PanelWidth {
		panic(fmt.Sprintf("llft: GemmPanel: %d columns, at most %d", n, PanelWidth))
	}
	checkIndex("GemmPanel", "c", (m-1)*ldc+n-1, len(c))
	checkIndex("GemmPanel", "a", (m-1)*ars+(k-1)*acs, len(a))
	checkIndex("GemmPanel", "panel", k*PanelWidth-1, len(panel))
	if n < PanelWidth || k > chainRun {
		gemmPanelEdge(c, ldc, a, ars, acs, panel, m, k, n)
		return
	}
	rows := gemmRun / (k * PanelWidth) / tileRows * tileRows
	for i := 0; i < m; i += rows {
		gemmTiles(c[i*ldc:], ldc, a[i*ars:], ars, acs, panel, min(rows, m-i), k, false)
	}
}

// gemmPanelEdge is GemmPanel for narrow panels, whose tiles would write beyond C, and for long sums, which it cuts: it computes the
// chains in a tile of its own and then adds.
func gemmPanelEdge(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int) {
	var tile [edgeRows * PanelWidth]float32
	for i := 0; i < m; i += edgeRows {
		rows := min(edgeRows, m-i)
		clear(tile[:])
		for p := 0; p < k; p += chainRun {
			gemmTiles(tile[:], PanelWidth, a[i*ars+p*acs:], ars, acs, panel[p*PanelWidth:], rows, min(chainRun, k-p), true)
		}
		for r := range rows {
			dst, src := c[(i+r)*ldc:][:n], tile[r*PanelWidth:]
			for j := range dst {
				dst[j] += src[j]
			}
		}
	}
}

// Gemm adds A·B to C: C[i,j] += Σ_p A[i,p]·B[p,j], with A[i,p] = a[i*ars+p*acs] and B[p,j] = b[p*brs+j*bcs]; strides are not negative.
// panel is scratch of at least k*PanelWidth values. Bits are those of GemmPanel: they do not depend on m, n or the caller's cut.
func Gemm(c []float32, ldc int, a []float32, ars, acs int, b []float32, brs, bcs int, m, k, n int, panel []float32) {
	if m <= 0 || k <= 0 || n <= 0 {
		return
	}
	checkIndex("Gemm", "b", (k-1)*brs+(n-1)*bcs, len(b))
	checkIndex("Gemm", "panel", k*PanelWidth-1, len(panel))
	for j := 0; j < n; j += PanelWidth {
		width := min(PanelWidth, n-j)
		packPanel(panel, b[j*bcs:], brs, bcs, k, width)
		GemmPanel(c[j:], ldc, a, ars, acs, panel, m, k, width)
	}
}

// packPanel copies n columns of B into a panel: panel[p][j] = b[p*brs+j*bcs] for p < k, j < n, and zero in the columns above.
func packPanel(panel, b []float32, brs, bcs, k, n int) {
	switch {
	case bcs == 1:
		for p := range k {
			row := (*[PanelWidth]float32)(panel[p*PanelWidth:])
			clear(row[copy(row[:], b[p*brs:p*brs+n]):])
		}
	case brs == 1:
		packColumns(panel, b, bcs, k, n)
	default:
		for p := range k {
			row := (*[PanelWidth]float32)(panel[p*PanelWidth:])
			for j := range n {
				row[j] = b[p*brs+j*bcs]
			}
			clear(row[n:])
		}
	}
}

// packColumns is packPanel for columns whose values are adjacent: squares of 8×8 are transposed in registers where a tier can.
func packColumns(panel, b []float32, bcs, k, n int) {
	const block = 1024 // rows of the panel that one call into assembly writes
	for p := 0; p < k; p += block {
		rows := min(block, k-p)
		for j := 0; j < PanelWidth; j += 8 {
			done := 0
			if n-j >= 8 {
				done = rows &^ 7
				transpose8(panel[p*PanelWidth+j:], b[p+j*bcs:], bcs, done)
			}
			for q := p + done; q < p+rows; q++ {
				row := panel[q*PanelWidth+j:][:8]
				for i := range row {
					row[i] = 0
					if j+i < n {
						row[i] = b[q+(j+i)*bcs]
					}
				}
			}
		}
	}
}
