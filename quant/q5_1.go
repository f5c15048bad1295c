package quant

import "encoding/binary"

// q5_1Bytes is the size of a Q5_1 block of 32 values, x[i] = d·q[i] + m.
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2      2  m, binary16
//	     4      4  bit i is bit 4 of q[i]
//	     8     16  byte j holds bits 0-3 of q[j] (low nibble) and of q[j+16]
const q5_1Bytes = 2 + 2 + 4 + 16

func dequantizeQ5_1(dst []float32, src []byte) {
	for ; len(src) >= q5_1Bytes && len(dst) >= 32; dst, src = dst[32:], src[q5_1Bytes:] {
		d, m, high := f16(src), f16(src[2:]), binary.LittleEndian.Uint32(src[4:])
		lo, hi := (*[16]float32)(dst), (*[16]float32)(dst[16:])
		for j, q := range (*[16]byte)(src[8:]) {
			lo[j] = float32(d*fromUint6[q&15|byte(high>>j&1)<<4]) + m
			hi[j] = float32(d*fromUint6[q>>4|byte(high>>(j+16)&1)<<4]) + m
		}
	}
}
