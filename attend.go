package llft

import "math"

// The parts of a softmax, for attention in tiles.

// Scale multiplies x by a.
func Scale(x []float32, a float32) {
	for i := 0; i < len(x); i += run {
		scale(x[i:min(i+run, len(x))], a)
	}
}

// Max returns the largest value of x: -inf of none, NaN where there is one.
func Max(x []float32) float32 {
	top := float32(math.Inf(-1))
	for i := 0; i < len(x); i += run {
		top = max(top, maxOf(x[i:min(i+run, len(x))]))
	}
	return top
}

// ExpSum sets x to exp(x-top) in place and returns the sum. top is at least the largest value, but for its rounding.
func ExpSum(x []float32, top float32) float32 {
	const few = run / 8 // so that the sum of a run, in float32, stays accurate
	if len(x) <= few {
		return expSum(x, top)
	}
	var sum float64
	for i := 0; i < len(x); i += few {
		sum += float64(expSum(x[i:min(i+few, len(x))], top))
	}
	return float32(sum)
}
