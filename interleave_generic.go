package llft

import "encoding/binary"

// interleaveGeneric is the reference: it opens a block of each row and puts its codes and scales where they belong.
func interleaveGeneric(v *Interleave) {
	f := &rowsForms[v.Type]
	var u rowsBlock
	for b := range v.Cols / f.block {
		for r := range v.Rows {
			f.open(&u, v.Data[r*v.RowBytes+b*f.bytes:][:f.bytes])
			for c := 0; c < f.block; c += 32 {
				v.putCodes(f, (*[32]byte)(u.codes[c:]), b*f.block+c, r)
			}
			v.putScales(f, &u, b*f.block, r)
		}
	}
}

func get32(b []byte) uint32    { return binary.LittleEndian.Uint32(b) }
func put32(b []byte, v uint32) { binary.LittleEndian.PutUint32(b, v) }
func bits16(b []byte) uint16   { return binary.LittleEndian.Uint16(b) }
func put16(b []byte, v uint16) { binary.LittleEndian.PutUint16(b, v) }

// putCodes writes 32 codes of row r from column col on.
func (v *Interleave) putCodes(f *rowsForm, codes *[32]byte, col, r int) {
	const line = panelStep
	nibbles, twos, ones := f.planes()
	step := [8]uint32{get32(codes[:]), get32(codes[4:]), get32(codes[8:]), get32(codes[12:]),
		get32(codes[16:]), get32(codes[20:]), get32(codes[24:]), get32(codes[28:])}
	if f.bits == 8 {
		dst := v.Group[col*PanelRows+4*r:][:7*line+4]
		for s, w := range step {
			put32(dst[s*line:], w)
		}
		return
	}
	above := 0
	if nibbles {
		const low = 0x0f0f0f0f
		dst := v.Group[col*PanelRows/2+4*r:][:3*line+4]
		put32(dst, step[0]&low|step[4]&low<<4)
		put32(dst[line:], step[1]&low|step[5]&low<<4)
		put32(dst[2*line:], step[2]&low|step[6]&low<<4)
		put32(dst[3*line:], step[3]&low|step[7]&low<<4)
		above = 4
	}
	if twos {
		const two = 0x03030303
		dst := v.Group[v.Twos+col*PanelRows/4+4*r:][:line+4]
		put32(dst, step[0]>>above&two|step[1]>>above&two<<2|step[2]>>above&two<<4|step[3]>>above&two<<6)
		put32(dst[line:], step[4]>>above&two|step[5]>>above&two<<2|step[6]>>above&two<<4|step[7]>>above&two<<6)
		above += 2
	}
	if ones {
		const one = 0x01010101
		w := step[0]>>above&one | step[1]>>above&one<<1 | step[2]>>above&one<<2 | step[3]>>above&one<<3 |
			step[4]>>above&one<<4 | step[5]>>above&one<<5 | step[6]>>above&one<<6 | step[7]>>above&one<<7
		put32(v.Group[v.Ones+col*PanelRows/8+4*r:], w)
	}
}

// putScales writes the scales of row r of a block at column col.
func (v *Interleave) putScales(f *rowsForm, u *rowsBlock, col, r int) {
	g := v.Group
	if f.scales == scalesHalf {
		put16(g[v.Scales+2*(col/32*PanelRows+r):], u.d)
		if f.mins {
			put16(g[v.Mins+2*(col/32*PanelRows+r):], u.dmin)
		}
		return
	}
	put16(g[v.D+2*(col/superBlock*PanelRows+r):], u.d)
	if f.mins {
		put16(g[v.DMin+2*(col/superBlock*PanelRows+r):], u.dmin)
	}
	first, runs := col/f.run, superBlock/f.run
	for i := range runs {
		at := (first+i)*PanelRows + r
		switch f.scales {
		case scalesBytes:
			g[v.Scales+at] = u.scale[i]
			if f.mins {
				g[v.Mins+at] = u.min[i]
			}
		case scalesQ2_K:
			g[v.Scales+at] = u.scale[i] | u.min[i]<<4
		case scalesQ3_K:
			g[v.Scales+(first+i)/2*PanelRows+r] |= u.scale[i] & 15 << (i % 2 * 4)
			g[v.Mins+(first+i)/4*PanelRows+r] |= u.scale[i] >> 4 << (i % 4 * 2)
		}
	}
}
