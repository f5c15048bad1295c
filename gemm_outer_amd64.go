//go:build !purego

package llft

func gemmPanelsBF16(c []float32, ldc int, a, panel []uint16, m, k, n int) {
	stride := 4 * PanelStride(m) // bytes of a step of pairs
	switch {
	case useAMX || !useAVX512 || !haveBF16:
		gemmPanelsByRows(c, ldc, a, panel, m, k, n)
	case n > narrow:
		gemmWideBF16(&c[0], ldc, &a[0], 4, stride, &panel[0], m, k/2, n, int(gemmAdd))
	default:
		gemmNarrowBF16(&c[0], ldc, &a[0], 4, stride, &panel[0], m, k/2, n, int(gemmAdd))
	}
}
