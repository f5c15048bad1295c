package llft

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestAdd(t *testing.T) {
	checkElementwise(t, 3, func(x [][]float32) { Add(x[0], x[1], x[2]) }, func(_ float32, in []float32) (want, tol float64) {
		return float64(in[1] + in[2]), 0
	})
	checkElementwise(t, 2, func(x [][]float32) { Add(x[0], x[0], x[1]) }, func(_ float32, in []float32) (want, tol float64) {
		return float64(in[0] + in[1]), 0
	})
}

// TestRoPE demands the bits of the reference, for heads of every size up to some, rotated whole and in part; more than one run of heads too.
func TestRoPE(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		mx, mc := newArena(t, 4*(2*run+maxLen)), newArena(t, 4*maxLen)
		for headDim := 1; headDim <= 70; headDim++ {
			for _, heads := range []int{0, 1, 3, run/headDim + 2} {
				for _, n := range []int{0, 2, headDim / 4 * 2, headDim / 2 * 2} {
					if n > headDim {
						continue
					}
					for i, k := range kinds {
						if heads > 3 && i > 0 {
							break
						}
						for _, inverse := range []bool{false, true} {
							what := fmt.Sprintf("%s, %d heads of %d, %d turned, inverse %v", k.name, heads, headDim, n, inverse)
							x, cossin := take[float32](mx, heads*headDim), take[float32](mc, n)
							k.fill(r, x)
							k.fill(r, cossin)
							want, before := slices.Clone(x), slices.Clone(cossin)
							if n > 0 {
								ropeGeneric(want, headDim, cossin, inverse)
							}
							RoPE(x, heads, headDim, cossin, inverse)
							sameBits(t, what, x, want)
							sameBits(t, what+": angles", cossin, before)
							mx.check(t, what)
							mc.check(t, what)
						}
					}
				}
			}
		}
		x := []float32{3, 4, 7}
		RoPE(x, 1, 3, []float32{0.6, 0.8}, false) // by the angle of 3, 4: twice the angle, and the length kept
		for i, want := range []float64{5 * (0.36 - 0.64), 5 * 2 * 0.48, 7} {
			if !near(x[i], want, 1e-6) {
				t.Errorf("[%d] is %g, want %g", i, x[i], want)
			}
		}
		RoPE(x, 1, 3, []float32{0.6, 0.8}, true)
		if !near(x[0], 3, 1e-6) || !near(x[1], 4, 1e-6) || x[2] != 7 {
			t.Errorf("turned back to %g, want 3, 4, 7", x)
		}
	})
}

// siluGradOracle returns silu(z), its derivative, and tolerances of each.
func siluGradOracle(z float64) (silu, grad, siluTol, gradTol float64) {
	if math.IsInf(z, 1) {
		return z, 1, 0, 0
	}
	if math.IsInf(z, -1) {
		return math.Copysign(0, -1), math.Copysign(0, -1), 0, 0
	}
	sigma, rest := 1/(1+math.Exp(-z)), 1/(1+math.Exp(z))
	silu, grad = z*sigma, sigma*(1+z*rest)
	siluTol = 4 * ulp(silu)
	gradTol = 8 * ulp(sigma*(1+math.Abs(z)*rest)) // around z = -1.28 the two parts cancel
	if z < -86 {                                  // σ, a subnormal, has a rounding error that z multiplies
		siluTol += 2 * min(-z, 120) * 0x1p-149
		gradTol += 2 * min(-z, 120) * 0x1p-149
	}
	return silu, grad, siluTol, gradTol
}

