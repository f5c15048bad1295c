// Package llft holds the SIMD micro-kernels on plain slices: what exists, the layouts they read, and the dispatch.
// It knows layouts, not tensors, and imports nothing of this module.
package llft

// PanelWidth is the number of output columns that one call of GemmPanel computes: a panel is [k][PanelWidth] float32.
const PanelWidth = 16

// Tier names an instruction set that kernels are written for: "generic", "avx2", "neon".
type Tier string

// ISA is the tier in use: the best of Tiers, or the one that LLFT_ISA names.
func ISA() Tier { return "generic" }

// Tiers lists the tiers that this CPU can run, "generic" first, best last.
func Tiers() []Tier { return []Tier{"generic"} }

// SetISA switches the tier in use and returns a function that switches back. It is meant for tests and benchmarks.
func SetISA(t Tier) (restore func(), err error) { return func() {}, nil }

// Dot returns Σ x[i]·y[i]; the slices have equal lengths.
func Dot(x, y []float32) float32 {
	var s float32
	for i := range x {
		s += float32(x[i] * y[i])
	}
	return s
}

// Axpy adds a·x to y.
func Axpy(y []float32, a float32, x []float32) {
	for i := range x {
		y[i] += float32(a * x[i])
	}
}

// GemmPanel adds A·P to C: C[i,j] += Σ_p A[i,p]·P[p,j] for i < m, j < n ≤ PanelWidth, p < k.
//
// C is row-major with row stride ldc. A[i,p] is a[i*ars+p*acs] (so that A or Aᵀ can be read in place).
// P is row-major [k][PanelWidth]; columns n and above are read but not used.
// Each element is one chain of fused multiply-adds over p ascending from zero, added to C at the end: its bits do not depend
// on m, n or on how the caller cuts the output.
func GemmPanel(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int) {
	for i := range m {
		for j := range n {
			var s float32
			for p := range k {
				s += float32(a[i*ars+p*acs] * panel[p*PanelWidth+j])
			}
			c[i*ldc+j] += s
		}
	}
}

// Gemm adds A·B to C: C[i,j] += Σ_p A[i,p]·B[p,j], with A[i,p] = a[i*ars+p*acs] and B[p,j] = b[p*brs+j*bcs].
// panel is scratch of at least k*PanelWidth values. Bits of an element do not depend on m, n or the caller's cut.
func Gemm(c []float32, ldc int, a []float32, ars, acs int, b []float32, brs, bcs int, m, k, n int, panel []float32) {
	for i := range m {
		for j := range n {
			var s float32
			for p := range k {
				s += float32(a[i*ars+p*acs] * b[p*brs+j*bcs])
			}
			c[i*ldc+j] += s
		}
	}
}

// F16ToF32 and the three below convert len(dst) values; halves are IEEE binary16 or bfloat16 bits, little-endian in memory.
// Rounding is to nearest even; NaN stays NaN.
func F16ToF32(dst []float32, src []uint16) {}

// F32ToF16 converts to IEEE binary16.
func F32ToF16(dst []uint16, src []float32) {}

// BF16ToF32 converts from bfloat16.
func BF16ToF32(dst []float32, src []uint16) {}

// F32ToBF16 converts to bfloat16.
func F32ToBF16(dst []uint16, src []float32) {}

// DotF16 returns Σ x[i]·h[i] with h in IEEE binary16 (an f16 KV cache). AxpyF16 adds a·h to y.
func DotF16(x []float32, h []uint16) float32 { return 0 }

// AxpyF16 adds a·h to y.
func AxpyF16(y []float32, a float32, h []uint16) {}

// Q8 is one row of activations rounded to 8 bits in blocks of 32: x[i] ≈ Scale[i/32]·Codes[i].
type Q8 struct {
	Codes []int8    // n codes, -127..127; n is a multiple of 32
	Scale []float32 // n/32 scales
	Sums  []int16   // n/16: sum of the codes of each half block, for the offsets of unsigned weights
}

// NewQ8 makes room for n values; n is a multiple of 32.
func NewQ8(n int) Q8 {
	return Q8{Codes: make([]int8, n), Scale: make([]float32, n/32), Sums: make([]int16, n/16)}
}

// Quantize fills q from x; len(x) == len(q.Codes).
func (q Q8) Quantize(x []float32) {}

// DotQ8_0 returns the product of one row of Q8_0 blocks (as in the file) with q. The others are alike; K-quants need
// len(q.Codes) to be a multiple of 256.
func DotQ8_0(w []byte, q Q8) float32 { return 0 }

// DotQ4_0 is for Q4_0 rows.
func DotQ4_0(w []byte, q Q8) float32 { return 0 }

// DotQ4_K is for Q4_K rows.
func DotQ4_K(w []byte, q Q8) float32 { return 0 }

// DotQ6_K is for Q6_K rows.
func DotQ6_K(w []byte, q Q8) float32 { return 0 }

// RMSNorm sets y = x / sqrt(mean(x²) + eps) · weight and returns 1/sqrt(mean(x²)+eps). y and x may be the same slice.
func RMSNorm(y, x, weight []float32, eps float32) float32 { return 0 }

// Softmax sets x to exp(x-max)/Σexp(x-max) in place and returns log Σ exp(x) (the log-sum-exp of the input).
func Softmax(x []float32) float32 { return 0 }

// SiLUMul sets y = silu(gate)·up, silu(g) = g/(1+exp(-g)); saturates without NaN at any finite gate. y may be gate or up.
func SiLUMul(y, gate, up []float32) {}
