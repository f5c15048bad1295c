// Package llft holds the SIMD micro-kernels on plain slices: what exists, the layouts they read, and the dispatch.
// It knows layouts, not tensors, and imports nothing of this module.
//
// Every kernel exists in plain Go (the reference, kernels_generic.go and q8_generic.go) and in the assembly of each [Tier]. The exported
// functions check lengths and panic on a mismatch, which is a mistake of the caller; the assembly trusts them. Within a tier a result's
// bits depend on the arguments alone, never on alignment, and those of the elementwise kernels not on an element's place in its slice.
// Between tiers floats may differ by rounding, integers do not. docs/kernels.md tells how the pieces fit.
package llft

import "fmt"

// PanelWidth is the number of output columns that one call of GemmPanel computes: a panel is [k][PanelWidth] float32.
const PanelWidth = 16

// checkLen panics unless two lengths agree.
func checkLen(kernel string, got, want int) {
	if got != want {
		panic(fmt.Sprintf("llft: %s: slice of %d values, want %d", kernel, got, want))
	}
}

// checkIndex panics unless slice what, of n values, holds index last.
func checkIndex(kernel, what string, last, n int) {
	if last < 0 || last >= n {
		panic(fmt.Sprintf("llft: %s: %s has %d values, index %d is needed", kernel, what, n, last))
	}
}

// Dot returns Σ x[i]·y[i]; the slices have equal lengths.
func Dot(x, y []float32) float32 {
	checkLen("Dot", len(y), len(x))
	return dot(x, y)
}

// Axpy adds a·x to y; the slices have equal lengths.
func Axpy(y []float32, a float32, x []float32) {
	checkLen("Axpy", len(y), len(x))
	axpy(y, a, x)
}

// GemmPanel adds A·P to C: C[i,j] += Σ_p A[i,p]·P[p,j] for i < m, j < n ≤ PanelWidth, p < k.
//
// C is row-major with row stride ldc. A[i,p] is a[i*ars+p*acs] (so that A or Aᵀ can be read in place); strides are not negative.
// P is row-major [k][PanelWidth]; columns n and above are read but not used. C may not overlap A or P.
// Each element is one chain of fused multiply-adds (of multiplications and additions in the generic tier) over p ascending from zero,
// added to C at the end: its bits do not depend on m, n or on how the caller cuts the output.
func GemmPanel(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int) {
	if m <= 0 || k <= 0 || n <= 0 {
		return
	}
	if n > PanelWidth {
		panic(fmt.Sprintf("llft: GemmPanel: %d columns, at most %d", n, PanelWidth))
	}
	checkIndex("GemmPanel", "c", (m-1)*ldc+n-1, len(c))
	checkIndex("GemmPanel", "a", (m-1)*ars+(k-1)*acs, len(a))
	checkIndex("GemmPanel", "panel", k*PanelWidth-1, len(panel))
	gemmPanel(c, ldc, a, ars, acs, panel, m, k, n)
}

// Gemm adds A·B to C: C[i,j] += Σ_p A[i,p]·B[p,j], with A[i,p] = a[i*ars+p*acs] and B[p,j] = b[p*brs+j*bcs].
// panel is scratch of at least k*PanelWidth values. Bits are those of GemmPanel: they do not depend on m, n or the caller's cut.
func Gemm(c []float32, ldc int, a []float32, ars, acs int, b []float32, brs, bcs int, m, k, n int, panel []float32) {
	if m <= 0 || k <= 0 || n <= 0 {
		return
	}
	checkIndex("Gemm", "b", (k-1)*brs+(n-1)*bcs, len(b))
	checkIndex("Gemm", "panel", k*PanelWidth-1, len(panel))
	for j := 0; j < n; j += PanelWidth {
		width := min(PanelWidth, n-j)
		packPanel(panel, b[j*bcs:], brs, bcs, k, width)
		GemmPanel(c[j:], ldc, a, ars, acs, panel, m, k, width)
	}
}

// F16ToF32 converts len(dst) IEEE binary16 values, given as their bits. Signalling NaNs become quiet.
func F16ToF32(dst []float32, src []uint16) {
	checkLen("F16ToF32", len(src), len(dst))
	f16ToF32(dst, src)
}

// F32ToF16 converts len(dst) values to the bits of IEEE binary16, rounding to nearest even; from 65520 on that is infinity.
// A NaN stays one, with the top of its payload.
func F32ToF16(dst []uint16, src []float32) {
	checkLen("F32ToF16", len(src), len(dst))
	f32ToF16(dst, src)
}

// BF16ToF32 converts len(dst) bfloat16 values, given as their bits.
func BF16ToF32(dst []float32, src []uint16) {
	checkLen("BF16ToF32", len(src), len(dst))
	bf16ToF32(dst, src)
}

// F32ToBF16 converts len(dst) values to the bits of bfloat16, rounding to nearest even. A NaN stays one, with the top of its payload.
func F32ToBF16(dst []uint16, src []float32) {
	checkLen("F32ToBF16", len(src), len(dst))
	f32ToBF16(dst, src)
}

// DotF16 returns Σ x[i]·h[i] with h in IEEE binary16 (an f16 KV cache); the slices have equal lengths.
func DotF16(x []float32, h []uint16) float32 {
	checkLen("DotF16", len(h), len(x))
	return dotF16(x, h)
}

// AxpyF16 adds a·h to y with h in IEEE binary16; the slices have equal lengths.
func AxpyF16(y []float32, a float32, h []uint16) {
	checkLen("AxpyF16", len(h), len(y))
	axpyF16(y, a, h)
}

// RMSNorm sets y = x / sqrt(mean(x²) + eps) · weight and returns 1/sqrt(mean(x²)+eps). y and x may be the same slice.
func RMSNorm(y, x, weight []float32, eps float32) float32 {
	checkLen("RMSNorm", len(y), len(x))
	checkLen("RMSNorm", len(weight), len(x))
	if len(x) == 0 {
		return 0
	}
	return rmsNorm(y, x, weight, eps)
}

// Softmax sets x to exp(x-max)/Σexp(x-max) in place and returns log Σ exp(x) (the log-sum-exp of the input).
// Of values that are all -inf, or of none, it makes zeros and returns -inf. A NaN or +inf makes all of them NaN, and the result too.
func Softmax(x []float32) float32 {
	return softmax(x)
}

// SiLUMul sets y = silu(gate)·up, silu(g) = g/(1+exp(-g)). The slices have equal lengths; y may be gate or up.
// silu saturates without NaN: it tends to g above and to zero below, infinities included.
func SiLUMul(y, gate, up []float32) {
	checkLen("SiLUMul", len(gate), len(y))
	checkLen("SiLUMul", len(up), len(y))
	siluMul(y, gate, up)
}
