package quant

import "encoding/binary"

// q5_0Bytes is the size of a Q5_0 block of 32 values, x[i] = d·(q[i]-16).
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      4  bit i is bit 4 of q[i]
//	     6     16  byte j holds bits 0-3 of q[j] (low nibble) and of q[j+16]
const q5_0Bytes = 2 + 4 + 16

func dequantizeQ5_0(dst []float32, src []byte) {
	for ; len(src) >= q5_0Bytes && len(dst) >= 32; dst, src = dst[32:], src[q5_0Bytes:] {
		d, high := f16(src), binary.LittleEndian.Uint32(src[2:])
		lo, hi := (*[16]float32)(dst), (*[16]float32)(dst[16:])
		for j, q := range (*[16]byte)(src[6:]) {
			lo[j] = d * fromInt8[q&15|byte(high>>j&1)<<4-16]
			hi[j] = d * fromInt8[q>>4|byte(high>>(j+16)&1)<<4-16]
		}
	}
}
