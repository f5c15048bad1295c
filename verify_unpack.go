package llft

import (
	"encoding/binary"
	"fmt"
	"math"
)

// decoder is a decoder of blocks to float32: the values and bytes of a block, the offsets of its f16 numbers, the function and its reference.
type decoder struct {
	name          string
	values, bytes int
	halves        []int
	decode        func(dst []float32, src []byte)
	generic       func(dst []float32, src []byte)
}

// decoders are all of them.
var decoders = []decoder{
	{"Q4_0", 32, q4_0Bytes, []int{0}, DecodeQ4_0, decodeQ4_0Generic},
	{"Q4_1", 32, q4_1Bytes, []int{0, 2}, DecodeQ4_1, decodeQ4_1Generic},
	{"Q5_0", 32, q5_0Bytes, []int{0}, DecodeQ5_0, decodeQ5_0Generic},
	{"Q5_1", 32, q5_1Bytes, []int{0, 2}, DecodeQ5_1, decodeQ5_1Generic},
	{"Q8_0", 32, q8_0Bytes, []int{0}, DecodeQ8_0, decodeQ8_0Generic},
	{"Q2_K", 256, q2_KBytes, []int{80, 82}, DecodeQ2_K, decodeQ2_KGeneric},
	{"Q3_K", 256, q3_KBytes, []int{108}, DecodeQ3_K, decodeQ3_KGeneric},
	{"Q4_K", 256, q4_KBytes, []int{0, 2}, DecodeQ4_K, decodeQ4_KGeneric},
	{"Q5_K", 256, q5_KBytes, []int{0, 2}, DecodeQ5_K, decodeQ5_KGeneric},
	{"Q6_K", 256, q6_KBytes, []int{208}, DecodeQ6_K, decodeQ6_KGeneric},
	{"IQ3_XXS", 256, iq3_XXSBytes, []int{0}, DecodeIQ3_XXS, decodeIQ3_XXSGeneric},
	{"IQ3_S", 256, iq3_SBytes, []int{0}, DecodeIQ3_S, decodeIQ3_SGeneric},
	{"IQ4_NL", 32, iq4_NLBytes, []int{0}, DecodeIQ4_NL, decodeIQ4_NLGeneric},
	{"IQ4_XS", 256, iq4_XSBytes, []int{0}, DecodeIQ4_XS, decodeIQ4_XSGeneric},
	{"TQ1_0", 256, tq1_0Bytes, []int{52}, DecodeTQ1_0, decodeTQ1_0Generic},
	{"TQ2_0", 256, tq2_0Bytes, []int{64}, DecodeTQ2_0, decodeTQ2_0Generic},
}

// tryDecoder decodes two super-blocks' values of random codes and scales. d and the offset are no powers of two, so that a product and a sum that are
// rounded once instead of twice show.
func (k kernels) tryDecoder(r *lcg, d *decoder) trial {
	const values = 2 * superBlock
	src, got, want := make([]byte, values/d.values*d.bytes), make([]float32, values), make([]float32, values)
	for i := range src {
		src[i] = byte(r.below(256))
	}
	for b := 0; b < len(src); b += d.bytes {
		for i, at := range d.halves {
			binary.LittleEndian.PutUint16(src[b+at:], []uint16{0x2e67, 0xb0cd}[i]) // 0.1, -0.15
		}
	}
	d.generic(want, src)
	return func() error {
		clear(got)
		k.decode(d, got, src)
		for i, v := range want {
			if math.Float32bits(got[i]) != math.Float32bits(v) {
				return fmt.Errorf("decoding %s gives %g in place of %g", d.name, got[i], v)
			}
		}
		return nil
	}
}
