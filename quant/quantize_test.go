package quant

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

// relative is the root of Σ(back-x)² / Σx² after a round trip through a type. A value that comes back as no number gives +Inf.
func relative(t *testing.T, id gguf.Type, x []float32) (float64, []float32) {
	t.Helper()
	f := lookup(id)
	data, back := make([]byte, len(x)/f.block*f.bytes), make([]float32, len(x))
	if err := Quantize(id, data, x); err != nil {
		t.Fatal(err)
	}
	if err := Dequantize(id, back, data); err != nil {
		t.Fatal(err)
	}
	return rmsOf(back, x), back
}

func rmsOf(got, want []float32) float64 {
	var diff, norm float64
	for i := range want {
		d := float64(got[i]) - float64(want[i])
		diff += d * d
		norm += float64(want[i]) * float64(want[i])
	}
	if r := math.Sqrt(diff / norm); !math.IsNaN(r) {
		return r
	}
	return math.Inf(1)
}

// plain is the error of rounding each run of n values to a uniform grid over its range, which any search must beat.
func plain(x []float32, n int, top float32, symmetric bool) float64 {
	back := make([]float32, len(x))
	for at := 0; at < len(x); at += n {
		run := x[at : at+n]
		lo, hi := min(0, run[0]), run[0]
		for _, v := range run {
			lo, hi = min(lo, v), max(hi, v)
		}
		if symmetric {
			lo, hi = -max(-lo, hi), max(-lo, hi)
		}
		step := (hi - lo) / top
		for i, v := range run {
			back[at+i] = lo + step*float32(math.Round(float64((v-lo)/step)))
		}
	}
	return rmsOf(back, x)
}

// searched are the types whose scales are searched, with the run of one scale and the steps between its extremes.
var searched = []struct {
	id        gguf.Type
	run       int
	top       float32
	symmetric bool
}{
	{gguf.Q2_K, 16, 3, false}, {gguf.Q3_K, 16, 7, true}, {gguf.Q4_K, 32, 15, false}, {gguf.Q5_K, 32, 31, false},
	{gguf.Q6_K, 16, 63, true}, {gguf.IQ4_NL, 32, 15, true}, {gguf.IQ4_XS, 32, 15, true},
}

// rows are the inputs of the tests below, each a multiple of 256 values.
func rows() map[string][]float32 {
	rng := rand.New(rand.NewPCG(7, 7))
	make1 := func(f func(i int) float64) []float32 {
		x := make([]float32, 1<<14)
		for i := range x {
			x[i] = float32(f(i))
		}
		return x
	}
	normal := func(int) float64 { return rng.NormFloat64() }
	return map[string][]float32{
		"normal":   make1(normal),
		"tiny":     make1(func(int) float64 { return 0.003 * rng.NormFloat64() }),
		"huge":     make1(func(int) float64 { return 1000 * rng.NormFloat64() }),
		"uniform":  make1(func(int) float64 { return rng.Float64() }),
		"negative": make1(func(int) float64 { return -1 - rng.Float64() }),
		"outliers": make1(func(i int) float64 {
			if i%97 == 0 {
				return 12 * rng.NormFloat64()
			}
			return rng.NormFloat64()
		}),
	}
}

// The search pays: its error is below that of the same grid laid over the range, though the grid's own scale is not even rounded. A row of
// one sign has a minimum that the symmetric types lack and that the others store at 0 or coarsely, so that only a bound is asked there.
func TestQuantizeSearchBeatsTheGrid(t *testing.T) {
	for name, x := range rows() {
		for _, s := range searched {
			got, _ := relative(t, s.id, x)
			limit := plain(x, s.run, s.top, s.symmetric)
			if name == "uniform" || name == "negative" {
				limit *= 1.5
			}
			if !(got < limit) {
				t.Errorf("%v, %s: relative RMS %.5f, the plain grid has %.5f", s.id, name, got, limit)
			}
		}
	}
}

// What a block can hold exactly comes back exactly, or nearly: zeros, and one value throughout.
func TestQuantizeConstants(t *testing.T) {
	const maxOff = 0.5 / 32 // half a code of a scale of 6 bits with sign, where the unit has few binary digits
	for _, f := range formats {
		if f.quantize == nil {
			continue
		}
		for _, c := range []float32{0, 1, -1, 0.01, -300} {
			x := make([]float32, 2*superBlock)
			for i := range x {
				x[i] = c
			}
			_, back := relative(t, f.id, x)
			for i, v := range back {
				if d := math.Abs(float64(v - c)); !(d <= maxOff*math.Abs(float64(c))) {
					t.Errorf("%v: a row of %g comes back as %g at %d", f.id, c, v, i)
					break
				}
			}
		}
	}
}

