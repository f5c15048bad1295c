//go:build !purego

package llft

func add(dst, x, y []float32) {
	if useNEON {
		addNEON(dst, x, y)
		return
	}
	addGeneric(dst, x, y)
}

func rope(x []float32, headDim int, cossin []float32, inverse bool) {
	if useNEON {
		ropeNEON(x, headDim, cossin, inverse)
		return
	}
	ropeGeneric(x, headDim, cossin, inverse)
}

func siluMulBackward(dgate, dup, dhidden, gate, up []float32) {
	if useNEON {
		siluMulBackwardNEON(dgate, dup, dhidden, gate, up)
		return
	}
	siluMulBackwardGeneric(dgate, dup, dhidden, gate, up)
}

func dotWeighted(x, weight, y []float32) float32 {
	if useNEON {
		return dotWeightedNEON(x, weight, y)
	}
	return dotWeightedGeneric(x, weight, y)
}

func normBackward(dx, direct, dy, weight, x []float32, r, c float32) {
	if useNEON {
		normBackwardNEON(dx, direct, dy, weight, x, r, c)
		return
	}
	normBackwardGeneric(dx, direct, dy, weight, x, r, c)
}

// The assembly of the tier NEON.

//go:noescape
func addNEON(dst, x, y []float32)

// ropeNEON takes one head or more, and one pair or more.
//
//go:noescape
func ropeNEON(x []float32, headDim int, cossin []float32, inverse bool)

//go:noescape
func siluMulBackwardNEON(dgate, dup, dhidden, gate, up []float32)

// dotWeightedNEON keeps 2 sums of 4 lanes: x[i]·weight[i], rounded, times y[i] is added, fused, to sum i/4%2. The sums are added, then the
// lanes, then the last len%8 products.
//
//go:noescape
func dotWeightedNEON(x, weight, y []float32) float32

// normBackwardNEON is fma(-c, x, fma(r, dy·weight, direct)).
//
//go:noescape
func normBackwardNEON(dx, direct, dy, weight, x []float32, r, c float32)
