package llft

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// maxLen is the longest of the lengths that the tests go through one by one.
const maxLen = 200

// eachLength calls test with slices of every length and of some beyond one run of the assembly, filled in every kind; count slices a call.
func eachLength(t *testing.T, count int, test func(t *testing.T, what string, finite bool, x [][]float32)) {
	r := newRand()
	arenas := make([]*arena, count)
	for i := range arenas {
		arenas[i] = newArena(t, 4*(2*run+maxLen))
	}
	lengths := []int{run - 1, run, run + 1, 2*run + 5}
	for n := range maxLen + 1 {
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		for _, k := range kinds {
			what := fmt.Sprintf("%s, %d values", k.name, n)
			x := make([][]float32, count)
			for i := range x {
				x[i] = take[float32](arenas[i], n)
				k.fill(r, x[i])
			}
			test(t, what, k.finite, x)
			for _, a := range arenas {
				a.check(t, what)
			}
		}
	}
}

// eachOffset calls test with slices that begin at every pair of places in 32 bytes.
func eachOffset(count int, test func(what string, x [][]float32)) {
	r := newRand()
	for n := 1; n < 70; n += 7 {
		for offset := range 64 {
			x := make([][]float32, count)
			for i := range x {
				x[i] = make([]float32, n+8)[offset>>(3*(i%2))&7:][:n]
				kinds[0].fill(r, x[i])
			}
			test(fmt.Sprintf("%d values, offset %d", n, offset), x)
		}
	}
}

// dotOracle returns Σ x·y and Σ |x·y| in float64.
func dotOracle(x, y []float32) (sum, abs float64) {
	for i := range x {
		p := float64(x[i]) * float64(y[i])
		sum += p
		abs += math.Abs(p)
	}
	return sum, abs
}

// sumTolerance bounds the error of a float32 sum of n products of magnitudes that add up to abs, in any order.
func sumTolerance(n int, abs float64) float64 { return float64(n+1) * (0x1p-23*abs + 0x1p-149) }

func checkDot(t *testing.T, what string, got float32, x, y []float32) {
	t.Helper()
	finite := 0.0
	for i := range x {
		if p := math.Abs(float64(x[i]) * float64(y[i])); !math.IsInf(p, 0) && !math.IsNaN(p) {
			finite += p
		}
	}
	if finite > math.MaxFloat32 {
		return // whether float32 overflows depends on the order of summation
	}
	want, abs := dotOracle(x, y)
	if !near(got, want, sumTolerance(len(x), abs)) {
		t.Fatalf("%s: got %g, want %g ± %g", what, got, want, sumTolerance(len(x), abs))
	}
}

func TestDot(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		eachLength(t, 2, func(t *testing.T, what string, _ bool, x [][]float32) {
			before := slices.Clone(x[0])
			checkDot(t, what, Dot(x[0], x[1]), x[0], x[1])
			sameBits(t, what+": input", x[0], before)
		})
		eachOffset(2, func(what string, x [][]float32) {
			checkDot(t, what, Dot(x[0], x[1]), x[0], x[1])
			if got, want := Dot(x[0], x[1]), Dot(slices.Clone(x[0]), slices.Clone(x[1])); !same(got, want) {
				t.Fatalf("%s: got %g, elsewhere in memory %g", what, got, want)
			}
		})
	})
}

// checkElementwise runs kernel on whole slices, at other places in memory, and on each value alone: the bits must be the same. check judges one
// value. The first slice is the output and may be an input too.
func checkElementwise(t *testing.T, count int, kernel func(x [][]float32), check func(got float32, in []float32) (want, tol float64)) {
	each := func(t *testing.T, what string, x [][]float32) {
		n := len(x[0])
		before := make([][]float32, count)
		for i := range x {
			before[i] = slices.Clone(x[i])
		}
		kernel(x)
		for i := 1; i < count; i++ {
			sameBits(t, fmt.Sprintf("%s: input %d", what, i), x[i], before[i])
		}
		one, in := make([][]float32, count), make([]float32, count)
		for i := range one {
			one[i] = make([]float32, 1)
		}
		for j := 0; j < n; j += 1 + n/maxLen*37 {
			for i := range in {
				in[i] = before[i][j]
				one[i][0] = in[i]
			}
			if want, tol := check(x[0][j], in); !near(x[0][j], want, tol) {
				t.Fatalf("%s: [%d] is %g, want %g ± %g, from %g", what, j, x[0][j], want, tol, in)
			}
			kernel(one)
			if !same(one[0][0], x[0][j]) {
				t.Fatalf("%s: [%d] is %g, alone %g, from %g", what, j, x[0][j], one[0][0], in)
			}
		}
	}
	eachTier(t, func(t *testing.T) {
		eachLength(t, count, func(t *testing.T, what string, _ bool, x [][]float32) { each(t, what, x) })
		eachOffset(count, func(what string, x [][]float32) { each(t, what, x) })
	})
}

