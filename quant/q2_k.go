package quant

// superBlock is the number of values of a block of the K, IQ3, IQ4_XS and TQ types.
const superBlock = 256

// q2_kBytes is the size of a Q2_K block of 256 values. Each run of 16 values, number s, has a 4-bit scale and a 4-bit minimum:
// x[i] = (d·scale[s])·q[i] - dmin·min[s].
//
//	offset  bytes  field
//	     0     16  byte s: scale[s] (low nibble) and min[s]
//	    16     64  q, 2 bits each: bits 2k and 2k+1 of byte 32h+l hold q[128h+32k+l], for h < 2, k < 4, l < 32
//	    80      2  d, binary16
//	    82      2  dmin, binary16
const q2_kBytes = 16 + 64 + 2 + 2

func dequantizeQ2_K(dst []float32, src []byte) {
	var codes [superBlock]byte
	for ; len(src) >= q2_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q2_kBytes:] {
		unpack2(&codes, (*[64]byte)(src[16:]))
		d, dmin := f16(src[80:]), f16(src[82:])
		for s, packed := range (*[16]byte)(src) {
			scaleAdd(dst[16*s:], codes[16*s:16*s+16], d*fromInt8[packed&15], -(dmin * fromInt8[packed>>4]))
		}
	}
}

// unpack2 spreads codes of 2 bits, as Q2_K, Q3_K and TQ2_0 pack them: bits 2k and 2k+1 of byte 32h+l are code 128h+32k+l.
func unpack2(codes *[superBlock]byte, packed *[64]byte) {
	for l := 0; l < 64; l += 8 {
		w := codes8(packed[l:])
		out := codes[l/32*128+l%32:]
		put8(out, w&(3*eachByte))
		put8(out[32:], w>>2&(3*eachByte))
		put8(out[64:], w>>4&(3*eachByte))
		put8(out[96:], w>>6&(3*eachByte))
	}
}
