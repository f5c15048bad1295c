package llft

import "encoding/binary"

// byPanels is the product by panels, which is the reference for one row of X: unpack decodes the planes, dot multiplies. Of float32 it has the bits of Dot
// where dot is Panel.Dot in a tier with kernels; the generic one rounds products.
func (p *Packed) byPanels(unpack func(dst []byte, planes Planes), dot func(*Panel)) []float32 {
	f := &packedForms[p.Kind]
	acc, out := make([]float32, p.Groups*PanelRows), make([]float32, 2*PanelRows)
	most := min(PanelCols, p.Cols)
	panel, scales := make([]byte, most*PanelRows), new(PanelScales)
	for g := range p.Groups {
		w := p.W[g*p.GroupBytes:][:p.GroupBytes]
		clear(out)
		for col := 0; col < p.Cols; col += most {
			n := min(most, p.Cols-col)
			p.unpackScales(scales, w, col/f.block*PanelRows, n/f.block*PanelRows)
			dot(&Panel{
				Acc: out, Codes: p.Codes[col:], CodeStride: n, Blocks: p.Blocks[col/f.block:], BlockStride: n / f.block,
				W: [2][]byte{p.unpackCodes(panel[:n*PanelRows], w, col, unpack)}, Scales: scales,
				Rows: 1, Cols: n, Block: f.block, Mins: f.mins, Bits: f.bits(),
			})
		}
		copy(acc[g*PanelRows:], out[:PanelRows])
	}
	return acc
}

// bits is the most bits of a code.
func (f *packedForm) bits() int {
	if f.levels || !f.nibbles && !f.twos {
		return 8
	}
	return 4*b2i(f.nibbles) + 2*b2i(f.twos) + b2i(f.ones)
}

// unpackCodes makes a panel of a group's columns from col on, as many as dst holds.
func (p *Packed) unpackCodes(dst, w []byte, col int, unpack func(dst []byte, planes Planes)) []byte {
	f := &packedForms[p.Kind]
	if !f.nibbles && !f.twos {
		copy(dst, w[col*PanelRows:])
		return dst
	}
	var planes Planes
	if f.nibbles {
		planes.Nibbles = w[col*PanelRows/2:][:len(dst)/2]
	}
	if f.twos {
		planes.Twos = w[p.Twos+col*PanelRows/4:][:len(dst)/4]
	}
	if f.ones {
		planes.Ones = w[p.Ones+col*PanelRows/8:][:len(dst)/8]
	}
	if f.levels {
		planes.Table = new([16]byte)
		for i, v := range iq4Values {
			planes.Table[i] = byte(int(v) + 128)
		}
	}
	unpack(dst, planes)
	return dst
}

// unpackScales sets the first n scales and minima to those of a group from number first on, both multiples of PanelRows.
func (p *Packed) unpackScales(s *PanelScales, w []byte, first, n int) {
	f := &packedForms[p.Kind]
	half := func(at int) float32 { return halfToFloat(binary.LittleEndian.Uint16(w[at:])) }
	for i := range n {
		at := first + i
		run, row := at/PanelRows, i%PanelRows
		super := (run/(superBlock/f.block)*PanelRows + row) * 2
		scale, minimum := &s.Scale[0][i], &s.Min[0][i]
		switch f.scales {
		case scalesHalf:
			*scale = half(p.Scales + 2*at)
			if f.mins {
				*minimum = half(p.Mins + 2*at)
			}
		case scalesBytes:
			*scale = half(p.D+super) * float32(int8(w[p.Scales+at]))
			if f.mins {
				*minimum = half(p.DMin+super) * float32(int8(w[p.Mins+at]))
			}
		case scalesQ2_K:
			*scale = half(p.D+super) * float32(w[p.Scales+at]&15)
			*minimum = half(p.DMin+super) * float32(w[p.Scales+at]>>4)
		case scalesQ3_K:
			code := w[p.Scales+run/2*PanelRows+row]>>(run%2*4)&15 | w[p.Mins+run/4*PanelRows+row]>>(run%4*2)&3<<4
			*scale = half(p.D+super) * float32(int(code)-32)
		}
	}
}
