package quant

import "math"

// What is searched for a run of Q4_K and of Q5_K.
var (
	searchQ4_K = search{top: 15, first: -1, step: 0.1, count: 21}
	searchQ5_K = search{top: 31, first: -0.5, step: 0.1, count: 16}
)

func quantizeQ4_K(dst []byte, src []float32) {
	var codes [superBlock]byte
	for ; len(dst) >= q4_kBytes && len(src) >= superBlock; dst, src = dst[q4_kBytes:], src[superBlock:] {
		runs32(&codes, dst[:16], src, &searchQ4_K)
		packNibbles(dst[16:q4_kBytes], &codes)
	}
}

func quantizeQ5_K(dst []byte, src []float32) {
	var codes [superBlock]byte
	for ; len(dst) >= q5_kBytes && len(src) >= superBlock; dst, src = dst[q5_kBytes:], src[superBlock:] {
		runs32(&codes, dst[:16], src, &searchQ5_K)
		packNibbles(dst[48:q5_kBytes], &codes)
		for l := range 32 {
			var fifth byte
			for s := range 8 {
				fifth |= codes[32*s+l] >> 4 << s
			}
			dst[16+l] = fifth
		}
	}
}

// packNibbles stores bits 0-3 of the codes as Q4_K and Q5_K do: byte 32h+l holds q[64h+l] (low nibble) and q[64h+32+l].
func packNibbles(dst []byte, codes *[superBlock]byte) {
	for h := range 4 {
		low, high, out := codes[64*h:64*h+32], codes[64*h+32:64*h+64], dst[32*h:32*h+32]
		for l := range out {
			out[l] = low[l]&15 | high[l]<<4
		}
	}
}

// runs32 quantizes a block of 8 runs of 32 values: the head of 16 bytes (d, dmin, scales and minima) that Q4_K and Q5_K have in common,
// and the codes.
func runs32(codes *[superBlock]byte, head []byte, src []float32, s *search) {
	var x [superBlock]float32
	var weight [32]float32
	var scales, minima [8]float32
	tame(x[:], src)
	for r := range scales {
		run := x[32*r : 32*r+32]
		var squares float32
		for _, v := range run {
			squares += float32(v * v)
		}
		mean := float32(math.Sqrt(float64(squares / 32)))
		for i, v := range run {
			weight[i] = mean + abs(v)
		}
		scales[r], minima[r] = s.scaleMin(run, weight[:])
	}
	const most = 63 // of a scale and of a minimum
	d := putUnit(head, maxOf(scales[:])/most)
	dmin := putUnit(head[2:], maxOf(minima[:])/most)
	packed := (*[12]byte)(head[4:])
	clear(packed[:])
	for r := range scales {
		scale, minimum := roundTo(quotient(scales[r], d), 0, most), roundTo(quotient(minima[r], dmin), 0, most)
		putScaleMin(packed, r, byte(scale), byte(minimum))
		encode(codes[32*r:32*r+32], x[32*r:], d*scale, dmin*minimum, s.top)
	}
}

// putScaleMin stores scale and minimum (6 bits each) of run s of 8 in the 12 bytes that Q4_K and Q5_K have in common; they are zero before
// run 0.
//
//	byte j, j < 4:      bits 0-5 scale[j],               bits 6-7: bits 4-5 of scale[j+4]
//	byte 4+j, j < 4:    bits 0-5 min[j],                 bits 6-7: bits 4-5 of min[j+4]
//	byte 8+j, j < 4:    bits 0-3: those of scale[j+4],   bits 4-7: bits 0-3 of min[j+4]
func putScaleMin(packed *[12]byte, s int, scale, minimum byte) {
	j := s & 3
	if s < 4 {
		packed[j], packed[4+j] = scale, minimum
		return
	}
	packed[8+j] = scale&15 | minimum<<4
	packed[j] |= scale >> 4 << 6
	packed[4+j] |= minimum >> 4 << 6
}

// encode sets the codes 0..top of x[i] ≈ step·q[i] - minimum; with a step of 0 all are 0.
func encode(codes []byte, x []float32, step, minimum, top float32) {
	x = x[:len(codes)]
	if step == 0 {
		clear(codes)
		return
	}
	for i, v := range x {
		codes[i] = byte(roundTo((v+minimum)/step, 0, top))
	}
}

func maxOf(x []float32) float32 {
	var most float32
	for _, v := range x {
		if v > most {
			most = v
		}
	}
	return most
}
