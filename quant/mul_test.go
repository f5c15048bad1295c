package quant

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"llft"
	"llft/gguf"
	"llft/internal/fixtures"
	"llft/internal/parallel"
)

// randomMatrix makes blocks of random codes with scales near 1/16 (any bytes would give infinities).
func randomMatrix(t testing.TB, id gguf.Type, rows, cols int, rng *rand.Rand) *Matrix {
	t.Helper()
	f := lookup(id)
	data := make([]byte, rows*(cols/f.block)*f.bytes)
	for i := range data {
		data[i] = byte(rng.Uint32())
	}
	for at := 0; at < len(data); at += f.bytes {
		block := data[at : at+f.bytes]
		if f.block == 1 {
			f.quantize(block, []float32{float32(rng.NormFloat64() / 16)})
			continue
		}
		for _, offset := range scaleOffsets[id] {
			putF16(block[offset:], float32(1+rng.Float64())/64)
		}
	}
	w, err := NewMatrix(id, rows, cols, data)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// scaleOffsets are the places of the binary16 fields in a block.
var scaleOffsets = map[gguf.Type][]int{
	gguf.Q4_0: {0}, gguf.Q4_1: {0, 2}, gguf.Q5_0: {0}, gguf.Q5_1: {0, 2}, gguf.Q8_0: {0}, gguf.IQ4_NL: {0},
	gguf.Q2_K: {80, 82}, gguf.Q3_K: {108}, gguf.Q4_K: {0, 2}, gguf.Q5_K: {0, 2}, gguf.Q6_K: {208},
	gguf.IQ4_XS: {0}, gguf.IQ3_XXS: {0}, gguf.IQ3_S: {0}, gguf.TQ1_0: {52}, gguf.TQ2_0: {64},
}

func randomValues(n int, rng *rand.Rand) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// decoded dequantizes the whole matrix.
func decoded(w *Matrix) []float32 {
	all := make([]float32, w.Rows*w.Cols)
	for i := range w.Rows {
		w.Row(all[i*w.Cols:][:w.Cols], i)
	}
	return all
}

// product is Σ_k a[i,k]·b[j,k] in float64, with the sum of magnitudes that an error is measured by.
func product(a, b []float32, strideA, strideB, k int) (sum, magnitude float64) {
	for p := range k {
		v := float64(a[p*strideA]) * float64(b[p*strideB])
		sum += v
		magnitude += math.Abs(v)
	}
	return sum, magnitude
}

// shapes are rows, columns and rows of X; columns are rounded up to the type's block.
func shapes() [][3]int {
	var s [][3]int
	for _, rows := range []int{1, 15, 16, 17, 40} {
		for _, n := range []int{0, 1, 3, panelRows - 1, panelRows, 20} {
			s = append(s, [3]int{rows, 64 * (1 + (rows+n)%9), n})
		}
	}
	return append(s, [3]int{40, 7, 9}, [3]int{33, 172, 10}, [3]int{100, 512, 128}, [3]int{7, 5000, 3}, [3]int{18, 2500, 9}, [3]int{270, 256, 70})
}

func roundUp(n, block int) int { return (n + block - 1) / block * block }

var poolSizes = []int{1, 2, 3, 5}

func pools(t testing.TB) []*parallel.Pool {
	var all []*parallel.Pool
	for _, threads := range poolSizes {
		p := parallel.New(threads)
		t.Cleanup(p.Close)
		all = append(all, p)
	}
	return all
}

// sameBits fails where two results differ in any bit.
func sameBits(t *testing.T, got, want []float32, what string, args ...any) {
	t.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: element %d is %v, not %v", fmt.Sprintf(what, args...), i, got[i], want[i])
		}
	}
}

