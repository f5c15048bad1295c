package quant

// What packs a group of the commonest types without opening blocks: loading a model is as fast as these.

// directQ4_0: the 16 bytes of a block's nibbles are those of a plane.
func directQ4_0(g []byte, l *layout, cols int, data []byte, rows, rowBytes int) {
	for b := range cols / 32 {
		dst, scales := g[b*4*line:][:4*line], g[l.scales+b*2*packedRows:][:2*packedRows]
		for r := range rows {
			src, to := data[r*rowBytes+b*q4_0Bytes:][:q4_0Bytes], dst[4*r:][:3*line+4]
			put32(to, get32(src[2:]))
			put32(to[line:], get32(src[6:]))
			put32(to[2*line:], get32(src[10:]))
			put32(to[3*line:], get32(src[14:]))
			put16(scales[2*r:], bits16(src))
		}
	}
}

// directQ8_0 makes codes with zero 128.
func directQ8_0(g []byte, l *layout, cols int, data []byte, rows, rowBytes int) {
	const flip = 0x80808080
	for b := range cols / 32 {
		dst, scales := g[b*8*line:][:8*line], g[l.scales+b*2*packedRows:][:2*packedRows]
		for r := range rows {
			src, to := data[r*rowBytes+b*q8_0Bytes:][:q8_0Bytes], dst[4*r:][:7*line+4]
			put32(to[0*line:], get32(src[2:])^flip)
			put32(to[1*line:], get32(src[6:])^flip)
			put32(to[2*line:], get32(src[10:])^flip)
			put32(to[3*line:], get32(src[14:])^flip)
			put32(to[4*line:], get32(src[18:])^flip)
			put32(to[5*line:], get32(src[22:])^flip)
			put32(to[6*line:], get32(src[26:])^flip)
			put32(to[7*line:], get32(src[30:])^flip)
			put16(scales[2*r:], bits16(src))
		}
	}
}

// directQ4_K takes runs s and s+1, low and high nibbles of the same 32 bytes, to nibbles of columns 16 apart.
func directQ4_K(g []byte, l *layout, cols int, data []byte, rows, rowBytes int) {
	const low, high = 0x0f0f0f0f, 0xf0f0f0f0
	var u unit
	for b := range cols / superBlock {
		dst := g[b*8*4*line:][:8*4*line]
		scales, mins := g[l.scales+b*8*packedRows:][:8*packedRows], g[l.mins+b*8*packedRows:][:8*packedRows]
		d, dmin := g[l.d+b*2*packedRows:][:2*packedRows], g[l.dmin+b*2*packedRows:][:2*packedRows]
		for r := range rows {
			src := data[r*rowBytes+b*q4_kBytes:][:q4_kBytes]
			for h := range 4 {
				from, to := src[16+32*h:][:32], dst[h*8*line+4*r:][:7*line+4]
				a0, a1, a2, a3 := get32(from), get32(from[4:]), get32(from[8:]), get32(from[12:])
				b0, b1, b2, b3 := get32(from[16:]), get32(from[20:]), get32(from[24:]), get32(from[28:])
				put32(to, a0&low|b0&low<<4)
				put32(to[line:], a1&low|b1&low<<4)
				put32(to[2*line:], a2&low|b2&low<<4)
				put32(to[3*line:], a3&low|b3&low<<4)
				put32(to[4*line:], a0>>4&low|b0&high)
				put32(to[5*line:], a1>>4&low|b1&high)
				put32(to[6*line:], a2>>4&low|b2&high)
				put32(to[7*line:], a3>>4&low|b3&high)
			}
			openScaleMin(&u, src)
			for s, at := 0, r; s < 8; s, at = s+1, at+packedRows {
				scales[at], mins[at] = u.scale[s], u.min[s]
			}
			put16(d[2*r:], u.d)
			put16(dmin[2*r:], u.dmin)
		}
	}
}
