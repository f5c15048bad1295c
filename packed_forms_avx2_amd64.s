//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_unpack_amd64.h"

// One row of X with packed weights of the less usual types on AVX2. Requires: AVX2, FMA, F16C

// Up to 4 bits: 16-bit sums of 16 products, below 2¹⁵, made 32-bit once a block.
#define DOT_NIBBLE(W, X, A, w, x, a) \
	VPMADDUBSW X, W, W \
	VPADDW     W, A, A

#define SUM_NIBBLES(A) \
	VPMADDWD Y15, A, A

// 7 bits: sums of two products fit 16 bits.
#define DOT_SEVEN(W, X, A, w, x, a) \
	VPMADDUBSW X, W, W    \
	VPMADDWD   Y15, W, W  \
	VPADDD     W, A, A

// Levels with their sign, which moves to X; there is no zero to take off.
#define LOAD_LEVELS \
	VBROADCASTI128 LEVELS_IQ4, Y12

#define DOT_LEVEL(W, X, A, w, x, a) \
	VPABSB     W, Y13       \
	VPSIGNB    W, X, W      \
	VPMADDUBSW W, Y13, W    \
	VPMADDWD   Y15, W, W    \
	VPADDD     W, A, A

#define ADD_LEVEL(OF, A, B)

// func packed4HalfMinAVX2(a *packedArgs)
#define NAME_4HALFMIN ·packed4HalfMinAVX2

// func packed5AVX2(a *packedArgs)
#define NAME_5 ·packed5AVX2

// func packed5HalfMinAVX2(a *packedArgs)
#define NAME_5HALFMIN ·packed5HalfMinAVX2

// func packed5MinAVX2(a *packedArgs)
#define NAME_5MIN ·packed5MinAVX2

// func packed4LevelsAVX2(a *packedArgs)
#define NAME_4LEVELS ·packed4LevelsAVX2

// func packed4LevelsCodesAVX2(a *packedArgs)
#define NAME_4LEVELSCODES ·packed4LevelsCodesAVX2

// func packed2MinAVX2(a *packedArgs)
#define NAME_2MIN ·packed2MinAVX2

// func packed3AVX2(a *packedArgs)
#define NAME_3 ·packed3AVX2

#include "packed_forms_ymm_amd64.h"
