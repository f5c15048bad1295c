package llft

import (
	"encoding/binary"
	"math"
)

// The reference of the 8-bit kernels. Floats are summed over blocks of 32 activations in ascending order.

// q8Tiny is the bits of 2⁻¹¹⁹: from there on 127/amax is finite.
const q8Tiny = (127 - 119) << 23

func quantizeQ8Generic(q Q8, x []float32) {
	for b := range q.Scale {
		codes, values := q.Codes[b*q8Block:][:q8Block], x[b*q8Block:][:q8Block]
		var top uint32 // bits of the largest magnitude: they order as the numbers do, with NaN above all
		for _, v := range values {
			top = max(top, math.Float32bits(v)&0x7fffffff)
		}
		var inverse float32
		switch amax := math.Float32frombits(top); {
		case top >= floatInf:
			q.Scale[b] = float32(math.NaN())
		case top < q8Tiny:
			q.Scale[b] = 0
		default:
			q.Scale[b] = amax / 127
			inverse = 127 / amax
		}
		var sum [2]int16
		for i, v := range values {
			codes[i] = 0
			if inverse != 0 {
				codes[i] = int8(math.RoundToEven(float64(v * inverse)))
			}
			sum[i/16] += int16(codes[i])
		}
		q.Sums[2*b], q.Sums[2*b+1] = sum[0], sum[1]
	}
}

func half(w []byte) float32 { return halfToFloat(binary.LittleEndian.Uint16(w)) }

func dotQ8_0Generic(w []byte, q Q8) float32 {
	var s float32
	for b, scale := range q.Scale {
		codes, block := q.Codes[b*q8Block:][:q8Block], w[b*q8_0Bytes:][:q8_0Bytes]
		var sum int32
		for i, c := range codes {
			sum += int32(int8(block[2+i])) * int32(c)
		}
		s += float32(float32(half(block)*scale) * float32(sum))
	}
	return s
}

func dotQ4_0Generic(w []byte, q Q8) float32 {
	var s float32
	for b, scale := range q.Scale {
		codes, block := q.Codes[b*q8Block:][:q8Block], w[b*q4_0Bytes:][:q4_0Bytes]
		var sum int32
		for i, v := range block[2:] {
			sum += (int32(v&15)-8)*int32(codes[i]) + (int32(v>>4)-8)*int32(codes[16+i])
		}
		s += float32(float32(half(block)*scale) * float32(sum))
	}
	return s
}

// scaleMinQ4_K unpacks scale and min j (0..7), 6 bits each, from the 12 bytes of a Q4_K block: the first four of each lie in the low bits of
// bytes 0..3 and 4..7; the upper four have their low nibbles in bytes 8..11 and their upper two bits above those of the first.
func scaleMinQ4_K(packed []byte, j int) (scale, least int32) {
	if j < 4 {
		return int32(packed[j] & 63), int32(packed[j+4] & 63)
	}
	return int32(packed[j+4]&15 | packed[j-4]>>6<<4), int32(packed[j+4]>>4 | packed[j]>>6<<4)
}

func dotQ4_KGeneric(w []byte, q Q8) float32 {
	var s float32
	for b := range q.Scale {
		codes, block := q.Codes[b*q8Block:][:q8Block], w[b/8*q4_KBytes:][:q4_KBytes]
		d, dmin := half(block), half(block[2:])
		scale, least := scaleMinQ4_K(block[4:16], b%8)
		nibbles := block[16+b%8/2*32:][:32] // two blocks of activations share 32 bytes: low nibbles, then high ones
		shift := b % 2 * 4
		var sum int32
		for i, c := range codes {
			sum += int32(nibbles[i]>>shift&15) * int32(c)
		}
		offset := int32(q.Sums[2*b]) + int32(q.Sums[2*b+1])
		s += float32(float32(d*q.Scale[b]) * float32(scale*sum))
		s -= float32(float32(dmin*q.Scale[b]) * float32(least*offset))
	}
	return s
}

func dotQ6_KGeneric(w []byte, q Q8) float32 {
	var s float32
	for b := range q.Scale {
		codes, block := q.Codes[b*q8Block:][:q8Block], w[b/8*q6_KBytes:][:q6_KBytes]
		// Half h of a block has 128 values in 4 groups of 32: groups 0 and 1 are low nibbles, 2 and 3 high ones of the same 64 bytes;
		// group g has its upper bits at 2g of the same 32 bytes.
		h, g := b%8/4, b%4
		low, high := block[h*64+g%2*32:][:32], block[128+h*32:][:32]
		scales := block[192+b%8*2:][:2]
		var sum int32
		for i, c := range codes {
			v := int32(low[i]>>(g/2*4)&15 | high[i]>>(2*g)&3<<4)
			sum += int32(int8(scales[i/16])) * (v - 32) * int32(c)
		}
		s += float32(float32(half(block[208:])*q.Scale[b]) * float32(sum))
	}
	return s
}
