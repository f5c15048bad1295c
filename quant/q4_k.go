package quant

// q4_kBytes is the size of a Q4_K block of 256 values. Each run of 32 values, number s, has a 6-bit scale and a 6-bit minimum:
// x[i] = (d·scale[s])·q[i] - dmin·min[s].
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  dmin, binary16
//	     4     12  scales and minima, see scaleMin
//	    16    128  byte 32h+l holds q[64h+l] (low nibble) and q[64h+32+l], for h < 4, l < 32
const q4_kBytes = 2 + 2 + 12 + 128

func dequantizeQ4_K(dst []float32, src []byte) {
	for ; len(src) >= q4_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q4_kBytes:] {
		d, dmin := f16(src), f16(src[2:])
		packed := (*[12]byte)(src[4:])
		for h := range 4 {
			scale0, min0 := scaleMin(packed, 2*h)
			scale1, min1 := scaleMin(packed, 2*h+1)
			levelsAdd(dst[64*h:], src[16+32*h:48+32*h], d*scale0, -(dmin * min0), d*scale1, -(dmin * min1))
		}
	}
}

// scaleMin unpacks scale and minimum number s of 8 from the 12 bytes that Q4_K and Q5_K have in common:
//
//	byte j, j < 4:      bits 0-5 scale[j],               bits 6-7: bits 4-5 of scale[j+4]
//	byte 4+j, j < 4:    bits 0-5 min[j],                 bits 6-7: bits 4-5 of min[j+4]
//	byte 8+j, j < 4:    bits 0-3: those of scale[j+4],   bits 4-7: bits 0-3 of min[j+4]
func scaleMin(packed *[12]byte, s int) (scale, minimum float32) {
	j := s & 3
	if s < 4 {
		return fromInt8[packed[j]&63], fromInt8[packed[4+j]&63]
	}
	return fromInt8[packed[8+j]&15|packed[j]>>6<<4], fromInt8[packed[8+j]>>4|packed[4+j]>>6<<4]
}
