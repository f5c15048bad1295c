package quant

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
