package llft

import "encoding/binary"

// Codes are unpacked eight at a time, each in a byte of a uint64 in file order, and then become floats by table: a load costs less
// than a conversion, and one table of all bytes needs no bounds check.

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

// fromInt8 is the int8 that a byte is. No type has codes or scales without sign above 127, so that it serves those too.
// No function init sets it, since the trials of tiers, which run in one, read it.
var fromInt8 = func() (floats [256]float32) {
	for i := range floats {
		floats[i] = float32(int8(i))
	}
	return floats
}()

// scale sets the first len(codes) values of dst to d·codes, int8 in bytes.
func scaleBytes(dst []float32, codes []byte, d float32) {
	dst = dst[:len(codes)]
	for i, c := range codes {
		dst[i] = d * fromInt8[c]
	}
}

// scaleAdd sets the first len(codes) values of dst to d·codes + m, codes being int8 in bytes.
func scaleAddBytes(dst []float32, codes []byte, d, m float32) {
	dst = dst[:len(codes)]
	for i, c := range codes {
		dst[i] = float32(d*fromInt8[c]) + m
	}
}

// levels sets 32 values of dst to d·level[q] for codes of 4 bits: byte j of 16 holds q[j] (low nibble) and q[j+16].
func levels(dst []float32, codes []byte, level *[16]float32, d float32) {
	codes = codes[:16]
	lo, hi := dst[:len(codes)], dst[16:32][:len(codes)]
	for j, q := range codes {
		lo[j] = d * level[q&15]
		hi[j] = d * level[q>>4]
	}
}

// levelsAdd sets values of dst to d0·q + m0, q the low nibbles of codes, and as many after them to d1·q + m1, q the high nibbles.
func levelsAdd(dst []float32, codes []byte, d0, m0, d1, m1 float32) {
	lo, hi := dst[:len(codes)], dst[len(codes) : 2*len(codes)][:len(codes)]
	for j, q := range codes {
		lo[j] = float32(d0*fromInt8[q&15]) + m0
		hi[j] = float32(d1*fromInt8[q>>4]) + m1
	}
}
