//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_vnni_amd64.h"
#include "asm_unpack_amd64.h"

// One row of X with packed weights of the less usual types on AVX2 with AVX-VNNI. Requires: AVX2, FMA, F16C, AVXVNNI

#define DOT_NIBBLE(W, X, A, w, x, a) VEX_VPDPBUSD(x, w, a)
#define DOT_FIVE(W, X, A, w, x, a) VEX_VPDPBUSD(x, w, a)
#define DOT_LATER(W, X, A, w, x, a) VEX_VPDPBUSD(x, w, a)
#define DOT_LEVEL(W, X, A, w, x, a) VEX_VPDPBUSD(x, w, a)
#define SUM_NIBBLES(A)
#define START_FIVES
#define SUM_FIVES(A)
#define ADD_FIVES(OF)

#define FROM_FIVES(OF) \
	VPBROADCASTD OF, Y2 \
	VMOVDQA      Y2, Y3

#define FIRST_NIBBLE(W, X, A, w, x, a) \
	VPXOR A, A, A \
	VEX_VPDPBUSD(x, w, a)

#define SUM_QUARTERS(A, B) \
	VPSRAD $2, B, B  \
	VPADDD B, A, A

// The codes of the high nibbles, times 16, have sums of their own.
#define RUN_3(OF, OFFSET) \
	VPBROADCASTD OFFSET, Y2          \
	VMOVDQA      Y2, Y3              \
	VPBROADCASTD OF(DI), Y12         \
	VPAND        Y14, Y4, Y15        \
	VEX_VPDPBUSD(12, 15, 2)          \
	VPXOR        Y15, Y4, Y4         \
	VPAND        Y14, Y6, Y15        \
	VEX_VPDPBUSD(12, 15, 3)          \
	VPXOR        Y15, Y6, Y6         \
	VPBROADCASTD (OF+4)(DI), Y12     \
	VPAND        Y14, Y5, Y15        \
	VEX_VPDPBUSD(12, 15, 2)          \
	VPXOR        Y15, Y5, Y5         \
	VPAND        Y14, Y7, Y15        \
	VEX_VPDPBUSD(12, 15, 3)          \
	VPXOR        Y15, Y7, Y7         \
	VPBROADCASTD (OF+8)(DI), Y12     \
	VPXOR        Y15, Y15, Y15       \
	VEX_VPDPBUSD(12, 4, 15)          \
	VPXOR        Y4, Y4, Y4          \
	VEX_VPDPBUSD(12, 6, 4)           \
	VPBROADCASTD (OF+12)(DI), Y12    \
	VEX_VPDPBUSD(12, 5, 15)          \
	VEX_VPDPBUSD(12, 7, 4)           \
	VPSRAD       $4, Y15, Y15        \
	VPSRAD       $4, Y4, Y4          \
	VPADDD       Y15, Y2, Y2         \
	VPADDD       Y4, Y3, Y3

// Levels with zero 128.
#define LOAD_LEVELS \
	VBROADCASTI128 LEVELS_IQ4, Y12  \
	BYTES($0x80, X13, Y13)          \
	VPXOR Y13, Y12, Y12

#define ADD_LEVEL(OF, A, B) \
	VPBROADCASTD OF, Y4   \
	VPADDD       Y4, A, A \
	VPADDD       Y4, B, B

// func packed4HalfMinAVXVNNI(a *packedArgs)
#define NAME_4HALFMIN ·packed4HalfMinAVXVNNI

// func packed5AVXVNNI(a *packedArgs)
#define NAME_5 ·packed5AVXVNNI

// func packed5HalfMinAVXVNNI(a *packedArgs)
#define NAME_5HALFMIN ·packed5HalfMinAVXVNNI

// func packed5MinAVXVNNI(a *packedArgs)
#define NAME_5MIN ·packed5MinAVXVNNI

// func packed4LevelsAVXVNNI(a *packedArgs)
#define NAME_4LEVELS ·packed4LevelsAVXVNNI

// func packed4LevelsCodesAVXVNNI(a *packedArgs)
#define NAME_4LEVELSCODES ·packed4LevelsCodesAVXVNNI

// func packed2MinAVXVNNI(a *packedArgs)
#define NAME_2MIN ·packed2MinAVXVNNI

// func packed3AVXVNNI(a *packedArgs)
#define NAME_3 ·packed3AVXVNNI

#include "packed_forms_ymm_amd64.h"
