package llft

import "fmt"

// Sizes in values; those of blocks in bytes stand with their layouts in unpack_*.go.
const (
	q8Block    = 32  // values that share a scale in Q8, and in Q8_0 and Q4_0
	superBlock = 256 // values of a block of the K, IQ3, IQ4_XS and TQ types
)

// Q8 is one row of activations rounded to 8 bits in blocks of 32: x[i] ≈ Scale[i/32]·Codes[i].
type Q8 struct {
	Codes []int8    // n codes, -127..127; n is a multiple of 32
	Scale []float32 // n/32 scales
	Sums  []int16   // n/16: sum of the codes of each half block, for the offsets of unsigned weights
}

// NewQ8 makes room for n values; n is a multiple of 32.
func NewQ8(n int) Q8 {
	if n%q8Block != 0 {
		panic(fmt.Sprintf("llft: NewQ8: %d values, want a multiple of %d", n, q8Block))
	}
	return Q8{Codes: make([]int8, n), Scale: make([]float32, n/q8Block), Sums: make([]int16, n/(q8Block/2))}
}

// check panics unless the three slices belong together.
func (q Q8) check(kernel string) {
	n := len(q.Codes)
	if n%q8Block != 0 || len(q.Scale) != n/q8Block || len(q.Sums) != n/(q8Block/2) {
		panic(fmt.Sprintf("llft: %s: Q8 of %d codes, %d scales, %d sums", kernel, n, len(q.Scale), len(q.Sums)))
	}
}

// Quantize fills q from x; len(x) == len(q.Codes). The result has the same bits in every tier:
//
//	Scale = amax/127, Codes = x·(127/amax) rounded to nearest even, amax the largest magnitude of the block
//
// A block of amax below 2⁻¹¹⁹, where 127/amax could overflow, is rounded to zeros with Scale 0. A block that holds a NaN or an infinity
// gets Scale NaN and codes 0: what is computed from it is NaN too, so that the fault shows.
func (q Q8) Quantize(x []float32) {
	q.check("Quantize")
	checkLen("Quantize", len(x), len(q.Codes))
	quantizeQ8(q, x)
}

// checkRow panics unless w holds exactly the blocks for the codes of q.
func (q Q8) checkRow(kernel string, w []byte, values, bytes int) {
	q.check(kernel)
	if n := len(q.Codes); n%values != 0 || len(w) != n/values*bytes {
		panic(fmt.Sprintf("llft: %s: row of %d bytes with %d activations; a block is %d bytes for %d", kernel, len(w), n, bytes, values))
	}
}

// DotQ8_0 returns the product of one row of Q8_0 blocks (as in the file) with q. The others are alike; K-quants need
// len(q.Codes) to be a multiple of 256. All are sums over the blocks of 32 activations of
//
//	(d·Scale)·float32(Σ scale·code·q.Codes)
//
// where the inner sum is of integers, exact and the same in every tier; tiers differ in the order of the outer sum only.
func DotQ8_0(w []byte, q Q8) float32 {
	q.checkRow("DotQ8_0", w, q8Block, q8_0Bytes)
	return dotQ8_0(w, q)
}

// DotQ4_0 is for Q4_0 rows.
func DotQ4_0(w []byte, q Q8) float32 {
	q.checkRow("DotQ4_0", w, q8Block, q4_0Bytes)
	return dotQ4_0(w, q)
}

// DotQ4_K is for Q4_K rows; less (dmin·Scale)·float32(min·Σ q.Codes) for each block of 32.
func DotQ4_K(w []byte, q Q8) float32 {
	q.checkRow("DotQ4_K", w, superBlock, q4_KBytes)
	return dotQ4_K(w, q)
}

// DotQ6_K is for Q6_K rows.
func DotQ6_K(w []byte, q Q8) float32 {
	q.checkRow("DotQ6_K", w, superBlock, q6_KBytes)
	return dotQ6_K(w, q)
}
