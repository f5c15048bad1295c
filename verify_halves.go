package llft

import (
	"errors"
	"slices"
)

// tryPanelBF16 tries two blocks of codes made weights in bfloat16, which the factors make round up and down.
func (k kernels) tryPanelBF16(r *lcg) trial {
	const block, cols = 16, 32
	codes, scale, base := make([]byte, cols*PanelRows), make([]float32, cols/block*PanelRows), make([]float32, cols/block*PanelRows)
	for i := range codes {
		codes[i] = byte(r.below(256))
	}
	for i := range scale {
		scale[i], base[i] = 0.1*float32(1+r.below(9)), -0.15*float32(r.below(9))
	}
	got, want := make([]uint16, cols*PanelWidth), make([]uint16, cols*PanelWidth)
	panelBF16Generic(want, PanelWidth, codes, scale, base, block)
	return func() error {
		clear(got)
		k.panelBF16(got, PanelWidth, codes, scale, base, block)
		if !slices.Equal(got, want) {
			return errors.New("codes made weights in bfloat16 give other ones")
		}
		return nil
	}
}

// tryGemv tries one row times a panel in binary16.
func (k kernels) tryGemv(r *lcg) trial {
	const depth = 19
	x, panel, want := make([]float32, depth), make([]uint16, depth*PanelWidth), make([]float32, PanelWidth)
	for p := range x {
		x[p] = float32(r.below(17) - 8)
		for j := range want {
			w := float32(r.below(17) - 8)
			panel[p*PanelWidth+j] = floatToHalf(w)
			want[j] += x[p] * w
		}
	}
	c := make([]float32, PanelWidth)
	return func() error {
		clear(c)
		k.gemv(c, x, panel)
		return sameProduct(c, want, "a row times a panel in float16")
	}
}

// tryDot tries the dot product with a vector in binary16 and in bfloat16: of some whole steps and a rest.
func (k kernels) tryDot(r *lcg) trial {
	const n = 149
	x, f16, bf16 := make([]float32, n), make([]uint16, n), make([]uint16, n)
	var want float32
	for i := range x {
		w := float32(r.below(17) - 8)
		x[i] = float32(r.below(17) - 8)
		f16[i], bf16[i] = floatToHalf(w), floatToBrain(w)
		want += x[i] * w
	}
	return func() error {
		if err := sameProduct([]float32{k.dotF16(x, f16)}, []float32{want}, "a dot product in float16"); err != nil {
			return err
		}
		return sameProduct([]float32{k.dotBF16(x, bf16)}, []float32{want}, "a dot product in bfloat16")
	}
}
