package llft

import "math"

// Conversions of single values: binary16 is 1 sign bit, 5 of exponent (bias 15), 10 of mantissa (IEEE 754); bfloat16 is the upper half
// of a float32. All round to nearest even, and give the bits that the CPUs' own instructions give.

const (
	floatInf  = 0x7f800000 // bits of +inf in float32; what is above is NaN
	halfQuiet = 0x0200     // the bit that makes a NaN quiet, in binary16 …
	quiet     = 0x00400000 // … and in float32
)

func halfToFloat(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	mantissa := uint32(h & 0x3ff)
	switch exponent := uint32(h >> 10 & 31); exponent {
	case 0: // zero or subnormal: units of 2⁻²⁴
		return math.Float32frombits(sign | math.Float32bits(float32(mantissa)*0x1p-24))
	case 31:
		if mantissa != 0 {
			mantissa |= halfQuiet
		}
		return math.Float32frombits(sign | floatInf | mantissa<<13)
	default:
		return math.Float32frombits(sign | (exponent+127-15)<<23 | mantissa<<13)
	}
}

func floatToHalf(f float32) uint16 {
	b := math.Float32bits(f)
	sign := uint16(b >> 16 & 0x8000)
	b &= 0x7fffffff
	switch {
	case b > floatInf:
		return sign | 0x7c00 | halfQuiet | uint16(b>>13&0x3ff)
	case b >= 0x477ff000: // 65520, half way from the largest half to the next power of two
		return sign | 0x7c00
	case b < 0x38800000: // 2⁻¹⁴: subnormal in binary16. Beside 0.5 a float32 has units of 2⁻²⁴, so that the addition rounds.
		return sign | uint16(math.Float32bits(math.Float32frombits(b)+0.5)-math.Float32bits(0.5))
	default:
		b += 0xfff + b>>13&1
		return sign | uint16((b-(127-15)<<23)>>13)
	}
}

func floatToBrain(f float32) uint16 {
	b := math.Float32bits(f)
	if b&0x7fffffff > floatInf {
		return uint16((b | quiet) >> 16)
	}
	return uint16((b + 0x7fff + b>>16&1) >> 16)
}
