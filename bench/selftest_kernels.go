package bench

import (
	"fmt"
	"math"
	"math/rand/v2"

	"llft"
)

// kernelCase is what the kernels get: n values each.
type kernelCase struct {
	n       int
	x, y, w []float32
	half    []uint16 // finite float16
	brain   []uint16 // finite bfloat16
}

func newKernelCase(n int) kernelCase {
	rng := rand.New(rand.NewPCG(uint64(n), 0x6b65726e))
	c := kernelCase{n: n, half: make([]uint16, n), brain: make([]uint16, n)}
	for _, s := range []*[]float32{&c.x, &c.y, &c.w} {
		*s = make([]float32, n)
		for i := range *s {
			(*s)[i] = float32(rng.NormFloat64())
		}
	}
	for i := range n {
		c.half[i] = uint16(rng.IntN(0x7c00)) | uint16(rng.IntN(2))<<15
		c.brain[i] = uint16(rng.IntN(0x7f80)) | uint16(rng.IntN(2))<<15
	}
	return c
}

// kernels are those of the root package on vectors; products come with every type of weight in checkProducts. Those that are exact have
// the same bits in every tier.
var kernels = []struct {
	name  string
	exact bool
	run   func(c kernelCase) []float32
}{
	// The second value puts the size of what is summed beside a sum that may be near zero.
	{"Dot", false, func(c kernelCase) []float32 { return []float32{llft.Dot(c.x, c.y), float32(c.n) / 2} }},
	{"DotF16", false, func(c kernelCase) []float32 {
		var size float32
		for i, v := range values(c.half) {
			size += float32(math.Abs(float64(v * c.x[i])))
		}
		return []float32{llft.DotF16(c.x, c.half), size}
	}},
	{"DotBF16", false, func(c kernelCase) []float32 {
		wide := make([]float32, c.n)
		llft.BF16ToF32(wide, c.brain)
		for i, v := range wide { // within what a sum of all can hold
			wide[i] = min(max(v, -1e30), 1e30)
		}
		h := make([]uint16, c.n)
		llft.F32ToBF16(h, wide)
		var size float32
		for i, v := range wide {
			size += float32(math.Abs(float64(v * c.x[i])))
		}
		return []float32{llft.DotBF16(c.x, h), size}
	}},
	{"Axpy", false, func(c kernelCase) []float32 { llft.Axpy(c.y, 0.7, c.x); return c.y }},
	{"AxpyF16", false, func(c kernelCase) []float32 { llft.AxpyF16(c.y, 0.7, c.half); return c.y }},
	{"GemvPanelF16", false, func(c kernelCase) []float32 {
		sums, steps := make([]float32, llft.PanelWidth), c.n/llft.PanelWidth
		llft.GemvPanelF16(sums, c.x[:steps], c.half[:steps*llft.PanelWidth])
		return sums
	}},
	{"RMSNorm", false, func(c kernelCase) []float32 { llft.RMSNorm(c.y, c.x, c.w, 1e-5); return c.y }},
	{"Softmax", false, func(c kernelCase) []float32 { return append(c.x, llft.Softmax(c.x)) }},
	{"ExpSum", false, func(c kernelCase) []float32 { return append(c.x, llft.ExpSum(c.x, llft.Max(c.x))) }},
	{"Max", true, func(c kernelCase) []float32 { return []float32{llft.Max(c.x)} }},
	{"Scale", true, func(c kernelCase) []float32 { llft.Scale(c.x, 0.3); return c.x }},
	{"Add", true, func(c kernelCase) []float32 { llft.Add(c.y, c.x, c.w); return c.y }},
	{"RMSNormBackward", false, func(c kernelCase) []float32 {
		dx := make([]float32, c.n)
		llft.RMSNormBackward(dx, c.y, c.y, c.x, c.w, 0.9)
		return dx
	}},
	{"SiLUMulBackward", false, func(c kernelCase) []float32 {
		gate, up := make([]float32, c.n), make([]float32, c.n)
		llft.SiLUMulBackward(gate, up, c.y, c.x, c.w)
		return append(gate, up...)
	}},
	{"RoPE", true, func(c kernelCase) []float32 {
		const heads = 3
		half := (c.n + 1) / 2
		x := repeated(c.x, heads*2*half)
		llft.RoPE(x, heads, 2*half, repeated(c.w, 2*half), false)
		llft.RoPE(x, heads, 2*half, repeated(c.y, 2*half), true)
		return x
	}},
	{"SiLUMul", false, func(c kernelCase) []float32 { llft.SiLUMul(c.y, c.x, c.w); return c.y }},
	{"Gemm", false, func(c kernelCase) []float32 {
		const m, n = 5, 21
		k := c.n
		sum, a, b := make([]float32, m*n), repeated(c.x, m*k), repeated(c.y, k*n)
		llft.Gemm(sum, n, a, k, 1, b, n, 1, m, k, n, make([]float32, k*llft.PanelWidth))
		return sum
	}},
	{"F16ToF32", true, func(c kernelCase) []float32 { llft.F16ToF32(c.y, c.half); return c.y }},
	{"F32ToF16", true, func(c kernelCase) []float32 {
		h := make([]uint16, c.n)
		llft.F32ToF16(h, c.x)
		return values(h)
	}},
	{"BF16ToF32", true, func(c kernelCase) []float32 { llft.BF16ToF32(c.y, c.brain); return c.y }},
	{"F32ToBF16", true, func(c kernelCase) []float32 {
		h := make([]uint16, c.n)
		llft.F32ToBF16(h, c.x)
		return values(h)
	}},
	{"Q8.Quantize", true, func(c kernelCase) []float32 {
		q := llft.NewQ8(c.n &^ 31)
		q.Quantize(c.x[:c.n&^31])
		out := append([]float32(nil), q.Scale...)
		for _, v := range q.Codes {
			out = append(out, float32(v))
		}
		for _, v := range q.Sums {
			out = append(out, float32(v))
		}
		return out
	}},
}

// values are bits as numbers, so that all results are compared alike.
func values(bits []uint16) []float32 {
	out := make([]float32, len(bits))
	for i, v := range bits {
		out[i] = float32(v)
	}
	return out
}

func repeated(x []float32, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = x[i%len(x)]
	}
	return out
}

// kernelSizes are full vectors, parts of them, and more than a call of assembly takes on.
func kernelSizes() []int {
	var all []int
	for n := 1; n <= 70; n++ {
		all = append(all, n)
	}
	return append(all, 96, 127, 128, 255, 256, 1000, 4096, 9001)
}

// checkKernels compares the tier in use with the reference.
func checkKernels() (string, error) {
	var w worst
	for _, n := range kernelSizes() {
		for _, k := range kernels {
			if k.name == "Gemm" && n > 1000 {
				continue
			}
			got := k.run(newKernelCase(n))
			var want []float32
			if err := generic(func() error { want = k.run(newKernelCase(n)); return nil }); err != nil {
				return "", err
			}
			what := fmt.Sprintf("%s of %d values", k.name, n)
			if !k.exact {
				w.compare(what, got, want, 2e-5)
				continue
			}
			for i := range want {
				if math.Float32bits(got[i]) != math.Float32bits(want[i]) && w.err == nil {
					w.err = fmt.Errorf("%s: result %d is %g, want %g exactly", what, i, got[i], want[i])
				}
			}
		}
	}
	return fmt.Sprintf("%d kernels, differences up to %.1g", len(kernels), w.distance), w.err
}
