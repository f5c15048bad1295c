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
