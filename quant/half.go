package quant

import (
	"encoding/binary"

	"github.com/x448/float16"
)

// putF16 writes x, rounded to nearest even, as IEEE binary16 to the start of b.
func putF16(b []byte, x float32) {
	binary.LittleEndian.PutUint16(b, float16.Fromfloat32(x).Bits())
}
