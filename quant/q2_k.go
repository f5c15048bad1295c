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
	for ; len(src) >= q2_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q2_kBytes:] {
		d, dmin := f16(src[80:]), f16(src[82:])
		for s, packed := range (*[16]byte)(src) {
			scale := d * fromUint6[packed&15]
			minimum := dmin * fromUint6[packed>>4]
			out := (*[16]float32)(dst[16*s:])
			shift := s % 8 / 2 * 2
			for l, q := range (*[16]byte)(src[16+s/8*32+s%2*16:]) {
				out[l] = float32(scale*fromUint6[q>>shift&3]) - minimum
			}
		}
	}
}
