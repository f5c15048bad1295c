package llama

import (
	"math"
	"slices"

	"llft"
	"llft/quant"
)

// termColumns is the number of outputs of a piece of B.
const termColumns = 256

// halfTerms are the terms of a group as float16, which halves the bytes that decoding reads. Each of A and B is multiplied by the power of
// two that brings its largest value to between 1/2 and 1, so that none overflows, and small ones keep their bits.
//
//	a  [rank, in]                      A of all terms, one above the other
//	b  [piece][rank of its matrix][columns of the piece]   Bᵀ, cut into pieces of termColumns outputs, so that a piece lies in one run
type halfTerms struct {
	of     []*LowRank // what it was made of
	a, b   []uint16
	rows   []termRow
	pieces []termPiece
}

// termRow belongs to one row of a.
type termRow struct {
	term   *LowRank
	factor float32 // what the powers of two are undone with
}

// termPiece is some outputs of one matrix.
type termPiece struct {
	linear, column, columns int
	row, rank               int // the rows of a that it takes
	at                      int // its start in b
}

// current reports whether h was made of the terms that g has now.
func (h *halfTerms) current(g *group) bool {
	i := 0
	for _, l := range g.linears {
		for _, t := range l.Terms {
			if i >= len(h.of) || h.of[i] != t {
				return false
			}
			i++
		}
	}
	return i == len(h.of)
}

// make converts the terms of g.
func (h *halfTerms) make(g *group) {
	*h = halfTerms{}
	in := g.linears[0].W.Cols
	for i, l := range g.linears {
		first, rank, out := len(h.rows), l.rank(), l.W.Rows
		var factors []float32 // of B, by row
		for _, t := range l.Terms {
			h.of = append(h.of, t)
			fa, fb := powerOfTwo(t.A), powerOfTwo(t.B)
			h.a = appendHalf(h.a, t.A, fa)
			for range t.Rank {
				h.rows = append(h.rows, termRow{t, 1 / fa / fb})
				factors = append(factors, fb)
			}
		}
		for column := 0; column < out && rank > 0; column += termColumns {
			p := termPiece{i, column, min(termColumns, out-column), first, rank, len(h.b)}
			h.pieces = append(h.pieces, p)
			row := make([]float32, p.columns)
			k := 0
			for _, t := range l.Terms {
				for r := range t.Rank {
					for c := range row {
						row[c] = t.B[(column+c)*t.Rank+r]
					}
					h.b = appendHalf(h.b, row, factors[k])
					k++
				}
			}
		}
	}
	if len(h.a) != len(h.rows)*in {
		panic("llama: low-rank terms of a wrong shape")
	}
}

// powerOfTwo is what brings the largest magnitude of x to between 1/2 and 1.
func powerOfTwo(x []float32) float32 {
	var top float32
	for _, v := range x {
		top = max(top, float32(math.Abs(float64(v))))
	}
	_, exponent := math.Frexp(float64(top))
	return float32(math.Ldexp(1, -max(-60, min(60, exponent)))) // NaN and infinity stay what they are
}

func appendHalf(h []uint16, x []float32, factor float32) []uint16 {
	scaled := slices.Clone(x)
	llft.Scale(scaled, factor)
	h = slices.Grow(h, len(x))
	n := len(h)
	h = h[:n+len(x)]
	llft.F32ToF16(h[n:], scaled)
	return h
}

// decodeTerms adds the terms of a group for few rows of x, in two loops: over the rows of a, beside the products of the base, then over the
// pieces of b.
type decodeTerms struct {
	h  *halfTerms
	n  int
	u  buffer // [n, rank] s·x·Aᵀ
	x  []float32
	y  outs
	up bool // the second loop
}

// Do runs rows or pieces lo to hi-1.
func (t *decodeTerms) Do(_, lo, hi int) {
	h := t.h
	rank, in := len(h.rows), len(t.x)/t.n
	for i := lo; i < hi; i++ {
		if !t.up {
			a, scale := h.a[i*in:(i+1)*in], h.rows[i].term.Scale*h.rows[i].factor
			for r := range t.n {
				t.u[r*rank+i] = llft.DotF16(t.x[r*in:(r+1)*in], a) * scale
			}
			continue
		}
		p := &h.pieces[i]
		out := len(t.y[p.linear]) / t.n
		for r := range t.n {
			y := t.y[p.linear][r*out+p.column:][:p.columns]
			for k := range p.rank {
				llft.AxpyF16(y, t.u[r*rank+p.row+k], h.b[p.at+k*p.columns:][:p.columns])
			}
		}
	}
}

// decodeUp sets y to the products of the base and prepares the terms.
func (g *group) decodeUp(m *Model, ws []*quant.Matrix, y outs, x []float32, n int, c quant.Compute) {
	h := &g.half
	if !h.current(g) {
		h.make(g)
	}
	t := &m.scratch.terms
	*t = decodeTerms{h: h, n: n, u: t.u, x: x[:n*ws[0].Cols]}
	t.u.take(n * len(h.rows))
	quant.MulShared(m.Pool, ws, y[:], x, n, c, t, len(h.rows))
}

// decodeDown adds the terms to y.
func (g *group) decodeDown(m *Model, y outs, n int) {
	t := &m.scratch.terms
	for i, l := range g.linears {
		t.y[i] = y[i][:n*l.W.Rows]
	}
	t.up = true
	m.Pool.Do(len(t.h.pieces), inline(len(t.h.pieces), m.Pool.Threads(), n*len(t.h.b)), t)
}

// inline is the size of a task of a loop over n things of so many values: all of them where waking the workers costs more than it saves.
func inline(n, threads, values int) int {
	if values < 1<<14 {
		return n
	}
	return max(1, n/(4*threads))
}
