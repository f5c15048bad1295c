package toy

import (
	"hash/fnv"
	"math/rand/v2"
)

// Rand makes the random values of one thing. What is named differently, or has another seed, is independent; so the same data and the same
// frozen weights meet every arm of an experiment.
type Rand struct{ *rand.Rand }

// NewRand is the source of the values called name of a seed.
func NewRand(seed uint64, name string) Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return Rand{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// Normal fills v with values of mean zero.
func (r Rand) Normal(v []float32, deviation float64) {
	for i := range v {
		v[i] = float32(r.NormFloat64() * deviation)
	}
}

// Uniform fills v with values between -bound and bound.
func (r Rand) Uniform(v []float32, bound float64) {
	for i := range v {
		v[i] = float32((2*r.Float64() - 1) * bound)
	}
}