func TestProductsAgainstFloat64(t *testing.T) {
	workers := pools(t)
	for _, f := range formats {
		t.Run(f.id.String(), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, uint64(f.id)))
			for _, shape := range shapes() {
				rows, cols, n := shape[0], roundUp(shape[1], f.block), shape[2]
				w := randomMatrix(t, f.id, rows, cols, rng)
				weights := decoded(w)
				x, dy := randomValues(n*cols, rng), randomValues(n*rows, rng)
				before := randomValues(n*cols, rng)
				var y, dx []float32
				for i, p := range workers {
					yp, dxp := randomValues(n*rows, rng), slices.Clone(before)
					w.Mul(p, yp, x, n, F32)
					w.MulT(p, dxp, dy, n, F32)
					if i == 0 {
						y, dx = yp, dxp
						continue
					}
					sameBits(t, yp, y, "Mul of %d rows, W %d × %d, %d workers", n, rows, cols, p.Threads())
					sameBits(t, dxp, dx, "MulT of %d rows, W %d × %d, %d workers", n, rows, cols, p.Threads())
				}
				for i := range n {
					for r := range rows {
						want, scale := product(x[i*cols:], weights[r*cols:], 1, 1, cols)
						if got := float64(y[i*rows+r]); math.Abs(got-want) > 1e-6*scale {
							t.Fatalf("Mul of %d rows, W %d × %d: y[%d,%d] is %v, not %v", n, rows, cols, i, r, got, want)
						}
					}
					for c := range cols {
						want, scale := product(dy[i*rows:], weights[c:], 1, cols, rows)
						want += float64(before[i*cols+c])
						if got := float64(dx[i*cols+c]); math.Abs(got-want) > 1e-6*(scale+math.Abs(want)) {
							t.Fatalf("MulT of %d rows, W %d × %d: dx[%d,%d] is %v, not %v", n, rows, cols, i, c, got, want)
						}
					}
				}
			}
		})
	}
}

// rounded is x in bfloat16, as float32.
func rounded(x []float32) []float32 {
	y := slices.Clone(x)
	roundBF16(y, y)
	return y
}

// TestProductsInBF16 compares with exact products of the rounded factors, by the kernels in bfloat16 where the tier has them and by those in float32
// elsewhere. Few rows are not rounded.
func TestProductsInBF16(t *testing.T) {
	workers := pools(t)
	all := shapes()
	if !testing.Short() { // some blocks of rows of X; plain Go or an emulated CPU takes minutes for it
		all = append(all, [3]int{600, 300, 250})
	}
	for _, tier := range []llft.Tier{llft.Generic, llft.AVX2, llft.AVX512, llft.AMX, llft.NEON} {
		restore, err := llft.SetISA(tier)
		if err != nil {
			continue // not of this CPU
		}
		t.Run(string(tier), func(t *testing.T) {
			defer restore()
			for _, f := range []*format{lookup(gguf.F32), lookup(gguf.BF16), lookup(gguf.Q4_0), lookup(gguf.Q6_K)} {
				rng := rand.New(rand.NewPCG(1, uint64(f.id)))
				for _, shape := range all {
					rows, cols, n := shape[0], roundUp(shape[1], f.block), shape[2]
					w := randomMatrix(t, f.id, rows, cols, rng)
					x, dy, before := randomValues(n*cols, rng), randomValues(n*rows, rng), randomValues(n*cols, rng)
					weights := rounded(decoded(w))
					xr, dyr := rounded(x), rounded(dy)
					if n < panelRows {
						weights, xr = decoded(w), x
					}
					var y, dx []float32
					for i, p := range workers {
						yp, dxp := randomValues(n*rows, rng), slices.Clone(before)
						w.Mul(p, yp, x, n, BF16)
						w.MulT(p, dxp, dy, n, BF16)
						if i == 0 {
							y, dx = yp, dxp
							continue
						}
						sameBits(t, yp, y, "Mul of %d rows, W %d × %d, %d workers", n, rows, cols, p.Threads())
						sameBits(t, dxp, dx, "MulT of %d rows, W %d × %d, %d workers", n, rows, cols, p.Threads())
					}
					weightsT := rounded(weights)
					for i := range n {
						for r := range rows {
							want, scale := product(xr[i*cols:], weights[r*cols:], 1, 1, cols)
							if got := float64(y[i*rows+r]); math.Abs(got-want) > 1e-6*scale {
								t.Fatalf("%v: Mul of %d rows, W %d × %d: y[%d,%d] is %v, not %v", f.id, n, rows, cols, i, r, got, want)
							}
						}
						for c := range cols {
							want, scale := product(dyr[i*rows:], weightsT[c:], 1, cols, rows)
							want += float64(before[i*cols+c])
							if got := float64(dx[i*cols+c]); math.Abs(got-want) > 1e-6*(scale+math.Abs(want)) {
								t.Fatalf("%v: MulT of %d rows, W %d × %d: dx[%d,%d] is %v, not %v", f.id, n, rows, cols, i, c, got, want)
							}
						}
					}
				}
			}
		})
	}
}

func TestForTraining(t *testing.T) {
	auto := F32
	if llft.FastBF16() {
		auto = BF16
	}
	for c, want := range map[Compute]Compute{Auto: auto, F32: F32, BF16: BF16} {
		if got, err := c.ForTraining(); got != want || err != nil {
			t.Errorf("%v: %v, %v, want %v", c, got, err, want)
		}
	}
	if _, err := Int8.ForTraining(); err == nil {
		t.Error("int8 was accepted")
	}
}

