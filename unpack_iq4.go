package llft

import "encoding/binary"

// iq4Values are the 16 levels of the IQ4 types, as ggml's kvalues_iq4nl lists them.
var iq4Values = [16]float32{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113}

// iq4_NLBytes is the size of an IQ4_NL block of 32 values, x[i] = d·iq4Values[q[i]].
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2     16  q: byte j holds q[j] (low nibble) and q[j+16]
const iq4_NLBytes = 2 + 16

func decodeIQ4_NLGeneric(dst []float32, src []byte) {
	for ; len(src) >= iq4_NLBytes && len(dst) >= 32; dst, src = dst[32:], src[iq4_NLBytes:] {
		levels(dst, src[2:], &iq4Values, half(src))
	}
}

// iq4_XSBytes is the size of an IQ4_XS block of 256 values. Each run of 32 values, number s, has a 6-bit scale:
// x[i] = (d·(scale[s]-32))·iq4Values[q[i]].
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  bits 2s and 2s+1 are bits 4-5 of scale[s]
//	     4      4  byte j: bits 0-3 of scale[2j] (low nibble) and of scale[2j+1]
//	     8    128  q: byte 16s+j holds q[32s+j] (low nibble) and q[32s+16+j], for s < 8, j < 16
const iq4_XSBytes = 2 + 2 + 4 + 128

func decodeIQ4_XSGeneric(dst []float32, src []byte) {
	for ; len(src) >= iq4_XSBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[iq4_XSBytes:] {
		d := half(src)
		high := binary.LittleEndian.Uint16(src[2:])
		low := (*[4]byte)(src[4:])
		for s := range 8 {
			code := low[s/2]>>(s%2*4)&15 | byte(high>>(2*s)&3)<<4
			levels(dst[32*s:], src[8+16*s:], &iq4Values, d*fromInt8[code-32])
		}
	}
}
