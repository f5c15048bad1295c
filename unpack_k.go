package llft

// q2_KBytes is the size of a Q2_K block of 256 values. Each run of 16 values, number s, has a 4-bit scale and a 4-bit minimum:
// x[i] = (d·scale[s])·q[i] - dmin·min[s].
//
//	offset  bytes  field
//	     0     16  byte s: scale[s] (low nibble) and min[s]
//	    16     64  q, 2 bits each: bits 2k and 2k+1 of byte 32h+l hold q[128h+32k+l], for h < 2, k < 4, l < 32
//	    80      2  d, binary16
//	    82      2  dmin, binary16
const q2_KBytes = 16 + 64 + 2 + 2

func decodeQ2_KGeneric(dst []float32, src []byte) {
	var codes [superBlock]byte
	for ; len(src) >= q2_KBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q2_KBytes:] {
		unpack2(&codes, (*[64]byte)(src[16:]))
		d, dmin := half(src[80:]), half(src[82:])
		for s, packed := range (*[16]byte)(src) {
			scaleAddBytes(dst[16*s:], codes[16*s:16*s+16], d*fromInt8[packed&15], -(dmin * fromInt8[packed>>4]))
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

// q3_KBytes is the size of a Q3_K block of 256 values. Each run of 16 values, number s, has a 6-bit scale:
// x[i] = (d·(scale[s]-32))·(q[i]-4).
//
//	offset  bytes  field
//	     0     32  bit k of byte l is bit 2 of q[32k+l], for k < 8, l < 32
//	    32     64  bits 0-1 of q: bits 2k and 2k+1 of byte 32h+l belong to q[128h+32k+l], for h < 2, k < 4, l < 32
//	    96      8  byte j: bits 0-3 of scale[j] (low nibble) and of scale[j+8]
//	   104      4  byte j: bits 4-5 of scale[j], scale[j+4], scale[j+8], scale[j+12], from the low bits up
//	   108      2  d, binary16
const q3_KBytes = 32 + 64 + 12 + 2

func decodeQ3_KGeneric(dst []float32, src []byte) {
	var codes [superBlock]byte
	for ; len(src) >= q3_KBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q3_KBytes:] {
		unpack2(&codes, (*[64]byte)(src[32:]))
		for l := 0; l < superBlock; l += 8 {
			third := codes8(src[l%32:]) >> (l / 32) & eachByte
			put8(codes[l:], minus8(codes8(codes[l:])|third<<2, 4))
		}
		d := half(src[108:])
		packed := (*[12]byte)(src[96:])
		for s := range 16 {
			code := packed[s%8]>>(s/8*4)&15 | packed[8+s%4]>>(s/4*2)&3<<4
			scaleBytes(dst[16*s:], codes[16*s:16*s+16], d*fromInt8[code-32])
		}
	}
}

// q4_KBytes is the size of a Q4_K block of 256 values. Each run of 32 values, number s, has a 6-bit scale and a 6-bit minimum:
// x[i] = (d·scale[s])·q[i] - dmin·min[s].
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  dmin, binary16
//	     4     12  scales and minima, see scaleMin
//	    16    128  byte 32h+l holds q[64h+l] (low nibble) and q[64h+32+l], for h < 4, l < 32
const q4_KBytes = 2 + 2 + 12 + 128

func decodeQ4_KGeneric(dst []float32, src []byte) {
	for ; len(src) >= q4_KBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q4_KBytes:] {
		d, dmin := half(src), half(src[2:])
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

// q5_KBytes is the size of a Q5_K block of 256 values: Q4_K with a fifth bit.
// x[i] = (d·scale[s])·q[i] - dmin·min[s] for run s of 32 values.
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  dmin, binary16
//	     4     12  scales and minima, see scaleMin
//	    16     32  bit s of byte l is bit 4 of q[32s+l], for s < 8, l < 32
//	    48    128  byte 32h+l holds bits 0-3 of q[64h+l] (low nibble) and of q[64h+32+l], for h < 4, l < 32
const q5_KBytes = 2 + 2 + 12 + 32 + 128

func decodeQ5_KGeneric(dst []float32, src []byte) {
	var codes [superBlock]byte
	for ; len(src) >= q5_KBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q5_KBytes:] {
		for l := 0; l < 128; l += 8 {
			w := codes8(src[48+l:])
			fifth := codes8(src[16+l%32:]) >> (l / 32 * 2)
			out := codes[l/32*64+l%32:]
			put8(out, w&(15*eachByte)|fifth&eachByte<<4)
			put8(out[32:], w>>4&(15*eachByte)|fifth>>1&eachByte<<4)
		}
		d, dmin := half(src), half(src[2:])
		packed := (*[12]byte)(src[4:])
		for s := range 8 {
			scale, minimum := scaleMin(packed, s)
			scaleAddBytes(dst[32*s:], codes[32*s:32*s+32], d*scale, -(dmin * minimum))
		}
	}
}

// q6_KBytes is the size of a Q6_K block of 256 values. Each run of 16 values, number s, has a signed 8-bit scale:
// x[i] = (d·scale[s])·(q[i]-32).
//
//	offset  bytes  field
//	     0    128  byte 64h+l holds bits 0-3 of q[128h+l] (low nibble) and of q[128h+64+l], for h < 2, l < 64
//	   128     64  bits 2k and 2k+1 of byte 32h+l are bits 4-5 of q[128h+32k+l], for h < 2, k < 4, l < 32
//	   192     16  scale, int8
//	   208      2  d, binary16
const q6_KBytes = 128 + 64 + 16 + 2

func decodeQ6_KGeneric(dst []float32, src []byte) {
	var codes [superBlock]byte
	for ; len(src) >= q6_KBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q6_KBytes:] {
		for l := 0; l < 64; l += 8 { // byte l of the upper bits, which serves four values
			at := l/32*128 + l%32
			a, b := codes8(src[l/32*64+l%32:]), codes8(src[l/32*64+l%32+32:])
			high := codes8(src[128+l:])
			put8(codes[at:], minus8(a&(15*eachByte)|high&(3*eachByte)<<4, 32))
			put8(codes[at+32:], minus8(b&(15*eachByte)|high>>2&(3*eachByte)<<4, 32))
			put8(codes[at+64:], minus8(a>>4&(15*eachByte)|high>>4&(3*eachByte)<<4, 32))
			put8(codes[at+96:], minus8(b>>4&(15*eachByte)|high>>6&(3*eachByte)<<4, 32))
		}
		d := half(src[208:])
		for s, code := range (*[16]byte)(src[192:]) {
			scaleBytes(dst[16*s:], codes[16*s:16*s+16], d*fromInt8[code])
		}
	}
}
