//go:build !arm64 || purego

package bench

import (
	"encoding/binary"
	"sync/atomic"
)

// forgotten takes what readBytesGeneric adds up, so that the compiler cannot leave the loop out.
var forgotten atomic.Uint64

func readBytesGeneric(b []byte) {
	var s0, s1, s2, s3 uint64
	for len(b) >= 64 {
		s0 += binary.LittleEndian.Uint64(b) + binary.LittleEndian.Uint64(b[8:])
		s1 += binary.LittleEndian.Uint64(b[16:]) + binary.LittleEndian.Uint64(b[24:])
		s2 += binary.LittleEndian.Uint64(b[32:]) + binary.LittleEndian.Uint64(b[40:])
		s3 += binary.LittleEndian.Uint64(b[48:]) + binary.LittleEndian.Uint64(b[56:])
		b = b[64:]
	}
	forgotten.Store(s0 + s1 + s2 + s3)
}