func TestAxpy(t *testing.T) {
	for _, a := range []float32{0, 1, -0.37, 1e-40, -0.9} {
		checkElementwise(t, 2, func(x [][]float32) { Axpy(x[0], a, x[1]) }, func(_ float32, in []float32) (want, tol float64) {
			p := float64(a) * float64(in[1])
			return float64(in[0]) + p, ulp(p) + ulp(float64(in[0])+p)
		})
	}
}

func TestScale(t *testing.T) {
	checkElementwise(t, 1, func(x [][]float32) { cut(func(x []float32) { scale(x, 0.3) }, x[0]) }, func(_ float32, in []float32) (want, tol float64) {
		want = float64(float32(0.3)) * float64(in[0])
		return want, ulp(want) / 2
	})
}

// cut calls f for the runs of x, as the exported functions do.
func cut(f func([]float32), x []float32) {
	for i := 0; i < len(x); i += run {
		f(x[i:min(i+run, len(x))])
	}
}

func TestRMSNorm(t *testing.T) {
	const eps float32 = 1e-5
	eachTier(t, func(t *testing.T) {
		eachLength(t, 3, func(t *testing.T, what string, _ bool, s [][]float32) {
			y, x, weight := s[0], s[1], s[2]
			before := slices.Clone(x)
			r := RMSNorm(y, x, weight, eps)
			if len(x) == 0 {
				return
			}
			sum, _ := dotOracle(x, x)
			want := 1 / math.Sqrt(sum/float64(len(x))+float64(eps))
			if !near(r, want, 0.51*ulp(want)) {
				t.Fatalf("%s: got 1/rms %g, want %g", what, r, want)
			}
			for i := range y {
				if w := float32(x[i]*r) * weight[i]; !same(y[i], w) {
					t.Fatalf("%s: [%d] is %g, want %g", what, i, y[i], w)
				}
			}
			sameBits(t, what+": input", x, before)
			RMSNorm(x, x, weight, eps)
			sameBits(t, what+", in place", x, y)
		})
	})
}

func TestSoftmax(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		eachLength(t, 1, func(t *testing.T, what string, _ bool, in [][]float32) {
			checkSoftmax(t, what, in[0])
		})
		r := newRand()
		for _, spread := range []float32{1, 30, 1e4, 1e38} {
			for n := 1; n < 40; n++ {
				x := make([]float32, n)
				kinds[0].fill(r, x)
				for i := range x {
					x[i] *= spread
				}
				checkSoftmax(t, fmt.Sprintf("spread %g, %d values", spread, n), x)
			}
		}
		for n := range 20 {
			x := slices.Repeat([]float32{-inf32}, n)
			if lse := Softmax(x); lse != -inf32 {
				t.Errorf("%d times -inf: got log-sum-exp %g, want -inf", n, lse)
			}
			sameBits(t, "all -inf", x, make([]float32, n))
		}
	})
}

func checkSoftmax(t *testing.T, what string, x []float32) {
	t.Helper()
	before := slices.Clone(x)
	lse := Softmax(x)
	top := maxGeneric(before)
	if len(x) == 0 || math.IsInf(float64(top), -1) {
		return
	}
	var sum float64
	for _, v := range before {
		sum += math.Exp(float64(v - top))
	}
	want := float64(top) + math.Log(sum)
	// Beside the half ulp of the result there is the relative error of the sum, of positive terms.
	if !near(lse, want, ulp(want)+1e-6) {
		t.Fatalf("%s: got log-sum-exp %g, want %g", what, lse, want)
	}
	for i, v := range before {
		want := math.Exp(float64(v-top)) / sum
		if !near(x[i], want, 2*ulp(want)+2e-6*want) {
			t.Fatalf("%s: [%d] is %g, want %g, from %g", what, i, x[i], want, v)
		}
	}
}

// TestExp measures exp over the whole of its range, which expSum shows.
func TestExp(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		x := make([]float32, 1024)
		in := make([]float32, 1024)
		worst, at := 0.0, float32(0)
		stride := uint32(1009)
		if testing.Short() {
			stride = 30011
		}
		for bits, last := uint32(0x80000000), math.Float32bits(-120); bits <= last; {
			for i := range in {
				in[i] = math.Float32frombits(min(bits, last))
				bits += stride
			}
			copy(x, in)
			expSum(x, 0)
			for i, v := range in {
				want := math.Exp(float64(v))
				if e := math.Abs(float64(x[i])-want) / ulp(want); !(e <= worst) {
					worst, at = e, v
				}
			}
		}
		t.Logf("exp: at most %.3f ulp off, at %g", worst, at)
		if !(worst < 1) {
			t.Errorf("exp(%g) is %.3f ulp off, want less than 1", at, worst)
		}
		x = x[:5]
		copy(x, []float32{0, -104, -inf32, -1e30, nan32})
		expSum(x, 0)
		sameBits(t, "exp of 0, -104, -inf, -1e30, NaN", x, []float32{1, 0, 0, 0, nan32})
	})
}

