package quant

import (
	"unsafe"

	"llft"
)

// The unquantized types have blocks of one value: 4 bytes of IEEE binary32, or 2 of IEEE binary16 or bfloat16, little-endian.
const (
	f32Bytes = 4
	f16Bytes = 2
)

func dequantizeF32(dst []float32, src []byte)  { copy(bytesOf(dst), src) }
func quantizeF32(dst []byte, src []float32)    { copy(dst, bytesOf(src)) }
func dequantizeF16(dst []float32, src []byte)  { fromHalves(dst, src, llft.F16ToF32) }
func quantizeF16(dst []byte, src []float32)    { toHalves(dst, src, llft.F32ToF16) }
func dequantizeBF16(dst []float32, src []byte) { fromHalves(dst, src, llft.BF16ToF32) }
func quantizeBF16(dst []byte, src []float32)   { toHalves(dst, src, llft.F32ToBF16) }

// bytesOf views values as the bytes of a little-endian file, which is what they are on every CPU that llft runs on.
// The other direction would not do: a tensor may start at an odd address.
func bytesOf[T float32 | uint16](x []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*int(unsafe.Sizeof(*new(T))))
}

// fromHalves converts straight from src, or through an aligned buffer where src starts at an odd address.
func fromHalves(dst []float32, src []byte, convert func([]float32, []uint16)) {
	if first := unsafe.SliceData(src); uintptr(unsafe.Pointer(first))%f16Bytes == 0 {
		convert(dst, unsafe.Slice((*uint16)(unsafe.Pointer(first)), len(src)/f16Bytes))
		return
	}
	var buf [256]uint16
	for len(dst) > 0 {
		n := min(len(dst), len(buf))
		copy(bytesOf(buf[:n]), src)
		convert(dst[:n], buf[:n])
		dst, src = dst[n:], src[f16Bytes*n:]
	}
}

func toHalves(dst []byte, src []float32, convert func([]uint16, []float32)) {
	var buf [256]uint16
	for len(src) > 0 {
		n := min(len(src), len(buf))
		convert(buf[:n], src[:n])
		copy(dst, bytesOf(buf[:n]))
		dst, src = dst[f16Bytes*n:], src[n:]
	}
}
