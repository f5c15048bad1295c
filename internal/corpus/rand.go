package corpus

import "math/bits"

// rng is splitmix64: its bits are fixed by the seed for good, which math/rand does not promise of its helpers.
type rng uint64

func (r *rng) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	return mix(uint64(*r))
}

// mix is the finalizer of splitmix64.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// n is a whole number in [0, k).
func (r *rng) n(k int) int {
	hi, _ := bits.Mul64(r.next(), uint64(k))
	return int(hi)
}

// between is a whole number in [lo, hi].
func (r *rng) between(lo, hi int) int { return lo + r.n(hi-lo+1) }

// chance is true in percent of 100 cases.
func (r *rng) chance(percent int) bool { return r.n(100) < percent }

func pick[T any](r *rng, of []T) T { return of[r.n(len(of))] }

// some draws k different elements, in random order. of is left as it is.
func some[T any](r *rng, of []T, k int) []T {
	index := make([]int, 0, k)
draw:
	for len(index) < k {
		i := r.n(len(of))
		for _, have := range index {
			if have == i {
				continue draw
			}
		}
		index = append(index, i)
	}
	out := make([]T, k)
	for j, i := range index {
		out[j] = of[i]
	}
	return out
}

func shuffle[T any](r *rng, x []T) {
	for i := len(x) - 1; i > 0; i-- {
		j := r.n(i + 1)
		x[i], x[j] = x[j], x[i]
	}
}

// hash is FNV-1a with a finalizer, over the parts with a zero byte after each.
func hash(parts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, p := range parts {
		for i := 0; i < len(p); i++ {
			h = (h ^ uint64(p[i])) * 1099511628211
		}
		h *= 1099511628211
	}
	return mix(h)
}
