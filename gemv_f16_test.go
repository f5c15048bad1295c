package llft

import (
	"fmt"
	"testing"
)

// TestGemvPanelF16 demands the bits of GemmPanelSet with the converted panel.
func TestGemvPanelF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		mc, mx, mh := newArena(t, 4*PanelWidth), newArena(t, 4*run), newArena(t, 2*run*PanelWidth)
		r := newRand()
		for _, kind := range kinds {
			for _, n := range []int{0, 1, 2, 3, 7, 64, 128, 300, run} {
				if n > 1000 && (testing.Short() || !kind.finite) {
					continue
				}
				what := fmt.Sprintf("%s, %d steps", kind.name, n)
				c, x, h := take[float32](mc, PanelWidth), take[float32](mx, n), take[uint16](mh, n*PanelWidth)
				wide, want := make([]float32, n*PanelWidth), make([]float32, PanelWidth)
				kind.fill(r, x)
				kind.fill(r, wide)
				F32ToF16(h, wide)
				F16ToF32(wide, h)
				kind.fill(r, c) // overwritten
				GemvPanelF16(c, x, h)
				GemmPanelSet(want, PanelWidth, x, n, 1, wide, 1, n, PanelWidth)
				sameBits(t, what, c, want)
				mc.check(t, what)
				mx.check(t, what)
				mh.check(t, what)
			}
		}
	})
}
