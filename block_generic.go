package llft

import "math"

// The reference of the kernels of block.go.

func addGeneric(dst, x, y []float32) {
	for i := range dst {
		dst[i] = x[i] + y[i]
	}
}

func ropeGeneric(x []float32, headDim int, cossin []float32, inverse bool) {
	for ; len(x) > 0; x = x[headDim:] {
		for i := 0; i+1 < len(cossin); i += 2 {
			a, b, c, s := x[i], x[i+1], cossin[i], cossin[i+1]
			if inverse {
				x[i] = float32(a*c) + float32(b*s)
				x[i+1] = float32(b*c) - float32(a*s)
			} else {
				x[i] = float32(a*c) - float32(b*s)
				x[i+1] = float32(b*c) + float32(a*s)
			}
		}
	}
}

// siluMulBackwardGeneric takes exp of -|z| only, as siluMulGeneric does. Where a product with 0 would be NaN for an infinite z, one that
// is no further from zero than expZero stands in for it.
func siluMulBackwardGeneric(dgate, dup, dhidden, gate, up []float32) {
	for i, z := range gate {
		t := max(-float32(math.Abs(float64(z))), expZero)
		e := float32(math.Exp(float64(t)))
		sigma := 1 / (1 + e)
		rest := e * sigma // 1-σ
		bounded := -t
		if z < 0 {
			sigma, rest = rest, sigma
			z, bounded = t, t
		}
		dh, u := dhidden[i], up[i]
		dup[i] = dh * (z * sigma)
		dgate[i] = dh * u * (sigma * (1 + float32(bounded*rest)))
	}
}

// dotWeightedGeneric is Σ (x·weight)·y.
func dotWeightedGeneric(x, weight, y []float32) float32 {
	var s float32
	for i, v := range x {
		s += float32(float32(v*weight[i]) * y[i])
	}
	return s
}

// normBackwardGeneric sets dx = direct + r·(dy·weight) - c·x.
func normBackwardGeneric(dx, direct, dy, weight, x []float32, r, c float32) {
	for i := range dx {
		dx[i] = direct[i] + float32(r*float32(dy[i]*weight[i])) - float32(c*x[i])
	}
}
