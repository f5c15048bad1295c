package quant

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

// benchShapes are matrices of TinyLlama; W is larger than a second-level cache in every type.
var benchShapes = [][2]int{{2048, 2048}, {2048, 5632}}

// benchCols is the length of a row to dequantize.
const benchCols = 2048

var benchTypes = []gguf.Type{gguf.F32, gguf.Q8_0, gguf.Q4_0, gguf.Q4_K, gguf.Q6_K}

// benchProducts runs product for every shape, type, compute type and number of threads and states the rate of multiply-adds as 2 operations each.
func benchProducts(b *testing.B, computes []Compute, rows []int, product func(w *Matrix, p *parallel.Pool, y, x []float32, n int, c Compute)) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, shape := range benchShapes {
		for _, id := range benchTypes {
			w := randomMatrix(b, id, shape[0], shape[1], rng)
			for _, c := range computes {
				if c == Int8 && lookup(id).dot == nil {
					continue
				}
				for _, n := range rows {
					x, y := randomValues(n*w.Cols, rng), make([]float32, n*w.Rows)
					for _, threads := range []int{1, 2} {
						b.Run(fmt.Sprintf("%dx%d/%v/%v/n=%d/threads=%d", w.Rows, w.Cols, id, c, n, threads), func(b *testing.B) {
							p := parallel.New(threads)
							defer p.Close()
							for b.Loop() {
								product(w, p, y, x, n, c)
							}
							b.ReportMetric(2*float64(n)*float64(w.Rows*w.Cols)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
						})
					}
				}
			}
		}
	}
}

func BenchmarkMul(b *testing.B) {
	benchProducts(b, []Compute{F32, BF16, Int8}, []int{1, 512}, (*Matrix).Mul)
}

func BenchmarkMulT(b *testing.B) {
	benchProducts(b, []Compute{F32, BF16}, []int{512}, func(w *Matrix, p *parallel.Pool, dy, dx []float32, n int, c Compute) { w.MulT(p, dx, dy, n, c) })
}

func BenchmarkDequantize(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 3))
	row := make([]float32, benchCols)
	for _, f := range formats {
		w := randomMatrix(b, f.id, 16, benchCols, rng)
		b.Run(f.id.String(), func(b *testing.B) {
			b.SetBytes(4 * benchCols)
			for b.Loop() {
				w.Row(row, 3)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/benchCols, "ns/value")
		})
	}
}

// benchPacked runs bench with a packed matrix of each type on each tier, and with the matrix as it lies in the file.
func benchPacked(b *testing.B, rows, cols int, bench func(b *testing.B, p *parallel.Pool, w *Matrix, bytes int)) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, threads := range []int{1, 2} {
		p := parallel.New(threads)
		defer p.Close()
		for _, f := range forms {
			id := f.id
			w := randomMatrix(b, id, rows, cols, rng)
			name := fmt.Sprintf("%v/%dx%d/threads=%d", id, rows, cols, threads)
			b.Run(name+"/file", func(b *testing.B) { bench(b, p, w, len(w.Data)) })
			for _, tier := range llft.Tiers() {
				restore, err := llft.SetISA(tier)
				if err != nil {
					b.Fatal(err)
				}
				if k, err := Pack(p, []*Matrix{w}, nil); err == nil && w.packed != nil {
					b.Run(name+"/"+string(tier), func(b *testing.B) { bench(b, p, w, k.Bytes()) })
					k.Close()
				}
				restore()
			}
		}
	}
}

// BenchmarkPackedDecode is one row of X with a matrix that the caches hold in part, and with one that they do not hold.
func BenchmarkPackedDecode(b *testing.B) {
	for _, rows := range []int{5632, 32000} {
		benchPacked(b, rows, 2048, func(b *testing.B, p *parallel.Pool, w *Matrix, bytes int) {
			x, y := randomValues(w.Cols, rand.New(rand.NewPCG(5, 5))), make([]float32, w.Rows)
			b.SetBytes(int64(bytes))
			for b.Loop() {
				w.Mul(p, y, x, 1, Int8)
			}
		})
	}
}

// BenchmarkPackedPrefill is 512 rows of X; operations are multiplications and additions.
func BenchmarkPackedPrefill(b *testing.B) {
	benchPacked(b, 2048, 2048, func(b *testing.B, p *parallel.Pool, w *Matrix, _ int) {
		const n = 512
		x, y := randomValues(n*w.Cols, rand.New(rand.NewPCG(6, 6))), make([]float32, n*w.Rows)
		for b.Loop() {
			w.Mul(p, y, x, n, Int8)
		}
		b.ReportMetric(2*float64(n*w.Rows*w.Cols)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GOP/s")
	})
}

// BenchmarkPack reports bytes of the file.
func BenchmarkPack(b *testing.B) {
	rng := rand.New(rand.NewPCG(7, 7))
	for _, f := range forms {
		w := randomMatrix(b, f.id, 4096, 2048, rng)
		b.Run(f.id.String(), func(b *testing.B) {
			b.SetBytes(int64(len(w.Data)))
			for b.Loop() {
				k, err := Pack(nil, []*Matrix{w}, nil)
				if err != nil {
					b.Fatal(err)
				}
				k.Close()
			}
		})
	}
}
