package llft

import "math"

// The reference of the dense products; see kernels_generic.go.

// gemmTilesGeneric computes C = A·P for m rows of n columns, with C's old values as mode says. Each sum is one chain over k.
func gemmTilesGeneric(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int, mode gemmMode) {
	stride := PanelStride(n)
	for i := range m {
		row := c[i*ldc:][:n]
		var tile [PanelWidth]float32
		sum := tile[:n]
		if mode == gemmChain {
			copy(sum, row)
		}
		for p := range k {
			v := a[i*ars+p*acs]
			b := panel[p*stride:][:len(sum)]
			for j := range sum {
				sum[j] += float32(v * b[j])
			}
		}
		if mode == gemmAdd {
			for j := range row {
				row[j] += sum[j]
			}
			continue
		}
		copy(row, sum)
	}
}

// gemmTilesBF16Generic is gemmTilesGeneric on pairs of bfloat16: A is [m][ars], the panel [k/2][stride][2].
func gemmTilesBF16Generic(c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int, mode gemmMode) {
	stride := PanelStride(n)
	for i := range m {
		row := c[i*ldc:][:n]
		var tile [PanelWidth]float32
		sum := tile[:n]
		if mode == gemmChain {
			copy(sum, row)
		}
		for p := 0; p < k; p += 2 {
			a0, a1 := a[i*ars+p], a[i*ars+p+1]
			pairs := panel[p*stride:]
			for j := range sum {
				sum[j] = dotPairBF16(sum[j], a0, a1, pairs[2*j], pairs[2*j+1])
			}
		}
		if mode == gemmAdd {
			for j := range row {
				row[j] += sum[j]
			}
			continue
		}
		copy(row, sum)
	}
}

// dotPairBF16 is a lane of VDPBF16PS (Intel's Software Developer's Manual, volume 2): sum + a1·b1 + a0·b0, the upper half of the pair first. A
// product of two bfloat16 is exact in float32 but for its range, so fused or not makes no difference. Subnormal numbers count as zero, on the
// way in and out.
func dotPairBF16(sum float32, a0, a1, b0, b1 uint16) float32 {
	s := float64(flush(sum)) + float64(brain(a1))*float64(brain(b1))
	s = float64(flush(float32(s))) + float64(brain(a0))*float64(brain(b0))
	return flush(float32(s))
}

func brain(h uint16) float32 { return flush(math.Float32frombits(uint32(h) << 16)) }

// flush makes a subnormal number zero, of its sign.
func flush(f float32) float32 {
	if b := math.Float32bits(f); b&0x7f800000 == 0 {
		return math.Float32frombits(b & 0x80000000)
	}
	return f
}

// pairBF16Generic rounds k rows of n columns of b, brs values apart, into pairs: panel[p/2][j][p%2], stride pairs a row. What has no
// value is zero.
func pairBF16Generic(panel []uint16, stride int, b []float32, brs, k, n int) {
	for p := 0; p < k; p += 2 {
		row := panel[p*stride:][:2*stride]
		clear(row)
		for j, v := range b[p*brs:][:n] {
			row[2*j] = floatToBrain(v)
		}
		if p+1 < k {
			for j, v := range b[(p+1)*brs:][:n] {
				row[2*j+1] = floatToBrain(v)
			}
		}
	}
}

// pairHalvesGeneric is pairBF16Generic for values that are rounded already.
func pairHalvesGeneric(panel []uint16, stride int, b []uint16, brs, k, n int) {
	for p := 0; p < k; p += 2 {
		row := panel[p*stride:][:2*stride]
		clear(row)
		for j, v := range b[p*brs:][:n] {
			row[2*j] = v
		}
		if p+1 < k {
			for j, v := range b[(p+1)*brs:][:n] {
				row[2*j+1] = v
			}
		}
	}
}
