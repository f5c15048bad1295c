package llama

import "math"

// dropout zeroes each input of a low-rank term with probability p and scales the rest by 1/(1-p), as PEFT's lora_dropout does.
// Whether an element is kept is a hash of (seed, step, sequence, position, matrix, element) and of nothing else, so recomputing a layer,
// another number of threads, another cut into micro-batches and a resumed run all see the same mask.
type dropout struct {
	p      float32
	keys   []uint64 // one per row: seed, step, sequence and position
	matrix uint64   // number of the matrix in the model
}

func (d dropout) on() bool { return d.p > 0 }

// of is d for one matrix.
func (d dropout) of(layer, index int) dropout {
	d.matrix = uint64(layer)*8 + uint64(index) + 1
	return d
}

// next is d for the i-th matrix after that of d.
func (d dropout) next(i int) dropout {
	d.matrix += uint64(i)
	return d
}

// apply returns the masked and scaled x [n, width] in scratch, or x itself without dropout.
func (d dropout) apply(m *Model, x []float32, n, width int) []float32 {
	if !d.on() {
		return x
	}
	y := m.scratch.drop.zeroed(n * width)
	d.masked(m, y, x, n, width)
	return y
}

// addMasked adds the masked and scaled dy [n, width] to dx: the backward of apply.
func (d dropout) addMasked(m *Model, dx, dy []float32, n, width int) { d.masked(m, dx, dy, n, width) }

// masked adds x to y where the mask keeps it, scaled.
func (d dropout) masked(m *Model, y, x []float32, n, width int) {
	m.rows(n, 4*width, operands{out: y, x: x, drop: d, width: width}, func(_ *Model, v *operands, _, lo, hi int) {
		d, width := v.drop, v.width
		keep := 1 / (1 - d.p)
		threshold := uint64(math.Ldexp(float64(d.p), 32))
		for i := lo; i < hi; i++ {
			key := mix(d.keys[i] ^ d.matrix*0x9e3779b97f4a7c15)
			xr, yr := v.x[i*width:(i+1)*width], v.out[i*width:(i+1)*width]
			for j := range xr {
				if mix(key+uint64(j))>>32 >= threshold {
					yr[j] += float32(keep * xr[j])
				}
			}
		}
	})
}

// mix is the finalizer of splitmix64 (Steele, Lea, Flood 2014): every bit of the result depends on every bit of x.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
