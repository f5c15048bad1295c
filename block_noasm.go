//go:build (!amd64 && !arm64) || purego

package llft

// Targets without assembly of these kernels: each is its reference.

func add(dst, x, y []float32) { addGeneric(dst, x, y) }

func rope(x []float32, headDim int, cossin []float32, inverse bool) {
	ropeGeneric(x, headDim, cossin, inverse)
}

func siluMulBackward(dgate, dup, dhidden, gate, up []float32) {
	siluMulBackwardGeneric(dgate, dup, dhidden, gate, up)
}

func dotWeighted(x, weight, y []float32) float32 { return dotWeightedGeneric(x, weight, y) }

func normBackward(dx, direct, dy, weight, x []float32, r, c float32) {
	normBackwardGeneric(dx, direct, dy, weight, x, r, c)
}
