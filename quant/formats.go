package quant

import (
	"fmt"
	"strings"

	"llft"
	"llft/gguf"
)

// format is what the package knows of one type. Lengths match when these functions are called: src and dst hold the same whole
// number of blocks.
type format struct {
	id         gguf.Type
	block      int // values of a block
	bytes      int // bytes of a block
	dequantize func(dst []float32, src []byte)
	quantize   func(dst []byte, src []float32)   // nil: not written
	dot        func(w []byte, q llft.Q8) float32 // a row times 8-bit activations; nil: no such kernel
}

// formats is the one table of types, by their numbers in ggml.h.
var formats = []format{
	{gguf.F32, 1, f32Bytes, dequantizeF32, quantizeF32, nil},
	{gguf.F16, 1, f16Bytes, dequantizeF16, quantizeF16, nil},
	{gguf.Q4_0, 32, q4_0Bytes, llft.DecodeQ4_0, quantizeQ4_0, llft.DotQ4_0},
	{gguf.Q4_1, 32, q4_1Bytes, llft.DecodeQ4_1, quantizeQ4_1, nil},
	{gguf.Q5_0, 32, q5_0Bytes, llft.DecodeQ5_0, quantizeQ5_0, nil},
	{gguf.Q5_1, 32, q5_1Bytes, llft.DecodeQ5_1, quantizeQ5_1, nil},
	{gguf.Q8_0, 32, q8_0Bytes, llft.DecodeQ8_0, quantizeQ8_0, llft.DotQ8_0},
	{gguf.Q2_K, superBlock, q2_kBytes, llft.DecodeQ2_K, quantizeQ2_K, nil},
	{gguf.Q3_K, superBlock, q3_kBytes, llft.DecodeQ3_K, quantizeQ3_K, nil},
	{gguf.Q4_K, superBlock, q4_kBytes, llft.DecodeQ4_K, quantizeQ4_K, llft.DotQ4_K},
	{gguf.Q5_K, superBlock, q5_kBytes, llft.DecodeQ5_K, quantizeQ5_K, nil},
	{gguf.Q6_K, superBlock, q6_kBytes, llft.DecodeQ6_K, quantizeQ6_K, llft.DotQ6_K},
	{gguf.IQ3_XXS, superBlock, iq3_xxsBytes, llft.DecodeIQ3_XXS, nil, nil},
	{gguf.IQ4_NL, 32, iq4_nlBytes, llft.DecodeIQ4_NL, quantizeIQ4_NL, nil},
	{gguf.IQ3_S, superBlock, iq3_sBytes, llft.DecodeIQ3_S, nil, nil},
	{gguf.IQ4_XS, superBlock, iq4_xsBytes, llft.DecodeIQ4_XS, quantizeIQ4_XS, nil},
	{gguf.BF16, 1, f16Bytes, dequantizeBF16, quantizeBF16, nil},
	{gguf.TQ1_0, superBlock, tq1_0Bytes, llft.DecodeTQ1_0, nil, nil},
	{gguf.TQ2_0, superBlock, tq2_0Bytes, llft.DecodeTQ2_0, nil, nil},
}

// lookup finds a type's format, or nil.
func lookup(t gguf.Type) *format {
	for i := range formats {
		if formats[i].id == t {
			return &formats[i]
		}
	}
	return nil
}

// Supported lists the types that can be dequantized, by number.
func Supported() []gguf.Type {
	types := make([]gguf.Type, len(formats))
	for i, f := range formats {
		types[i] = f.id
	}
	return types
}

// CanQuantize says whether Quantize writes the type.
func CanQuantize(t gguf.Type) bool {
	f := lookup(t)
	return f != nil && f.quantize != nil
}

// Dequantize fills dst from the blocks of src; len(dst) is a multiple of the block size.
func Dequantize(t gguf.Type, dst []float32, src []byte) error {
	f := lookup(t)
	if f == nil {
		return unsupported(t, "read", func(*format) bool { return true })
	}
	if err := f.checkLengths(len(dst), len(src)); err != nil {
		return err
	}
	f.dequantize(dst, src)
	return nil
}

// Quantize fills dst with the blocks of src, as ggml's reference does: the same bytes for F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0 and Q5_1,
// as small an error for the K and IQ4 types (quantize_search.go). Values that are not finite give blocks without meaning, and no error.
func Quantize(t gguf.Type, dst []byte, src []float32) error {
	f := lookup(t)
	if f == nil || f.quantize == nil {
		return unsupported(t, "written", func(f *format) bool { return f.quantize != nil })
	}
	if err := f.checkLengths(len(src), len(dst)); err != nil {
		return err
	}
	f.quantize(dst, src)
	return nil
}

// checkLengths demands whole blocks and as many bytes as they take.
func (f *format) checkLengths(values, bytes int) error {
	if values%f.block != 0 {
		return fmt.Errorf("%d values are no whole number of %v blocks of %d", values, f.id, f.block)
	}
	if bytes%f.bytes != 0 || bytes/f.bytes != values/f.block {
		return fmt.Errorf("%d values of type %v take %d blocks of %d bytes, not %d bytes", values, f.id, values/f.block, f.bytes, bytes)
	}
	return nil
}

// unsupported names the type and those that can be read or written.
func unsupported(t gguf.Type, verb string, can func(*format) bool) error {
	var names []string
	for i := range formats {
		if can(&formats[i]) {
			names = append(names, formats[i].id.String())
		}
	}
	return fmt.Errorf("tensor type %v cannot be %s (supported: %s)", t, verb, strings.Join(names, ", "))
}
