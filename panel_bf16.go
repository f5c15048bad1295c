package llft

// PanelBF16 turns a panel of codes (see Panel) into 16 columns of a panel of GemmPanelBF16, of stride columns: the weights in bfloat16, in pairs.
//
//	codes   [len(codes)/64] steps       | c0 c1 c2 c3 | of row 0, of row 1, … of row 15
//	dst     [len(codes)/32] pairs       | w0 w1 | of row 0, … of row 15   … stride columns
//	                                    | w2 w3 |
//	w = Scale·c + Base, rounded to float32 and then to bfloat16; scale and base are [block of 16 or 32 columns][row]
//
// A scale or base that is no number gives weights that are none.
func PanelBF16(dst []uint16, stride int, codes []byte, scale, base []float32, block int) {
	if len(codes) == 0 {
		return
	}
	cols := len(codes) / PanelRows
	if block != 16 && block != 32 || len(codes)%(block*PanelRows) != 0 || stride < PanelRows || cols > PanelCols {
		panic("llft: PanelBF16: no whole blocks, or too many, or no room for them")
	}
	checkIndex("PanelBF16", "dst", (cols/2-1)*2*stride+2*PanelRows-1, len(dst))
	checkLen("PanelBF16", len(scale), cols/block*PanelRows)
	checkLen("PanelBF16", len(base), cols/block*PanelRows)
	panelBF16(dst, stride, codes, scale, base, block)
}

// panelBF16Generic is the reference. A code times a scale is exact in float64.
func panelBF16Generic(dst []uint16, stride int, codes []byte, scale, base []float32, block int) {
	for i, c := range codes {
		step, row, col := i/panelStep, i%panelStep/4, i%4
		of := step*4/block*PanelRows + row
		w := float32(float64(c)*float64(scale[of]) + float64(base[of]))
		dst[(2*step+col/2)*2*stride+2*row+col%2] = floatToBrain(w)
	}
}
