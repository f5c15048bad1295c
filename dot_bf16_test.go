package llft

import "testing"

// TestDotBF16 demands the bits of Dot with the converted values, which TestDot holds to exact sums.
func TestDotBF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		mh := newArena(t, 2*(2*run+maxLen))
		eachLength(t, 2, func(t *testing.T, what string, _ bool, x [][]float32) {
			h := take[uint16](mh, len(x[0]))
			F32ToBF16(h, x[1])
			BF16ToF32(x[1], h)
			got := DotBF16(x[0], h)
			checkDot(t, what, got, x[0], x[1])
			sameBits(t, what, []float32{got}, []float32{Dot(x[0], x[1])})
			mh.check(t, what)
		})
	})
}
