package quant

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"llft/internal/parallel"
)

// BenchmarkPackedBatch is few rows of X with a matrix that no cache holds: what a row costs where several pass by at once.
func BenchmarkPackedBatch(b *testing.B) {
	benchPacked(b, 32000, 2048, func(b *testing.B, p *parallel.Pool, w *Matrix, _ int) {
		if w.packed == nil {
			b.Skip("not packed")
		}
		for _, n := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
				x, y := randomValues(n*w.Cols, rand.New(rand.NewPCG(8, 8))), make([]float32, n*w.Rows)
				for b.Loop() {
					w.Mul(p, y, x, n, Int8)
				}
			})
		}
	})
}