// No input makes a searched type store an infinite or undefined scale, and runs of zeros beside others stay zero.
func TestQuantizeSearchStaysFinite(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, s := range searched {
		for _, c := range []float32{1e-45, 1e-38, 1e-20, 1e-12, 1e-9, 3e-8, 1e-7, 1e-5, 1e6, 1e10, 1e20, 3e38, inf, -inf, nan} {
			x := make([]float32, superBlock)
			for i := range x[64:] {
				x[64+i] = c * float32(1-2*(i%2)) * float32(i%5) / 4
			}
			_, back := relative(t, s.id, x)
			if i := notFinite(back); i >= 0 {
				t.Errorf("%v: of values of %g, number %d comes back as %g", s.id, c, i, back[i])
			}
			for i, v := range back[:64] {
				if v != 0 {
					t.Errorf("%v: beside values of %g, a zero comes back as %g at %d", s.id, c, v, i)
					break
				}
			}
			if c > 1e-5 || c < 1e-12 {
				continue
			}
			for i, v := range back {
				// Scale and minimum go in steps of 2^-24: a scale below 2^-25 becomes 0, and top codes of it with it.
				if math.Abs(float64(v-x[i])) > float64(s.top+2)/(1<<25)+0.5*float64(c) {
					t.Errorf("%v: %g comes back as %g", s.id, x[i], v)
					break
				}
			}
		}
	}
}

// The codes of a run that a type holds exactly are found: values made from random codes under a scale that binary16 holds come back.
func TestQuantizeFindsTheGrid(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for _, s := range searched {
		if s.id == gguf.IQ4_NL || s.id == gguf.IQ4_XS {
			continue
		}
		x := make([]float32, superBlock)
		for i := range x {
			code := rng.IntN(int(s.top) + 1)
			switch i % s.run { // both ends occur in every run
			case 0:
				code = 0
			case 1:
				code = int(s.top)
			}
			x[i] = float32(code)
			if s.symmetric {
				x[i] -= (s.top + 1) / 2
			}
			x[i] *= 0.25
		}
		if got, _ := relative(t, s.id, x); !(got < 2e-3) {
			t.Errorf("%v: relative RMS %.4g of a row on its own grid", s.id, got)
		}
	}
}

// Every tier gives the same bytes.
func TestQuantizeBytesDoNotDependOnTheTier(t *testing.T) {
	for name, x := range rows() {
		for _, s := range searched {
			f := lookup(s.id)
			var first []byte
			for _, tier := range llft.Tiers() {
				restore, err := llft.SetISA(tier)
				if err != nil {
					t.Fatal(err)
				}
				data := make([]byte, len(x)/f.block*f.bytes)
				f.quantize(data, x)
				restore()
				if first == nil {
					first = data
				}
				if !bytes.Equal(data, first) {
					t.Errorf("%v, %s: %s gives other bytes than %s", s.id, name, tier, llft.Tiers()[0])
				}
			}
		}
	}
}

func TestQuantizeMatrix(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	const rows, cols = 67, 2 * superBlock
	x := make([]float32, rows*cols)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	for _, threads := range []int{1, 3} {
		p := parallel.New(threads)
		defer p.Close()
		for _, f := range formats {
			if f.quantize == nil {
				continue
			}
			want, got := make([]byte, len(x)/f.block*f.bytes), make([]byte, len(x)/f.block*f.bytes)
			if err := Quantize(f.id, want, x); err != nil {
				t.Fatal(err)
			}
			if err := QuantizeMatrix(p, f.id, got, x, rows, cols); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%v, %d threads: error %v, or other bytes than Quantize", f.id, threads, err)
			}
		}
		blocks := make([]byte, rows*2*q4_kBytes)
		bad := append([]float32(nil), x...)
		bad[5*cols+3], bad[40*cols+1] = float32(math.NaN()), float32(math.Inf(1))
		if err := QuantizeMatrix(p, gguf.Q4_K, blocks, bad, rows, cols); err == nil || !strings.Contains(err.Error(), "row 5, column 3 is NaN") {
			t.Errorf("%d threads: error %v does not name the first bad value", threads, err)
		}
		for _, c := range [][2]int{{rows + 1, cols}, {2 * rows, superBlock / 2}, {-rows, -cols}, {0, 0}} {
			if err := QuantizeMatrix(p, gguf.Q4_K, blocks, x, c[0], c[1]); err == nil {
				t.Errorf("%d × %d is taken for %d × %d", c[0], c[1], rows, cols)
			}
		}
		if err := QuantizeMatrix(p, gguf.Q4_K, blocks[1:], x, rows, cols); err == nil {
			t.Error("blocks short of a byte are taken")
		}
		if err := QuantizeMatrix(p, gguf.TQ1_0, blocks, x, rows, cols); err == nil || !strings.Contains(err.Error(), "TQ1_0") {
			t.Errorf("error %v does not name TQ1_0", err)
		}
	}
}

func BenchmarkQuantize(b *testing.B) {
	rng := rand.New(rand.NewPCG(4, 4))
	x := make([]float32, 1<<14)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	for _, f := range formats {
		if f.quantize == nil {
			continue
		}
		dst := make([]byte, len(x)/f.block*f.bytes)
		b.Run(f.id.String(), func(b *testing.B) {
			for b.Loop() {
				f.quantize(dst, x)
			}
			b.ReportMetric(float64(len(x))*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mvalues/s")
		})
	}
}
