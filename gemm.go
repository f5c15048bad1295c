package llft

import "fmt"

// PanelWidth is the largest number of output columns that one call of GemmPanel computes.
const PanelWidth = 32

const (
	// narrow is the width of a panel of few columns.
	narrow = PanelWidth / 2
	// tileRows is a multiple of the heights of all tiers' register tiles: pieces of the output are multiples of it.
	tileRows = 12
	// gemmRun bounds the fused multiply-adds of one call into assembly, which the scheduler cannot interrupt: 10 to 30 µs.
	gemmRun = 1 << 20
	// chainRun is the part of a sum over k that one such call does.
	chainRun = gemmRun / (tileRows * PanelWidth)
)

// PanelStride is the distance of two rows of a panel of n columns: half of PanelWidth where that is enough, so that products with
// few columns, as those of low-rank terms, do not pay for many.
func PanelStride(n int) int {
	if n <= narrow {
		return narrow
	}
	return PanelWidth
}

// gemmMode says what a product does with what C holds.
type gemmMode int

const (
	gemmAdd   gemmMode = iota // sums begin with zero; C is added at the end
	gemmSet                   // sums begin with zero and overwrite C
	gemmChain                 // sums begin with C
)

// GemmPanel adds A·P to C: C[i,j] += Σ_p A[i,p]·P[p,j] for i < m, j < n ≤ PanelWidth, p < k.
//
// C is row-major with row stride ldc. A[i,p] is a[i*ars+p*acs] (so that A or Aᵀ can be read in place); strides are not negative.
// P is row-major [k][PanelStride(n)]; columns n and above are read but not used. C may not overlap A or P.
// Each element is one chain of fused multiply-adds (of multiplications and additions in the generic tier) over p ascending from zero,
// added to C at the end: its bits do not depend on m, n or on how the caller cuts the output.
func GemmPanel(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int) {
	gemmPanel("GemmPanel", c, ldc, a, ars, acs, panel, m, k, n, gemmAdd)
}

// GemmPanelSet is GemmPanel that overwrites C: C = A·P.
func GemmPanelSet(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int) {
	gemmPanel("GemmPanelSet", c, ldc, a, ars, acs, panel, m, k, n, gemmSet)
}

func gemmPanel(name string, c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int, mode gemmMode) {
	if m <= 0 || k <= 0 || n <= 0 {
		return
	}
	stride := PanelStride(n)
	checkPanel(name, n)
	checkIndex(name, "c", (m-1)*ldc+n-1, len(c))
	checkIndex(name, "a", (m-1)*ars+(k-1)*acs, len(a))
	checkIndex(name, "panel", k*stride-1, len(panel))
	if n%gemmWidth() != 0 || k > chainRun {
		gemmPanelEdge(c, ldc, a, ars, acs, panel, m, k, n, mode)
		return
	}
	rows := gemmRun / (k * stride) / tileRows * tileRows
	for i := 0; i < m; i += rows {
		gemmTiles(c[i*ldc:], ldc, a[i*ars:], ars, acs, panel, min(rows, m-i), k, n, mode)
	}
}

func checkPanel(name string, n int) {
	if n > PanelWidth {
		panic(fmt.Sprintf("llft: %s: %d columns, at most %d", name, n, PanelWidth))
	}
}

// gemmPanelEdge is gemmPanel for widths that a tier's tiles do not have, which would write beyond C, and for long sums, which it cuts: it
// computes the chains in a tile of its own, whose rows are as wide as the panel's.
func gemmPanelEdge(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int, mode gemmMode) {
	var tile [tileRows * PanelWidth]float32
	stride := PanelStride(n)
	for i := 0; i < m; i += tileRows {
		rows := min(tileRows, m-i)
		part := gemmSet
		for p := 0; p < k; p += chainRun {
			gemmTiles(tile[:], stride, a[i*ars+p*acs:], ars, acs, panel[p*stride:], rows, min(chainRun, k-p), stride, part)
			part = gemmChain
		}
		for r := range rows {
			finishRow(c[(i+r)*ldc:][:n], tile[r*stride:], mode)
		}
	}
}

// finishRow adds sums to a row of C, or overwrites it.
func finishRow(dst, sums []float32, mode gemmMode) {
	if mode == gemmSet {
		copy(dst, sums)
		return
	}
	for j := range dst {
		dst[j] += sums[j]
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
		Pack(panel, b[j*bcs:], brs, bcs, k, width)
		GemmPanel(c[j:], ldc, a, ars, acs, panel, m, k, width)
	}
}