// TestArithmetic: bfloat16 is multiplied as such only where that is fast.
func TestArithmetic(t *testing.T) {
	bf16 := F32
	if llft.FastBF16() {
		bf16 = BF16
	}
	for c, want := range map[Compute]Compute{F32: F32, Int8: Int8, BF16: bf16} {
		if got := c.Arithmetic(); got != want {
			t.Errorf("%v multiplies in %v, want %v", c, got, want)
		}
	}
}

// One row at a time and all at once take different ways; a KV cache needs them to agree.
func TestFewRowsAgreeWithMany(t *testing.T) {
	p := parallel.New(2)
	defer p.Close()
	rng := rand.New(rand.NewPCG(2, 2))
	for _, f := range formats {
		const n = panelRows + 1
		w := randomMatrix(t, f.id, 48, 1024, rng)
		x := randomValues(n*w.Cols, rng)
		many, single := make([]float32, n*w.Rows), make([]float32, n*w.Rows)
		w.Mul(p, many, x, n, F32)
		for i := range n {
			w.Mul(p, single[i*w.Rows:][:w.Rows], x[i*w.Cols:][:w.Cols], 1, F32)
		}
		if rms := fixtures.RelRMS(single, many); rms > 1e-6 {
			t.Errorf("%v: one row at a time differs from %d by %.2g relative RMS", f.id, n, rms)
		}
	}
}

// F16 and BF16 rows are multiplied as they lie where their address allows, with the same bits as when they are decoded.
func TestHalvesInPlace(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	const rows, cols, n = 5, 20000, 3
	for _, id := range []gguf.Type{gguf.F16, gguf.BF16} {
		w := randomMatrix(t, id, rows, cols, rng)
		odd := make([]byte, len(w.Data)+1)
		shifted := odd[1:]
		copy(shifted, w.Data)
		v, err := NewMatrix(id, rows, cols, shifted)
		if err != nil {
			t.Fatal(err)
		}
		if w.halvesOf(0, 0, cols) == nil || v.halvesOf(0, 0, cols) != nil {
			t.Fatal("the address decides which way a row takes")
		}
		x, a, b := randomValues(n*cols, rng), make([]float32, n*rows), make([]float32, n*rows)
		w.Mul(nil, a, x, n, F32)
		v.Mul(nil, b, x, n, F32)
		sameBits(t, a, b, "%v: in place and decoded", id)
	}
}

// sameAuto wants of Auto what Int8 gave, rounded, or what BF16 gives where inBF16 says so, on any number of workers.
func sameAuto(t *testing.T, workers []*parallel.Pool, w *Matrix, x, rounded []float32, n int) {
	t.Helper()
	want, auto := rounded, make([]float32, n*w.Rows)
	if w.inBF16(n) {
		want = make([]float32, n*w.Rows)
		w.Mul(workers[0], want, x, n, BF16)
	}
	for _, p := range workers {
		w.Mul(p, auto, x, n, Auto)
		sameBits(t, auto, want, "%v: auto, W %d × %d, n = %d, %d workers", w.Type, w.Rows, w.Cols, n, p.Threads())
	}
}

func TestInt8(t *testing.T) {
	workers := pools(t)
	rng := rand.New(rand.NewPCG(3, 3))
	for _, f := range formats {
		for _, shape := range [][3]int{{1, 256, 1}, {17, 512, 3}, {40, 768, 20}, {130, 256, 128}} {
			rows, cols, n := shape[0], shape[1], shape[2]
			w := randomMatrix(t, f.id, rows, cols, rng)
			x := randomValues(n*cols, rng)
			exact, y := make([]float32, n*rows), make([]float32, n*rows)
			w.Mul(workers[0], exact, x, n, F32)
			w.Mul(workers[0], y, x, n, Int8)
			sameAuto(t, workers, w, x, y, n)
			if f.dot == nil {
				sameBits(t, y, exact, "%v has no 8-bit kernel: W %d × %d, n = %d", f.id, rows, cols, n)
				continue
			}
			one := make([]float32, rows)
			for i := range n {
				w.Mul(workers[1], one, x[i*cols:][:cols], 1, Int8)
				sameBits(t, one, y[i*rows:][:rows], "%v: row %d alone and among %d", f.id, i, n)
			}
			if rms := fixtures.RelRMS(y, exact); rows*n > 50 && rms > 0.01 || rms == 0 {
				t.Errorf("%v: 8-bit activations are off by %.2g relative RMS (W %d × %d, n = %d)", f.id, rms, rows, cols, n)
			}
			checkRounded(t, w, y, x, n)
		}
	}
}

