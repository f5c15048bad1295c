package quant

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"llft"
	"llft/gguf"
	"llft/internal/fixtures"
	"llft/internal/parallel"
)

// eachTier runs test under every tier that has kernels for packed weights.
func eachTier(t *testing.T, test func(t *testing.T)) {
	ran := 0
	for _, tier := range llft.Tiers() {
		restore, err := llft.SetISA(tier)
		if err != nil {
			t.Fatal(err)
		}
		if llft.PanelTier() {
			ran++
			t.Run(string(tier), test)
		}
		restore()
	}
	if ran == 0 {
		t.Skip("no tier of this CPU has kernels for packed weights")
	}
}

// pack packs for the length of the test.
func pack(t testing.TB, p *parallel.Pool, w *Matrix) *Packing {
	t.Helper()
	k, err := Pack(p, []*Matrix{w}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if w.packed == nil {
		t.Fatalf("%v was not packed", w.Type)
	}
	t.Cleanup(func() { k.Close() })
	return k
}

// value is a weight of an unpacked panel, computed as its type's dequantize does.
func (f *form) value(s *unpacked, panel []byte, r, c int) float32 {
	code := int32(panel[c/4*4*packedRows+r*4+c%4]) - f.zero
	at := c/f.run*packedRows + r
	v := float32(s.scales.Scale[0][at] * float32(code))
	if f.mins {
		v += float32(f.minSign() * s.scales.Min[0][at])
	}
	return v
}

// Unpacked weights are those of the file, bit for bit.
func TestPackKeepsWeights(t *testing.T) {
	p := parallel.New(3)
	defer p.Close()
	for _, f := range forms {
		t.Run(f.id.String(), func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				rng := rand.New(rand.NewPCG(1, uint64(f.id)))
				for _, shape := range [][2]int{{1, 256}, {16, 512}, {33, 768}, {17, 1536}} {
					w := randomMatrix(t, f.id, shape[0], shape[1], rng)
					pack(t, p, w)
					s := new(unpacked)
					row := make([]float32, w.Cols)
					for r := range w.Rows {
						w.Row(row, r)
						for col := 0; col < w.Cols; col += llft.PanelCols {
							n := min(llft.PanelCols, w.Cols-col)
							w.packed.unpackScales(s, 0, r/packedRows, col, n)
							panel := w.packed.panel(s, 0, r/packedRows, col, n)
							for c := range n {
								if got := f.value(s, panel, r%packedRows, c); got != row[col+c] {
									t.Fatalf("%d × %d: [%d,%d] is %v, not %v", w.Rows, w.Cols, r, col+c, got, row[col+c])
								}
							}
						}
					}
				}
			})
		})
	}
}

// TestPackedPanelsInBF16 wants of packed weights the panels that the file's give, bit by bit but for the sign of zeros: of a whole pair of groups, of a
// part of the second and of the first alone, with the rest of a stretch of columns and without.
func TestPackedPanelsInBF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		p := parallel.New(1)
		defer p.Close()
		s, u := new(panelScratch), new(packedScratch)
		for _, f := range forms {
			rng := rand.New(rand.NewPCG(7, uint64(f.id)))
			const rows = 2*width + 5
			cols := chunkBF16 + superBlock
			if f.scales == scalesHalf {
				cols = chunkBF16 + 32
			}
			w := randomMatrix(t, f.id, rows, cols, rng)
			pack(t, p, w)
			for _, row := range []int{0, width, 2 * width} {
				for _, n := range []int{width, 21, packedRows, 5} {
					if row+n > rows {
						continue
					}
					for _, col := range []int{0, chunkBF16} {
						k := min(chunkBF16, cols-col)
						want, got := halfWords(s.panels[:k*llft.PanelStride(n)/2]), make([]uint16, k*llft.PanelStride(n))
						w.packRows(w.format(), s, heldBF16, 0, row, n, col, k)
						w.packed.panelBF16(&u.unpacked, got, row, n, col, k)
						for i := range want {
							if i/2%llft.PanelStride(n) < n && got[i] != want[i] && (got[i]|want[i])&0x7fff != 0 {
								t.Fatalf("%v, %d rows from %d, columns from %d: [%d] is %#x, want %#x", f.id, n, row, col, i, got[i], want[i])
							}
						}
					}
				}
			}
		}
	})
}

func TestPackedSize(t *testing.T) {
	for _, f := range forms {
		for _, cols := range []int{2048, 5632, 4096, 11008, 14336} {
			cols = roundUp(cols, f.id.BlockSize())
			file, packed := packedRows*cols/f.id.BlockSize()*f.id.BlockBytes(), f.layout(cols).size
			if float64(packed) > 1.03*float64(file) || packed%2 != 0 {
				t.Errorf("%v: a group of %d columns takes %d bytes, %d in the file", f.id, cols, packed, file)
			}
		}
	}
}

// Products with packed weights are those of the weights and the rounded activations; a row's bits depend on neither n nor the workers.
func TestPackedProducts(t *testing.T) {
	workers := pools(t)
	for _, f := range forms {
		t.Run(f.id.String(), func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				rng := rand.New(rand.NewPCG(2, uint64(f.id)))
				for _, shape := range [][3]int{{1, 256, 1}, {17, 512, 3}, {40, 768, 20}, {130, 256, 128}, {300, 1280, 7}, {50, 512, 8}, {16, 256, 2}, {64, 256, 530}} {
					rows, cols, n := shape[0], shape[1], shape[2]
					w := randomMatrix(t, f.id, rows, cols, rng)
					x := randomValues(n*cols, rng)
					exact, y := make([]float32, n*rows), make([]float32, n*rows)
					w.Mul(workers[0], exact, x, n, F32)
					pack(t, workers[1], w)
					w.Mul(workers[0], y, x, n, Int8)
					sameAuto(t, workers, w, x, y, n)
					one := make([]float32, rows)
					for i := 0; i < n; i += 1 + n/20 {
						w.Mul(workers[1], one, x[i*cols:][:cols], 1, Int8)
						sameBits(t, one, y[i*rows:][:rows], "row %d alone and among %d", i, n)
					}
					if rms := fixtures.RelRMS(y, exact); rows*n > 50 && rms > 0.012 || rms == 0 {
						t.Errorf("8-bit activations are off by %.2g relative RMS (W %d × %d, n = %d)", rms, rows, cols, n)
					}
					if n <= 20 {
						checkRounded(t, w, y, x, n)
					}
					w.Mul(workers[0], y, x, n, F32)
					sameBits(t, y, exact, "F32 of a packed matrix")
				}
			})
		})
	}
}

