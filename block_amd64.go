//go:build !purego

package llft

func add(dst, x, y []float32) {
	switch {
	case useAVX512:
		addAVX512(dst, x, y)
	case useAVX2:
		addAVX2(dst, x, y)
	default:
		addGeneric(dst, x, y)
	}
}

func rope(x []float32, headDim int, cossin []float32, inverse bool) {
	switch {
	case useAVX512:
		ropeAVX512(x, headDim, cossin, inverse)
	case useAVX2:
		ropeAVX2(x, headDim, cossin, inverse)
	default:
		ropeGeneric(x, headDim, cossin, inverse)
	}
}

func siluMulBackward(dgate, dup, dhidden, gate, up []float32) {
	switch {
	case useAVX512:
		siluMulBackwardAVX512(dgate, dup, dhidden, gate, up)
	case useAVX2:
		siluMulBackwardAVX2(dgate, dup, dhidden, gate, up)
	default:
		siluMulBackwardGeneric(dgate, dup, dhidden, gate, up)
	}
}

func dotWeighted(x, weight, y []float32) float32 {
	switch {
	case useAVX512:
		return dotWeightedAVX512(x, weight, y)
	case useAVX2:
		return dotWeightedAVX2(x, weight, y)
	}
	return dotWeightedGeneric(x, weight, y)
}

func normBackward(dx, direct, dy, weight, x []float32, r, c float32) {
	switch {
	case useAVX512:
		normBackwardAVX512(dx, direct, dy, weight, x, r, c)
	case useAVX2:
		normBackwardAVX2(dx, direct, dy, weight, x, r, c)
	default:
		normBackwardGeneric(dx, direct, dy, weight, x, r, c)
	}
}

// The assembly of the tiers AVX2 and AVX512.

//go:noescape
func addAVX2(dst, x, y []float32)

//go:noescape
func addAVX512(dst, x, y []float32)

// ropeAVX2 and ropeAVX512 take one head or more, and one pair or more.
//
//go:noescape
func ropeAVX2(x []float32, headDim int, cossin []float32, inverse bool)

//go:noescape
func ropeAVX512(x []float32, headDim int, cossin []float32, inverse bool)

//go:noescape
func siluMulBackwardAVX2(dgate, dup, dhidden, gate, up []float32)

//go:noescape
func siluMulBackwardAVX512(dgate, dup, dhidden, gate, up []float32)

// dotWeightedAVX2 keeps 2 sums of 8 lanes, dotWeightedAVX512 2 of 16: x[i]·weight[i], rounded, times y[i] is added, fused, to sum i/8%2 (i/16%2)
// while whole pairs are left, then to the first; the last values, less than 8 (16), to the second. The sums are added, then the lanes.
//
//go:noescape
func dotWeightedAVX2(x, weight, y []float32) float32

//go:noescape
func dotWeightedAVX512(x, weight, y []float32) float32

// normBackwardAVX2 and normBackwardAVX512 are fma(-c, x, fma(r, dy·weight, direct)).
//
//go:noescape
func normBackwardAVX2(dx, direct, dy, weight, x []float32, r, c float32)

//go:noescape
func normBackwardAVX512(dx, direct, dy, weight, x []float32, r, c float32)
