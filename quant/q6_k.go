package quant

// q6_kBytes is the size of a Q6_K block of 256 values. Each run of 16 values, number s, has a signed 8-bit scale:
// x[i] = (d·scale[s])·(q[i]-32).
//
//	offset  bytes  field
//	     0    128  byte 64h+l holds bits 0-3 of q[128h+l] (low nibble) and of q[128h+64+l], for h < 2, l < 64
//	   128     64  bits 2k and 2k+1 of byte 32h+l are bits 4-5 of q[128h+32k+l], for h < 2, k < 4, l < 32
//	   192     16  scale, int8
//	   208      2  d, binary16
const q6_kBytes = 128 + 64 + 16 + 2

func dequantizeQ6_K(dst []float32, src []byte) {
	for ; len(src) >= q6_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q6_kBytes:] {
		d := f16(src[208:])
		scales := (*[16]byte)(src[192:])
		for s := range 8 { // run s of the 8 in this half, both halves of the nibble
			h, r := s/4, s%4
			// Runs 8h+r and 8h+r+4 share their low bytes; their high bits lie in fields k = r/2 and k+2 of the same bytes.
			d0, d1 := d*fromInt8[scales[8*h+r]], d*fromInt8[scales[8*h+r+4]]
			low := (*[16]byte)(src[64*h+16*r:])
			high := (*[16]byte)(src[128+32*h+r%2*16:])
			lo, hi := (*[16]float32)(dst[128*h+16*r:]), (*[16]float32)(dst[128*h+16*r+64:])
			shift := r / 2 * 2
			for l, q := range low {
				u := high[l] >> shift
				lo[l] = d0 * fromInt8[q&15|u&3<<4-32]
				hi[l] = d1 * fromInt8[q>>4|u&0x30-32]
			}
		}
	}
}
