package bench

import (
	"fmt"
	"math/rand/v2"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
	"llft/quant"
)

// Differences that rounding can explain, as parts of the result's length.
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
	packed := *m // has the packed form as well, where the tier in use has one
	packing, err := quant.Pack(pool, []*quant.Matrix{&packed}, nil)
	if err != nil {
		return err
	}
	defer packing.Close()
	x, dy := random(n*m.Cols), random(n*m.Rows)
	// Int8 multiplies exactly with activations rounded to 8 bits, or where a type has no such kernel, with the activations as they are.
	rounded := make([]float32, 0, len(x))
	for row := 0; row < len(x); row += m.Cols {
		q := llft.NewQ8(m.Cols)
		q.Quantize(x[row : row+m.Cols])
		for i, code := range q.Codes {
			rounded = append(rounded, q.Scale[i/32]*float32(code))
		}
	}
	product := func(m *quant.Matrix, x []float32, c quant.Compute) []float32 {
		y := make([]float32, n*m.Rows)
		m.Mul(pool, y, x, n, c)
		return y
	}
	var exact, exactOfRounded []float32
	if err := generic(func() error {
		exact, exactOfRounded = product(m, x, quant.F32), product(m, rounded, quant.F32)
		return nil
	}); err != nil {
		return err
	}
	for form, matrix := range map[string]*quant.Matrix{"": m, "packed ": &packed} {
		got, want := product(matrix, x, quant.Int8), exactOfRounded
		if distance(got, exact) < distance(got, want) {
			want = exact
		}
		w.compare(fmt.Sprintf("int8 product of %d rows with %s%v weights", n, form, m.Type), got, want, productTolerance)
	}
	for _, p := range []struct {
		name string
		run  func() []float32
	}{
		{"product", func() []float32 { return product(m, x, quant.F32) }},
		{"bf16 product", func() []float32 { return product(m, x, quant.BF16) }},
		{"bf16 product from packed weights", func() []float32 { return product(&packed, x, quant.BF16) }},
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
