package quant

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"llft/gguf"
	"llft/internal/parallel"
)

// The shape of a square matrix of TinyLlama; W is larger than a second-level cache in every type.
const benchRows, benchCols = 2048, 2048

var benchTypes = []gguf.Type{gguf.F32, gguf.F16, gguf.Q8_0, gguf.Q4_0, gguf.Q4_K, gguf.Q6_K}

// report states the rate of multiply-adds as 2 operations each.
func report(b *testing.B, n int) {
	b.ReportMetric(2*float64(n)*benchRows*benchCols*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

func BenchmarkMul(b *testing.B) {
	p := parallel.New(1)
	defer p.Close()
	rng := rand.New(rand.NewPCG(1, 1))
	for _, id := range benchTypes {
		w := randomMatrix(b, id, benchRows, benchCols, rng)
		for _, compute := range []Compute{F32, Int8} {
			if compute == Int8 && lookup(id).dot == nil {
				continue
			}
			for _, n := range []int{1, 128, 512} {
				x, y := randomValues(n*benchCols, rng), make([]float32, n*benchRows)
				b.Run(fmt.Sprintf("%v/%v/n=%d", id, compute, n), func(b *testing.B) {
					b.SetBytes(int64(len(w.Data)))
					for b.Loop() {
						w.Mul(p, y, x, n, compute)
					}
					report(b, n)
				})
			}
		}
	}
}

func BenchmarkMulT(b *testing.B) {
	p := parallel.New(1)
	defer p.Close()
	rng := rand.New(rand.NewPCG(2, 2))
	const n = 128
	for _, id := range benchTypes {
		w := randomMatrix(b, id, benchRows, benchCols, rng)
		dx, dy := make([]float32, n*benchCols), randomValues(n*benchRows, rng)
		b.Run(fmt.Sprintf("%v/n=%d", id, n), func(b *testing.B) {
			for b.Loop() {
				w.MulT(p, dx, dy, n, F32)
			}
			report(b, n)
		})
	}
}

func BenchmarkDequantize(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 3))
	row := make([]float32, benchCols)
	for _, f := range formats {
		w := randomMatrix(b, f.id, 16, benchCols, rng)
		b.Run(f.id.String(), func(b *testing.B) {
			b.SetBytes(4 * benchCols)
			for b.Loop() {
				w.Row(row, 3)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/benchCols, "ns/value")
		})
	}
}
