//go:build !purego

package llft

// The assembly of the tier AVX512: the same kernels as in stubs_amd64.go, with 16 lanes where those have 8. Where floats are summed, the
// comment says in which order.

// dotAVX512 keeps 4 sums of 16 lanes: x[i] goes to lane i%64 (in the last len%64 values to lane i%16), fused. The sums are added
// pairwise, then the lanes.
//
//go:noescape
func dotAVX512(x, y []float32) float32

//go:noescape
func axpyAVX512(y []float32, a float32, x []float32)

// dotF16AVX512 sums as dotAVX512 does.
//
//go:noescape
func dotF16AVX512(x []float32, h []uint16) float32

//go:noescape
func axpyF16AVX512(y []float32, a float32, h []uint16)

//go:noescape
func f16ToF32AVX512(dst []float32, src []uint16)

//go:noescape
func f32ToF16AVX512(dst []uint16, src []float32)

//go:noescape
func bf16ToF32AVX512(dst []float32, src []uint16)

//go:noescape
func f32ToBF16AVX512(dst []uint16, src []float32)

// sumSquaresAVX512 keeps 4 sums of 8 float64 lanes, fused.
//
//go:noescape
func sumSquaresAVX512(x []float32) float64

//go:noescape
func scaleWeightedAVX512(y, x []float32, r float32, weight []float32)

//go:noescape
func scaleAVX512(x []float32, a float32)

//go:noescape
func maxAVX512(x []float32) float32

// expSumAVX512 keeps one sum of 16 lanes.
//
//go:noescape
func expSumAVX512(x []float32, top float32) float32

//go:noescape
func siluMulAVX512(y, gate, up []float32)
