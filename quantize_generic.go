package llft

import "math"

// lanes are the sums of x[i] by i%8.
type lanes [8]float32

// sum adds them in the order that quantize.go fixes.
func (s *lanes) sum() float32 {
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

func sumCodesGeneric(x, w, wx []float32, inverse, top float32) (q, qq, xq float32) {
	w, wx = w[:len(x)], wx[:len(x)]
	var sq, sqq, sxq lanes
	for lane := range 8 { // one lane after the other, so that its sums stay in registers
		var a, b, c float32
		for i := lane; i < len(x); i += 8 {
			v := x[i] * inverse
			if v > top {
				v = top
			}
			v = float32(v+toEven) - toEven
			wq := w[i] * v
			a += wq
			b += float32(wq * v)
			c += float32(wx[i] * v)
		}
		sq[lane], sqq[lane], sxq[lane] = a, b, c
	}
	return sq.sum(), sqq.sum(), sxq.sum()
}

func sumDeviationGeneric(x, shifted, w []float32, inverse, top, scale, m float32) float32 {
	shifted, w = shifted[:len(x)], w[:len(x)]
	var s lanes
	for i, v := range shifted {
		v *= inverse
		if v > top {
			v = top
		}
		v = float32(v+toEven) - toEven
		off := float32(scale*v) + m - x[i]
		off = math.Float32frombits(math.Float32bits(off) &^ (1 << 31))
		s[i%8] += float32(w[i] * off)
	}
	return s.sum()
}

func sumSymmetricGeneric(x []float32, inverse, bottom float32) (xq, qq float32) {
	var sxq, sqq lanes
	lo, hi := -bottom, bottom-1
	for lane := range 8 {
		var a, b float32
		for i := lane; i < len(x); i += 8 {
			v := x[i]
			q := v * inverse
			if q < lo {
				q = lo
			}
			if q > hi {
				q = hi
			}
			q = float32(q+toEven) - toEven
			wq := v * v * q
			a += float32(wq * v)
			b += float32(wq * q)
		}
		sxq[lane], sqq[lane] = a, b
	}
	return sxq.sum(), sqq.sum()
}
