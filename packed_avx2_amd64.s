//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// One row of X with packed weights on AVX2. Requires: AVX2, FMA, F16C

// Nibbles: 16-bit sums of 16 products, below 2¹⁵, made 32-bit once a block.
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

// 8 bits: the sign of W, less 128, moves to X, which is never -128; the magnitude of W is 128 at most.
#define DOT_EIGHT(M, X, A, x, a) \
	VPXOR      M, Y14, Y4    \
	VPABSB     Y4, Y5        \
	VPSIGNB    Y4, X, Y7     \
	VPMADDUBSW Y7, Y5, Y5    \
	VPMADDWD   Y15, Y5, Y5   \
	VPADDD     Y5, A, A

#define ADD_EIGHT(OF, A, B)

// func packed4AVX2(a *packedArgs)
#define NAME4 ·packed4AVX2

// func packed8AVX2(a *packedArgs)
#define NAME8 ·packed8AVX2

// func packed4MinAVX2(a *packedArgs)
#define NAME4MIN ·packed4MinAVX2

// func packed6AVX2(a *packedArgs)
#define NAME6 ·packed6AVX2

#include "packed_ymm_amd64.h"
