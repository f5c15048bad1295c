package quant

import (
	"math/rand/v2"
	"testing"
)

// TestCodes holds the arithmetic on eight codes at once to that on one.
func TestCodes(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 1000 {
		var packed, codes [8]byte
		for i := range packed {
			packed[i] = byte(rng.Uint32())
		}
		n := byte(rng.IntN(128))
		put8(codes[:], minus8(codes8(packed[:])&(0x7f*eachByte), n))
		for i := range codes {
			if got, want := int8(codes[i]), int8(packed[i]&0x7f)-int8(n); got != want {
				t.Fatalf("%d - %d is %d", packed[i]&0x7f, n, got)
			}
		}
	}
}
