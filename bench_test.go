package llft

import (
	"fmt"
	"testing"
)

// benchTiers runs bench as a sub-benchmark under every tier; what it returns is the number of operations of one iteration, which are reported per
// second (a multiply-add counts as two).
func benchTiers(b *testing.B, bench func(b *testing.B) (ops float64)) {
	for _, tier := range Tiers() {
		b.Run(string(tier), func(b *testing.B) {
			restore, err := SetISA(tier)
			if err != nil {
				b.Fatal(err)
			}
			defer restore()
			ops := bench(b)
			b.ReportMetric(ops*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gop/s")
		})
	}
}

func filled(n int) []float32 {
	x := make([]float32, n)
	kinds[0].fill(newRand(), x)
	return x
}

func BenchmarkGemmPanel(b *testing.B) {
	for _, s := range []struct{ m, k, n int }{{240, 256, 32}, {128, 2048, 32}, {32, 64, 32}, {128, 8, 32}, {128, 2048, 8}, {1, 2048, 32}, {5, 2048, 32}, {128, 11008, 32}} {
		b.Run(fmt.Sprintf("m=%d,k=%d,n=%d", s.m, s.k, s.n), func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				c, a, panel := make([]float32, s.m*PanelWidth), filled(s.m*s.k), filled(s.k*PanelWidth)
				for b.Loop() {
					GemmPanel(c, PanelWidth, a, s.k, 1, panel, s.m, s.k, s.n)
				}
				return 2 * float64(s.m*s.k*s.n)
			})
		})
	}
}

func BenchmarkGemmPanelBF16(b *testing.B) {
	for _, s := range []struct{ m, k, n int }{{240, 512, 32}, {32, 64, 32}, {128, 2048, 8}} {
		b.Run(fmt.Sprintf("m=%d,k=%d,n=%d", s.m, s.k, s.n), func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				c, a, panel := make([]float32, s.m*PanelWidth), make([]uint16, s.m*s.k), make([]uint16, s.k*PanelWidth)
				for b.Loop() {
					GemmPanelBF16(c, PanelWidth, a, s.k, panel, s.m, s.k, s.n)
				}
				return 2 * float64(s.m*s.k*s.n)
			})
		})
	}
}

// BenchmarkPack counts values.
func BenchmarkPack(b *testing.B) {
	const k = 256
	x, panel, half, pairs := filled(k*(PanelWidth+1)), make([]float32, k*PanelWidth), make([]uint16, 2*k*PanelWidth+2*k), make([]uint16, 2*k*PanelWidth)
	for _, p := range []struct {
		name string
		pack func()
	}{
		{"rows", func() { Pack(panel, x, PanelWidth, 1, k, PanelWidth) }},
		{"columns", func() { Pack(panel, x, 1, k+1, k, PanelWidth) }},
		{"bf16 rows", func() { PackBF16Rows(pairs, x, PanelWidth, k, PanelWidth) }},
		{"bf16 columns", func() { PackBF16Columns(pairs, half, k+2, k, PanelWidth) }},
	} {
		b.Run(p.name, func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				for b.Loop() {
					p.pack()
				}
				return k * PanelWidth
			})
		})
	}
}

// BenchmarkGemm has the shapes of attention: 32 queries, 64 keys, heads of 64.
func BenchmarkGemm(b *testing.B) {
	const m, k, n = 32, 64, 64
	for _, s := range []struct {
		name     string
		brs, bcs int
	}{{"rows", n, 1}, {"columns", 1, k}} {
		b.Run(s.name, func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				c, a, m2, panel := make([]float32, m*n), filled(m*k), filled(k*n), make([]float32, k*PanelWidth)
				for b.Loop() {
					Gemm(c, n, a, k, 1, m2, s.brs, s.bcs, m, k, n, panel)
				}
				return 2 * m * k * n
			})
		})
	}
}

func BenchmarkDotQ(b *testing.B) {
	const n = 4096
	for _, k := range rowKinds {
		b.Run(k.name, func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				q, w := NewQ8(n), make([]byte, n/k.values*k.bytes)
				q.Quantize(filled(n))
				for b.Loop() {
					k.dot(w, q)
				}
				return 2 * n
			})
		})
	}
}

// BenchmarkVector counts one operation a value.
func BenchmarkVector(b *testing.B) {
	const n = 4096
	x, y, z, h, q := filled(n), filled(n), filled(n), make([]uint16, n), NewQ8(n)
	for _, v := range []struct {
		name   string
		kernel func()
	}{
		{"Dot", func() { Dot(x, y) }},
		{"Axpy", func() { Axpy(x, 1e-9, y) }},
		{"DotF16", func() { DotF16(x, h) }},
		{"DotBF16", func() { DotBF16(x, h) }},
		{"AxpyF16", func() { AxpyF16(x, 1e-9, h) }},
		{"F16ToF32", func() { F16ToF32(z, h) }},
		{"F32ToF16", func() { F32ToF16(h, y) }},
		{"BF16ToF32", func() { BF16ToF32(z, h) }},
		{"F32ToBF16", func() { F32ToBF16(h, y) }},
		{"RMSNorm", func() { RMSNorm(z, x, y, 1e-5) }},
		{"Softmax", func() { Softmax(z) }},
		{"SiLUMul", func() { SiLUMul(z, x, y) }},
		{"Quantize", func() { q.Quantize(x) }},
	} {
		b.Run(v.name, func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				for b.Loop() {
					v.kernel()
				}
				return n
			})
		})
	}
}
