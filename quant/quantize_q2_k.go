package quant

// searchQ2_K is what is searched for a run of Q2_K.
var searchQ2_K = search{top: 3, first: -0.5, step: 0.1, count: 16, absolute: true}

func quantizeQ2_K(dst []byte, src []float32) {
	const most = 15 // of a scale and of a minimum
	var x [superBlock]float32
	var codes [superBlock]byte
	var weight, scales, minima [16]float32
	for ; len(dst) >= q2_kBytes && len(src) >= superBlock; dst, src = dst[q2_kBytes:], src[superBlock:] {
		tame(x[:], src)
		for s := range scales {
			run := x[16*s : 16*s+16]
			for i, v := range run {
				weight[i] = abs(v)
			}
			scales[s], minima[s] = searchQ2_K.scaleMin(run, weight[:])
		}
		d := putUnit(dst[80:], maxOf(scales[:])/most)
		dmin := putUnit(dst[82:], maxOf(minima[:])/most)
		for s := range scales {
			scale, minimum := roundTo(quotient(scales[s], d), 0, most), roundTo(quotient(minima[s], dmin), 0, most)
			dst[s] = byte(scale) | byte(minimum)<<4
			encode(codes[16*s:16*s+16], x[16*s:], d*scale, dmin*minimum, searchQ2_K.top)
		}
		pack2((*[64]byte)(dst[16:]), &codes)
	}
}

// pack2 stores codes of 2 bits as Q2_K and Q3_K do: bits 2k and 2k+1 of byte 32h+l are code 128h+32k+l.
func pack2(packed *[64]byte, codes *[superBlock]byte) {
	for h := range 2 {
		for l := range 32 {
			at := 128*h + l
			packed[32*h+l] = codes[at]&3 | codes[at+32]&3<<2 | codes[at+64]&3<<4 | codes[at+96]&3<<6
		}
	}
}
