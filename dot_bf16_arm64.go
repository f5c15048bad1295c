//go:build !purego

package llft

// dotBF16NEON sums as dotNEON does.
//
//go:noescape
func dotBF16NEON(x []float32, h []uint16) float32

func dotBF16(x []float32, h []uint16) float32 {
	if useNEON {
		return dotBF16NEON(x, h)
	}
	return dotBF16Generic(x, h)
}
