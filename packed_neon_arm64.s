//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_arm64.h"
#include "asm_planes_arm64.h"

// One row of X with packed weights, for CPUs without the dot product instructions.
//
// A step is multiplied by 4 codes of X, repeated, into sums of 16 bits, one a row and column:
//
//	V20   row 0: c0 c1 c2 c3   row 1: c0 c1 c2 c3      V21  rows 2, 3    V22  rows 4, 5    V23  rows 6, 7
//
// for rows 0-7 of a group first, then for rows 8-15. They fit for a block: 8 steps of 31·127 (codes of 5 bits) stay below 2¹⁵, as do 4 of 63·127
// (6 bits; steps 4-7 have sums of their own in V28, V29, V6 and V7) and 2 of 128·127 (8 bits, with sign).

#define FROM_ZERO
#define FROM_OFFSET
#define FROM_TWO_OFFSETS

#define ADD_OFFSET \
	VLD1R (R8), [V12.S4]   \
	ADD_4S(12, 4, 4)       \
	ADD_4S(12, 5, 5)       \
	ADD_4S(12, 6, 6)       \
	ADD_4S(12, 7, 7)

#define ADD_TWO_OFFSETS \
	ADD_OFFSET             \
	ADD   $8, R8, R15      \
	VLD1R (R15), [V13.S4]  \
	ADD_4S(13, 8, 8)       \
	ADD_4S(13, 9, 9)       \
	ADD_4S(13, 10, 10)     \
	ADD_4S(13, 11, 11)

#define ZERO_SUMS \
	ZERO_16B(20)  \
	ZERO_16B(21)  \
	ZERO_16B(22)  \
	ZERO_16B(23)

// DOT_8 adds V(W), V(W2) times V(X) to V(A) … V(D).
#define DOT_8(X, W, W2, A, B, C, D) \
	SMLAL_8H(X, W, A)    \
	SMLAL2_8H(X, W, B)   \
	SMLAL_8H(X, W2, C)   \
	SMLAL2_8H(X, W2, D)

#define REPEAT_X(I) \
	VDUP V12.S[I], V14.S4  \
	VDUP V13.S[I], V15.S4

// SUM_8 sets V(E), V(F) to the sums of 8 rows in V(A) … V(D).
#define SUM_8(A, B, C, D, E, F) \
	SADDLP_4S(A, A)   \
	SADDLP_4S(B, B)   \
	SADDLP_4S(C, C)   \
	SADDLP_4S(D, D)   \
	ADDP_4S(B, A, E)  \
	ADDP_4S(D, C, F)

#define PART_4(I, H) \
	NIBBLES_HALF(I, H)                   \
	REPEAT_X(I)                          \
	DOT_8(14, 16, 17, 20, 21, 22, 23)    \
	DOT_8(15, 18, 19, 20, 21, 22, 23)

#define HALF_4(H, E, F) \
	ZERO_SUMS     \
	PART_4(0, H)  \
	PART_4(1, H)  \
	PART_4(2, H)  \
	PART_4(3, H)  \
	SUM_8(20, 21, 22, 23, E, F)

#define BLOCK_4 \
	HALF_4(0, 4, 5)  \
	HALF_4(1, 6, 7)

#define PART_5(I, H, LEFT, RIGHT) \
	NIBBLES_HALF(I, H)                               \
	FIFTH((H*32), V16.B16, V17.B16, V18.B16, V19.B16, LEFT, RIGHT)  \
	REPEAT_X(I)                                      \
	DOT_8(14, 16, 17, 20, 21, 22, 23)                \
	DOT_8(15, 18, 19, 20, 21, 22, 23)

#define HALF_5(H, E, F) \
	ZERO_SUMS                        \
	PART_5(0, H, VSHL $4, VSHL $0)   \
	PART_5(1, H, VSHL $3, VUSHR $1)  \
	PART_5(2, H, VSHL $2, VUSHR $2)  \
	PART_5(3, H, VSHL $1, VUSHR $3)  \
	SUM_8(20, 21, 22, 23, E, F)

#define BLOCK_5 \
	HALF_5(0, 4, 5)  \
	HALF_5(1, 6, 7)

#define PART_6(I, H, SHIFT) \
	NIBBLES_HALF(I, H)                      \
	UPPER_TWO((H*32), (H*32+64), V16.B16, V17.B16, V18.B16, V19.B16, SHIFT)  \
	REPEAT_X(I)                             \
	DOT_8(14, 16, 17, 20, 21, 22, 23)       \
	DOT_8(15, 18, 19, 28, 29, 6, 7)

#define HALF_6(H, E, F, E2, F2) \
	ZERO_SUMS               \
	ZERO_16B(28)            \
	ZERO_16B(29)            \
	ZERO_16B(6)             \
	ZERO_16B(7)             \
	PART_6(0, H, VSHL $4)   \
	PART_6(1, H, VSHL $2)   \
	PART_6(2, H, VSHL $0)   \
	PART_6(3, H, VUSHR $2)  \
	SUM_8(28, 29, 6, 7, E2, F2)    \
	SUM_8(20, 21, 22, 23, E, F)

#define BLOCK_6 \
	HALF_6(0, 4, 5, 8, 9)  \
	HALF_6(1, 6, 7, 10, 11)

// STEPS_8 adds steps S and S+1 of 8 rows, by lanes X and X2 of X, to V20-V23, which have 32 bits, two a row.
#define STEPS_8(S, H, X, X2) \
	FLDPQ (S*64+H*32)(R1), (F16, F17)     \
	FLDPQ (S*64+64+H*32)(R1), (F18, F19)  \
	VDUP  X, V14.S4                  \
	VDUP  X2, V15.S4                \
	VEOR  V27.B16, V16.B16, V16.B16       \
	VEOR  V27.B16, V17.B16, V17.B16       \
	VEOR  V27.B16, V18.B16, V18.B16       \
	VEOR  V27.B16, V19.B16, V19.B16       \
	SMULL_8H(14, 16, 28)                  \
	SMULL2_8H(14, 16, 29)                 \
	SMULL_8H(14, 17, 30)                  \
	SMULL2_8H(14, 17, 31)                 \
	DOT_8(15, 18, 19, 28, 29, 30, 31)     \
	SADALP_4S(28, 20)                     \
	SADALP_4S(29, 21)                     \
	SADALP_4S(30, 22)                     \
	SADALP_4S(31, 23)

#define HALF_8(H, E, F) \
	ZERO_SUMS                \
	STEPS_8(0, H, V12.S[0], V12.S[1])  \
	STEPS_8(2, H, V12.S[2], V12.S[3])  \
	STEPS_8(4, H, V13.S[0], V13.S[1])  \
	STEPS_8(6, H, V13.S[2], V13.S[3])  \
	ADDP_4S(21, 20, E)       \
	ADDP_4S(23, 22, F)

#define BLOCK_8 \
	HALF_8(0, 4, 5)  \
	HALF_8(1, 6, 7)

// func packed4NEON(a *packedArgs)
#define NAME4 ·packed4NEON

// func packed8NEON(a *packedArgs)
#define NAME8 ·packed8NEON

// func packed4MinNEON(a *packedArgs)
#define NAME4MIN ·packed4MinNEON

// func packed5MinNEON(a *packedArgs)
#define NAME5MIN ·packed5MinNEON

// func packed6NEON(a *packedArgs)
#define NAME6 ·packed6NEON

#include "packed_arm64.h"
