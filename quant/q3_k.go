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
	var codes [superBlock]byte
	for ; len(src) >= q3_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q3_kBytes:] {
		unpack2(&codes, (*[64]byte)(src[32:]))
		for l := 0; l < superBlock; l += 8 {
			third := codes8(src[l%32:]) >> (l / 32) & eachByte
			put8(codes[l:], minus8(codes8(codes[l:])|third<<2, 4))
		}
		d := f16(src[108:])
		packed := (*[12]byte)(src[96:])
		for s := range 16 {
			code := packed[s%8]>>(s/8*4)&15 | packed[8+s%4]>>(s/4*2)&3<<4
			scale(dst[16*s:], codes[16*s:16*s+16], d*fromInt8[code-32])
		}
	}
}
