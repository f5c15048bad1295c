package quant

// q4_0Bytes is the size of a Q4_0 block of 32 values, x[i] = d·(q[i]-8).
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2     16  q: byte j holds q[j] (low nibble) and q[j+16]
//
// Source of this and the other layouts: ggml-common.h and ggml-quants.c of ggml.
const q4_0Bytes = 2 + 16

// q4_0Values are the levels of a code.
var q4_0Values = [16]float32{-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7}

func dequantizeQ4_0(dst []float32, src []byte) {
	for ; len(src) >= q4_0Bytes && len(dst) >= 32; dst, src = dst[32:], src[q4_0Bytes:] {
		levels(dst, src[2:], &q4_0Values, f16(src))
	}
}

// quantizeQ4_0 rounds as quantize_row_q4_0_ref does: the value of largest magnitude becomes -8 exactly (up to the rounding of d),
// ties are resolved by truncating q+8.5.
func quantizeQ4_0(dst []byte, src []float32) {
	for ; len(dst) >= q4_0Bytes && len(src) >= 32; dst, src = dst[q4_0Bytes:], src[32:] {
		var extreme, magnitude float32
		for _, x := range src[:32] {
			if a := abs(x); magnitude < a {
				magnitude, extreme = a, x
			}
		}
		d := extreme / -8
		var inverse float32
		if d != 0 {
			inverse = 1 / d
		}
		putF16(dst, d)
		code := func(x float32) byte { return byte(min(15, int8(float32(x*inverse)+8.5))) }
		for j := range 16 {
			dst[2+j] = code(src[j]) | code(src[j+16])<<4
		}
	}
}
