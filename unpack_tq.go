package llft

// tq1_0Bytes is the size of a TQ1_0 block of 256 ternary values, x[i] = d·(t[i]-1) with t[i] in 0..2.
//
//	offset  bytes  field
//	     0     32  byte m holds t[32k+m], k < 5
//	    32     16  byte m holds t[160+16k+m], k < 5
//	    48      4  byte m holds t[240+4k+m], k < 4
//	    52      2  d, binary16
//
// A byte is the fraction b/256 in base 3, rounded up: digit k after the point is t of index k.
const tq1_0Bytes = 32 + 16 + 4 + 2

func decodeTQ1_0Generic(dst []float32, src []byte) {
	for ; len(src) >= tq1_0Bytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[tq1_0Bytes:] {
		d := half(src[52:])
		values := [4]float32{d * -1, d * 0, d * 1} // of three digits, padded so that two bits index it
		trits(dst[:160], src[:32], &values)
		trits(dst[160:240], src[32:48], &values)
		trits(dst[240:256], src[48:52], &values)
	}
}

// trits unpacks len(dst)/len(src) digits of each byte; digit k of byte m goes to dst[k·len(src)+m].
func trits(dst []float32, src []byte, values *[4]float32) {
	for power := byte(1); len(dst) >= len(src); power *= 3 {
		out := dst[:len(src)]
		for m, b := range src {
			out[m] = values[uint16(b*power)*3>>8&3]
		}
		dst = dst[len(src):]
	}
}

// tq2_0Bytes is the size of a TQ2_0 block of 256 values, x[i] = d·(q[i]-1) with q[i] in 0..3.
//
//	offset  bytes  field
//	     0     64  bits 2k and 2k+1 of byte 32h+l hold q[128h+32k+l], for h < 2, k < 4, l < 32
//	    64      2  d, binary16
const tq2_0Bytes = 64 + 2

func decodeTQ2_0Generic(dst []float32, src []byte) {
	var codes [superBlock]byte
	for ; len(src) >= tq2_0Bytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[tq2_0Bytes:] {
		unpack2(&codes, (*[64]byte)(src))
		for l := 0; l < superBlock; l += 8 {
			put8(codes[l:], minus8(codes8(codes[l:]), 1))
		}
		scaleBytes(dst, codes[:], half(src[64:]))
	}
}
