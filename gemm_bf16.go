package llft

// GemmPanelBF16 is GemmPanel on bfloat16 with sums in float32: C[i,j] += Σ_p A[i,p]·P[p,j].
//
// A[i,p] is a[i*ars+p]; ars and k are even, so that a row is a run of pairs (an odd sum ends in a zero); a begins at a multiple of 4 bytes.
// P is [k/2][PanelStride(n)][2]: the two values of a pair side by side.
//
//	            column 0        column 1
//	step 0      P[0,0] P[1,0]   P[0,1] P[1,1]   …
//	step 1      P[2,0] P[3,0]   P[2,1] P[3,1]   …
//
// An element is a chain over the pairs, as VDPBF16PS computes it: see dotPairBF16. Its bits do not depend on m, n or the caller's cut.
func GemmPanelBF16(c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int) {
	gemmPanelBF16("GemmPanelBF16", c, ldc, a, ars, panel, m, k, n, gemmAdd)
}

// GemmPanelBF16Set is GemmPanelBF16 that overwrites C.
func GemmPanelBF16Set(c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int) {
	gemmPanelBF16("GemmPanelBF16Set", c, ldc, a, ars, panel, m, k, n, gemmSet)
}

func gemmPanelBF16(name string, c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int, mode gemmMode) {
	if m <= 0 || k <= 0 || n <= 0 {
		return
	}
	stride := PanelStride(n)
	checkPanel(name, n)
	if k%2 != 0 || ars%2 != 0 {
		panic("llft: " + name + ": rows of A are no whole pairs")
	}
	checkIndex(name, "c", (m-1)*ldc+n-1, len(c))
	checkIndex(name, "a", (m-1)*ars+k-1, len(a))
	checkIndex(name, "panel", k*stride-1, len(panel))
	if k > 2*chainRun {
		gemmPanelEdgeBF16(c, ldc, a, ars, panel, m, k, n, mode)
		return
	}
	rows := gemmRun / (k / 2 * stride) / tileRows * tileRows
	for i := 0; i < m; i += rows {
		gemmTilesBF16(c[i*ldc:], ldc, a[i*ars:], ars, panel, min(rows, m-i), k, n, mode)
	}
}

// gemmPanelEdgeBF16 is gemmPanelEdge; narrow panels need no care here.
func gemmPanelEdgeBF16(c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int, mode gemmMode) {
	var tile [tileRows * PanelWidth]float32
	const run = 2 * chainRun
	stride := PanelStride(n)
	for i := 0; i < m; i += tileRows {
		rows := min(tileRows, m-i)
		part := gemmSet
		for p := 0; p < k; p += run {
			gemmTilesBF16(tile[:], stride, a[i*ars+p:], ars, panel[p*stride:], rows, min(run, k-p), stride, part)
			part = gemmChain
		}
		for r := range rows {
			finishRow(c[(i+r)*ldc:][:n], tile[r*stride:], mode)
		}
	}
}
