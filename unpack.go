package llft

import "fmt"

// Decoding of quantized weights: blocks as they stand in a file become float32. unpack_blocks.go, unpack_k.go, unpack_iq*.go and
// unpack_tq.go hold the layouts, and the reference in plain Go. What a tier computes has the bits of the reference: d·scale and a code
// are multiplied, then the offset is added, each rounded (never fused).

// DecodeQ4_0 fills dst from blocks of Q4_0; the others are alike. len(dst) is a multiple of the block, of 32 or 256 values, and src
// holds exactly that many blocks.
func DecodeQ4_0(dst []float32, src []byte) {
	decodeRuns("DecodeQ4_0", dst, src, q8Block, q4_0Bytes, decodeQ4_0)
}

// DecodeQ4_1 is for blocks of Q4_1.
func DecodeQ4_1(dst []float32, src []byte) {
	decodeRuns("DecodeQ4_1", dst, src, q8Block, q4_1Bytes, decodeQ4_1)
}

// DecodeQ5_0 is for blocks of Q5_0.
func DecodeQ5_0(dst []float32, src []byte) {
	decodeRuns("DecodeQ5_0", dst, src, q8Block, q5_0Bytes, decodeQ5_0)
}

// DecodeQ5_1 is for blocks of Q5_1.
func DecodeQ5_1(dst []float32, src []byte) {
	decodeRuns("DecodeQ5_1", dst, src, q8Block, q5_1Bytes, decodeQ5_1)
}

// DecodeQ8_0 is for blocks of Q8_0.
func DecodeQ8_0(dst []float32, src []byte) {
	decodeRuns("DecodeQ8_0", dst, src, q8Block, q8_0Bytes, decodeQ8_0)
}

// DecodeQ2_K is for blocks of Q2_K.
func DecodeQ2_K(dst []float32, src []byte) {
	decodeRuns("DecodeQ2_K", dst, src, superBlock, q2_KBytes, decodeQ2_K)
}

// DecodeQ3_K is for blocks of Q3_K.
func DecodeQ3_K(dst []float32, src []byte) {
	decodeRuns("DecodeQ3_K", dst, src, superBlock, q3_KBytes, decodeQ3_K)
}

// DecodeQ4_K is for blocks of Q4_K.
func DecodeQ4_K(dst []float32, src []byte) {
	decodeRuns("DecodeQ4_K", dst, src, superBlock, q4_KBytes, decodeQ4_K)
}

// DecodeQ5_K is for blocks of Q5_K.
func DecodeQ5_K(dst []float32, src []byte) {
	decodeRuns("DecodeQ5_K", dst, src, superBlock, q5_KBytes, decodeQ5_K)
}

// DecodeQ6_K is for blocks of Q6_K.
func DecodeQ6_K(dst []float32, src []byte) {
	decodeRuns("DecodeQ6_K", dst, src, superBlock, q6_KBytes, decodeQ6_K)
}

// DecodeIQ3_XXS is for blocks of IQ3_XXS.
func DecodeIQ3_XXS(dst []float32, src []byte) {
	decodeRuns("DecodeIQ3_XXS", dst, src, superBlock, iq3_XXSBytes, decodeIQ3_XXS)
}

// DecodeIQ3_S is for blocks of IQ3_S.
func DecodeIQ3_S(dst []float32, src []byte) {
	decodeRuns("DecodeIQ3_S", dst, src, superBlock, iq3_SBytes, decodeIQ3_S)
}

// DecodeIQ4_NL is for blocks of IQ4_NL.
func DecodeIQ4_NL(dst []float32, src []byte) {
	decodeRuns("DecodeIQ4_NL", dst, src, q8Block, iq4_NLBytes, decodeIQ4_NL)
}

// DecodeIQ4_XS is for blocks of IQ4_XS.
func DecodeIQ4_XS(dst []float32, src []byte) {
	decodeRuns("DecodeIQ4_XS", dst, src, superBlock, iq4_XSBytes, decodeIQ4_XS)
}

// DecodeTQ1_0 is for blocks of TQ1_0.
func DecodeTQ1_0(dst []float32, src []byte) {
	decodeRuns("DecodeTQ1_0", dst, src, superBlock, tq1_0Bytes, decodeTQ1_0)
}

// DecodeTQ2_0 is for blocks of TQ2_0.
func DecodeTQ2_0(dst []float32, src []byte) {
	decodeRuns("DecodeTQ2_0", dst, src, superBlock, tq2_0Bytes, decodeTQ2_0)
}

// decodeRuns calls decode for one run after another. A block is that many values in that many bytes.
func decodeRuns(kernel string, dst []float32, src []byte, values, bytes int, decode func(dst []float32, src []byte)) {
	if n := len(dst); n%values != 0 || len(src) != n/values*bytes {
		panic(fmt.Sprintf("llft: %s: %d bytes into %d values; a block is %d bytes for %d", kernel, len(src), n, bytes, values))
	}
	for len(dst) > run {
		decode(dst[:run], src[:run/values*bytes])
		dst, src = dst[run:], src[run/values*bytes:]
	}
	decode(dst, src)
}
