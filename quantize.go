package llft

// Sums over a run of weights for one candidate of its scale: what a quantizer computes some 20 times for every run (quant/quantize_search.go).
// Runs are multiples of 8 values, in practice 16 or 32.
//
// No sum is fused, and its order is part of the function: x[i] goes to lane i%8, and the lanes are added as
// ((0+4)+(2+6)) + ((1+5)+(3+7)). So the best candidate, and with it every quantized byte, is the same on every tier.

// toEven is 1.5·2^23: adding and subtracting it rounds a float32 of magnitude below 2^22 to the nearest integer, ties to even.
const toEven = 3 << 22

// SumCodes is, for q[i] = min(x[i]·inverse, top) rounded to the nearest integer, ties to even: Σ w·q, Σ w·q·q and Σ wx·q. x is not below 0.
func SumCodes(x, w, wx []float32, inverse, top float32) (q, qq, xq float32) {
	checkRun(len(x), len(w), len(wx))
	return sumCodes(x, w, wx, inverse, top)
}

// SumDeviation is Σ w·|scale·q + m - x| with q[i] from shifted[i] as in SumCodes.
func SumDeviation(x, shifted, w []float32, inverse, top, scale, m float32) float32 {
	checkRun(len(x), len(shifted), len(w))
	return sumDeviation(x, shifted, w, inverse, top, scale, m)
}

// SumSymmetric is, for q[i] = x[i]·inverse clamped to [-bottom, bottom-1] and rounded to the nearest integer, ties to even: Σ x²·q·x and
// Σ x²·q·q. bottom is an integer.
func SumSymmetric(x []float32, inverse, bottom float32) (xq, qq float32) {
	checkRun(len(x), len(x), len(x))
	return sumSymmetric(x, inverse, bottom)
}

func checkRun(n, a, b int) {
	if n == 0 || n%8 != 0 || a != n || b != n || n > run {
		panic("llft: runs of a quantizer are of equal lengths, multiples of 8")
	}
}
