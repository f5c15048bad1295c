package quant

// q4_1Bytes is the size of a Q4_1 block of 32 values, x[i] = d·q[i] + m.
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  m, binary16
//	     4     16  q: byte j holds q[j] (low nibble) and q[j+16]
const q4_1Bytes = 2 + 2 + 16

func dequantizeQ4_1(dst []float32, src []byte) {
	for ; len(src) >= q4_1Bytes && len(dst) >= 32; dst, src = dst[32:], src[q4_1Bytes:] {
		d, m := f16(src), f16(src[2:])
		levelsAdd(dst, src[4:q4_1Bytes], d, m, d, m)
	}
}
