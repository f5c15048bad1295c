//go:build !purego

package llft

// The assembly of the tier NEON. Each function computes what the function of kernels_generic.go, half_generic.go or q8_generic.go of the same
// name does; where that sums floats, the comment says in which order. Lengths are those of the first slice, unchecked.

// dotNEON keeps 4 sums of 4 lanes: x[i] goes to lane i%16 (in the last len%16 values to lane i%4), fused. The sums are added
// pairwise, then the lanes; the last len%4 products are added to that, fused.
//
//go:noescape
func dotNEON(x, y []float32) float32

// axpyNEON is y[i] = fma(a, x[i], y[i]).
//
//go:noescape
func axpyNEON(y []float32, a float32, x []float32)

// dotF16NEON sums as dotNEON does.
//
//go:noescape
func dotF16NEON(x []float32, h []uint16) float32

// axpyF16NEON is y[i] = fma(a, h[i], y[i]).
//
//go:noescape
func axpyF16NEON(y []float32, a float32, h []uint16)

//go:noescape
func f16ToF32NEON(dst []float32, src []uint16)

//go:noescape
func f32ToF16NEON(dst []uint16, src []float32)

//go:noescape
func bf16ToF32NEON(dst []float32, src []uint16)

//go:noescape
func f32ToBF16NEON(dst []uint16, src []float32)

// sumSquaresNEON keeps 2 sums of 2 float64 lanes, fused.
//
//go:noescape
func sumSquaresNEON(x []float32) float64

//go:noescape
func scaleWeightedNEON(y, x []float32, r float32, weight []float32)

//go:noescape
func scaleNEON(x []float32, a float32)

//go:noescape
func maxNEON(x []float32) float32

// expSumNEON keeps one sum of 4 lanes.
//
//go:noescape
func expSumNEON(x []float32, top float32) float32

//go:noescape
func siluMulNEON(y, gate, up []float32)

//go:noescape
func quantizeQ8NEON(q Q8, x []float32)

// dotQ8_0NEON and dotQ4_0NEON keep a sum of 4 lanes: lane l of a block's integer sum is that of 8 codes, converted and multiplied (fused)
// by d·Scale.
//
//go:noescape
func dotQ8_0NEON(w []byte, q Q8) float32

//go:noescape
func dotQ4_0NEON(w []byte, q Q8) float32

// dotQ4_KNEON and dotQ6_KNEON have a sum each for even and odd blocks; that of Q4_K has a third, for the mins, with blocks j and j+4 in lane j.
//
//go:noescape
func dotQ4_KNEON(w []byte, q Q8) float32

//go:noescape
func dotQ6_KNEON(w []byte, q Q8) float32
