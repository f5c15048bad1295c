//go:build !purego

package llft

// The kernels of AVX2 serve the tiers above it, too; where a product of few rows needs more there is another.

//go:noescape
func unpack4AVX2(dst, nibbles *byte, blocks int)

//go:noescape
func unpack4AVX512(dst, nibbles *byte, blocks int)

//go:noescape
func unpackTableAVX2(dst, nibbles *byte, table *[16]byte, blocks int)

//go:noescape
func unpack5AVX2(dst, nibbles, ones *byte, blocks int)

//go:noescape
func unpack6AVX2(dst, nibbles, twos *byte, blocks int)

//go:noescape
func unpack2AVX2(dst, twos *byte, blocks int)

//go:noescape
func unpack3AVX2(dst, twos, ones *byte, blocks int)

//go:noescape
func scaleCodesAVX2(dst *float32, codes *byte, d *uint16, blocks int)

func unpackPlanes(dst []byte, p Planes) {
	if !useAVX2 {
		unpackPlanesGeneric(dst, p)
		return
	}
	const run = 128 // blocks of one call
	for len(dst) > 0 {
		blocks := min(run, len(dst)/panelBlock)
		switch have := func(b []byte) bool { return b != nil }; {
		case have(p.Nibbles) && p.Table != nil && !have(p.Twos) && !have(p.Ones):
			unpackTableAVX2(&dst[0], &p.Nibbles[0], p.Table, blocks)
		case have(p.Nibbles) && p.Table == nil && !have(p.Twos) && !have(p.Ones) && useAVX512:
			unpack4AVX512(&dst[0], &p.Nibbles[0], blocks)
		case have(p.Nibbles) && p.Table == nil && !have(p.Twos) && !have(p.Ones):
			unpack4AVX2(&dst[0], &p.Nibbles[0], blocks)
		case have(p.Nibbles) && p.Table == nil && !have(p.Twos):
			unpack5AVX2(&dst[0], &p.Nibbles[0], &p.Ones[0], blocks)
		case have(p.Nibbles) && p.Table == nil && !have(p.Ones):
			unpack6AVX2(&dst[0], &p.Nibbles[0], &p.Twos[0], blocks)
		case !have(p.Nibbles) && p.Table == nil && have(p.Twos) && !have(p.Ones):
			unpack2AVX2(&dst[0], &p.Twos[0], blocks)
		case !have(p.Nibbles) && p.Table == nil && have(p.Twos):
			unpack3AVX2(&dst[0], &p.Twos[0], &p.Ones[0], blocks)
		default:
			unpackPlanesGeneric(dst, p) // forms that no type has
			return
		}
		dst = dst[blocks*panelBlock:]
		p.Nibbles, p.Twos, p.Ones = skip(p.Nibbles, blocks*panelBlock/2), skip(p.Twos, blocks*panelBlock/4), skip(p.Ones, blocks*panelBlock/8)
	}
}

// skip is b without its first n bytes; nil stays nil.
func skip(b []byte, n int) []byte {
	if b == nil {
		return nil
	}
	return b[n:]
}

func scaleCodes(dst []float32, codes []byte, d []uint16) {
	if useAVX2 {
		scaleCodesAVX2(&dst[0], &codes[0], &d[0], len(dst)/PanelRows)
		return
	}
	scaleCodesGeneric(dst, codes, d)
}