func TestSiLUMulBackward(t *testing.T) {
	dup := func(got float32, in []float32) (want, tol float64) {
		s, _, st, _ := siluGradOracle(float64(in[2]))
		dh := float64(in[1])
		if math.IsInf(dh, 0) && math.Abs(s) < 1e-37 { // 0·inf, by the last ulp
			return float64(got), 0
		}
		return dh * s, st*math.Abs(dh) + ulp(dh*s)
	}
	dgate := func(got float32, in []float32) (want, tol float64) {
		_, g, _, gt := siluGradOracle(float64(in[2]))
		p := float64(in[1] * in[3])
		if math.IsInf(p, 0) && math.Abs(g) < 1e-6 {
			return float64(got), 0
		}
		return p * g, gt*math.Abs(p) + ulp(p*g)
	}
	scratch := make([]float32, 2*run+maxLen)
	checkElementwise(t, 4, func(x [][]float32) { SiLUMulBackward(scratch[:len(x[0])], x[0], x[1], x[2], x[3]) }, dup)
	checkElementwise(t, 4, func(x [][]float32) { SiLUMulBackward(x[0], scratch[:len(x[0])], x[1], x[2], x[3]) }, dgate)
	eachTier(t, func(t *testing.T) {
		r := newRand()
		for range 5000 {
			z := float32(r.NormFloat64()) * 40
			if r.IntN(2) == 0 {
				z /= 20
			}
			var g, u [1]float32
			SiLUMulBackward(g[:], u[:], []float32{1}, []float32{z}, []float32{1})
			silu, grad, st, gt := siluGradOracle(float64(z))
			if !near(u[0], silu, st) || !near(g[0], grad, gt) {
				t.Fatalf("silu(%g) is %g, want %g ± %g; its derivative %g, want %g ± %g", z, u[0], silu, st, g[0], grad, gt)
			}
		}
		gate := []float32{1e4, -1e4, 3e38, -3e38, inf32, -inf32, 0, 200, -200}
		ones := slices.Repeat([]float32{1}, len(gate))
		g, u := make([]float32, len(gate)), make([]float32, len(gate))
		SiLUMulBackward(g, u, ones, gate, ones)
		for i, want := range []float32{1, 0, 1, 0, 1, 0, 0.5, 1, 0} {
			if g[i] != want || u[i] != gate[i]*want && u[i] != 0 {
				t.Errorf("at %g: gradients %g of gate, %g of up", gate[i], g[i], u[i])
			}
		}
		in, dh := slices.Clone(gate), slices.Clone(ones)
		SiLUMulBackward(in, dh, dh, in, ones) // in place of gate and dhidden
		sameBits(t, "dgate is gate", in, g)
		sameBits(t, "dup is dhidden", dh, u)
	})
}

func TestRMSNormBackward(t *testing.T) {
	const r float32 = 0.37
	eachTier(t, func(t *testing.T) {
		eachLength(t, 5, func(t *testing.T, what string, finite bool, s [][]float32) {
			dx, direct, dy, x, weight := s[0], s[1], s[2], s[3], s[4]
			before := [][]float32{slices.Clone(direct), slices.Clone(dy), slices.Clone(x), slices.Clone(weight)}
			RMSNormBackward(dx, direct, dy, x, weight, r)
			for i, b := range before {
				sameBits(t, fmt.Sprintf("%s: input %d", what, i+1), s[i+1], b)
			}
			n := len(dx)
			if finite {
				var sum, abs float64
				for i := range dx {
					p := float64(dy[i]*weight[i]) * float64(x[i])
					sum += p
					abs += math.Abs(p)
				}
				r3 := float64(r) * float64(r) * float64(r) / float64(n)
				for i := range dx {
					a, b := float64(r)*float64(dy[i]*weight[i]), float64(x[i])*r3*sum
					tol := 4*(ulp(a)+ulp(b)+ulp(float64(direct[i]))) + math.Abs(float64(x[i]))*(r3*sumTolerance(n, abs)+0x1p-149)
					if want := float64(direct[i]) + a - b; !near(dx[i], want, tol) {
						t.Fatalf("%s: [%d] is %g, want %g ± %g", what, i, dx[i], want, tol)
					}
				}
			}
			RMSNormBackward(direct, direct, dy, x, weight, r)
			sameBits(t, what+", in place", direct, dx)
		})
	})
}

// TestBlockEqualsReference demands of sums of small integers, which are exact in any order, and of what follows from them, what the reference says.
func TestBlockEqualsReference(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		for n := range maxLen {
			x, y, z := make([]float32, n), make([]float32, n), make([]float32, n)
			ints(r, x)
			ints(r, y)
			ints(r, z)
			if got, want := dotWeighted(x, y, z), dotWeightedGeneric(x, y, z); got != want {
				t.Fatalf("Σ of %d: got %g, want %g", n, got, want)
			}
			got, want := make([]float32, n), make([]float32, n)
			normBackward(got, x, y, z, x, 0.5, 3)
			normBackwardGeneric(want, x, y, z, x, 0.5, 3)
			sameBits(t, fmt.Sprintf("%d values", n), got, want)
		}
	})
}

// BenchmarkBlock counts one operation a value.
func BenchmarkBlock(b *testing.B) {
	const n = 4096
	x, y, z, v, w := filled(n), filled(n), filled(n), filled(n), filled(n)
	for _, k := range []struct {
		name   string
		kernel func()
	}{
		{"Add", func() { Add(x, y, z) }},
		{"RoPE", func() { RoPE(x, 32, 128, y[:128], true) }},
		{"SiLUMulBackward", func() { SiLUMulBackward(x, y, z, v, w) }},
		{"RMSNormBackward", func() { RMSNormBackward(x, y, z, v, w, 0.5) }},
	} {
		b.Run(k.name, func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				for b.Loop() {
					k.kernel()
				}
				return n
			})
		})
	}
}
