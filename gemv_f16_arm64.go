//go:build !purego

package llft

// gemvPanelF16NEON fuses each product with its sum.
//
//go:noescape
func gemvPanelF16NEON(c, x []float32, panel []uint16)

func gemvPanelF16(c, x []float32, panel []uint16) {
	if useNEON {
		gemvPanelF16NEON(c, x, panel)
		return
	}
	gemvPanelF16Generic(c, x, panel)
}
