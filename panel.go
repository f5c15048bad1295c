package llft

import (
	"fmt"
	"unsafe"
)

// Packed weights. Rows of W are taken 16 at a time, a group, and interleaved so that one load holds the same columns of all of them:
// no product then needs a horizontal sum. A product works on panels, in which a code is a byte without sign:
//
//	panel [Cols/4] steps of 64 bytes:   row 0        row 1            row 15
//	                                  | c0 c1 c2 c3 | c0 c1 c2 c3 |…| c0 c1 c2 c3 |   c0..c3: columns 4s..4s+3 of step s
//
// Four codes of a row of X, broadcast, meet a step in one instruction (VPDPBUSD of AVX-512). Codes narrower than a byte are kept
// in planes, which Planes.Unpack turns into a panel, for a block of 32 columns (steps 0..7) at a time:
//
//	nibbles  4 × 64 bytes: byte j of part i has bits 0-3 of byte j of step i (low nibble) and of step i+4
//	twos     2 × 64 bytes: bits 2i, 2i+1 of byte j of part p are two bits of byte j of step 4p+i
//	ones         64 bytes: bit s of byte j is one bit of byte j of step s
//
// Codes of 4 bits are nibbles; 5: nibbles and ones above them; 6: nibbles and twos above; 2: twos; 3: twos and ones above.

const (
	// PanelRows is the number of rows of W that are interleaved.
	PanelRows = 16
	// PanelCols is the most columns that one call of Panel.Dot takes: 8 KB of codes for a group, so that a pair of groups, its scales
	// and some rows of X share a first-level cache.
	PanelCols = 512

	panelStep  = 4 * PanelRows  // bytes of 4 columns
	panelBlock = 32 * PanelRows // bytes of 32 columns

	// panelCalls bounds the rows of X of one call into assembly: below 100 µs on the slowest tier.
	panelCalls = 256
)

// Planes are the codes of a group as they are packed. Those that a form lacks are nil. Table, where set, gives the byte of each nibble.
type Planes struct {
	Nibbles, Twos, Ones []byte
	Table               *[16]byte
}

// Unpack fills dst, a panel of whole blocks of 32 columns.
func (p Planes) Unpack(dst []byte) {
	blocks := len(dst) / panelBlock
	checkLen("Planes.Unpack", len(dst), blocks*panelBlock)
	plane := func(b []byte, bytes int) {
		if b != nil {
			checkLen("Planes.Unpack", len(b), blocks*bytes)
		}
	}
	plane(p.Nibbles, panelBlock/2)
	plane(p.Twos, panelBlock/4)
	plane(p.Ones, panelBlock/8)
	if blocks > 0 {
		unpackPlanes(dst, p)
	}
}

// PanelScales are the scales of a pair of panels, [panel][block][row] with as many blocks as the panel has, and the minima of types
// that have any.
type PanelScales struct {
	Scale, Min [2][PanelCols / 16 * PanelRows]float32
}

// ScaleCodes sets dst[b][r] to d[r]·codes[b][r], the scales of blocks b of 16 rows; codes are int8 in bytes, d is binary16.
func ScaleCodes(dst []float32, codes []byte, d []uint16) {
	checkLen("ScaleCodes", len(codes), len(dst))
	checkLen("ScaleCodes", len(d), PanelRows)
	checkLen("ScaleCodes", len(dst)%PanelRows, 0)
	if len(dst) > 0 {
		scaleCodes(dst, codes, d)
	}
}

// PanelBlock belongs to a block of 16 or 32 columns of one row of X.
type PanelBlock struct {
	// Offset is an int32, what the integer sum of the block starts from: -zero·Σ codes, zero being what stands for 0 in a code of W. Where W has
	// minima it is the float32 Scale·Σ codes instead, negative where they are subtracted.
	Offset uint32
	Scale  float32
}

// Panel is a product of rows of X with a pair of groups of W. Codes of X are -127..127.
type Panel struct {
	Acc         []float32    // [Rows][2·PanelRows], to which the product is added
	Codes       []int8       // row i begins at i·CodeStride
	CodeStride  int          //
	Blocks      []PanelBlock // row i begins at i·BlockStride
	BlockStride int          //
	W           [2][]byte    // the panels; the second may be missing
	Scales      *PanelScales
	Rows, Cols  int  // Cols ≤ PanelCols, a multiple of 32
	Block       int  // columns that share a scale: 16 or 32
	Mins        bool // whether W has minima
	Bits        int  // the most bits of a code of W, 2 to 8
}

