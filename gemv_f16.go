package llft

// GemvPanelF16 sets c, of PanelWidth values, to x·P for a panel P [len(x)][PanelWidth] of IEEE binary16, as GemmPanelSet does for one row of A and the
// converted panel, bit for bit: one row takes longer to convert a panel than to multiply it. x has at most run values.
func GemvPanelF16(c, x []float32, panel []uint16) {
	checkLen("GemvPanelF16", len(c), PanelWidth)
	checkLen("GemvPanelF16", len(panel), len(x)*PanelWidth)
	if len(x) > run {
		panic("llft: GemvPanelF16: too many values in one sum")
	}
	gemvPanelF16(c, x, panel)
}

func gemvPanelF16Generic(c, x []float32, panel []uint16) {
	clear(c[:PanelWidth])
	for p, a := range x {
		for j, h := range panel[p*PanelWidth:][:PanelWidth] {
			c[j] += float32(a * halfToFloat(h))
		}
	}
}
