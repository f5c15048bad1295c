//go:build !purego

package llft

// panelBF16AVX2 is panelBF16Generic for blocks of so many steps of 4 columns; stride is in bytes of a step of pairs.
//
//go:noescape
func panelBF16AVX2(dst *uint16, stride int, codes *byte, scale, base *float32, blocks, steps int)

func panelBF16(dst []uint16, stride int, codes []byte, scale, base []float32, block int) {
	if useAVX2 {
		panelBF16AVX2(&dst[0], 4*stride, &codes[0], &scale[0], &base[0], len(codes)/(block*PanelRows), block/4)
		return
	}
	panelBF16Generic(dst, stride, codes, scale, base, block)
}
