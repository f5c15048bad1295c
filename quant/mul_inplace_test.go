package quant

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

// TestInPlace: weights that are read where they lie give the bits of panels of them, and nothing beyond Y is written.
func TestInPlace(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	p := parallel.New(3)
	defer p.Close()
	for _, tier := range llft.Tiers() {
		restore, err := llft.SetISA(tier)
		if err != nil {
			t.Fatal(err)
		}
		for _, shape := range [][2]int{{1, 2}, {31, 62}, {100, 1024}, {97, 1034}, {390, 258}} {
			for _, tc := range []struct {
				id gguf.Type
				c  Compute
			}{{gguf.F32, F32}, {gguf.BF16, BF16}} {
				w := randomMatrix(t, tc.id, shape[0], shape[1], rng)
				for _, n := range []int{panelRows, 16, 31, 33, inPlaceMost} {
					if !w.inPlace(n, tc.c) {
						if tc.c == F32 {
							t.Fatalf("%v of %v is not read in place", tc.id, shape)
						}
						continue // no tier for bfloat16
					}
					t.Run(fmt.Sprintf("%s/%v/%dx%d/n=%d", tier, tc.id, shape[0], shape[1], n), func(t *testing.T) {
						x := randomValues(n*w.Cols, rng)
						want, got := make([]float32, n*w.Rows), make([]float32, n*w.Rows+1)
						w.mulPanels(p, w.format(), want, x, n, tc.c)
						got[n*w.Rows] = 7
						w.mulInPlace(p, got[:n*w.Rows], x, n, tc.c)
						for i := range want {
							if math.Float32bits(want[i]) != math.Float32bits(got[i]) {
								t.Fatalf("value %d is %v, of panels %v", i, got[i], want[i])
							}
						}
						if got[n*w.Rows] != 7 {
							t.Error("a value behind Y was written")
						}
					})
				}
			}
		}
		restore()
	}
	// What lies at an odd address, and a row that ends in half a pair, is not.
	data := make([]byte, 4*64*3+2)
	if uintptr(unsafe.Pointer(&data[0]))%2 != 0 {
		data = data[1:]
	}
	for _, w := range []*Matrix{{Type: gguf.F32, Rows: 3, Cols: 64, Data: data[1:]}, {Type: gguf.BF16, Rows: 4, Cols: 33, Data: data[:4*33*2]}} {
		for _, c := range []Compute{F32, BF16} {
			if w.inPlace(panelRows, c) {
				t.Errorf("%v of %d columns is read in place", w.Type, w.Cols)
			}
		}
	}
}
