package llft

// GemmPanelsBF16 is GemmPanelBF16 with A in a panel of its own, transposed: A[i,p] lies where P[p,i] would, in pairs. So a sum over the rows of
// two matrices, Aᵀ·B, needs no transposition: both are packed by PackBF16Rows. a has m ≤ PanelWidth columns and stride PanelStride(m).
//
//	            i = 0            i = 1
//	step 0      A[0,0] A[0,1]    A[1,0] A[1,1]   …
//	step 1      A[0,2] A[0,3]    A[1,2] A[1,3]   …
//
// The bits are those of GemmPanelBF16 on the same values.
func GemmPanelsBF16(c []float32, ldc int, a, panel []uint16, m, k, n int) {
	if m <= 0 || k <= 0 || n <= 0 {
		return
	}
	checkPanel("GemmPanelsBF16", m)
	checkPanel("GemmPanelsBF16", n)
	if k%2 != 0 || k > panelsRun {
		panic("llft: GemmPanelsBF16: sums of an odd or too large number of values")
	}
	checkIndex("GemmPanelsBF16", "c", (m-1)*ldc+n-1, len(c))
	checkIndex("GemmPanelsBF16", "a", k*PanelStride(m)-1, len(a))
	checkIndex("GemmPanelsBF16", "panel", k*PanelStride(n)-1, len(panel))
	gemmPanelsBF16(c, ldc, a, panel, m, k, n)
}

// panelsRun is the longest sum of GemmPanelsBF16.
const panelsRun = 512

// gemmPanelsByRows is GemmPanelsBF16 for tiers whose kernel reads A by rows: it turns A round.
func gemmPanelsByRows(c []float32, ldc int, a, panel []uint16, m, k, n int) {
	var rows [PanelWidth * panelsRun]uint16
	stride := PanelStride(m)
	for p := 0; p < k; p += 2 {
		for i := range m {
			pair := a[p*stride+2*i:][:2]
			rows[i*k+p], rows[i*k+p+1] = pair[0], pair[1]
		}
	}
	gemmTilesBF16(c, ldc, rows[:], k, panel, m, k, n, gemmAdd)
}
