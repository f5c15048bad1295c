package llft

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// TestSoftmaxParts compares Max, Scale and ExpSum with plain loops, over lengths on both sides of a call's run.
func TestSoftmaxParts(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		lengths := []int{0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 255, 257, run/8 + 1, run + 3}
		for _, n := range lengths {
			for _, offset := range []int{0, 1, 3} {
				x := make([]float32, n+offset)[offset:]
				for i := range x {
					x[i] = float32(r.NormFloat64() * 8)
				}
				what := fmt.Sprintf("%d values, offset %d", n, offset)
				top := float32(math.Inf(-1))
				for _, v := range x {
					top = max(top, v)
				}
				if got := Max(x); got != top {
					t.Errorf("%s: Max is %g, want %g", what, got, top)
				}
				scaled := slices.Clone(x)
				Scale(scaled, 0.3)
				for i, v := range x {
					if scaled[i] != v*0.3 {
						t.Fatalf("%s: value %d scaled is %g, want %g", what, i, scaled[i], v*0.3)
					}
				}
				checkExpSum(t, what, x, top)
				if n > 0 {
					// A log-sum-exp may be below the largest value by its rounding.
					checkExpSum(t, what+", top rounded down", x, math.Nextafter32(top, -1000))
				}
			}
		}
		if x := []float32{1, float32(math.NaN()), 2}; !math.IsNaN(float64(Max(x))) || !math.IsNaN(float64(ExpSum(x, 2))) {
			t.Error("a NaN was lost")
		}
	})
}

func checkExpSum(t *testing.T, what string, x []float32, top float32) {
	t.Helper()
	got := slices.Clone(x)
	sum := ExpSum(got, top)
	want := 0.0
	for i, v := range x {
		e := math.Exp(float64(v - top)) // the difference is rounded
		want += e
		if math.Abs(float64(got[i])-e) > 3e-7*e+1e-38 {
			t.Fatalf("%s: value %d is %g, want %g", what, i, got[i], e)
		}
	}
	if math.Abs(float64(sum)-want) > 1e-6*want {
		t.Errorf("%s: sum %g, want %g", what, sum, want)
	}
}
