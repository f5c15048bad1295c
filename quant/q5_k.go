package quant

// q5_kBytes is the size of a Q5_K block of 256 values: Q4_K with a fifth bit.
// x[i] = (d·scale[s])·q[i] - dmin·min[s] for run s of 32 values.
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  dmin, binary16
//	     4     12  scales and minima, see scaleMin
//	    16     32  bit s of byte l is bit 4 of q[32s+l], for s < 8, l < 32
//	    48    128  byte 32h+l holds bits 0-3 of q[64h+l] (low nibble) and of q[64h+32+l], for h < 4, l < 32
const q5_kBytes = 2 + 2 + 12 + 32 + 128

func dequantizeQ5_K(dst []float32, src []byte) {
	var codes [superBlock]byte
	for ; len(src) >= q5_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q5_kBytes:] {
		for l := 0; l < 128; l += 8 {
			w := codes8(src[48+l:])
			fifth := codes8(src[16+l%32:]) >> (l / 32 * 2)
			out := codes[l/32*64+l%32:]
			put8(out, w&(15*eachByte)|fifth&eachByte<<4)
			put8(out[32:], w>>4&(15*eachByte)|fifth>>1&eachByte<<4)
		}
		d, dmin := f16(src), f16(src[2:])
		packed := (*[12]byte)(src[4:])
		for s := range 8 {
			scale, minimum := scaleMin(packed, s)
			scaleAdd(dst[32*s:], codes[32*s:32*s+32], d*scale, -(dmin * minimum))
		}
	}
}
