package toy

import (
	"encoding/json"
	"math"
	"testing"
)

// TestWidenFinds walks from far away, on either side, to the optimum of a curve that diverges at its high end.
func TestWidenFinds(t *testing.T) {
	curve := func(k int) float64 {
		if k > 12 {
			return math.Inf(1)
		}
		return math.Exp(0.01 * float64((k-10)*(k-10)))
	}
	for _, start := range []int{-30, -3, 9, 10, 11, 40} {
		low, high := start-2, start+2
		for rounds := 0; ; rounds++ {
			if rounds > 60 {
				t.Fatalf("from %d: no end at %d to %d", start, low, high)
			}
			var l []float64
			for k := low; k <= high; k++ {
				l = append(l, curve(k))
			}
			below, above := Widen([][]float64{l}, 2, 1.02)
			if below == 0 && above == 0 {
				if best := low + Lowest(l); best != 10 || low > 8 || high < 12 || curve(low) < 1.02 || curve(high) < 1.02 {
					t.Errorf("from %d: best %d of %d to %d", start, best, low, high)
				}
				break
			}
			low, high = low-below, high+above
		}
	}
}

func TestWiden(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		losses       [][]float64
		beyond       float64
		below, above int
	}{
		{[][]float64{{3, 2, 1, 2, 3}}, 1.05, 0, 0},
		{[][]float64{{1, 2, 3, 4, 5}}, 1, 1, 0},
		{[][]float64{{5, 4, 3, 2, 1}}, 1, 0, 1},
		{[][]float64{{1, 2, 3}, {3, 2, 1}}, 1, 1, 1}, // two criteria
		{[][]float64{{3, 1, inf}}, 1.05, 0, 0},
		{[][]float64{{1.01, 1, inf}}, 1.05, 1, 0}, // the end is not yet worse
		{[][]float64{{inf, inf, inf}}, 1, 3, 0},
		{[][]float64{{inf, 2, 1}}, 1, 0, 1},
	} {
		if below, above := Widen(c.losses, 1, c.beyond); below != c.below || above != c.above {
			t.Errorf("%v: %d below, %d above, want %d, %d", c.losses, below, above, c.below, c.above)
		}
	}
}

func TestSlope(t *testing.T) {
	p, se := Slope([]float64{2, 4, 8, 16}, []float64{3 * 4, 3 * 16, 3 * 64, 3 * 256})
	if math.Abs(p-2) > 1e-12 || se > 1e-6 {
		t.Errorf("power %v, standard error %v", p, se)
	}
}

func TestLoss(t *testing.T) {
	for x, want := range map[float64]string{0.0123456: "0.01235", 0: "0", 1e-7: "1e-07", 11: "null", math.Inf(1): "null", math.NaN(): "null"} {
		l := NewLoss(x, 10)
		text, err := json.Marshal(l)
		if err != nil || string(text) != want {
			t.Errorf("%v: %s, error %v, want %s", x, text, err, want)
		}
		var back Loss
		if err := json.Unmarshal(text, &back); err != nil || back != l {
			t.Errorf("%s: %v, error %v, want %v", text, back, err, l)
		}
	}
}
