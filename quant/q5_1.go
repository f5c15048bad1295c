package quant

// q5_1Bytes is the size of a Q5_1 block of 32 values, x[i] = d·q[i] + m.
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  m, binary16
//	     4      4  bit i is bit 4 of q[i]
//	     8     16  byte j holds bits 0-3 of q[j] (low nibble) and of q[j+16]
const q5_1Bytes = 2 + 2 + 4 + 16

func dequantizeQ5_1(dst []float32, src []byte) {
	var codes [32]byte
	for ; len(src) >= q5_1Bytes && len(dst) >= 32; dst, src = dst[32:], src[q5_1Bytes:] {
		high := (*[4]byte)(src[4:])
		for j := 0; j < 16; j += 8 {
			w := codes8(src[8+j:])
			put8(codes[j:], w&(15*eachByte)|spread8(high[j/8])<<4)
			put8(codes[16+j:], w>>4&(15*eachByte)|spread8(high[2+j/8])<<4)
		}
		scaleAdd(dst, codes[:], f16(src), f16(src[2:]))
	}
}
