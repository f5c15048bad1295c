package quant

import "encoding/binary"

// Packed codes are moved eight at a time, each in a byte of a uint64 in file order.

// eachByte times a byte is that byte eight times.
const eachByte = 0x0101010101010101

// codes8 reads eight bytes of packed codes.
func codes8(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// put8 stores eight unpacked codes.
func put8(b []byte, codes uint64) { binary.LittleEndian.PutUint64(b, codes) }

// minus8 subtracts n from each of eight codes, all below 128: they become int8.
func minus8(codes uint64, n byte) uint64 {
	const guard = 0x80 * eachByte // keeps a borrow within its byte
	return (codes | guard) - uint64(n)*eachByte ^ guard
}

// spread8 turns bit i of b into 0 or 1 in byte i.
func spread8(b byte) uint64 {
	const diagonal = 0x8040201008040201 // bit i of byte i
	return (uint64(b)*eachByte&diagonal + 0x7f*eachByte) >> 7 & eachByte
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

// scaleMin unpacks scale and minimum number s of 8 from the 12 bytes that Q4_K and Q5_K have in common:
//
//	byte j, j < 4:      bits 0-5 scale[j],               bits 6-7: bits 4-5 of scale[j+4]
//	byte 4+j, j < 4:    bits 0-5 min[j],                 bits 6-7: bits 4-5 of min[j+4]
//	byte 8+j, j < 4:    bits 0-3: those of scale[j+4],   bits 4-7: bits 0-3 of min[j+4]
func scaleMin(packed *[12]byte, s int) (scale, minimum float32) {
	j := s & 3
	if s < 4 {
		return float32(packed[j] & 63), float32(packed[4+j] & 63)
	}
	return float32(packed[8+j]&15 | packed[j]>>6<<4), float32(packed[8+j]>>4 | packed[4+j]>>6<<4)
}
