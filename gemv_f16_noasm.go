//go:build (!amd64 && !arm64) || purego

package llft

func gemvPanelF16(c, x []float32, panel []uint16) { gemvPanelF16Generic(c, x, panel) }
