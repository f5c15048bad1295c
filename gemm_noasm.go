//go:build (!amd64 && !arm64) || purego

package llft

// gemmWidth is the number of columns of which gemmTiles takes multiples.
func gemmWidth() int { return 1 }

func gemmTiles(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int, mode gemmMode) {
	gemmTilesGeneric(c, ldc, a, ars, acs, panel, m, k, n, mode)
}

// transpose moves as much of a transposition as assembly can: here nothing.
func transpose(panel, b []float32, bcs, stride, k, n int) (rows, cols int) { return 0, 0 }

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
