//go:build !purego

package llft

// The assembly of the tier AVX2. Each function computes what the function of kernels_generic.go, half_generic.go or q8_generic.go of the same
// name does; where that sums floats, the comment says in which order. Lengths are those of the first slice, unchecked.

// dotAVX2 keeps 4 sums of 8 lanes: x[i] goes to lane i%32 (in the last len%32 values to lane i%8), fused. The sums are added
// pairwise, then the lanes.
//
//go:noescape
func dotAVX2(x, y []float32) float32

// axpyAVX2 is y[i] = fma(a, x[i], y[i]).
//
//go:noescape
func axpyAVX2(y []float32, a float32, x []float32)

// dotF16AVX2 sums as dotAVX2 does.
//
//go:noescape
func dotF16AVX2(x []float32, h []uint16) float32

// axpyF16AVX2 is y[i] = fma(a, h[i], y[i]).
//
//go:noescape
func axpyF16AVX2(y []float32, a float32, h []uint16)

//go:noescape
func f16ToF32AVX2(dst []float32, src []uint16)

//go:noescape
func f32ToF16AVX2(dst []uint16, src []float32)

//go:noescape
func bf16ToF32AVX2(dst []float32, src []uint16)

//go:noescape
func f32ToBF16AVX2(dst []uint16, src []float32)

// sumSquaresAVX2 keeps 2 sums of 4 float64 lanes, fused.
//
//go:noescape
func sumSquaresAVX2(x []float32) float64

//go:noescape
func scaleWeightedAVX2(y, x []float32, r float32, weight []float32)

//go:noescape
func scaleAVX2(x []float32, a float32)

//go:noescape
func maxAVX2(x []float32) float32

// expSumAVX2 keeps one sum of 8 lanes.
//
//go:noescape
func expSumAVX2(x []float32, top float32) float32

//go:noescape
func siluMulAVX2(y, gate, up []float32)

//go:noescape
func quantizeQ8AVX2(q Q8, x []float32)

// dotQ8_0AVX2 and those below keep sums of 8 lanes: lane l of a block's integer sum is that of 4 codes, converted and multiplied
// (fused) by d·Scale. Even and odd blocks have a sum each.
//
//go:noescape
func dotQ8_0AVX2(w []byte, q Q8) float32

//go:noescape
func dotQ4_0AVX2(w []byte, q Q8) float32

// dotQ4_KAVX2 has a third sum, for the mins: lane j is that of block j.
//
//go:noescape
func dotQ4_KAVX2(w []byte, q Q8) float32

//go:noescape
func dotQ6_KAVX2(w []byte, q Q8) float32
