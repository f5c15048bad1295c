package quant

func quantizeIQ4_NL(dst []byte, src []float32) {
	var x [32]float32
	for ; len(dst) >= iq4_nlBytes && len(src) >= 32; dst, src = dst[iq4_nlBytes:], src[32:] {
		tame(x[:], src)
		d := putScale(dst, levelScale(x[:]))
		encodeLevels(dst[2:iq4_nlBytes], x[:], d)
	}
}

func quantizeIQ4_XS(dst []byte, src []float32) {
	var x [superBlock]float32
	var scales [8]float32
	for ; len(dst) >= iq4_xsBytes && len(src) >= superBlock; dst, src = dst[iq4_xsBytes:], src[superBlock:] {
		tame(x[:], src)
		for s := range scales {
			scales[s] = levelScale(x[32*s : 32*s+32])
		}
		d := putUnit(dst, largestOf(scales[:])/-32)
		clear(dst[2:8])
		for s := range scales {
			scale := roundTo(quotient(scales[s], d), -32, 31)
			code := byte(scale + 32)
			dst[2+s/4] |= code >> 4 << (s % 4 * 2)
			dst[4+s/2] |= code & 15 << (s % 2 * 4)
			encodeLevels(dst[8+16*s:24+16*s], x[32*s:32*s+32], d*scale)
		}
	}
}

// levelScale finds the scale for x[i] ≈ scale·(a level of iq4Values), of either sign, with weights x². The levels reach further down than
// up, so the candidates put the largest magnitude at levels from 120 to 134 on either side.
func levelScale(x []float32) float32 {
	extreme := largestOf(x)
	if abs(extreme) < smallest {
		return 0
	}
	var bestScale float32
	var best float64
	try := func(inverse float32) {
		var sumXQ, sumQQ float32
		for _, v := range x {
			q := iq4Values[nearestLevel(v*inverse)]
			wq := v * v * q
			sumXQ += float32(wq * v)
			sumQQ += float32(wq * q)
		}
		if sumQQ > 0 {
			if gain := float64(sumXQ) * float64(sumXQ) / float64(sumQQ); gain > best {
				best, bestScale = gain, sumXQ/sumQQ
			}
		}
	}
	try(-iq4Values[0] / extreme)
	for i := -7; i <= 7; i++ {
		try((iq4Values[0] + float32(i)) / extreme)
	}
	return bestScale
}

// nearestTable is the code of the level nearest to x for x in [k/2, (k+1)/2), k = index - 256. All levels are integers, so that the middle
// of two of them, where the code changes, is a multiple of 1/2.
var nearestTable [512]byte

func init() {
	code := 0
	for i := range nearestTable {
		x := float32(i-256) / 2
		for code < 15 && x >= (iq4Values[code]+iq4Values[code+1])/2 {
			code++
		}
		nearestTable[i] = byte(code)
	}
}

func nearestLevel(x float32) byte {
	if !(x > -127) {
		return 0
	}
	if x >= 113 {
		return 15
	}
	return nearestTable[int(x*2+256)&511]
}

// encodeLevels sets 16 bytes to the codes of 32 values: byte j holds q[j] (low nibble) and q[j+16].
func encodeLevels(dst []byte, x []float32, step float32) {
	inverse := quotient(1, step)
	dst, lo, hi := dst[:16], x[:16], x[16:32]
	for j := range dst {
		dst[j] = nearestLevel(lo[j]*inverse) | nearestLevel(hi[j]*inverse)<<4
	}
}
