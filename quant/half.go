package quant

import (
	"encoding/binary"
	"math"

	"github.com/x448/float16"
)

// f16 reads the IEEE binary16 at the start of b: the scale of a block. It is exact for subnormals, which scales of small weights
// often are, and uses no subnormal float32 on the way, since those are slow on many CPUs.
func f16(b []byte) float32 {
	h := binary.LittleEndian.Uint16(b)
	sign := uint32(h&0x8000) << 16
	magnitude := uint32(h&0x7fff) << 13 // exponent and fraction where float32 has them, bias still that of binary16
	switch h & 0x7c00 {
	case 0: // zero or subnormal: 2^-14 · (1.fraction - 1)
		const implicit = 113 << 23
		return math.Float32frombits(sign | math.Float32bits(math.Float32frombits(implicit|magnitude)-math.Float32frombits(implicit)))
	case 0x7c00: // infinity or NaN
		return math.Float32frombits(sign | magnitude | 0x7f800000)
	}
	return math.Float32frombits(sign | (magnitude + (127-15)<<23))
}

// putF16 writes x, rounded to nearest even, as IEEE binary16 to the start of b.
func putF16(b []byte, x float32) {
	binary.LittleEndian.PutUint16(b, float16.Fromfloat32(x).Bits())
}
