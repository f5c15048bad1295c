package quant

func quantizeQ3_K(dst []byte, src []float32) {
	var x [superBlock]float32
	var codes [superBlock]byte
	var scales [16]float32
	for ; len(dst) >= q3_kBytes && len(src) >= superBlock; dst, src = dst[q3_kBytes:], src[superBlock:] {
		tame(x[:], src)
		for s := range scales {
			scales[s] = refinedScale((*[16]float32)(x[16*s:]))
		}
		d := putUnit(dst[108:], largestOf(scales[:])/-32)
		packed := (*[12]byte)(dst[96:])
		clear(packed[:])
		for s := range scales {
			scale := roundTo(quotient(scales[s], d), -32, 31)
			code := byte(scale + 32)
			packed[s%8] |= code & 15 << (s / 8 * 4)
			packed[8+s%4] |= code >> 4 << (s / 4 * 2)
			encodeSymmetric(codes[16*s:16*s+16], x[16*s:], d*scale, 4)
		}
		for l := range 32 {
			var third byte
			for k := range 8 {
				third |= codes[32*k+l] >> 2 << k
			}
			dst[l] = third
		}
		pack2((*[64]byte)(dst[32:]), &codes)
	}
}

// refinedScale finds the scale for x[i] ≈ scale·q[i], q in -4..3, with weights x². So few codes are chosen one by one: each in turn moves
// to where the scale of the others puts it, if that lessens the error, up to 5 times around.
func refinedScale(x *[16]float32) float32 {
	extreme := largestOf(x[:])
	if abs(extreme) < smallest {
		return 0
	}
	inverse := -4 / extreme
	var q [16]float64
	var sumXQ, sumQQ float64 // Σwxq, Σwq²
	for i, v := range x {
		q[i] = float64(roundTo(v*inverse, -4, 3))
		w := float64(v) * float64(v)
		sumXQ += w * float64(v) * q[i]
		sumQQ += w * q[i] * q[i]
	}
	for range 5 {
		changed := false
		for i, v := range x {
			v := float64(v)
			w := v * v
			othersXQ, othersQQ := sumXQ-w*v*q[i], sumQQ-w*q[i]*q[i]
			if othersXQ <= 0 {
				continue
			}
			code := float64(roundTo(float32(v*othersQQ/othersXQ), -4, 3))
			if code == q[i] {
				continue
			}
			xq, qq := othersXQ+w*v*code, othersQQ+w*code*code
			if qq > 0 && xq*xq*sumQQ > sumXQ*sumXQ*qq {
				q[i], sumXQ, sumQQ, changed = code, xq, qq, true
			}
		}
		if !changed {
			break
		}
	}
	if !(sumQQ > 0) {
		return 0
	}
	return float32(sumXQ / sumQQ)
}