// Columns that are whole blocks of 32 but no superblocks, and the last stretch.
func TestPackedShapes(t *testing.T) {
	p := parallel.New(2)
	defer p.Close()
	rng := rand.New(rand.NewPCG(3, 3))
	eachTier(t, func(t *testing.T) {
		for _, id := range []gguf.Type{gguf.Q4_0, gguf.Q4_1, gguf.Q5_0, gguf.Q5_1, gguf.Q8_0, gguf.IQ4_NL} {
			for _, cols := range []int{32, 64, 96, 544, 1056} {
				for _, n := range []int{1, 2, 7, 9} {
					w := randomMatrix(t, id, 50, cols, rng)
					pack(t, p, w)
					x, y := randomValues(n*cols, rng), make([]float32, n*50)
					w.Mul(p, y, x, n, Int8)
					checkRounded(t, w, y, x, n)
				}
			}
		}
	})
}

func TestPackReadsAllOnce(t *testing.T) {
	if !llft.PanelTier() {
		t.Skip("this tier does not pack")
	}
	p := parallel.New(2)
	defer p.Close()
	w := randomMatrix(t, gguf.Q8_0, 100, 256, rand.New(rand.NewPCG(4, 4)))
	f32 := randomMatrix(t, gguf.F32, 10, 256, rand.New(rand.NewPCG(4, 4)))
	var mu sync.Mutex
	bytes := 0
	k, err := Pack(p, []*Matrix{w, f32, w}, func(dst, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		bytes += copy(dst, data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if bytes != len(w.Data) || k.Bytes() < len(w.Data) || f32.packed != nil {
		t.Errorf("read %d bytes of %d, packed %d; F32 packed: %v", bytes, len(w.Data), k.Bytes(), f32.packed != nil)
	}
	x, y, again := randomValues(256, rand.New(rand.NewPCG(5, 5))), make([]float32, 100), make([]float32, 100)
	w.Mul(p, y, x, 1, Int8)
	if err := k.Close(); err != nil || w.packed != nil {
		t.Errorf("Close: %v", err)
	}
	w.Mul(p, again, x, 1, Int8)
	if rms := fixtures.RelRMS(again, y); rms > 1e-5 {
		t.Errorf("unpacked, the product differs by %.2g", rms)
	}
}

func TestPackReportsWhatCannotBeRead(t *testing.T) {
	if !llft.PanelTier() {
		t.Skip("this tier does not pack")
	}
	good, bad := randomMatrix(t, gguf.Q8_0, 40, 256, rand.New(rand.NewPCG(4, 4))), randomMatrix(t, gguf.Q8_0, 100, 256, rand.New(rand.NewPCG(4, 5)))
	want := errors.New("input/output error")
	k, err := Pack(nil, []*Matrix{good, bad}, func(dst, data []byte) error {
		if &data[0] == &bad.Data[0] {
			return want
		}
		copy(dst, data)
		return nil
	})
	if err != want || k != nil || good.packed != nil || bad.packed != nil {
		t.Errorf("error %v, packing %v, packed %v and %v", err, k, good.packed, bad.packed)
	}
}

func TestPackedPropagatesNaN(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		w := randomMatrix(t, gguf.Q4_K, 20, 256, rand.New(rand.NewPCG(6, 6)))
		putF16(w.Data[3*q4_kBytes:], float32(math.NaN()))
		putF16(w.Data[5*q4_kBytes:], float32(math.Inf(1)))
		pack(t, nil, w)
		x := randomValues(2*256, rand.New(rand.NewPCG(7, 7)))
		x[256+7] = float32(math.NaN())
		y := make([]float32, 2*20)
		w.Mul(nil, y, x, 2, Auto)
		for i, v := range y {
			finite := !math.IsNaN(float64(v)) && !math.IsInf(float64(v), 0)
			if finite != (i != 3 && i != 5 && i < 20) {
				t.Errorf("y[%d] is %v", i, v)
			}
		}
	})
}

func TestPackedDoesNotAllocate(t *testing.T) {
	if !llft.PanelTier() {
		t.Skip("this tier does not pack")
	}
	p := parallel.New(2)
	defer p.Close()
	w := randomMatrix(t, gguf.Q4_0, 640, 512, rand.New(rand.NewPCG(8, 8)))
	pack(t, p, w)
	for _, n := range []int{1, 40} {
		x, y := make([]float32, n*512), make([]float32, n*640)
		if got := testing.AllocsPerRun(50, func() { w.Mul(p, y, x, n, Int8) }); got > 4 {
			t.Errorf("%d rows: %v allocations per product", n, got)
		}
	}
}

func TestEveryFormHasOneType(t *testing.T) {
	var seen []gguf.Type
	for _, f := range forms {
		if slices.Contains(seen, f.id) || lookup(f.id) == nil || f.bits == 8 && f.zero != 128 {
			t.Errorf("form of %v", f.id)
		}
		seen = append(seen, f.id)
	}
}
