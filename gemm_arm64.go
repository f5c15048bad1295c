//go:build !purego

package llft

// gemmTilesNEON computes 16 columns of gemmTilesGeneric with fused multiply-adds; m and k are at least 1, stride is the panel's, in values.
//
//go:noescape
func gemmTilesNEON(c *float32, ldc int, a *float32, ars, acs int, panel *float32, stride, m, k, mode int)

// transpose8NEON is transposeGeneric for 8 columns and the first k&^7 rows.
//
//go:noescape
func transpose8NEON(panel, b *float32, bcs, stride, k int)

// gemmWidth is the number of columns of which gemmTiles takes multiples.
func gemmWidth() int {
	if useNEON {
		return narrow
	}
	return 1
}

func gemmTiles(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int, mode gemmMode) {
	if !useNEON {
		gemmTilesGeneric(c, ldc, a, ars, acs, panel, m, k, n, mode)
		return
	}
	for j := 0; j < n; j += narrow {
		gemmTilesNEON(&c[j], ldc, &a[0], ars, acs, &panel[j], PanelStride(n), m, k, int(mode))
	}
}

func transpose(panel, b []float32, bcs, stride, k, n int) (rows, cols int) {
	if !useNEON {
		return 0, 0
	}
	rows, cols = k&^7, n&^7
	if rows > 0 {
		for j := 0; j < cols; j += 8 {
			transpose8NEON(&panel[j], &b[j*bcs], bcs, stride, rows)
		}
	}
	return rows, cols
}

// FastBF16 says whether products in bfloat16 are faster than in float32 with the tier in use.
func FastBF16() bool { return false }

// BF16OverInt8 says whether products in bfloat16 are faster than those of 8-bit integers with the tier in use.
func BF16OverInt8() bool { return false }

// bf16Tier says whether the tier in use has a kernel for bfloat16.
func bf16Tier() bool { return false }

func gemmTilesBF16(c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int, mode gemmMode) {
	gemmTilesBF16Generic(c, ldc, a, ars, panel, m, k, n, mode)
}

func pairBF16(panel []uint16, stride int, b []float32, brs, k, n int) {
	pairBF16Generic(panel, stride, b, brs, k, n)
}

func pairHalves(panel []uint16, stride int, b []uint16, brs, k, n int) {
	pairHalvesGeneric(panel, stride, b, brs, k, n)
}
