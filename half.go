package llft

// Conversions between float32 and the 16-bit floats. Their single-value forms in half_generic.go are the reference.

// F16ToF32 converts len(dst) IEEE binary16 values, given as their bits. Signalling NaNs become quiet.
func F16ToF32(dst []float32, src []uint16) {
	checkLen("F16ToF32", len(src), len(dst))
	for len(dst) > run {
		f16ToF32(dst[:run], src[:run])
		dst, src = dst[run:], src[run:]
	}
	f16ToF32(dst, src)
}

// F32ToF16 converts len(dst) values to the bits of IEEE binary16, rounding to nearest even; from 65520 on that is infinity.
// A NaN stays one, with the top of its payload.
func F32ToF16(dst []uint16, src []float32) {
	checkLen("F32ToF16", len(src), len(dst))
	for len(dst) > run {
		f32ToF16(dst[:run], src[:run])
		dst, src = dst[run:], src[run:]
	}
	f32ToF16(dst, src)
}

// BF16ToF32 converts len(dst) bfloat16 values, given as their bits.
func BF16ToF32(dst []float32, src []uint16) {
	checkLen("BF16ToF32", len(src), len(dst))
	for len(dst) > run {
		bf16ToF32(dst[:run], src[:run])
		dst, src = dst[run:], src[run:]
	}
	bf16ToF32(dst, src)
}

// F32ToBF16 converts len(dst) values to the bits of bfloat16, rounding to nearest even. A NaN stays one, with the top of its payload.
func F32ToBF16(dst []uint16, src []float32) {
	checkLen("F32ToBF16", len(src), len(dst))
	for len(dst) > run {
		f32ToBF16(dst[:run], src[:run])
		dst, src = dst[run:], src[run:]
	}
	f32ToBF16(dst, src)
}
