package quant

import "llft"

func quantizeQ6_K(dst []byte, src []float32) {
	var x [superBlock]float32
	var codes [superBlock]byte
	var scales [16]float32
	for ; len(dst) >= q6_kBytes && len(src) >= superBlock; dst, src = dst[q6_kBytes:], src[superBlock:] {
		tame(x[:], src)
		for s := range scales {
			scales[s] = symmetricScale(x[16*s:16*s+16], 32)
		}
		// The largest scale becomes -128, the end of int8 that reaches further.
		d := putUnit(dst[208:], largestOf(scales[:])/-128)
		for s := range scales {
			scale := roundTo(quotient(scales[s], d), -128, 127)
			dst[192+s] = byte(int8(scale))
			encodeSymmetric(codes[16*s:16*s+16], x[16*s:], d*scale, 32)
		}
		for h := range 2 {
			for l := range 64 {
				at := 128*h + l
				dst[64*h+l] = codes[at]&15 | codes[at+64]<<4
			}
			for l := range 32 {
				at := 128*h + l
				dst[128+32*h+l] = codes[at]>>4 | codes[at+32]>>4<<2 | codes[at+64]>>4<<4 | codes[at+96]>>4<<6
			}
		}
	}
}

// symmetricScale finds the scale for x[i] ≈ scale·q[i], q in -bottom..bottom-1, of either sign: -bottom reaches further than bottom-1 and
// goes to the side of the largest value. Weights are x². For given codes the best scale is Σwxq/Σwq², and its error is less the larger
// (Σwxq)²/Σwq² is. Candidates are the value of -bottom for the largest magnitude, and up to 0.9 less and more.
func symmetricScale(x []float32, bottom float32) float32 {
	extreme := largestOf(x)
	if abs(extreme) < smallest {
		return 0
	}
	var bestScale float32
	var best float64
	for i := -9; i <= 9; i++ {
		inverse := -(bottom + float32(0.1*float32(i))) / extreme
		sumXQ, sumQQ := llft.SumSymmetric(x, inverse, bottom)
		if sumQQ > 0 {
			if gain := float64(sumXQ) * float64(sumXQ) / float64(sumQQ); gain > best {
				best, bestScale = gain, sumXQ/sumQQ
			}
		}
	}
	return bestScale
}

// encodeSymmetric sets the codes 0..2·bottom-1 of x[i] ≈ step·(q[i]-bottom); with a step of 0 all are 0.
func encodeSymmetric(codes []byte, x []float32, step, bottom float32) {
	x = x[:len(codes)]
	if step == 0 {
		clear(codes)
		return
	}
	for i, v := range x {
		codes[i] = byte(roundTo(v/step, -bottom, bottom-1) + bottom)
	}
}
