package llft

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
