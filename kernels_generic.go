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

func gemmPanelGeneric(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int) {
	for i := range m {
		var sum [PanelWidth]float32
		for p := range k {
			v := a[i*ars+p*acs]
			row := (*[PanelWidth]float32)(panel[p*PanelWidth:])
			for j := range sum {
				sum[j] += float32(v * row[j])
			}
		}
		for j := range n {
			c[i*ldc+j] += sum[j]
		}
	}
}

// packPanelGeneric copies n columns of B into a panel: panel[p][j] = b[p*brs+j*bcs] for p < k, j < n, zero in the columns above.
func packPanelGeneric(panel, b []float32, brs, bcs, k, n int) {
	for p := range k {
		row := (*[PanelWidth]float32)(panel[p*PanelWidth:])
		if bcs == 1 {
			copy(row[:n], b[p*brs:p*brs+n])
		} else {
			for j := range n {
				row[j] = b[p*brs+j*bcs]
			}
		}
		clear(row[n:])
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

func rmsNormGeneric(y, x, weight []float32, eps float32) float32 {
	var sum float64
	for _, v := range x {
		sum += float64(float64(v) * float64(v))
	}
	r := float32(1 / math.Sqrt(sum/float64(len(x))+float64(eps)))
	for i, v := range x {
		y[i] = float32(v*r) * weight[i]
	}
	return r
}

func softmaxGeneric(x []float32) float32 {
	top := maxGeneric(x)
	if math.IsInf(float64(top), -1) {
		clear(x)
		return top
	}
	var sum float64
	for i, v := range x {
		e := math.Exp(float64(v - top))
		x[i] = float32(e)
		sum += e
	}
	scale := float32(1 / sum)
	for i := range x {
		x[i] *= scale
	}
	return float32(float64(top) + math.Log(sum))
}

// maxGeneric is the largest of x: -inf of nothing, NaN if there is one.
func maxGeneric(x []float32) float32 {
	top := float32(math.Inf(-1))
	for _, v := range x {
		top = max(top, v)
	}
	return top
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
