package llft

import "math"

// What attention in tiles needs beside GemmPanel: panels that are packed once and used by many products, and the parts of a softmax.

// PackPanel copies n <= PanelWidth columns of B into a panel for GemmPanel: panel[p*PanelWidth+j] = b[p*brs+j*bcs] for p < k and j < n, and
// zero in the columns above. Strides are not negative.
func PackPanel(panel, b []float32, brs, bcs, k, n int) {
	if k <= 0 || n <= 0 {
		return
	}
	checkIndex("PackPanel", "panel", k*PanelWidth-1, len(panel))
	checkIndex("PackPanel", "b", (k-1)*brs+(n-1)*bcs, len(b))
	packPanel(panel, b, brs, bcs, k, n)
}

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
