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
	for b := range cols / 32 {
		dst, scales := g[b*8*line:][:8*line], g[l.scales+b*2*packedRows:][:2*packedRows]
		for r := range rows {
			src, to := data[r*rowBytes+b*q8_0Bytes:][:q8_0Bytes], dst[4*r:][:7*line+4]
			for s := range 8 {
				put32(to[s*line:], get32(src[2+4*s:])^0x80808080)
			}
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
				for i := range 4 {
					a, b := get32(from[4*i:]), get32(from[16+4*i:])
					put32(to[i*line:], a&low|b&low<<4)
					put32(to[(4+i)*line:], a>>4&low|b&high)
				}
			}
			openScaleMin(&u, src)
			for s := range 8 {
				scales[s*packedRows+r], mins[s*packedRows+r] = u.scale[s], u.min[s]
			}
			put16(d[2*r:], u.d)
			put16(dmin[2*r:], u.dmin)
		}
	}
}
