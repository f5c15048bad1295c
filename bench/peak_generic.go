package bench

import "math"

// goMulAdd is the loop of plain Go: 6 multiplications and 6 additions an iteration, as many as its registers allow.
func goMulAdd(n int, out *[256]uint32) {
	x := math.Float32frombits(0x3C3C3C3C)
	a, b, c, d, e, f, y := x, x, x, x, x, x, x
	if n < 0 { // never: else the compiler would multiply once for all six
		a, b, c, d, e, f = 1, 2, 3, 4, 5, 6
	}
	var s0, s1, s2, s3, s4, s5 float32
	for range n {
		s0 += a * y
		s1 += b * y
		s2 += c * y
		s3 += d * y
		s4 += e * y
		s5 += f * y
	}
	out[0] = math.Float32bits((s0 + s1) + (s2 + s3) + (s4 + s5))
}
