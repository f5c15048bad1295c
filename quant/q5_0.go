package quant

// q5_0Bytes is the size of a Q5_0 block of 32 values, x[i] = d·(q[i]-16).
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      4  bit i is bit 4 of q[i]
//	     6     16  byte j holds bits 0-3 of q[j] (low nibble) and of q[j+16]
const q5_0Bytes = 2 + 4 + 16

func dequantizeQ5_0(dst []float32, src []byte) {
	var codes [32]byte
	for ; len(src) >= q5_0Bytes && len(dst) >= 32; dst, src = dst[32:], src[q5_0Bytes:] {
		high := (*[4]byte)(src[2:])
		for j := 0; j < 16; j += 8 {
			w := codes8(src[6+j:])
			put8(codes[j:], minus8(w&(15*eachByte)|spread8(high[j/8])<<4, 16))
			put8(codes[16+j:], minus8(w>>4&(15*eachByte)|spread8(high[2+j/8])<<4, 16))
		}
		scale(dst, codes[:], f16(src))
	}
}
