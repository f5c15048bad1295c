package llft

import (
	"fmt"
	"math"
	"testing"
)

// TestSums compares the sums of quantizers with plain Go, bit for bit, on every tier, at the end of a page and at odd places before it.
func TestSums(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		const most = 64
		place := func(shift int) []float32 {
			return take[float32](newArena(t, 4*most+shift*4), most+shift)[:most]
		}
		x, shifted, w, wx := place(0), place(1), place(2), place(0)
		for _, k := range kinds {
			if !k.finite {
				continue
			}
			for n := 8; n <= most; n += 8 {
				x, shifted, w, wx := x[most-n:], shifted[most-n:], w[most-n:], wx[most-n:]
				for _, top := range []float32{3, 4, 15, 31, 32} {
					what := fmt.Sprintf("%s, %d values, top %g", k.name, n, top)
					var magnitude float32
					for i := range x {
						x[i] = k.value(r)
						shifted[i] = float32(math.Abs(float64(k.value(r))))
						w[i] = float32(math.Abs(float64(k.value(r))))
						wx[i] = w[i] * x[i]
						magnitude = max(magnitude, shifted[i], x[i], -x[i])
					}
					inverse := top / max(magnitude, 1e-30) * (0.9 + 0.2*r.Float32())
					q, qq, xq := SumCodes(shifted, w, wx, inverse, top)
					q0, qq0, xq0 := sumCodesGeneric(shifted, w, wx, inverse, top)
					sameBits(t, what+": SumCodes", []float32{q, qq, xq}, []float32{q0, qq0, xq0})
					e, e0 := SumDeviation(x, shifted, w, inverse, top, 1/inverse, -0.3), sumDeviationGeneric(x, shifted, w, inverse, top, 1/inverse, -0.3)
					sameBits(t, what+": SumDeviation", []float32{e}, []float32{e0})
					xq, qq = SumSymmetric(x, -inverse, top)
					xq0, qq0 = sumSymmetricGeneric(x, -inverse, top)
					sameBits(t, what+": SumSymmetric", []float32{xq, qq}, []float32{xq0, qq0})
				}
			}
		}
	})
}

// The reference itself, against sums written as the comments of quantize.go define them, in float64.
func TestSumsAreWhatTheySay(t *testing.T) {
	r := newRand()
	for range 200 {
		const n, inverse, top, scale, m = 32, 2.7, 15, 0.35, -0.2
		var x, shifted, w, wx [n]float32
		var q, qq, xq, off, sq, sqq float64
		for i := range x {
			x[i], shifted[i], w[i], wx[i] = plain(r), 6*r.Float32(), r.Float32(), plain(r)
			code := math.RoundToEven(math.Min(float64(shifted[i]*float32(inverse)), top))
			q += float64(w[i]) * code
			qq += float64(w[i]) * code * code
			xq += float64(wx[i]) * code
			off += float64(w[i]) * math.Abs(scale*code+m-float64(x[i]))
			signed := math.RoundToEven(math.Max(-4, math.Min(float64(x[i]*float32(inverse)), 3)))
			sq += math.Pow(float64(x[i]), 3) * signed
			sqq += math.Pow(float64(x[i]), 2) * signed * signed
		}
		a, b, c := SumCodes(shifted[:], w[:], wx[:], inverse, top)
		d := SumDeviation(x[:], shifted[:], w[:], inverse, top, scale, m)
		e, f := SumSymmetric(x[:], inverse, 4)
		for i, pair := range [][2]float64{{float64(a), q}, {float64(b), qq}, {float64(c), xq}, {float64(d), off}, {float64(e), sq}, {float64(f), sqq}} {
			if math.Abs(pair[0]-pair[1]) > 1e-4*(1+math.Abs(pair[1])) {
				t.Fatalf("sum %d is %g, want %g", i, pair[0], pair[1])
			}
		}
	}
}

func TestSumsRefuse(t *testing.T) {
	x := make([]float32, 40)
	for _, f := range []func(){
		func() { SumCodes(x[:0], x[:0], x[:0], 1, 1) },
		func() { SumCodes(x[:12], x[:12], x[:12], 1, 1) },
		func() { SumCodes(x[:16], x[:16], x[:8], 1, 1) },
		func() { SumDeviation(x[:16], x[:8], x[:16], 1, 1, 1, 1) },
		func() { SumSymmetric(x[:7], 1, 4) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a run of a wrong length was taken")
				}
			}()
			f()
		}()
	}
}

func BenchmarkSumCodes(b *testing.B) {
	var x, w, wx [32]float32
	for i := range x {
		x[i], w[i], wx[i] = float32(i), 1, float32(i)
	}
	for _, tier := range Tiers() {
		b.Run(string(tier), func(b *testing.B) {
			restore, err := SetISA(tier)
			if err != nil {
				b.Fatal(err)
			}
			defer restore()
			for b.Loop() {
				SumCodes(x[:], w[:], wx[:], 0.5, 15)
			}
		})
	}
}
