package bench

import (
	"fmt"
	"math/rand/v2"

	"llft/gguf"
	"llft/internal/parallel"
	"llft/quant"
)

// Differences that rounding can explain, as parts of the result's length. int8 products have equal integers, whose scales are summed in
// another order.
const productTolerance = 2e-5

// checkProducts compares the products of every type of weight in the tier in use with those of the reference.
func checkProducts() (string, error) {
	var w worst
	seen := map[gguf.Type]bool{}
	err := withModel(everyType(), func(path string) error {
		f, err := gguf.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		pool := parallel.New(0)
		defer pool.Close()
		for _, t := range f.Tensors {
			if t.Rows() == 1 || seen[t.Type] {
				continue
			}
			seen[t.Type] = true
			m, err := quant.NewMatrix(t.Type, t.Rows(), t.Dims[0], t.Data)
			if err != nil {
				return err
			}
			for _, n := range []int{1, 3, 8, 45} {
				if err := compareProducts(&w, m, pool, n); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		err = w.err
	}
	return fmt.Sprintf("%d types of weights, differences up to %.1g", len(seen), w.distance), err
}

func compareProducts(w *worst, m *quant.Matrix, pool *parallel.Pool, n int) error {
	rng := rand.New(rand.NewPCG(uint64(m.Type), uint64(n)))
	random := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		return x
	}
	x, dy := random(n*m.Cols), random(n*m.Rows)
	for _, p := range []struct {
		name string
		run  func() []float32
	}{
		{"product", func() []float32 { y := make([]float32, n*m.Rows); m.Mul(pool, y, x, n, quant.F32); return y }},
		{"int8 product", func() []float32 { y := make([]float32, n*m.Rows); m.Mul(pool, y, x, n, quant.Int8); return y }},
		{"bf16 product", func() []float32 { y := make([]float32, n*m.Rows); m.Mul(pool, y, x, n, quant.BF16); return y }},
		{"transposed product", func() []float32 { dx := make([]float32, n*m.Cols); m.MulT(pool, dx, dy, n, quant.F32); return dx }},
		{"transposed bf16 product", func() []float32 { dx := make([]float32, n*m.Cols); m.MulT(pool, dx, dy, n, quant.BF16); return dx }},
	} {
		got := p.run()
		var want []float32
		if err := generic(func() error { want = p.run(); return nil }); err != nil {
			return err
		}
		w.compare(fmt.Sprintf("%s of %d rows with %v weights", p.name, n, m.Type), got, want, productTolerance)
	}
	return nil
}
