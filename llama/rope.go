package llama

import (
	"math"

	"llft"
)

// ropeTable holds cos and sin of every angle of the positions seen so far: [position][RopeDim/2], interleaved cos, sin.
type ropeTable struct {
	cossin    []float32
	positions int
}

// growRope extends the table to n positions. The angle of pair i at position p is p · RopeScale · base^(-2i/RopeDim) / factor[i]
// (RoFormer, arXiv 2104.09864; the factors are LLaMA 3.1's). It is computed in float64: p·θ loses the fraction in float32.
func (m *Model) growRope(n int) {
	t := &m.rope
	if n <= t.positions {
		return
	}
	pairs := m.RopeDim / 2
	cossin := make([]float32, n*pairs*2)
	copy(cossin, t.cossin)
	for i := range pairs {
		theta := math.Pow(m.RopeBase, -2*float64(i)/float64(m.RopeDim)) * m.RopeScale
		if m.ropeFactors != nil {
			theta /= float64(m.ropeFactors[i])
		}
		for p := t.positions; p < n; p++ {
			sin, cos := math.Sincos(float64(p) * theta)
			cossin[(p*pairs+i)*2] = float32(cos)
			cossin[(p*pairs+i)*2+1] = float32(sin)
		}
	}
	t.cossin, t.positions = cossin, n
}

// rotate turns the pairs (x[2i], x[2i+1]) of each of the heads in row x [heads, headDim] by the angles of position pos.
// GGUF stores LLaMA's q and k with the two halves of a head interleaved, so that the pairs are neighbours.
func (m *Model) rotate(x []float32, heads, headDim, pos int) {
	llft.RoPE(x, heads, headDim, m.angles(pos), false)
}

// unrotate is the backward of rotate: the transpose of a rotation is the rotation by the opposite angle.
func (m *Model) unrotate(dx []float32, heads, headDim, pos int) {
	llft.RoPE(dx, heads, headDim, m.angles(pos), true)
}

// angles are the row of the table for position pos.
func (m *Model) angles(pos int) []float32 {
	n := m.RopeDim / 2 * 2
	return m.rope.cossin[pos*n : (pos+1)*n]
}
