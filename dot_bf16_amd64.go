//go:build !purego

package llft

// dotBF16AVX2 sums as dotAVX2 does.
//
//go:noescape
func dotBF16AVX2(x []float32, h []uint16) float32

// dotBF16AVX512 sums as dotAVX512 does.
//
//go:noescape
func dotBF16AVX512(x []float32, h []uint16) float32

func dotBF16(x []float32, h []uint16) float32 {
	if useAVX512 {
		return dotBF16AVX512(x, h)
	}
	if useAVX2 {
		return dotBF16AVX2(x, h)
	}
	return dotBF16Generic(x, h)
}
