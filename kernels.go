// Package llft holds the SIMD micro-kernels on plain slices: what exists, the layouts they read, and the dispatch.
// It knows layouts, not tensors, and imports nothing of this module.
//
// Every kernel exists in plain Go (the reference: kernels_generic.go, block_generic.go, q8_generic.go, unpack_*.go) and in the assembly of
// each [Tier]. The exported functions check lengths and panic on a mismatch, which is a mistake of the caller; the assembly trusts them.
// Within a tier a result's bits depend on the arguments alone, never on alignment, and those of the elementwise kernels not on an element's
// place in its slice. Between tiers floats may differ by rounding, integers and decoded weights do not. docs/kernels.md tells how the
// pieces fit.
package llft

import (
	"fmt"
	"math"
)

// run is the number of values that one call into assembly works on at most: the garbage collector waits for such a call to end, so
// none may take long.
const run = 1 << 13

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
	var s float32
	for len(x) > run {
		s += dot(x[:run], y[:run])
		x, y = x[run:], y[run:]
	}
	return s + dot(x, y)
}

// Axpy adds a·x to y; the slices have equal lengths.
func Axpy(y []float32, a float32, x []float32) {
	checkLen("Axpy", len(x), len(y))
	for len(x) > run {
		axpy(y[:run], a, x[:run])
		x, y = x[run:], y[run:]
	}
	axpy(y, a, x)
}

// DotF16 returns Σ x[i]·h[i] with h in IEEE binary16 (an f16 KV cache); the slices have equal lengths.
func DotF16(x []float32, h []uint16) float32 {
	checkLen("DotF16", len(h), len(x))
	var s float32
	for len(x) > run {
		s += dotF16(x[:run], h[:run])
		x, h = x[run:], h[run:]
	}
	return s + dotF16(x, h)
}

// AxpyF16 adds a·h to y with h in IEEE binary16; the slices have equal lengths.
func AxpyF16(y []float32, a float32, h []uint16) {
	checkLen("AxpyF16", len(h), len(y))
	for len(y) > run {
		axpyF16(y[:run], a, h[:run])
		y, h = y[run:], h[run:]
	}
	axpyF16(y, a, h)
}

// RMSNorm sets y = x / sqrt(mean(x²) + eps) · weight and returns 1/sqrt(mean(x²)+eps). y and x may be the same slice.
// The squares are summed in float64.
func RMSNorm(y, x, weight []float32, eps float32) float32 {
	checkLen("RMSNorm", len(x), len(y))
	checkLen("RMSNorm", len(weight), len(y))
	if len(x) == 0 {
		return 0
	}
	var sum float64
	for i := 0; i < len(x); i += run {
		sum += sumSquares(x[i:min(i+run, len(x))])
	}
	r := float32(1 / math.Sqrt(sum/float64(len(x))+float64(eps)))
	for i := 0; i < len(x); i += run {
		end := min(i+run, len(x))
		scaleWeighted(y[i:end], x[i:end], r, weight[i:end])
	}
	return r
}

// Softmax sets x to exp(x-max)/Σexp(x-max) in place and returns log Σ exp(x) (the log-sum-exp of the input).
// Of values that are all -inf, or of none, it makes zeros and returns -inf. A NaN or +inf makes all of them NaN, and the result too.
func Softmax(x []float32) float32 {
	top := float32(math.Inf(-1))
	for i := 0; i < len(x); i += run {
		top = max(top, maxOf(x[i:min(i+run, len(x))]))
	}
	if math.IsInf(float64(top), -1) {
		clear(x)
		return top
	}
	const few = run / 8 // so that the sums of a run, in float32, stay accurate
	var sum float64
	for i := 0; i < len(x); i += few {
		sum += float64(expSum(x[i:min(i+few, len(x))], top))
	}
	for i := 0; i < len(x); i += run {
		scale(x[i:min(i+run, len(x))], float32(1/sum))
	}
	return float32(float64(top) + math.Log(sum))
}

// SiLUMul sets y = silu(gate)·up, silu(g) = g/(1+exp(-g)). The slices have equal lengths; y may be gate or up.
// silu saturates without NaN: it tends to g above and to zero below, infinities included.
func SiLUMul(y, gate, up []float32) {
	checkLen("SiLUMul", len(gate), len(y))
	checkLen("SiLUMul", len(up), len(y))
	for i := 0; i < len(y); i += run {
		end := min(i+run, len(y))
		siluMul(y[i:end], gate[i:end], up[i:end])
	}
}
