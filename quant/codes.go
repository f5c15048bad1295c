package quant

// Codes become floats by table, which costs one load where a conversion costs several instructions.
// Every entry is an integer and exact.
var (
	fromInt8  [256]float32 // the bits of an int8
	fromUint6 [64]float32  // 0..63
	fromInt4  [16]float32  // nibble - 8: -8..7
)

func init() {
	for i := range fromInt8 {
		fromInt8[i] = float32(int8(i))
	}
	for i := range fromUint6 {
		fromUint6[i] = float32(i)
	}
	for i := range fromInt4 {
		fromInt4[i] = float32(i - 8)
	}
}
