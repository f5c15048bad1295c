//go:build !purego

package llft

//go:noescape
func unpack4NEON(dst, nibbles *byte, blocks int)

//go:noescape
func unpackTableNEON(dst, nibbles *byte, table *[16]byte, blocks int)

//go:noescape
func unpack5NEON(dst, nibbles, ones *byte, blocks int)

//go:noescape
func unpack6NEON(dst, nibbles, twos *byte, blocks int)

//go:noescape
func unpack2NEON(dst, twos *byte, blocks int)

//go:noescape
func unpack3NEON(dst, twos, ones *byte, blocks int)

//go:noescape
func scaleCodesNEON(dst *float32, codes *byte, d *uint16, blocks int)

func unpackPlanes(dst []byte, p Planes) {
	if !useNEON {
		unpackPlanesGeneric(dst, p)
		return
	}
	const run = 128 // blocks of one call
	nibbles, table, twos, ones := p.Nibbles != nil, p.Table != nil, p.Twos != nil, p.Ones != nil
	for at := 0; at < len(dst)/panelBlock; at += run {
		blocks := min(run, len(dst)/panelBlock-at)
		out, part := &dst[at*panelBlock], Planes{Table: p.Table}
		if nibbles {
			part.Nibbles = p.Nibbles[at*panelBlock/2:]
		}
		if twos {
			part.Twos = p.Twos[at*panelBlock/4:]
		}
		if ones {
			part.Ones = p.Ones[at*panelBlock/8:]
		}
		switch {
		case nibbles && table && !twos && !ones:
			unpackTableNEON(out, &part.Nibbles[0], p.Table, blocks)
		case nibbles && !table && !twos && !ones:
			unpack4NEON(out, &part.Nibbles[0], blocks)
		case nibbles && !table && !twos:
			unpack5NEON(out, &part.Nibbles[0], &part.Ones[0], blocks)
		case nibbles && !table && !ones:
			unpack6NEON(out, &part.Nibbles[0], &part.Twos[0], blocks)
		case !nibbles && !table && twos && !ones:
			unpack2NEON(out, &part.Twos[0], blocks)
		case !nibbles && !table && twos:
			unpack3NEON(out, &part.Twos[0], &part.Ones[0], blocks)
		default:
			unpackPlanesGeneric(dst[at*panelBlock:], part) // forms that no type has
			return
		}
	}
}

func scaleCodes(dst []float32, codes []byte, d []uint16) {
	if useNEON {
		scaleCodesNEON(&dst[0], &codes[0], &d[0], len(dst)/PanelRows)
		return
	}
	scaleCodesGeneric(dst, codes, d)
}
