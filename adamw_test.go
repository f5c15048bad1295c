package llft

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// TestAdamW demands the bits of the reference in every tier, for lengths around the vectors', values of every kind, and constants among which
// are those that make 0/0.
func TestAdamW(t *testing.T) {
	steps := []AdamWStep{
		{Scale: 1, Beta1: 0.9, Beta2: 0.999, Step: 1e-2, Root: math.Sqrt(0.001), Eps: 1e-8, Keep: 1},
		{Scale: 0.3, Beta1: 0.9, Beta2: 0.95, Step: 3e-4, Root: 0.7, Eps: 0, Keep: 0.999},
	}
	eachTier(t, func(t *testing.T) {
		r := newRand()
		mem := []*arena{newArena(t, 4*(run+20)), newArena(t, 4*(run+20)), newArena(t, 4*(run+20)), newArena(t, 4*(run+20))}
		for n := 0; n <= 40; n++ {
			length := n
			if n == 40 {
				length = run + 11
			}
			for i, k := range kinds {
				for j := range steps {
					what := fmt.Sprintf("%d values, %s, constants %d", length, k.name, j)
					var got, want [4][]float32
					for a := range got {
						got[a] = take[float32](mem[a], length)
						kinds[(i*a)%len(kinds)].fill(r, got[a])
						if a == 0 {
							k.fill(r, got[a])
						}
						if a == 3 { // squares are not negative
							for e, v := range got[a] {
								got[a][e] = float32(math.Abs(float64(v)))
							}
						}
						want[a] = slices.Clone(got[a])
					}
					if length > 3 { // a value that never had a gradient
						for a := 1; a < 4; a++ {
							got[a][length-1], want[a][length-1] = 0, 0
						}
					}
					AdamW(got[0], got[1], got[2], got[3], &steps[j])
					adamWGeneric(want[0], want[1], want[2], want[3], &steps[j])
					for a := range got {
						sameBits(t, fmt.Sprintf("%s, slice %d", what, a), got[a], want[a])
						mem[a].check(t, what)
					}
				}
			}
		}
	})
}

func TestScaleWeighted(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		for _, n := range []int{0, 1, 7, 16, 33, run + 5} {
			x, w, got, want := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
			plainKind := kinds[0]
			plainKind.fill(r, x)
			plainKind.fill(r, w)
			ScaleWeighted(got, x, 1.25, w)
			scaleWeightedGeneric(want, x, 1.25, w)
			sameBits(t, fmt.Sprintf("%d values", n), got, want)
		}
	})
}

func TestSumSquares(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		for _, n := range []int{0, 1, 7, 100, 3*run + 5} {
			x := make([]float32, n)
			kinds[0].fill(r, x)
			want := 0.0
			for _, v := range x {
				want += float64(v) * float64(v)
			}
			if got := SumSquares(x); math.Abs(got-want) > 1e-12*want {
				t.Errorf("%d values: %g, want %g", n, got, want)
			}
		}
	})
}
