package quant

// The plain types of 32 values: scale and minimum come from the extremes alone, rounding is that of ggml's quantize_row_q4_1_ref and its
// like, so that the bytes are the same.

func quantizeQ4_1(dst []byte, src []float32) {
	for ; len(dst) >= q4_1Bytes && len(src) >= 32; dst, src = dst[q4_1Bytes:], src[32:] {
		lo, inverse := putRange(dst, src[:32], 15)
		for j := range 16 {
			dst[4+j] = rangeCode(src[j], lo, inverse, 15) | rangeCode(src[j+16], lo, inverse, 15)<<4
		}
	}
}

func quantizeQ5_1(dst []byte, src []float32) {
	var codes [32]byte
	for ; len(dst) >= q5_1Bytes && len(src) >= 32; dst, src = dst[q5_1Bytes:], src[32:] {
		lo, inverse := putRange(dst, src[:32], 31)
		for j, x := range src[:32] {
			codes[j] = rangeCode(x, lo, inverse, 31)
		}
		packFive(dst[4:q5_1Bytes], &codes)
	}
}

// quantizeQ5_0 makes the value of largest magnitude -16 exactly, as Q4_0 does with -8.
func quantizeQ5_0(dst []byte, src []float32) {
	var codes [32]byte
	for ; len(dst) >= q5_0Bytes && len(src) >= 32; dst, src = dst[q5_0Bytes:], src[32:] {
		d := largestOf(src[:32]) / -16
		inverse := quotient(1, d)
		putF16(dst, d)
		for j, x := range src[:32] {
			codes[j] = byte(min(31, int8(float32(x*inverse)+16.5)))
		}
		packFive(dst[2:q5_0Bytes], &codes)
	}
}

// putRange writes d and m of a block whose codes are 0..top, and returns m and 1/d before their rounding.
func putRange(dst []byte, x []float32, top float32) (lo, inverse float32) {
	lo, hi := x[0], x[0]
	for _, v := range x {
		if v < lo {
			lo = v
		}
		if v > hi {
			hi = v
		}
	}
	d := (hi - lo) / top
	putF16(dst, d)
	putF16(dst[2:], lo)
	return lo, quotient(1, d)
}

// rangeCode is x's code, rounded by truncating q+0.5.
func rangeCode(x, lo, inverse float32, top int8) byte {
	return byte(min(top, int8(float32((x-lo)*inverse)+0.5)))
}

// packFive stores 32 codes of 5 bits as Q5_0 and Q5_1 do: 4 bytes, bit i of which is bit 4 of q[i], and 16 bytes of the lower bits.
func packFive(dst []byte, codes *[32]byte) {
	clear(dst[:4])
	for j := range 16 {
		dst[4+j] = codes[j]&15 | codes[j+16]<<4
		dst[j/8] |= codes[j] >> 4 & 1 << (j % 8)
		dst[2+j/8] |= codes[j+16] >> 4 & 1 << (j % 8)
	}
}
