package llft

import "math"

// The reference of the float kernels: plain loops, correct on every target, and what the tests hold each tier of assembly to.
// No build tag, so that the tests have it beside the assembly. Products are written float32(a*b) before an addition, since Go
// would fuse the two on arm64 and the bits would differ from those on amd64.

func dotGeneric(x, y []float32) float32 {
	var s float32
	for i, v := range x {
		s += float32(v * y[i])
	}
	return s
}

func axpyGeneric(y []float32, a float32, x []float32) {
	for i, v := range x {
		y[i] += float32(a * v)
	}
}

func f16ToF32Generic(dst []float32, src []uint16) {
	for i := range dst {
		dst[i] = halfToFloat(src[i])
	}
}

func f32ToF16Generic(dst []uint16, src []float32) {
	for i := range dst {
		dst[i] = floatToHalf(src[i])
	}
}

func bf16ToF32Generic(dst []float32, src []uint16) {
	for i := range dst {
		dst[i] = math.Float32frombits(uint32(src[i]) << 16)
	}
}

func f32ToBF16Generic(dst []uint16, src []float32) {
	for i := range dst {
		dst[i] = floatToBrain(src[i])
	}
}

func dotF16Generic(x []float32, h []uint16) float32 {
	var s float32
	for i, v := range x {
		s += float32(v * halfToFloat(h[i]))
	}
	return s
}

func axpyF16Generic(y []float32, a float32, h []uint16) {
	for i := range y {
		y[i] += float32(a * halfToFloat(h[i]))
	}
}

func sumSquaresGeneric(x []float32) float64 {
	var s float64
	for _, v := range x {
		s += float64(float64(v) * float64(v))
	}
	return s
}

// scaleWeightedGeneric sets y = x·r·weight.
func scaleWeightedGeneric(y, x []float32, r float32, weight []float32) {
	for i, v := range x {
		y[i] = float32(v*r) * weight[i]
	}
}

func scaleGeneric(x []float32, a float32) {
	for i := range x {
		x[i] *= a
	}
}

// maxGeneric is the largest of x: -inf of nothing, NaN if there is one.
func maxGeneric(x []float32) float32 {
	top := float32(math.Inf(-1))
	for _, v := range x {
		top = max(top, v)
	}
	return top
}

// expSumGeneric sets x = exp(x-top) and returns the sum. No x is above top.
func expSumGeneric(x []float32, top float32) float32 {
	var s float64
	for i, v := range x {
		x[i] = float32(math.Exp(float64(v - top)))
		s += float64(x[i])
	}
	return float32(s)
}

// siluMulGeneric takes exp of -|g| only, which cannot overflow: silu(g) = g/(1+e) above zero and g·e/(1+e) below. Far below zero, where
// e is zero, t stands in for g so that -inf does not meet that zero.
func siluMulGeneric(y, gate, up []float32) {
	for i, g := range gate {
		t := max(-float32(math.Abs(float64(g))), expZero)
		e := float32(math.Exp(float64(t)))
		if g < 0 {
			g = t * e
		}
		y[i] = g / (1 + e) * up[i]
	}
}

// expZero is a number whose exp, and that of all below, is zero in float32: ln 2⁻¹⁵⁰ is -103.97.
const expZero = -104
