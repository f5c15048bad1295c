package quant

import (
	"math/rand/v2"
	"testing"

	"llft/gguf"
)

// TestCodes holds the arithmetic on eight codes at once to that on one.
func TestCodes(t *testing.T) {
	for b := range 256 {
		bits := make([]byte, 8)
		put8(bits, spread8(byte(b)))
		for i, v := range bits {
			if int(v) != b>>i&1 {
				t.Fatalf("bit %d of %#x becomes %d", i, b, v)
			}
		}
	}
	rng := rand.New(rand.NewPCG(4, 4))
	for range 1000 {
		var packed [64]byte
		var scales [12]byte
		for i := range packed {
			packed[i] = byte(rng.Uint32())
		}
		copy(scales[:], packed[:])
		var codes [superBlock]byte
		unpack2(&codes, &packed)
		for i, c := range codes {
			if want := packed[i/128*32+i%32] >> (i / 32 % 4 * 2) & 3; c != want {
				t.Fatalf("code %d is %d, not %d", i, c, want)
			}
		}
		n := byte(rng.IntN(128))
		put8(codes[:], minus8(codes8(packed[:])&(0x7f*eachByte), n))
		for i := range 8 {
			if got, want := int8(codes[i]), int8(packed[i]&0x7f)-int8(n); got != want {
				t.Fatalf("%d - %d is %d", packed[i]&0x7f, n, got)
			}
		}
		for s := range 8 { // by Q4_K with d and dmin 1, and codes of zero and one
			scale, minimum := scaleMin(&scales, s)
			block := make([]byte, q4_kBytes)
			copy(block, []byte{0, 0x3c, 0, 0x3c})
			copy(block[4:], scales[:])
			for i := range 128 {
				block[16+i] = byte(i % 2 * 0x11)
			}
			values := make([]float32, superBlock)
			lookup(gguf.Q4_K).dequantize(values, block)
			if values[32*s] != -minimum || values[32*s+1] != scale-minimum {
				t.Fatalf("run %d of % x: scale %v, minimum %v, but values %v and %v", s, scales, scale, minimum, values[32*s], values[32*s+1])
			}
		}
	}
}
