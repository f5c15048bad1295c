package quant

// q3_kBytes is the size of a Q3_K block of 256 values. Each run of 16 values, number s, has a 6-bit scale:
// x[i] = (d·(scale[s]-32))·(q[i]-4).
//
//	offset  bytes  field
//	     0     32  bit k of byte l is bit 2 of q[32k+l], for k < 8, l < 32
//	    32     64  bits 0-1 of q: bits 2k and 2k+1 of byte 32h+l belong to q[128h+32k+l], for h < 2, k < 4, l < 32
//	    96      8  byte j: bits 0-3 of scale[j] (low nibble) and of scale[j+8]
//	   104      4  byte j: bits 4-5 of scale[j], scale[j+4], scale[j+8], scale[j+12], from the low bits up
//	   108      2  d, binary16
const q3_kBytes = 32 + 64 + 12 + 2

func dequantizeQ3_K(dst []float32, src []byte) {
	for ; len(src) >= q3_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q3_kBytes:] {
		d := f16(src[108:])
		packed := (*[12]byte)(src[96:])
		for s := range 16 {
			code := packed[s%8]>>(s/8*4)&15 | packed[8+s%4]>>(s/4*2)&3<<4
			scale := d * fromInt8[code-32]
			out := (*[16]float32)(dst[16*s:])
			high := (*[16]byte)(src[s%2*16:])
			shift, bit := s%8/2*2, s/2
			for l, q := range (*[16]byte)(src[32+s/8*32+s%2*16:]) {
				out[l] = scale * fromInt8[q>>shift&3|high[l]>>bit&1<<2-4]
			}
		}
	}
}
