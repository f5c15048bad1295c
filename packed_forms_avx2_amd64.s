//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_unpack_amd64.h"

// One row of X with packed weights of the less usual types on AVX2. Requires: AVX2, FMA, F16C

// What a nibble of ones, o0 its lowest bit, adds to pairs of codes of Packed3: o0 at bit 2 with o2 at bit 6, then o1 with o3.
DATA ·packedSpread+0(SB)/8, $0x4440444004000400
DATA ·packedSpread+8(SB)/8, $0x4440444004000400
DATA ·packedSpread+16(SB)/8, $0x0404000004040000
DATA ·packedSpread+24(SB)/8, $0x4444404044444040
GLOBL ·packedSpread(SB), RODATA|NOPTR, $32

// Ones of 16 bits, where the codes leave no register for them.
DATA ·packedWordOnes+0(SB)/8, $0x0001000100010001
DATA ·packedWordOnes+8(SB)/8, $0x0001000100010001
DATA ·packedWordOnes+16(SB)/8, $0x0001000100010001
DATA ·packedWordOnes+24(SB)/8, $0x0001000100010001
GLOBL ·packedWordOnes(SB), RODATA|NOPTR, $32

// Up to 4 bits: 16-bit sums of 16 products, below 2¹⁵, made 32-bit once a block.
#define DOT_NIBBLE(W, X, A, w, x, a) \
	VPMADDUBSW X, W, W \
	VPADDW     W, A, A

#define SUM_NIBBLES(A) \
	VPMADDWD Y15, A, A

#define FIRST_NIBBLE(W, X, A, w, x, a) \
	VPMADDUBSW X, W, A

#define SUM_QUARTERS(A, B) \
	VPSRAW   $2, B, B   \
	VPADDW   B, A, A    \
	VPMADDWD ·packedWordOnes(SB), A, A

// Of 16 bits a sum is 2·4·7·127 < 2¹⁵ at most.
#define RUN_3(OF, OFFSET) \
	VPBROADCASTD OF(DI), Y12                     \
	VPAND        Y14, Y4, Y15                    \
	VPMADDUBSW   Y12, Y15, Y2                    \
	VPAND        Y14, Y6, Y15                    \
	VPMADDUBSW   Y12, Y15, Y3                    \
	VPBROADCASTD (OF+4)(DI), Y12                 \
	VPAND        Y14, Y5, Y15                    \
	DOT_NIBBLE(Y15, Y12, Y2, 15, 12, 2)          \
	VPAND        Y14, Y7, Y15                    \
	DOT_NIBBLE(Y15, Y12, Y3, 15, 12, 3)          \
	VPBROADCASTD (OF+8)(DI), Y12                 \
	VPSRLW       $4, Y4, Y4                      \
	VPSRLW       $4, Y6, Y6                      \
	VPAND        Y14, Y4, Y4                     \
	VPAND        Y14, Y6, Y6                     \
	DOT_NIBBLE(Y4, Y12, Y2, 4, 12, 2)            \
	DOT_NIBBLE(Y6, Y12, Y3, 6, 12, 3)            \
	VPBROADCASTD (OF+12)(DI), Y12                \
	VPSRLW       $4, Y5, Y5                      \
	VPSRLW       $4, Y7, Y7                      \
	VPAND        Y14, Y5, Y5                     \
	VPAND        Y14, Y7, Y7                     \
	DOT_NIBBLE(Y5, Y12, Y2, 5, 12, 2)            \
	DOT_NIBBLE(Y7, Y12, Y3, 7, 12, 3)            \
	VPBROADCASTD OFFSET, Y12                     \
	VPMADDWD     ·packedWordOnes(SB), Y2, Y2     \
	VPMADDWD     ·packedWordOnes(SB), Y3, Y3     \
	VPADDD       Y12, Y2, Y2                     \
	VPADDD       Y12, Y3, Y3

// 5 bits: 16-bit sums of 8 products, at most 8·31·127 < 2¹⁵.
#define DOT_FIVE(W, X, A, w, x, a) \
	VPMADDUBSW X, W, W \
	VPADDW     W, A, A

#define DOT_LATER(W, X, A, w, x, a) \
	VPMADDUBSW X, W, W     \
	VPADDW     W, Y13, Y13

#define START_FIVES \
	VPXOR Y13, Y13, Y13

#define SUM_FIVES(A) \
	VPMADDWD ·packedWordOnes(SB), A, A     \
	VPMADDWD ·packedWordOnes(SB), Y13, Y13 \
	VPADDD   Y13, A, A

#define FROM_FIVES(OF) \
	FROM_ZERO

#define ADD_FIVES(OF) \
	VPBROADCASTD OF, Y4     \
	VPADDD       Y4, Y2, Y2 \
	VPADDD       Y4, Y3, Y3

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
