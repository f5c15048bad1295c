package llft

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// TestPanelBF16 compares with the reference, bit by bit, for codes of every width, and scales and bases of every kind that a file may hold.
func TestPanelBF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		mdst, mcodes, mscale, mbase := newArena(t, 1<<16), newArena(t, 1<<14), newArena(t, 1<<14), newArena(t, 1<<14)
		for _, cols := range []int{16, 32, 48, 64, 256, PanelCols} {
			for _, block := range []int{16, 32} {
				if cols%block != 0 {
					continue
				}
				for _, stride := range []int{PanelRows, PanelWidth} {
					for _, most := range []int{4, 16, 64, 256} {
						what := fmt.Sprintf("%d columns in blocks of %d, stride %d, codes below %d", cols, block, stride, most)
						codes := take[byte](mcodes, cols*PanelRows)
						scale, base := take[float32](mscale, cols/block*PanelRows), take[float32](mbase, cols/block*PanelRows)
						for i := range codes {
							codes[i] = byte(r.IntN(most))
						}
						for i := range scale {
							scale[i], base[i] = halfToFloat(uint16(r.Uint32())), halfToFloat(uint16(r.Uint32()))
						}
						dst := take[uint16](mdst, (cols/2-1)*2*stride+2*PanelRows)
						for i := range dst {
							dst[i] = uint16(i)
						}
						want := slices.Clone(dst)
						panelBF16Generic(want, stride, codes, scale, base, block)
						PanelBF16(dst, stride, codes, scale, base, block)
						for i, w := range want {
							nan := func(x uint16) bool { return math.IsNaN(float64(brain(x))) }
							if dst[i] != w && !(nan(dst[i]) && nan(w)) {
								t.Fatalf("%s: [%d] is %#x, want %#x", what, i, dst[i], w)
							}
						}
						for _, m := range []*arena{mdst, mcodes, mscale, mbase} {
							m.check(t, what)
						}
					}
				}
			}
		}
	})
}

func BenchmarkPanelBF16(b *testing.B) {
	codes, dst := make([]byte, PanelCols*PanelRows), make([]uint16, PanelCols*PanelWidth)
	scale, base := make([]float32, PanelCols), make([]float32, PanelCols)
	b.SetBytes(int64(len(codes)))
	for b.Loop() {
		PanelBF16(dst, PanelWidth, codes, scale, base, 16)
	}
}
