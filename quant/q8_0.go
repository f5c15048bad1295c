package quant

import "math"

// quantizeQ8_0 rounds as quantize_row_q8_0_ref does: d = max|x|/127, ties away from zero.
func quantizeQ8_0(dst []byte, src []float32) {
	for ; len(dst) >= q8_0Bytes && len(src) >= 32; dst, src = dst[q8_0Bytes:], src[32:] {
		var magnitude float32
		for _, x := range src[:32] {
			if a := abs(x); magnitude < a {
				magnitude = a
			}
		}
		d := magnitude / 127
		var inverse float32
		if d != 0 {
			inverse = 1 / d
		}
		putF16(dst, d)
		for j, x := range src[:32] {
			// In float64 the sum is exact, so that truncating it rounds ties away from zero and nothing else.
			v := float64(x * inverse)
			dst[2+j] = byte(int8(v + math.Copysign(0.5, v)))
		}
	}
}

func abs(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }
