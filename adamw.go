package llft

import "math"

// AdamWStep is what AdamW reads beside the tensors; see there.
type AdamWStep struct {
	Scale        float64 // of the gradients, by clipping
	Beta1, Beta2 float64
	Step         float64 // learning rate / (1 - Beta1^t)
	Root         float64 // √(1 - Beta2^t)
	Eps          float64
	Keep         float64 // 1 - learning rate · weight decay
}

// AdamW is one step of AdamW (Loshchilov, Hutter, arXiv 1711.05101) on the values p with gradients g and moments m and v, of equal lengths:
//
//	g = Scale·g    m = Beta1·m + (1-Beta1)·g    v = Beta2·v + (1-Beta2)·g²    p = Keep·p - Step·m / (√v/Root + Eps)
//
// All of it in float64, each operation rounded for itself, and only what is stored rounded to float32; so the bits are the same in every
// tier. Where m becomes zero nothing is subtracted: with Eps = 0, a gradient that was always zero would give 0/0.
func AdamW(p, g, m, v []float32, s *AdamWStep) {
	for _, x := range [][]float32{g, m, v} {
		checkLen("AdamW", len(x), len(p))
	}
	for i := 0; i < len(p); i += run {
		end := min(i+run, len(p))
		adamW(p[i:end], g[i:end], m[i:end], v[i:end], s)
	}
}

// adamWGeneric is the reference of AdamW.
func adamWGeneric(p, g, m, v []float32, s *AdamWStep) {
	rest1, rest2 := 1-s.Beta1, 1-s.Beta2
	for i := range p {
		gi := float64(float64(g[i]) * s.Scale)
		mi := float64(s.Beta1*float64(m[i])) + float64(rest1*gi)
		vi := float64(s.Beta2*float64(v[i])) + float64(rest2*float64(gi*gi))
		m[i], v[i] = float32(mi), float32(vi)
		x := float64(float64(p[i]) * s.Keep)
		if mi != 0 {
			x -= float64(s.Step*mi) / float64(float64(math.Sqrt(vi)/s.Root)+s.Eps)
		}
		p[i] = float32(x)
	}
}

// SumSquares returns Σ x² in float64.
func SumSquares(x []float32) float64 {
	sum := 0.0
	for i := 0; i < len(x); i += run {
		sum += sumSquares(x[i:min(i+run, len(x))])
	}
	return sum
}

// ScaleWeighted sets y = x·r·weight, which is what RMSNorm does with its r. The slices have equal lengths; y may be x.
func ScaleWeighted(y, x []float32, r float32, weight []float32) {
	checkLen("ScaleWeighted", len(x), len(y))
	checkLen("ScaleWeighted", len(weight), len(y))
	for i := 0; i < len(y); i += run {
		end := min(i+run, len(y))
		scaleWeighted(y[i:end], x[i:end], r, weight[i:end])
	}
}
