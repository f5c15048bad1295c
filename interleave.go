package llft

import "fmt"

// RowsType is a type of blocks that rows of a file have, as Interleave takes it.
type RowsType int

// IQ4_NL lies as Q4_0 does.
const (
	RowsQ4_0 RowsType = iota
	RowsQ4_1
	RowsQ5_0
	RowsQ5_1
	RowsQ8_0
	RowsQ2_K
	RowsQ3_K
	RowsQ4_K
	RowsQ5_K
	RowsQ6_K
	RowsIQ4_XS
	rowsTypes
)

// Interleave makes a group of packed weights, zeroed before, from up to PanelRows rows of a file. Where a part begins, in bytes, is the caller's
// to say; parts that the type lacks are not written:
//
//	codes            from 0 on, as Planes has them, or (8 bits) as in a panel
//	Twos, Ones       the planes above or instead
//	Scales, Mins     a row each of 16 for 32 columns, or of Q2_K, Q3_K and Q6_K for 16: binary16 beside types of 32 columns, else codes of one byte;
//	                 of Q2_K Scales has the minima in the high nibbles; of Q3_K Scales is low nibbles, of two runs in a byte, and Mins twos of four
//	D, DMin          binary16, a row of 16 for 256 columns
type Interleave struct {
	Type                              RowsType
	Group                             []byte
	Twos, Ones, Scales, Mins, D, DMin int
	Data                              []byte // row r begins at r·RowBytes
	RowBytes, Rows, Cols              int
}

// Do makes the group.
func (v *Interleave) Do() {
	if uint(v.Type) >= uint(rowsTypes) {
		panic(fmt.Sprintf("llft: Interleave.Do: type %d", v.Type))
	}
	f := &rowsForms[v.Type]
	if v.Cols <= 0 || v.Cols%f.block != 0 || v.Rows < 1 || v.Rows > PanelRows {
		panic(fmt.Sprintf("llft: Interleave.Do: %d rows of %d columns in blocks of %d", v.Rows, v.Cols, f.block))
	}
	blocks := v.Cols / f.block
	checkIndex("Interleave.Do", "Data", (v.Rows-1)*v.RowBytes+blocks*f.bytes-1, len(v.Data))
	part := func(name string, start, bytes int) {
		if bytes > 0 && (start < 0 || start+bytes > len(v.Group)) {
			panic(fmt.Sprintf("llft: Interleave.Do: %s at %d, %d bytes, of a group of %d", name, start, bytes, len(v.Group)))
		}
	}
	runs, supers := v.Cols/f.run*PanelRows, v.Cols/superBlock*PanelRows
	nibbles, twos, ones := f.planes()
	switch {
	case f.bits == 8:
		part("codes", 0, v.Cols*PanelRows)
	case nibbles:
		part("codes", 0, v.Cols*PanelRows/2)
	}
	part("twos", v.Twos, v.Cols*PanelRows/4*b2i(twos))
	part("ones", v.Ones, v.Cols*PanelRows/8*b2i(ones))
	switch f.scales {
	case scalesHalf:
		part("scales", v.Scales, 2*runs)
		part("minima", v.Mins, 2*runs*b2i(f.mins))
	case scalesBytes:
		part("scales", v.Scales, runs)
		part("minima", v.Mins, runs*b2i(f.mins))
	case scalesQ2_K:
		part("scales", v.Scales, runs)
	case scalesQ3_K:
		part("scales", v.Scales, runs/2)
		part("scales", v.Mins, runs/4)
	}
	if f.block == superBlock {
		part("d", v.D, 2*supers)
		part("dmin", v.DMin, 2*supers*b2i(f.mins))
	}
	if v.Rows < PanelRows || !interleave(v, blocks) {
		interleaveGeneric(v)
	}
}

// scalesKind is how a type's scales are kept in a group.
type scalesKind int

const (
	scalesHalf  scalesKind = iota // binary16, one a run
	scalesBytes                   // a byte
	scalesQ2_K
	scalesQ3_K
)

// rowsForm says of a type how many columns and bytes a block has, how many bits a packed code, and how many columns a run with a scale.
type rowsForm struct {
	block, bytes, bits, run int
	scales                  scalesKind
	mins                    bool
	open                    func(u *rowsBlock, src []byte)
}

var rowsForms = [rowsTypes]rowsForm{
	RowsQ4_0:   {32, 18, 4, 32, scalesHalf, false, openQ4_0},
	RowsQ4_1:   {32, 20, 4, 32, scalesHalf, true, openQ4_1},
	RowsQ5_0:   {32, 22, 5, 32, scalesHalf, false, openQ5_0},
	RowsQ5_1:   {32, 24, 5, 32, scalesHalf, true, openQ5_1},
	RowsQ8_0:   {32, 34, 8, 32, scalesHalf, false, openQ8_0},
	RowsQ2_K:   {superBlock, q2_KBytes, 2, 16, scalesQ2_K, true, openQ2_K},
	RowsQ3_K:   {superBlock, q3_KBytes, 3, 16, scalesQ3_K, false, openQ3_K},
	RowsQ4_K:   {superBlock, q4_KBytes, 4, 32, scalesBytes, true, openQ4_K},
	RowsQ5_K:   {superBlock, q5_KBytes, 5, 32, scalesBytes, true, openQ5_K},
	RowsQ6_K:   {superBlock, q6_KBytes, 6, 16, scalesBytes, false, openQ6_K},
	RowsIQ4_XS: {superBlock, iq4_XSBytes, 4, 32, scalesBytes, false, openIQ4_XS},
}

// planes says which planes the codes have.
func (f *rowsForm) planes() (nibbles, twos, ones bool) {
	return f.bits >= 4 && f.bits < 8, f.bits == 2 || f.bits == 3 || f.bits == 6, f.bits == 3 || f.bits == 5
}
