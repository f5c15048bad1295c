//go:build !amd64 || purego

package llft

func gemmPanelsBF16(c []float32, ldc int, a, panel []uint16, m, k, n int) {
	gemmPanelsByRows(c, ldc, a, panel, m, k, n)
}
