//go:build !purego

package llft

// The assembly of the dense products. m, k and n are at least 1; a and the panel are read as gemmTilesGeneric and gemmTilesBF16Generic say.

// gemmTilesAVX2 computes 16 columns of gemmTilesGeneric with fused multiply-adds; stride is the panel's, in values.
//
//go:noescape
func gemmTilesAVX2(c *float32, ldc int, a *float32, ars, acs int, panel *float32, stride, m, k, mode int)

// gemmWideAVX512 is gemmTilesGeneric with fused multiply-adds, for 16 < n ≤ 32; strides of A are in bytes.
//
//go:noescape
func gemmWideAVX512(c *float32, ldc int, a *float32, ars, acs int, panel *float32, m, k, n, mode int)

// gemmNarrowAVX512 is gemmWideAVX512 for n ≤ 16.
//
//go:noescape
func gemmNarrowAVX512(c *float32, ldc int, a *float32, ars, acs int, panel *float32, m, k, n, mode int)

// gemmWideBF16 is gemmTilesBF16Generic for 16 < n ≤ 32; strides of A are in bytes, a step of k is a pair.
//
//go:noescape
func gemmWideBF16(c *float32, ldc int, a *uint16, ars, acs int, panel *uint16, m, k, n, mode int)

// gemmNarrowBF16 is gemmWideBF16 for n ≤ 16.
//
//go:noescape
func gemmNarrowBF16(c *float32, ldc int, a *uint16, ars, acs int, panel *uint16, m, k, n, mode int)

// transpose8AVX2 is transposeGeneric for 8 columns and the first k&^7 rows.
//
//go:noescape
func transpose8AVX2(panel, b *float32, bcs, stride, k int)

// transpose16AVX512 is transposeGeneric for 16 columns and the first k&^3 rows.
//
//go:noescape
func transpose16AVX512(panel, b *float32, bcs, stride, k int)

// pairBF16AVX512 is pairBF16Generic for panels of 32 columns and an even k.
//
//go:noescape
func pairBF16AVX512(panel *uint16, b *float32, brs, k int)

// pairHalvesAVX512 is pairHalvesGeneric for panels of 32 columns and an even k.
//
//go:noescape
func pairHalvesAVX512(panel, b *uint16, brs, k int)
