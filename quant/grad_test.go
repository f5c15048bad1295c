package quant

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"llft"
	"llft/internal/parallel"
)

// TestAddGrad compares with sums in float64 over shapes with every kind of edge, and wants the same bits from 1, 2 and 3 threads.
func TestAddGrad(t *testing.T) {
	pools := []*parallel.Pool{parallel.New(1), parallel.New(2), parallel.New(3)}
	for _, p := range pools {
		defer p.Close()
	}
	for _, tier := range llft.Tiers() {
		restore, err := llft.SetISA(tier)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range [][3]int{{0, 4, 4}, {1, 1, 1}, {3, 33, 65}, {7, 24, 31}, {256, 12, 32}, {513, 40, 70}, {600, 100, 300}, {130, 320, 12}} {
			n, rows, cols := s[0], s[1], s[2]
			if tier == llft.Generic && n*rows*cols > 1<<21 {
				continue
			}
			rng := rand.New(rand.NewPCG(uint64(n), uint64(rows)))
			fill := func(n int) []float32 {
				x := make([]float32, n)
				for i := range x {
					x[i] = float32(rng.NormFloat64())
				}
				return x
			}
			dy, x, before := fill(n*rows), fill(n*cols), fill(rows*cols)
			for _, c := range []Compute{F32, BF16, Auto} {
				what := fmt.Sprintf("%v: %d rows, %d × %d, %v", tier, n, rows, cols, c)
				rdy, rx := dy, x
				if c == BF16 {
					rdy, rx = slices.Clone(dy), slices.Clone(x)
					roundBF16(rdy, rdy)
					roundBF16(rx, rx)
				}
				var first []float32
				for _, p := range pools {
					got := slices.Clone(before)
					AddGrad(p, got, dy, x, n, rows, cols, c)
					if first == nil {
						first = got
					}
					if !slices.Equal(got, first) {
						t.Fatalf("%s: %d threads give other bits than 1", what, p.Threads())
					}
				}
				for i := range rows {
					for j := range cols {
						want, size := float64(before[i*cols+j]), math.Abs(float64(before[i*cols+j]))
						for r := range n {
							v := float64(rdy[r*rows+i]) * float64(rx[r*cols+j])
							want += v
							size += math.Abs(v)
						}
						if d := math.Abs(float64(first[i*cols+j]) - want); d > 1e-6*size {
							t.Fatalf("%s: [%d, %d] is %g, want %g", what, i, j, first[i*cols+j], want)
						}
					}
				}
			}
		}
		restore()
	}
}
