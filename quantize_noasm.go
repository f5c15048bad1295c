//go:build !amd64 || purego

package llft

func sumCodes(x, w, wx []float32, inverse, top float32) (q, qq, xq float32) {
	return sumCodesGeneric(x, w, wx, inverse, top)
}

func sumDeviation(x, shifted, w []float32, inverse, top, scale, m float32) float32 {
	return sumDeviationGeneric(x, shifted, w, inverse, top, scale, m)
}

func sumSymmetric(x []float32, inverse, bottom float32) (xq, qq float32) {
	return sumSymmetricGeneric(x, inverse, bottom)
}
