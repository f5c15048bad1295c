package llft

// rowsBlock is one block of a file, opened.
type rowsBlock struct {
	codes      [superBlock]byte // without sign, in the order of the columns
	scale, min [16]byte         // codes of the runs
	d, dmin    uint16           // binary16
}

// What opens a block of each type; the layouts stand at the decoders (unpack_*.go).

// openNibbles sets 32 codes of 4 bits: byte j of 16 holds code j (low nibble) and j+16.
func openNibbles(codes, src []byte) {
	for j := 0; j < 16; j += 8 {
		w := codes8(src[j:])
		put8(codes[j:], w&(15*eachByte))
		put8(codes[16+j:], w>>4&(15*eachByte))
	}
}

func openQ4_1(u *rowsBlock, src []byte) {
	u.d, u.dmin = bits16(src), bits16(src[2:])
	openNibbles(u.codes[:], src[4:])
}

// openFifths puts bit i of 32 above code i.
func openFifths(codes, high []byte) {
	for j := range 4 {
		put8(codes[8*j:], codes8(codes[8*j:])|spread8(high[j])<<4)
	}
}

func openQ5_0(u *rowsBlock, src []byte) {
	u.d = bits16(src)
	openNibbles(u.codes[:], src[6:])
	openFifths(u.codes[:], src[2:])
}

func openQ5_1(u *rowsBlock, src []byte) {
	u.d, u.dmin = bits16(src), bits16(src[2:])
	openNibbles(u.codes[:], src[8:])
	openFifths(u.codes[:], src[4:])
}

func openQ2_K(u *rowsBlock, src []byte) {
	u.d, u.dmin = bits16(src[80:]), bits16(src[82:])
	unpack2(&u.codes, (*[64]byte)(src[16:]))
	for s, b := range src[:16] {
		u.scale[s], u.min[s] = b&15, b>>4
	}
}

func openQ3_K(u *rowsBlock, src []byte) {
	u.d = bits16(src[108:])
	unpack2(&u.codes, (*[64]byte)(src[32:]))
	for l := 0; l < superBlock; l += 8 {
		put8(u.codes[l:], codes8(u.codes[l:])|codes8(src[l%32:])>>(l/32)&eachByte<<2)
	}
	packed := (*[12]byte)(src[96:])
	for s := range 16 {
		u.scale[s] = packed[s%8]>>(s/8*4)&15 | packed[8+s%4]>>(s/4*2)&3<<4
	}
}

// openScaleMin sets what Q4_K and Q5_K have in common.
func openScaleMin(u *rowsBlock, src []byte) {
	u.d, u.dmin = bits16(src), bits16(src[2:])
	const six = 0x3f3f3f3f
	a, b, c := get32(src[4:]), get32(src[8:]), get32(src[12:])
	put32(u.scale[:], a&six)
	put32(u.min[:], b&six)
	put32(u.scale[4:], c&0x0f0f0f0f|a>>2&0x30303030)
	put32(u.min[4:], c>>4&0x0f0f0f0f|b>>2&0x30303030)
}

// openHalves sets 256 codes of 4 bits: byte 32h+l of 128 holds code 64h+l (low nibble) and 64h+32+l.
func openHalves(codes *[superBlock]byte, src []byte) {
	for l := 0; l < 128; l += 8 {
		w, out := codes8(src[l:]), codes[l/32*64+l%32:]
		put8(out, w&(15*eachByte))
		put8(out[32:], w>>4&(15*eachByte))
	}
}

func openQ5_K(u *rowsBlock, src []byte) {
	openScaleMin(u, src)
	openHalves(&u.codes, src[48:])
	for l := 0; l < superBlock; l += 8 {
		put8(u.codes[l:], codes8(u.codes[l:])|codes8(src[16+l%32:])>>(l/32)&eachByte<<4)
	}
}

func openQ6_K(u *rowsBlock, src []byte) {
	u.d = bits16(src[208:])
	for l := 0; l < 64; l += 8 {
		out := u.codes[l/32*128+l%32:]
		a, b := codes8(src[l/32*64+l%32:]), codes8(src[l/32*64+l%32+32:])
		high := codes8(src[128+l:])
		put8(out, a&(15*eachByte)|high&(3*eachByte)<<4)
		put8(out[32:], b&(15*eachByte)|high>>2&(3*eachByte)<<4)
		put8(out[64:], a>>4&(15*eachByte)|high>>4&(3*eachByte)<<4)
		put8(out[96:], b>>4&(15*eachByte)|high>>6&(3*eachByte)<<4)
	}
	copy(u.scale[:], src[192:208])
}

func openIQ4_XS(u *rowsBlock, src []byte) {
	u.d = bits16(src)
	high := bits16(src[2:])
	for s := range 8 {
		u.scale[s] = src[4+s/2]>>(s%2*4)&15 | byte(high>>(2*s)&3)<<4 - 32
		openNibbles(u.codes[32*s:], src[8+16*s:])
	}
}

func openQ4_0(u *rowsBlock, src []byte) {
	u.d = bits16(src)
	openNibbles(u.codes[:], src[2:])
}

// openQ8_0 makes codes with zero 128.
func openQ8_0(u *rowsBlock, src []byte) {
	u.d = bits16(src)
	for i := 0; i < 32; i += 8 {
		put8(u.codes[i:], codes8(src[2+i:])^0x80*eachByte)
	}
}

func openQ4_K(u *rowsBlock, src []byte) {
	openScaleMin(u, src)
	openHalves(&u.codes, src[16:])
}
