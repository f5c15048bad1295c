package quant

import (
	"fmt"
	"testing"

	"llft/internal/parallel"
)

// BenchmarkAddGrad is the gradient of matrices of a small model, in GFLOP/s.
func BenchmarkAddGrad(b *testing.B) {
	p := parallel.New(parallel.DefaultThreads())
	defer p.Close()
	for _, s := range [][3]int{{1024, 1024, 384}, {1024, 384, 1024}, {1024, 384, 384}, {128, 4096, 384}, {512, 4096, 384}, {512, 4096, 4096}} {
		n, rows, cols := s[0], s[1], s[2]
		dy, x, dw := make([]float32, n*rows), make([]float32, n*cols), make([]float32, rows*cols)
		for _, c := range []Compute{BF16, F32} {
			b.Run(fmt.Sprintf("%v/%d_%d_%d", c, n, rows, cols), func(b *testing.B) {
				for b.Loop() {
					AddGrad(p, dw, dy, x, n, rows, cols, c)
				}
				b.ReportMetric(2*float64(n*rows*cols)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
