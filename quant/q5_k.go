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
	for ; len(src) >= q5_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q5_kBytes:] {
		d, dmin := f16(src), f16(src[2:])
		packed := (*[12]byte)(src[4:])
		high := (*[32]byte)(src[16:])
		for h := range 4 {
			scale0, min0 := scaleMin(packed, 2*h)
			scale1, min1 := scaleMin(packed, 2*h+1)
			d0, m0 := d*scale0, dmin*min0
			d1, m1 := d*scale1, dmin*min1
			lo, hi := (*[32]float32)(dst[64*h:]), (*[32]float32)(dst[64*h+32:])
			for l, q := range (*[32]byte)(src[48+32*h:]) {
				fifth := high[l] >> (2 * h)
				lo[l] = float32(d0*fromUint6[q&15|fifth&1<<4]) - m0
				hi[l] = float32(d1*fromUint6[q>>4|fifth&2<<3]) - m1
			}
		}
	}
}
