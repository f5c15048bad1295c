package llama

import (
	"llft"
	"llft/quant"
)

// Products of tiles are float32, or have their factors rounded to bfloat16 where the products with weights do and that is faster: in training with BF16
// (as FlashAttention rounds P and dS, Dao et al., arXiv 2205.14135), and in prefill where Auto does. Softmax and sums are float32 always.

// attentionRounds says whether products of tiles round beside products of compute c.
func attentionRounds(c quant.Compute) bool {
	return c.Arithmetic() == quant.BF16 || c == quant.Auto && llft.BF16OverInt8()
}

// round says how products of tiles are from now on.
func (s *attentionScratch) round(half bool) {
	if s.half = half; !half || s.q != nil {
		return
	}
	for _, p := range s.panels() {
		p.pairs = make([]uint16, len(p.wide)/p.k*even(p.k))
	}
	h := func(n int) []uint16 { return make([]uint16, n) }
	s.q, s.p, s.do = h(queryTile*even(s.kt.k)), h(queryTile*keyTile), h(queryTile*even(s.vt.k))
	s.pt, s.dst, s.turned = h(backwardKeys*queryTile), h(backwardKeys*queryTile), make([]float32, backwardKeys*queryTile)
}

func (s *attentionScratch) panels() []*tilePanels {
	return []*tilePanels{&s.kt, &s.vp, &s.kp, &s.vt, &s.qp, &s.dop}
}

// even is n or the even number above it.
func even(n int) int { return (n + 1) &^ 1 }

// tilePanels is a factor on the right, [k, columns] in panels: that of the columns from c on lies at c·k.
type tilePanels struct {
	k     int
	wide  []float32
	pairs []uint16 // the same for products in bfloat16: pairs of rows
}

func newTilePanels(k, columns int) tilePanels {
	return tilePanels{k: k, wide: make([]float32, k*roundUp(columns, panel))}
}

// from is the panel of the columns from c on.
func (p *tilePanels) from(c int) []float32 { return p.wide[c*p.k:] }

// packColumns makes the panel of n columns from c on of columns that are each k values of x, stride values apart, times f.
func (p *tilePanels) packColumns(c int, x []float32, stride, k, n int, f float32) {
	llft.PackColumns(p.from(c), panel, x, stride, k, n)
	if f != 1 {
		llft.Scale(p.from(c)[:panel*k], f)
	}
}

// packRows makes all panels of k rows of x, of n values, stride values apart, times f.
func (p *tilePanels) packRows(x []float32, stride, k, n int, f float32) {
	for c := 0; c < n; c += panel {
		columns := min(panel, n-c)
		llft.Pack(p.from(c), x[c:], stride, 1, k, columns)
		if f != 1 {
			llft.Scale(p.from(c)[:k*llft.PanelStride(columns)], f)
		}
	}
}

// round makes the pairs of k rows and n columns.
func (p *tilePanels) round(k, n int) {
	for c := 0; c < n; c += panel {
		columns := min(panel, n-c)
		llft.PackBF16Rows(p.pairs[c*even(p.k):], p.from(c), llft.PanelStride(columns), k, columns)
	}
}

// tileRows is a factor on the left: the value of row i and column j is wide[i*row+j*column], and in bfloat16 half[i*stride+j].
type tileRows struct {
	wide        []float32
	row, column int
	half        []uint16
	stride      int
}

// rows are the n rows of k values of x, stride values apart, those from first on rounded into half where products round.
func (s *attentionScratch) rows(x []float32, stride int, half []uint16, first, n, k int) tileRows {
	t := tileRows{wide: x, row: stride, column: 1, half: half, stride: even(k)}
	if s.half {
		for i := first; i < n; i++ {
			t.round(i, x[i*stride:][:k])
		}
	}
	return t
}

// columns are the first k columns of x as rows of n values: the transpose of n rows, stride values apart.
func (s *attentionScratch) columns(x []float32, stride int, half []uint16, n, k int) tileRows {
	t := tileRows{wide: x, row: 1, column: stride, half: half, stride: queryTile}
	if s.half {
		llft.Transpose(s.turned, queryTile, x, stride, k, n)
		for i := range k {
			t.round(i, s.turned[i*queryTile:][:n])
		}
	}
	return t
}

// round sets row i in bfloat16. What completes its last pair is zero.
func (t *tileRows) round(i int, x []float32) {
	row := t.half[i*t.stride:][:even(len(x))]
	llft.F32ToBF16(row[:len(x)], x)
	clear(row[len(x):])
}

// multiply adds to C [m, n], or with set sets it to, the product of A's rows from i on, columns from p on, with the columns from c on of B's rows from p on,
// k of them. In bfloat16 p is even, and what follows the last column and row is zero in both where k is odd, or finite in one and zero in the other.
func (s *attentionScratch) multiply(set bool, to []float32, ldc int, a tileRows, i, p int, b *tilePanels, c, m, k, n int) {
	at := p * llft.PanelStride(n)
	switch {
	case s.half && set:
		llft.GemmPanelBF16Set(to, ldc, a.half[i*a.stride+p:], a.stride, b.pairs[c*even(b.k)+at:], m, even(k), n)
	case s.half:
		llft.GemmPanelBF16(to, ldc, a.half[i*a.stride+p:], a.stride, b.pairs[c*even(b.k)+at:], m, even(k), n)
	case set:
		llft.GemmPanelSet(to, ldc, a.wide[i*a.row+p*a.column:], a.row, a.column, b.wide[c*b.k+at:], m, k, n)
	default:
		llft.GemmPanel(to, ldc, a.wide[i*a.row+p*a.column:], a.row, a.column, b.wide[c*b.k+at:], m, k, n)
	}
}
