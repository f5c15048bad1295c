package toy

import (
	"fmt"
	"math"
	"testing"
)

// example is a network of random values and a set of count samples; with c or without.
func example(width, count int, withBase bool, seed uint64) (*Net, *Set, []float64, []float64) {
	r := NewRand(seed, "example")
	n := NewNet(width, 4)
	r.Normal(n.Out, 1/math.Sqrt(float64(width)))
	for i := range n.Rank {
		r.Normal(n.RowA(i), 1/math.Sqrt(float64(width)))
	}
	r.Normal(n.B, 1)
	h, y := make([]float32, width*count), make([]float32, count)
	r.Normal(h, 1)
	r.Normal(y, 1)
	var c []float32
	if withBase {
		c = make([]float32, width*count)
		r.Normal(c, 1)
	}
	return n, NewSet(h, c, y, width, true), wide(h), wide(c)
}

func wide(v []float32) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = float64(x)
	}
	return out
}

// reference is the loss in float64, loop by loop.
func reference(n *Net, a, b, h, c []float64, y []float32) float64 {
	count, loss := len(y), 0.0
	for i := range y {
		f := 0.0
		for j := range n.Width {
			act := 0.0
			if len(c) > 0 {
				act = c[j*count+i]
			}
			for r := range n.Rank {
				z := 0.0
				for k := range n.Width {
					z += a[r*n.Width+k] * h[k*count+i]
				}
				act += b[j*n.Rank+r] * z
			}
			f += float64(n.Out[j]) * math.Max(act, 0)
		}
		loss += (f - float64(y[i])) * (f - float64(y[i])) / float64(count)
	}
	return loss
}

// TestGradients holds loss and gradients against finite differences in float64, over widths and counts that fill blocks and do not.
func TestGradients(t *testing.T) {
	for _, width := range []int{1, 5, 32, 33} {
		for _, count := range []int{1, 31, 32, 65} {
			for _, base := range []bool{false, true} {
				t.Run(fmt.Sprint(width, count, base), func(t *testing.T) {
					n, s, h, c := example(width, count, base, 7)
					y := s.targets[:count]
					var a []float64
					for r := range n.Rank {
						a = append(a, wide(n.RowA(r))...)
					}
					b := wide(n.B)
					want := reference(n, a, b, h, c, y)
					tolerance := 1e-6 * (want + norm(y)*norm(y)/float64(count)) // f, near y, is rounded to float32
					if got := n.Gradients(s); math.Abs(got-want) > tolerance {
						t.Errorf("loss %v, want %v", got, want)
					}
					if got := n.Loss(s); math.Abs(got-want) > tolerance {
						t.Errorf("loss alone %v, want %v", got, want)
					}
					check := func(name string, v []float64, got func(i int) float32) {
						const step = 1e-7 // small, lest a sample cross the bend of φ
						var diff, norm float64
						for i := range v {
							at := v[i]
							v[i] = at + step
							up := reference(n, a, b, h, c, y)
							v[i] = at - step
							down := reference(n, a, b, h, c, y)
							v[i] = at
							slope := (up - down) / (2 * step)
							diff += (slope - float64(got(i))) * (slope - float64(got(i)))
							norm += slope * slope
						}
						if math.Sqrt(diff) > 1e-4*math.Sqrt(norm) {
							t.Errorf("gradient of %s is off by %.2g of its length", name, math.Sqrt(diff/norm))
						}
					}
					check("A", a, func(i int) float32 { return n.GradA[i/n.Width*n.stride+i%n.Width] })
					check("B", b, func(i int) float32 { return n.GradB[i] })
				})
			}
		}
	}
}

// TestZeroB: with B zero the gradient of A is zero and B's is not, with and without c.
func TestZeroB(t *testing.T) {
	for _, base := range []bool{false, true} {
		n, s, _, _ := example(40, 70, base, 3)
		clear(n.B)
		n.Gradients(s)
		for i, g := range n.GradA {
			if g != 0 {
				t.Fatalf("value %d of A has gradient %v", i, g)
			}
		}
		if norm(n.GradB) == 0 {
			t.Error("B has no gradient")
		}
	}
}

func norm(v []float32) float64 {
	s := 0.0
	for _, x := range v {
		s += float64(x) * float64(x)
	}
	return math.Sqrt(s)
}

func BenchmarkGradients(b *testing.B) {
	for _, c := range [][2]int{{100, 1000}, {32, 512}, {256, 512}, {2048, 512}, {2048, 1000}} {
		b.Run(fmt.Sprint(c[0], "x", c[1]), func(b *testing.B) {
			n, s, _, _ := example(c[0], c[1], c[1] == 512, 1)
			for b.Loop() {
				n.Gradients(s)
			}
		})
	}
}