// Dot adds to Acc[i][r], for the blocks b in order, each of the two products fused into its addition (the reference rounds the products),
//
//	(float32(dot)·Scale of X)·Scale[b][r],  dot = Offset + Σ code of W · code of X
//
// or, with Mins, the same with dot = Σ code of W · code of X and then Offset·Min[b][r]. dot is exact. Bits of an element depend on its row
// of X and of W only. Columns of Acc whose panel is missing hold anything afterwards.
func (p *Panel) Dot() {
	if p.Rows <= 0 || p.Cols <= 0 {
		return
	}
	if p.Cols%q8Block != 0 || p.Cols > PanelCols || p.Block != 16 && p.Block != 32 || p.Bits < 2 || p.Bits > 8 {
		panic(fmt.Sprintf("llft: Panel.Dot: %d columns in blocks of %d, %d bits", p.Cols, p.Block, p.Bits))
	}
	checkIndex("Panel.Dot", "Acc", p.Rows*2*PanelRows-1, len(p.Acc))
	checkIndex("Panel.Dot", "Codes", (p.Rows-1)*p.CodeStride+p.Cols-1, len(p.Codes))
	checkIndex("Panel.Dot", "Blocks", (p.Rows-1)*p.BlockStride+p.Cols/p.Block-1, len(p.Blocks))
	checkLen("Panel.Dot", len(p.W[0]), p.Cols*PanelRows)
	if p.W[1] != nil {
		checkLen("Panel.Dot", len(p.W[1]), p.Cols*PanelRows)
	}
	for i := 0; i < p.Rows; i += panelCalls {
		part := *p
		part.Rows = min(panelCalls, p.Rows-i)
		part.Acc, part.Codes, part.Blocks = p.Acc[i*2*PanelRows:], p.Codes[i*p.CodeStride:], p.Blocks[i*p.BlockStride:]
		panelDot(&part)
	}
}

// PanelTier says whether the tier in use has kernels for panels. Where it has none, the kernels on the rows of the file are faster.
func PanelTier() bool { return panelTier() }

// panelDotGeneric is the reference.
func panelDotGeneric(p *Panel) {
	for i := range p.Rows {
		for half, w := range p.W {
			for b := 0; b < len(w)/PanelRows/p.Block; b++ {
				codes, of := p.Codes[i*p.CodeStride+b*p.Block:][:p.Block], p.Blocks[i*p.BlockStride+b]
				for r := range PanelRows {
					var dot int32
					if !p.Mins {
						dot = int32(of.Offset)
					}
					for c, x := range codes {
						dot += int32(w[(b*p.Block+c)/4*panelStep+r*4+c%4]) * int32(x)
					}
					acc := &p.Acc[i*2*PanelRows+half*PanelRows+r]
					*acc += float32(float32(float32(dot)*of.Scale) * p.Scales.Scale[half][b*PanelRows+r])
					if p.Mins {
						*acc += float32(*(*float32)(unsafe.Pointer(&of.Offset)) * p.Scales.Min[half][b*PanelRows+r])
					}
				}
			}
		}
	}
}

func unpackPlanesGeneric(dst []byte, p Planes) {
	for b := 0; b*panelBlock < len(dst); b++ {
		block := dst[b*panelBlock:][:panelBlock]
		for s := range 8 {
			for j := range panelStep {
				var code byte
				above := 0 // bits so far
				if p.Nibbles != nil {
					code = p.Nibbles[b*panelBlock/2+s%4*panelStep+j] >> (s / 4 * 4) & 15
					above = 4
				}
				if p.Table != nil {
					code = p.Table[code]
				}
				if p.Twos != nil {
					code |= p.Twos[b*panelBlock/4+s/4*panelStep+j] >> (s % 4 * 2) & 3 << above
					above += 2
				}
				if p.Ones != nil {
					code |= p.Ones[b*panelBlock/8+j] >> s & 1 << above
				}
				block[s*panelStep+j] = code
			}
		}
	}
}

func scaleCodesGeneric(dst []float32, codes []byte, d []uint16) {
	for i, c := range codes {
		dst[i] = halfToFloat(d[i%PanelRows]) * float32(int8(c))
	}
}
