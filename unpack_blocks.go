package llft

// q4_0Bytes is the size of a Q4_0 block of 32 values, x[i] = d·(q[i]-8).
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2     16  q: byte j holds q[j] (low nibble) and q[j+16]
//
// Source of this and the other layouts: ggml-common.h and ggml-quants.c of ggml.
const q4_0Bytes = 2 + 16

// q4_0Values are the levels of a code.
var q4_0Values = [16]float32{-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7}

func decodeQ4_0Generic(dst []float32, src []byte) {
	for ; len(src) >= q4_0Bytes && len(dst) >= 32; dst, src = dst[32:], src[q4_0Bytes:] {
		levels(dst, src[2:], &q4_0Values, half(src))
	}
}

// q4_1Bytes is the size of a Q4_1 block of 32 values, x[i] = d·q[i] + m.
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  m, binary16
//	     4     16  q: byte j holds q[j] (low nibble) and q[j+16]
const q4_1Bytes = 2 + 2 + 16

func decodeQ4_1Generic(dst []float32, src []byte) {
	for ; len(src) >= q4_1Bytes && len(dst) >= 32; dst, src = dst[32:], src[q4_1Bytes:] {
		d, m := half(src), half(src[2:])
		levelsAdd(dst, src[4:q4_1Bytes], d, m, d, m)
	}
}

// q5_0Bytes is the size of a Q5_0 block of 32 values, x[i] = d·(q[i]-16).
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      4  bit i is bit 4 of q[i]
//	     6     16  byte j holds bits 0-3 of q[j] (low nibble) and of q[j+16]
const q5_0Bytes = 2 + 4 + 16

func decodeQ5_0Generic(dst []float32, src []byte) {
	var codes [32]byte
	for ; len(src) >= q5_0Bytes && len(dst) >= 32; dst, src = dst[32:], src[q5_0Bytes:] {
		high := (*[4]byte)(src[2:])
		for j := 0; j < 16; j += 8 {
			w := codes8(src[6+j:])
			put8(codes[j:], minus8(w&(15*eachByte)|spread8(high[j/8])<<4, 16))
			put8(codes[16+j:], minus8(w>>4&(15*eachByte)|spread8(high[2+j/8])<<4, 16))
		}
		scaleBytes(dst, codes[:], half(src))
	}
}

// q5_1Bytes is the size of a Q5_1 block of 32 values, x[i] = d·q[i] + m.
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  m, binary16
//	     4      4  bit i is bit 4 of q[i]
//	     8     16  byte j holds bits 0-3 of q[j] (low nibble) and of q[j+16]
const q5_1Bytes = 2 + 2 + 4 + 16

func decodeQ5_1Generic(dst []float32, src []byte) {
	var codes [32]byte
	for ; len(src) >= q5_1Bytes && len(dst) >= 32; dst, src = dst[32:], src[q5_1Bytes:] {
		high := (*[4]byte)(src[4:])
		for j := 0; j < 16; j += 8 {
			w := codes8(src[8+j:])
			put8(codes[j:], w&(15*eachByte)|spread8(high[j/8])<<4)
			put8(codes[16+j:], w>>4&(15*eachByte)|spread8(high[2+j/8])<<4)
		}
		scaleAddBytes(dst, codes[:], half(src), half(src[2:]))
	}
}

// q8_0Bytes is the size of a Q8_0 block of 32 values, x[i] = d·q[i].
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2     32  q, int8
const q8_0Bytes = 2 + 32

func decodeQ8_0Generic(dst []float32, src []byte) {
	for ; len(src) >= q8_0Bytes && len(dst) >= 32; dst, src = dst[32:], src[q8_0Bytes:] {
		scaleBytes(dst, src[2:q8_0Bytes], half(src))
	}
}
