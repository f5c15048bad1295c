package lora

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// uniform draws A [rank, in] from ±1/√in. The stream depends on the seed and the matrix's name alone, so that a matrix begins the same
// whichever others are adapted.
func uniform(seed uint64, name string, rank, in int) []float32 {
	h := fnv.New64a()
	h.Write([]byte(name))
	rng := rand.New(rand.NewPCG(seed, h.Sum64()))
	bound := 1 / math.Sqrt(float64(in))
	x := make([]float32, rank*in)
	for i := range x {
		x[i] = float32((2*rng.Float64() - 1) * bound)
	}
	return x
}
