package llft

import "math"

// DotBF16 returns Σ x[i]·h[i] with h in bfloat16, of a matrix that is read as it lies in the file; the slices have equal lengths. Its sum is that of
// Dot with the converted values, bit for bit, whatever the length.
func DotBF16(x []float32, h []uint16) float32 {
	checkLen("DotBF16", len(h), len(x))
	var s float32
	for len(x) > run {
		s += dotBF16(x[:run], h[:run])
		x, h = x[run:], h[run:]
	}
	return s + dotBF16(x, h)
}

func dotBF16Generic(x []float32, h []uint16) float32 {
	var s float32
	for i, v := range x {
		s += float32(v * math.Float32frombits(uint32(h[i])<<16))
	}
	return s
}
