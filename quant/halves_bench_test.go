package quant

import (
	"math/rand/v2"
	"testing"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

// BenchmarkHalvesDecode is one row of X with a matrix of 16-bit floats that no cache holds.
func BenchmarkHalvesDecode(b *testing.B) {
	rng := rand.New(rand.NewPCG(4, 4))
	p := parallel.New(1)
	defer p.Close()
	for _, id := range []gguf.Type{gguf.F16, gguf.BF16} {
		w := randomMatrix(b, id, 32000, 2048, rng)
		x, y := randomValues(w.Cols, rng), make([]float32, w.Rows)
		for _, tier := range llft.Tiers() {
			restore, err := llft.SetISA(tier)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(id.String()+"/"+string(tier), func(b *testing.B) {
				b.SetBytes(int64(len(w.Data)))
				for b.Loop() {
					w.Mul(p, y, x, 1, F32)
				}
			})
			restore()
		}
	}
}
