//go:build !purego

package llft

// panelBF16AVX2 is panelBF16Generic for blocks of so many steps of 4 columns; stride is in bytes of a step of pairs.
//
//go:noescape
func panelBF16AVX2(dst *uint16, stride int, codes *byte, scale, base *float32, blocks, steps int)

// panelBF16AVX512 is panelBF16AVX2 for CPUs that have AVX512_BF16 as well.
//
//go:noescape
func panelBF16AVX512(dst *uint16, stride int, codes *byte, scale, base *float32, blocks, steps int)

func panelBF16(dst []uint16, stride int, codes []byte, scale, base []float32, block int) {
	blocks := len(codes) / (block * PanelRows)
	switch {
	case useAVX512 && haveBF16:
		panelBF16AVX512(&dst[0], 4*stride, &codes[0], &scale[0], &base[0], blocks, block/4)
	case useAVX2:
		panelBF16AVX2(&dst[0], 4*stride, &codes[0], &scale[0], &base[0], blocks, block/4)
	default:
		panelBF16Generic(dst, stride, codes, scale, base, block)
	}
}
