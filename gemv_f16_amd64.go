//go:build !purego

package llft

// gemvPanelF16AVX2 fuses each product with its sum.
//
//go:noescape
func gemvPanelF16AVX2(c, x []float32, panel []uint16)

// gemvPanelF16AVX512 does the same.
//
//go:noescape
func gemvPanelF16AVX512(c, x []float32, panel []uint16)

func gemvPanelF16(c, x []float32, panel []uint16) {
	switch {
	case useAVX512:
		gemvPanelF16AVX512(c, x, panel)
	case useAVX2:
		gemvPanelF16AVX2(c, x, panel)
	default:
		gemvPanelF16Generic(c, x, panel)
	}
}
