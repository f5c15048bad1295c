//go:build !purego

package llft

// sumCodesAVX2 is sumCodesGeneric with the same bits; n is a multiple of 8, at least 8. The others below are alike.
//
//go:noescape
func sumCodesAVX2(x, w, wx *float32, n int, inverse, top float32) (q, qq, xq float32)

//go:noescape
func sumDeviationAVX2(x, shifted, w *float32, n int, inverse, top, scale, m float32) float32

//go:noescape
func sumSymmetricAVX2(x *float32, n int, inverse, bottom float32) (xq, qq float32)

func sumCodes(x, w, wx []float32, inverse, top float32) (q, qq, xq float32) {
	if useAVX2 {
		return sumCodesAVX2(&x[0], &w[0], &wx[0], len(x), inverse, top)
	}
	return sumCodesGeneric(x, w, wx, inverse, top)
}

func sumDeviation(x, shifted, w []float32, inverse, top, scale, m float32) float32 {
	if useAVX2 {
		return sumDeviationAVX2(&x[0], &shifted[0], &w[0], len(x), inverse, top, scale, m)
	}
	return sumDeviationGeneric(x, shifted, w, inverse, top, scale, m)
}

func sumSymmetric(x []float32, inverse, bottom float32) (xq, qq float32) {
	if useAVX2 {
		return sumSymmetricAVX2(&x[0], len(x), inverse, bottom)
	}
	return sumSymmetricGeneric(x, inverse, bottom)
}
