package quant

import (
	"encoding/binary"
	"math"

	"llft"
)

// The K types store a short run of values (16 or 32) as codes with a scale, some also with a minimum. Rounding with the obvious scale, the
// range divided by the number of codes, wastes much: a slightly wider or narrower one often fits the run better. So the scale is searched:
// for each of some 20 candidates the codes follow by rounding, and for those codes the best scale and minimum by least squares; the
// candidate of the least weighted error wins. Weights grow with |x|: an error of a large weight costs the model more.
//
// The method and its constants are those of ggml's reference (make_qkx2_quants, make_qx_quants, make_q3_quants), so that files are as good
// as llama.cpp's; the bytes may differ where two candidates are almost equal.

const (
	// smallest is far below half of the least nonzero binary16 (2^-24), the least step of any type: a run below it is zero. Squares and
	// cubes of what lies above it are still normal float32.
	smallest = 1.0 / (1 << 30)
	// largest is above what any type can store (65504 · 128 · 32 of Q6_K); its cube times a weight of codes is still far from overflow.
	largest = 1 << 28
	// toEven is 1.5·2^23: adding and subtracting it rounds a float32 of magnitude below 2^22 to the nearest integer, ties to even.
	toEven = 3 << 22
)

// tame copies src to dst within ±largest, so that a search meets no overflow; NaN becomes 0.
func tame(dst, src []float32) {
	src = src[:len(dst)]
	for i, v := range src {
		switch {
		case v > largest:
			v = largest
		case v < -largest:
			v = -largest
		case v != v:
			v = 0
		}
		dst[i] = v
	}
}

// roundTo is x rounded to the nearest integer, ties to even, clamped to [lo, hi].
func roundTo(x, lo, hi float32) float32 {
	if !(x > lo) {
		return lo
	}
	if x > hi {
		return hi
	}
	return float32(x+toEven) - toEven
}

// search is what is tried for a run with a minimum: the range is divided by top + first + step·i for i < count.
type search struct {
	top         float32 // the largest code
	first, step float32
	count       int
	absolute    bool // the weighted error is summed as |e|, not e²
}

// scaleMin finds scale and minimum, both at least 0, for x[i] ≈ scale·q[i] - minimum, q in 0..top, of a run of 16 or 32 values.
func (s search) scaleMin(x, weight []float32) (scale, minimum float32) {
	var shiftedBuf, weightedBuf [32]float32
	weight = weight[:len(x)]
	shifted, weighted := shiftedBuf[:len(x)], weightedBuf[:len(x)]
	lo, hi := x[0], x[0]
	var sumW, sumX float32
	for i, v := range x {
		if v < lo {
			lo = v
		}
		if v > hi {
			hi = v
		}
		w := weight[i]
		sumW += w
		weighted[i] = w * v
		sumX += weighted[i]
	}
	if lo > 0 {
		lo = 0
	}
	if hi-lo < smallest {
		return 0, -lo
	}
	for i, v := range x {
		shifted[i] = v - lo
	}
	scale, minimum = (hi-lo)/s.top, -lo
	least := math.Inf(1)
	if s.absolute {
		least = float64(llft.SumDeviation(x, shifted, weight, s.top/(hi-lo), s.top, scale, lo))
	}
	for i := range s.count {
		inverse := (s.top + s.first + float32(s.step*float32(i))) / (hi - lo)
		q, qq, xq := llft.SumCodes(shifted, weight, weighted, inverse, s.top)
		f := fit{w: float64(sumW), x: float64(sumX), q: float64(q), qq: float64(qq), xq: float64(xq)}
		sc, m, ok := f.solve()
		if !ok {
			continue
		}
		e := f.squares(sc, m)
		if s.absolute {
			e = float64(llft.SumDeviation(x, shifted, weight, inverse, s.top, float32(sc), float32(m)))
		}
		if e < least {
			least, scale, minimum = e, float32(sc), float32(-m)
		}
	}
	return scale, minimum
}

// fit holds the weighted sums over a run of 1, x, q, q² and x·q, where q are the codes of a candidate.
type fit struct{ w, x, q, qq, xq float64 }

// solve minimizes Σ w·(scale·q + m - x)² with m at most 0; false where the codes leave it open (all equal).
func (f *fit) solve() (scale, m float64, ok bool) {
	d := f.w*f.qq - f.q*f.q
	if !(d > 0) {
		return 0, 0, false
	}
	scale, m = (f.w*f.xq-f.x*f.q)/d, (f.qq*f.x-f.q*f.xq)/d
	if m > 0 {
		m, scale = 0, f.xq/f.qq
	}
	return scale, m, scale >= 0
}

// squares is Σ w·(scale·q + m - x)² less Σ w·x², which is the same for all candidates.
func (f *fit) squares(scale, m float64) float64 {
	return scale*(scale*f.qq+2*m*f.q-2*f.xq) + m*(m*f.w-2*f.x)
}

// largestOf finds the value of largest magnitude.
func largestOf(x []float32) float32 {
	var extreme, magnitude float32
	for _, v := range x {
		if a := abs(v); a > magnitude {
			magnitude, extreme = a, v
		}
	}
	return extreme
}

// quotient is a/b, or 0 where b is 0.
func quotient(a, b float32) float32 {
	if b == 0 {
		return 0
	}
	return a / b
}

// putScale writes x as the binary16 scale of a block, at most the largest finite one, and returns what a reader will see.
func putScale(b []byte, x float32) float32 {
	const most = 65504
	putF16(b, min(max(x, -most), most))
	return f16(b)
}

// putUnit is putScale for the unit in which the scales of the runs are counted. Among the subnormal numbers, whose distance is no longer small
// beside them, it rounds away from zero: a unit that is too large costs codes of the scales, one that is too small or zero the block.
func putUnit(b []byte, x float32) float32 {
	const normal = 1.0 / (1 << 14)
	d := putScale(b, x)
	if abs(d) < abs(x) && abs(x) < normal && abs(x) >= smallest {
		binary.LittleEndian.PutUint16(b, binary.LittleEndian.Uint16(b)+1) // the next number of greater magnitude
		d = f16(b)
	}
	return d
}
