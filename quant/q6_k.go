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
	var codes [superBlock]byte
	for ; len(src) >= q6_kBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[q6_kBytes:] {
		for l := 0; l < 64; l += 8 { // byte l of the upper bits, which serves four values
			at := l/32*128 + l%32
			a, b := codes8(src[l/32*64+l%32:]), codes8(src[l/32*64+l%32+32:])
			high := codes8(src[128+l:])
			put8(codes[at:], minus8(a&(15*eachByte)|high&(3*eachByte)<<4, 32))
			put8(codes[at+32:], minus8(b&(15*eachByte)|high>>2&(3*eachByte)<<4, 32))
			put8(codes[at+64:], minus8(a>>4&(15*eachByte)|high>>4&(3*eachByte)<<4, 32))
			put8(codes[at+96:], minus8(b>>4&(15*eachByte)|high>>6&(3*eachByte)<<4, 32))
		}
		d := f16(src[208:])
		for s, code := range (*[16]byte)(src[192:]) {
			scale(dst[16*s:], codes[16*s:16*s+16], d*fromInt8[code])
		}
	}
}
