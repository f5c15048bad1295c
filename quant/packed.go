package quant

import (
	"llft"
	"llft/gguf"
)

// groupRows of W are interleaved in a packed matrix (see llft.Panel); the last group is filled up with zeros.
const packedRows = llft.PanelRows

// packed is a matrix in the form in which inference multiplies. A group holds, one after the other, each for all columns:
//
//	codes                 nibbles, twos, ones as llft.Planes describes them, or the bytes of a panel (8 bits)
//	scales                binary16 [Cols/32][16], or codes [Cols/run][16] of one byte
//	minima                the same, of types that have any
//	d, then dmin          binary16 [Cols/256][16], of types whose scales are codes
//
// The scales of Q2_K share a byte with the minima, the 6 bits of those of Q3_K are a plane of nibbles and one of two bits (scalesQ3_K).
type packed struct {
	form *form
	at   layout // of a group
	cols int
	data []byte // groups of at.size bytes
}

// form says how a type is packed: the width of its codes and the kind of its scales.
type form struct {
	id     gguf.Type
	bits   int // of a packed code
	run    int // columns that share a scale: 16 or 32
	zero   int32
	mins   bool
	scales scaleKind
	table  *[16]byte // what the nibbles stand for
	rows   llft.RowsType
	kind   llft.PackedKind // of the kernels for one row of X and for few
}

// scaleKind is how the scales of the runs are kept.
type scaleKind int

const (
	scalesHalf  scaleKind = iota // binary16, one a run
	scalesBytes                  // int8 codes of d and dmin
	scalesQ2_K                   // scale (low nibble) and minimum in a byte
	scalesQ3_K                   // 6 bits
)

// forms lists the types that can be packed.
var forms = []form{
	{gguf.Q4_0, 4, 32, 8, false, scalesHalf, nil, llft.RowsQ4_0, llft.Packed4},
	{gguf.Q4_1, 4, 32, 0, true, scalesHalf, nil, llft.RowsQ4_1, llft.Packed4HalfMin},
	{gguf.Q5_0, 5, 32, 16, false, scalesHalf, nil, llft.RowsQ5_0, llft.Packed5},
	{gguf.Q5_1, 5, 32, 0, true, scalesHalf, nil, llft.RowsQ5_1, llft.Packed5HalfMin},
	{gguf.Q8_0, 8, 32, 128, false, scalesHalf, nil, llft.RowsQ8_0, llft.Packed8},
	{gguf.Q2_K, 2, 16, 0, true, scalesQ2_K, nil, llft.RowsQ2_K, llft.Packed2Min},
	{gguf.Q3_K, 3, 16, 4, false, scalesQ3_K, nil, llft.RowsQ3_K, llft.Packed3},
	{gguf.Q4_K, 4, 32, 0, true, scalesBytes, nil, llft.RowsQ4_K, llft.Packed4Min},
	{gguf.Q5_K, 5, 32, 0, true, scalesBytes, nil, llft.RowsQ5_K, llft.Packed5Min},
	{gguf.Q6_K, 6, 16, 32, false, scalesBytes, nil, llft.RowsQ6_K, llft.Packed6},
	{gguf.IQ4_NL, 4, 32, 128, false, scalesHalf, &iq4Codes, llft.RowsQ4_0, llft.Packed4Levels},
	{gguf.IQ4_XS, 4, 32, 128, false, scalesBytes, &iq4Codes, llft.RowsIQ4_XS, llft.Packed4LevelsCodes},
}

// iq4Codes are the levels of the IQ4 types as codes with zero 128.
var iq4Codes [16]byte

func init() {
	for i, v := range iq4Values {
		iq4Codes[i] = byte(int(v) + 128)
	}
}

func formOf(t gguf.Type) *form {
	for i := range forms {
		if forms[i].id == t {
			return &forms[i]
		}
	}
	return nil
}

// widest is the most bits of a code in a panel.
func (f *form) widest() int {
	if f.table != nil {
		return 8
	}
	return f.bits
}

// layout is where the parts of a group begin, in bytes.
type layout struct {
	hasTwos, hasOnes                        bool
	twos, ones, scales, mins, d, dmin, size int
}