// checkRounded compares with products of the decoded weights and the activations as they were rounded.
func checkRounded(t *testing.T, w *Matrix, y, x []float32, n int) {
	t.Helper()
	var a activations
	a.resize(n, w.Cols)
	weights := decoded(w)
	rounded := make([]float32, w.Cols)
	for i, q := range a.rows {
		q.Quantize(x[i*w.Cols:][:w.Cols])
		for j, code := range q.Codes {
			rounded[j] = float32(code) * q.Scale[j/32]
		}
		for r := range w.Rows {
			want, scale := product(rounded, weights[r*w.Cols:], 1, 1, w.Cols)
			if got := float64(y[i*w.Rows+r]); math.Abs(got-want) > 2e-6*scale {
				t.Fatalf("%v: y[%d,%d] is %v, not %v", w.Type, i, r, got, want)
			}
		}
	}
}

func TestNotANumberPropagates(t *testing.T) {
	w := randomMatrix(t, gguf.Q8_0, 20, 64, rand.New(rand.NewPCG(4, 4)))
	putF16(w.Data[3*68:], float32(math.NaN()))
	putF16(w.Data[5*68:], float32(math.Inf(1)))
	x := randomValues(panelRows*64, rand.New(rand.NewPCG(5, 5)))
	for _, n := range []int{1, panelRows} {
		y, dx := make([]float32, n*20), make([]float32, n*64)
		w.Mul(nil, y, x, n, F32)
		w.MulT(nil, dx, y, n, F32)
		for r := range 20 {
			finite := !math.IsNaN(float64(y[r])) && !math.IsInf(float64(y[r]), 0)
			if finite != (r != 3 && r != 5) {
				t.Errorf("n = %d: y[0,%d] is %v", n, r, y[r])
			}
		}
		if !math.IsNaN(float64(dx[0])) {
			t.Errorf("n = %d: dx[0,0] is %v, not NaN", n, dx[0])
		}
	}
}

func TestScratchIsBounded(t *testing.T) {
	if ScratchBytes > 1<<20 {
		t.Errorf("a worker holds %d bytes of decoded weights, more than 1 MB", ScratchBytes)
	}
	if got := sizeOf[panelScratch](); got != ScratchBytes {
		t.Errorf("scratch takes %d bytes, ScratchBytes says %d", got, ScratchBytes)
	}
}

func TestProductsDoNotAllocate(t *testing.T) {
	p := parallel.New(2)
	defer p.Close()
	const n = 40
	w := randomMatrix(t, gguf.Q4_0, 64, 512, rand.New(rand.NewPCG(6, 6)))
	x, y := make([]float32, n*512), make([]float32, n*64)
	products := map[string]func(){
		"f32":  func() { w.Mul(p, y, x, n, F32) },
		"dot":  func() { w.Mul(p, y, x, 1, F32) },
		"int8": func() { w.Mul(p, y, x, n, Int8) },
		"MulT": func() { w.MulT(p, x, y, n, F32) },
		"bf16": func() { w.Mul(p, y, x, n, BF16); w.MulT(p, x, y, n, BF16) },
	}
	for name, f := range products {
		if got := testing.AllocsPerRun(50, f); got > 8 {
			t.Errorf("%s: %v allocations per product", name, got)
		}
	}
}

func TestWrongSlicesPanic(t *testing.T) {
	w := randomMatrix(t, gguf.Q8_0, 4, 64, rand.New(rand.NewPCG(7, 7)))
	y, x := make([]float32, 8), make([]float32, 128)
	calls := map[string]func(){
		"short x":       func() { w.Mul(nil, y, x[:127], 2, F32) },
		"short y":       func() { w.Mul(nil, y[:7], x, 2, Int8) },
		"short dx":      func() { w.MulT(nil, x[:127], y, 2, F32) },
		"negative n":    func() { w.Mul(nil, y, x, -1, F32) },
		"row 4 of 4":    func() { w.Row(x[:64], 4) },
		"row -1":        func() { w.Row(x[:64], -1) },
		"63 columns":    func() { w.Row(x[:63], 0) },
		"unknown type":  func() { (&Matrix{Type: 99, Rows: 4, Cols: 64}).Mul(nil, y, x, 2, F32) },
		"zero n passes": func() { w.Mul(nil, nil, nil, 0, F32); w.MulT(nil, nil, nil, 0, F32); panic("as it should") },
	}
	for name, f := range calls {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
