//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_arm64.h"
#include "asm_planes_arm64.h"

// One row of X with packed weights. Requires: FEAT_DotProd
//
// A step is 4 SDOT, by 4 codes of X from a lane of V12 (steps 0-3) or V13 (4-7). The sums of steps 0-3 and of 4-7 are kept apart, so that 8
// chains of additions hide the latency. Codes of W of 7 bits or less are the same with and without sign.

// DOT_LOW adds V16-V19 times lane I of V(X) to V4-V7, DOT_HIGH V20-V23 to V8-V11.
#define DOT_LOW(I, X) \
	SDOT_LANE(I, X, 16, 4)   \
	SDOT_LANE(I, X, 17, 5)   \
	SDOT_LANE(I, X, 18, 6)   \
	SDOT_LANE(I, X, 19, 7)

#define DOT_HIGH(I, X) \
	SDOT_LANE(I, X, 20, 8)   \
	SDOT_LANE(I, X, 21, 9)   \
	SDOT_LANE(I, X, 22, 10)  \
	SDOT_LANE(I, X, 23, 11)

#define ZERO_HIGH \
	ZERO_16B(8)   \
	ZERO_16B(9)   \
	ZERO_16B(10)  \
	ZERO_16B(11)

#define FROM_ZERO \
	ZERO_16B(4)  \
	ZERO_16B(5)  \
	ZERO_16B(6)  \
	ZERO_16B(7)  \
	ZERO_HIGH

#define OFFSET_LOW \
	VLD1R (R8), [V4.S4]      \
	VMOV  V4.B16, V5.B16     \
	VMOV  V4.B16, V6.B16     \
	VMOV  V4.B16, V7.B16

#define FROM_OFFSET \
	OFFSET_LOW \
	ZERO_HIGH

#define FROM_TWO_OFFSETS \
	OFFSET_LOW               \
	ADD   $8, R8, R15        \
	VLD1R (R15), [V8.S4]     \
	VMOV  V8.B16, V9.B16     \
	VMOV  V8.B16, V10.B16    \
	VMOV  V8.B16, V11.B16

#define ADD_OFFSET
#define ADD_TWO_OFFSETS

#define LOW_AND_HIGH \
	ADD_4S(8, 4, 4)   \
	ADD_4S(9, 5, 5)   \
	ADD_4S(10, 6, 6)  \
	ADD_4S(11, 7, 7)

#define PART_4(I) \
	NIBBLES(I)      \
	DOT_LOW(I, 12)  \
	DOT_HIGH(I, 13)

#define BLOCK_4 \
	PART_4(0)  \
	PART_4(1)  \
	PART_4(2)  \
	PART_4(3)  \
	LOW_AND_HIGH

#define PART_5(I, LEFT, RIGHT) \
	NIBBLES(I)                                                  \
	FIFTH(0, V16.B16, V17.B16, V20.B16, V21.B16, LEFT, RIGHT)   \
	FIFTH(32, V18.B16, V19.B16, V22.B16, V23.B16, LEFT, RIGHT)  \
	DOT_LOW(I, 12)                          \
	DOT_HIGH(I, 13)

#define BLOCK_5 \
	PART_5(0, VSHL $4, VSHL $0)   \
	PART_5(1, VSHL $3, VUSHR $1)  \
	PART_5(2, VSHL $2, VUSHR $2)  \
	PART_5(3, VSHL $1, VUSHR $3)  \
	LOW_AND_HIGH

#define PART_6(I, SHIFT) \
	NIBBLES(I)                                                  \
	UPPER_TWO(0, 32, V16.B16, V17.B16, V18.B16, V19.B16, SHIFT)  \
	UPPER_TWO(64, 96, V20.B16, V21.B16, V22.B16, V23.B16, SHIFT) \
	DOT_LOW(I, 12)                   \
	DOT_HIGH(I, 13)

#define BLOCK_6 \
	PART_6(0, VSHL $4)  \
	PART_6(1, VSHL $2)  \
	PART_6(2, VSHL $0)  \
	PART_6(3, VUSHR $2)

// STEPS_8 multiplies steps S and S+1.
#define STEPS_8(S, I, X) \
	FLDPQ (S*64)(R1), (F16, F17)        \
	FLDPQ (S*64+32)(R1), (F18, F19)     \
	FLDPQ (S*64+64)(R1), (F20, F21)     \
	FLDPQ (S*64+96)(R1), (F22, F23)     \
	VEOR  V27.B16, V16.B16, V16.B16     \
	VEOR  V27.B16, V17.B16, V17.B16     \
	VEOR  V27.B16, V18.B16, V18.B16     \
	VEOR  V27.B16, V19.B16, V19.B16     \
	VEOR  V27.B16, V20.B16, V20.B16     \
	VEOR  V27.B16, V21.B16, V21.B16     \
	VEOR  V27.B16, V22.B16, V22.B16     \
	VEOR  V27.B16, V23.B16, V23.B16     \
	DOT_LOW(I, X)                       \
	DOT_HIGH(I+1, X)

#define BLOCK_8 \
	STEPS_8(0, 0, 12)  \
	STEPS_8(2, 2, 12)  \
	STEPS_8(4, 0, 13)  \
	STEPS_8(6, 2, 13)  \
	LOW_AND_HIGH

// func packed4DotProd(a *packedArgs)
#define NAME4 ·packed4DotProd

// func packed8DotProd(a *packedArgs)
#define NAME8 ·packed8DotProd

// func packed4MinDotProd(a *packedArgs)
#define NAME4MIN ·packed4MinDotProd

// func packed5MinDotProd(a *packedArgs)
#define NAME5MIN ·packed5MinDotProd

// func packed6DotProd(a *packedArgs)
#define NAME6 ·packed6DotProd

#include "packed_arm64.h"