func (f *form) layout(cols int) layout {
	l := layout{hasTwos: f.bits == 2 || f.bits == 3 || f.bits == 6, hasOnes: f.bits == 3 || f.bits == 5}
	at := 0
	part := func(start *int, bytes int) {
		*start = at
		at += bytes
	}
	var nibbles int
	switch f.bits {
	case 8:
		part(&nibbles, packedRows*cols)
	case 4, 5, 6:
		part(&nibbles, packedRows*cols/2)
	}
	part(&l.twos, packedRows*cols/4*b2i(l.hasTwos))
	part(&l.ones, packedRows*cols/8*b2i(l.hasOnes))
	runs, supers := cols/f.run, cols/superBlock
	switch f.scales {
	case scalesHalf:
		part(&l.scales, 2*packedRows*runs)
		part(&l.mins, 2*packedRows*runs*b2i(f.mins))
	case scalesBytes:
		part(&l.scales, packedRows*runs)
		part(&l.mins, packedRows*runs*b2i(f.mins))
	case scalesQ2_K:
		part(&l.scales, packedRows*runs)
	case scalesQ3_K:
		part(&l.scales, packedRows*runs/2)
		part(&l.mins, packedRows*runs/4) // the upper two bits of the scales
	}
	if f.scales != scalesHalf {
		part(&l.d, 2*packedRows*supers)
		part(&l.dmin, 2*packedRows*supers*b2i(f.mins))
	}
	l.size = at
	return l
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// unpacked is the scratch of one pair of groups for a stretch of columns.
type unpacked struct {
	panel  [2][llft.PanelCols * packedRows]byte
	scales llft.PanelScales
	codes  [llft.PanelCols / 16 * packedRows]byte // of scales
}

// panel returns the codes of columns [col, col+n) of a group as a panel, in s or, of 8 bits, where they lie.
func (w *packed) panel(s *unpacked, half, group, col, n int) []byte {
	f, l := w.form, &w.at
	g := w.data[group*l.size:][:l.size]
	if f.bits == 8 {
		return g[col*packedRows:][:n*packedRows]
	}
	p := llft.Planes{Table: f.table}
	if f.bits >= 4 {
		p.Nibbles = g[col*packedRows/2:][:n*packedRows/2]
	}
	if l.hasTwos {
		p.Twos = g[l.twos+col*packedRows/4:][:n*packedRows/4]
	}
	if l.hasOnes {
		p.Ones = g[l.ones+col*packedRows/8:][:n*packedRows/8]
	}
	dst := s.panel[half][:n*packedRows]
	p.Unpack(dst)
	return dst
}

// unpackScales fills the scales and minima of columns [col, col+n) of a group.
func (w *packed) unpackScales(s *unpacked, half, group, col, n int) {
	f, l := w.form, &w.at
	g := w.data[group*l.size:][:l.size]
	first, runs := col/f.run*packedRows, n/f.run*packedRows
	scale, mins := s.scales.Scale[half][:runs], s.scales.Min[half][:runs]
	switch f.scales {
	case scalesHalf:
		llft.F16ToF32(scale, halves(g[l.scales+2*first:], runs))
		if f.mins {
			llft.F16ToF32(mins, halves(g[l.mins+2*first:], runs))
		}
	case scalesBytes:
		w.scaleSupers(scale, g[l.scales+first:][:runs], g[l.d:], col)
		if f.mins {
			w.scaleSupers(mins, g[l.mins+first:][:runs], g[l.dmin:], col)
		}
	case scalesQ2_K:
		packed, codes := g[l.scales+first:][:runs], s.codes[:runs]
		for i := 0; i < runs; i += 8 {
			put8(codes[i:], codes8(packed[i:])&(15*eachByte))
		}
		w.scaleSupers(scale, codes, g[l.d:], col)
		for i := 0; i < runs; i += 8 {
			put8(codes[i:], codes8(packed[i:])>>4&(15*eachByte))
		}
		w.scaleSupers(mins, codes, g[l.dmin:], col)
	case scalesQ3_K:
		codes := s.codes[:runs]
		low, high := g[l.scales+first/2:][:runs/2], g[l.mins+first/4:][:runs/4]
		for run := range runs / packedRows {
			lo, hi, out := low[run/2*packedRows:][:packedRows], high[run/4*packedRows:][:packedRows], codes[run*packedRows:][:packedRows]
			nibble, two := run&1*4, run&3*2
			put8(out, minus8(codes8(lo)>>(nibble&63)&(15*eachByte)|codes8(hi)>>(two&63)&(3*eachByte)<<4, 32))
			put8(out[8:], minus8(codes8(lo[8:])>>(nibble&63)&(15*eachByte)|codes8(hi[8:])>>(two&63)&(3*eachByte)<<4, 32))
		}
		w.scaleSupers(scale, codes, g[l.d:], col)
	}
}

// scaleSupers multiplies the codes of runs with the d of their superblocks.
func (w *packed) scaleSupers(dst []float32, codes, d []byte, col int) {
	perSuper := superBlock / w.form.run * packedRows
	for i := 0; i < len(dst); i += perSuper {
		k := min(perSuper, len(dst)-i)
		llft.ScaleCodes(dst[i:i+k], codes[i:i+k], halves(d[2*packedRows*(col/superBlock+i/perSuper):], packedRows))
	}
}

// panelBF16 makes a panel of bfloat16 of columns [col, col+k) of n ≤ 2·packedRows rows from row on, which begins a group. It has the bits of packRows, but
// for the sign of zeros.
func (w *packed) panelBF16(s *unpacked, panel []uint16, row, n, col, k int) {
	f, runs := w.form, k/w.form.run*packedRows
	for half := 0; half*packedRows < n; half++ {
		group := row/packedRows + half
		w.unpackScales(s, half, group, col, k)
		scale, base := s.scales.Scale[half][:runs], s.scales.Min[half][:runs]
		if f.mins {
			llft.Scale(base, f.minSign())
		} else {
			copy(base, scale)
			llft.Scale(base, float32(-f.zero))
		}
		llft.PanelBF16(panel[half*2*packedRows:], llft.PanelStride(n), w.panel(s, half, group, col, k), scale, base, f.run)
	}
}