func TestSiLUMul(t *testing.T) {
	oracle := func(_ float32, in []float32) (want, tol float64) {
		g, up := float64(in[1]), float64(in[2])
		s := g / (1 + math.Exp(-g))
		if math.IsInf(g, -1) {
			s = math.Copysign(0, -1)
		}
		// 3 ulp of silu, times up, and one of the product; far below zero exp(g), a subnormal, has a rounding error that g multiplies.
		tol = 3 * ulp(s)
		if g < -86 {
			tol -= max(g, -120) * 0x1p-149
		}
		return s * up, tol*math.Abs(up) + ulp(s*up)
	}
	checkElementwise(t, 3, func(x [][]float32) { SiLUMul(x[0], x[1], x[2]) }, func(got float32, in []float32) (want, tol float64) {
		if s, _ := oracle(0, []float32{0, in[1], 1}); math.IsInf(float64(in[2]), 0) && math.Abs(s) < 1e-37 { // 0·inf, by the last ulp
			return float64(got), 0
		}
		return oracle(got, in)
	})
	eachTier(t, func(t *testing.T) {
		r := newRand()
		for range 2000 {
			g := []float32{float32(r.NormFloat64()) * 40}
			y := []float32{0}
			up := []float32{1}
			SiLUMul(y, g, up)
			if want, tol := oracle(y[0], []float32{0, g[0], 1}); !near(y[0], want, tol) {
				t.Fatalf("silu(%g) is %g, want %g ± %g", g[0], y[0], want, tol)
			}
		}
		gate := []float32{1e4, -1e4, 3e38, -3e38, inf32, -inf32, 0, 200, -200}
		want := []float32{1e4, 0, 3e38, 0, inf32, 0, 0, 200, 0}
		y, up := slices.Clone(gate), slices.Repeat([]float32{1}, len(gate))
		SiLUMul(y, y, up)
		for i := range y {
			if y[i] != want[i] {
				t.Errorf("silu(%g) is %g, want %g", gate[i], y[i], want[i])
			}
		}
		SiLUMul(up, gate, up) // in place of up
		sameBits(t, "y is up", up, y)
	})
}

func TestLengthsAreChecked(t *testing.T) {
	x, h := make([]float32, 4), make([]uint16, 3)
	odd := x[:3]
	for name, call := range map[string]func(){
		"Dot":       func() { Dot(x, x[:3]) },
		"Axpy":      func() { Axpy(x, 1, x[:3]) },
		"DotF16":    func() { DotF16(x, h) },
		"DotBF16":   func() { DotBF16(x, h) },
		"AxpyF16":   func() { AxpyF16(x, 1, h) },
		"F16ToF32":  func() { F16ToF32(x, h) },
		"F32ToF16":  func() { F32ToF16(h, x) },
		"BF16ToF32": func() { BF16ToF32(x, h) },
		"F32ToBF16": func() { F32ToBF16(h, x) },
		"RMSNorm":   func() { RMSNorm(x, x, x[:3], 0) },
		"SiLUMul":   func() { SiLUMul(x, x[:3], x) },
		"Add":       func() { Add(x, x[:3], x) },
		"RoPE":      func() { RoPE(x, 1, 3, x[:2], false) },
		"RoPE, odd": func() { RoPE(x, 1, 4, odd, false) },
		"RoPE, far": func() { RoPE(x, 2, 2, x, false) },
		"dSiLU":     func() { SiLUMulBackward(x, x, x, x[:3], x) },
		"dRMSNorm":  func() { RMSNormBackward(x, x, x, x, x[:3], 1) },
		"GemmPanel": func() { GemmPanel(x, 1, x, 1, 1, x, 1, 1, 1) },
		"Gemm":      func() { Gemm(x, 1, x, 1, 1, x, 1, 1, 1, 8, 1, make([]float32, 128)) },
		"NewQ8":     func() { NewQ8(33) },
		"Quantize":  func() { NewQ8(32).Quantize(x) },
		"DotQ8_0":   func() { DotQ8_0(make([]byte, 33), NewQ8(32)) },
		"DotQ4_K":   func() { DotQ4_K(make([]byte, 144), NewQ8(128)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s accepts slices whose lengths do not match", name)
				}
			}()
			call()
		}()
	}
}
