package llft

import (
	"encoding/binary"
	"math/bits"
)

// iq3_XXSBytes is the size of an IQ3_XXS block of 256 values: points of a lattice in four dimensions, the signs apart.
// Each run of 32 values, number s, has a word w[s]:
// x[32s+4j+i] = ±(d·(0.5+(w[s]>>28))·0.5)·iq3xxs[q[8s+j]][i], for j < 8, i < 4.
//
//	offset  bytes  field
//	     0      2  d, binary16
//	     2     64  q, indices of iq3xxs
//	    66     32  w, uint32: bits 7l to 7l+6 are the signs of x[32s+8l] to x[32s+8l+6], and that of x[32s+8l+7] makes
//	               the number of minus signs even, for l < 4; bits 28-31 are the scale
const iq3_XXSBytes = 2 + 64 + 32

func decodeIQ3_XXSGeneric(dst []float32, src []byte) {
	var codes [superBlock]byte
	for ; len(src) >= iq3_XXSBytes && len(dst) >= superBlock; dst, src = dst[superBlock:], src[iq3_XXSBytes:] {
		d := half(src)
		for s := range 8 {
			w := binary.LittleEndian.Uint32(src[66+4*s:])
			q := (*[8]byte)(src[2+8*s:])
			for l := range 4 {
				signs := byte(w >> (7 * l) & 127)
				signs |= byte(bits.OnesCount8(signs)) << 7
				points := uint64(iq3xxs[q[2*l]]) | uint64(iq3xxs[q[2*l+1]])<<32
				put8(codes[32*s+8*l:], negate8(points, signs))
			}
			scaleBytes(dst[32*s:], codes[32*s:32*s+32], float32(d*(0.5+float32(w>>28)))*0.5)
		}
	}
}

// negate8 changes the sign of byte i of codes, which are 1 to 127, where bit i of signs is set.
func negate8(codes uint64, signs byte) uint64 {
	negative := spread8(signs)
	return (codes ^ negative*0xff) + negative // -v is ^v + 1, and no carry leaves the byte as v is not 0
}

// latticePoints reads four octal digits per point, digit q standing for levels[q], and packs a point into four bytes, first value lowest.
func latticePoints(octal string, levels [8]byte) []uint32 {
	points := make([]uint32, len(octal)/4)
	for i := range octal {
		points[i/4] |= uint32(levels[octal[i]-'0']) << (i % 4 * 8)
	}
	return points
}

// iq3xxs are the lattice points of IQ3_XXS, ggml's iq3xxs_grid.
var iq3xxs = [256]uint32(latticePoints(iq3xxsGrid, [8]byte{4, 12, 20, 28, 36, 44, 52, 62}))

const iq3xxsGrid = "" +
	"000020004000110031007100020022001300240037005700101030100110211012105210031023101410451007100020" +
	"202040201120022022201320332073201520752057201030703001302130523007303140734044407540374057401050" +
	"705023502550536046600170417061703470167010013001010121011201320103012301430174010501001120111111" +
	"021122111021302101212121122103212721003120310231133164316631104150410541025142516451175150612271" +
	"047100022002110231020202220262021302240210123012501201122112121203123612761207120022202211227122" +
	"022222227322042255221032013241320732473253423542305272521452475210723072617254721003010321031203" +
	"320305035603270300132013021313134413641310233023012352232523272311333333034374432743005360532253" +
	"555341636363366333730673400471045304730435047504471402247324042406246624703454344044154446445254" +
	"345407545074017421740374210514050705001560156215551541252325272520353535014532457245274520551355" +
	"056542752475420644066406460612161616712646260336633644465056255633663076127630075007700701072307" +
	"2507621704172127542725270037513733370637124714470057205742570367"
