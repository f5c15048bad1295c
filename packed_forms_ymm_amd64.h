// The ymm kernels of Packed for the less usual types, included with the macros of a tier defined:
//
//	NAME_…                               names of the functions
//	DOT_NIBBLE(W, X, A, w, x, a)         adds bytes W (0..15) times bytes X to the sums A; may spoil W; w, x, a are the registers' numbers
//	SUM_NIBBLES(A)                       makes those sums 32-bit
//	DOT_FIVE(W, X, A, w, x, a)           adds bytes W (0..31) times bytes X to the sums A, of steps 0-3; may spoil W
//	DOT_LATER(W, X, A, w, x, a)          the same of steps 4-7; these may have Y13 for their sums
//	START_FIVES, SUM_FIVES(A)            what stands before such steps, and makes their sums 32-bit
//	FROM_FIVES(OF), ADD_FIVES(OF)        the block's Offset, before and after
//	LOAD_LEVELS                          sets Y12 to the levels of the IQ4 types as DOT_LEVEL takes them; spoils Y13
//	DOT_LEVEL(W, X, A, w, x, a)          adds levels W times bytes X; may spoil W and Y13
//	ADD_LEVEL(OF, A, B)                  adds what such sums lack of the block's Offset; spoils Y4
//
// Registers but for the vectors are those of packed_forms_avx512_amd64.s; rows 0-7 and 8-15 of the group have a register each:
//
//	Y0, Y1  sums of floats     Y2, Y3  sums of integers     Y12, Y13  constants, or scratch
//	Y4-Y7  scratch: codes of steps I and I+4, and of X      Y8-Y11  d and dmin
//	Y14  0x0f     Y15  ones of 16 bits, or the fifth bits of a half's codes

#include "packed_group_amd64.h"
#include "packed_fetch_forms_amd64.h"

#define BYTES(N, X, Y) \
	MOVL         N, DX \
	VMOVD        DX, X \
	VPBROADCASTB X, Y

#define CODES_X(I) \
	VPBROADCASTD (I*4)(DI), Y6   \
	VPBROADCASTD (I*4+16)(DI), Y7

#define NIBBLES(OF) \
	VMOVDQU OF(SI), Y4   \
	VPSRLW  $4, Y4, Y5   \
	VPAND   Y14, Y4, Y4  \
	VPAND   Y14, Y5, Y5

#define PART_4(I) \
	CODES_X(I)                        \
	NIBBLES(I*64)                     \
	DOT_NIBBLE(Y4, Y6, Y2, 4, 6, 2)   \
	DOT_NIBBLE(Y5, Y7, Y2, 5, 7, 2)   \
	NIBBLES(I*64+32)                  \
	DOT_NIBBLE(Y4, Y6, Y3, 4, 6, 3)   \
	DOT_NIBBLE(Y5, Y7, Y3, 5, 7, 3)

#define BLOCK_4 \
	PART_4(0)       \
	PART_4(1)       \
	PART_4(2)       \
	PART_4(3)       \
	ADDQ $256, SI   \
	ADDQ $32, DI    \
	SUM_NIBBLES(Y2) \
	SUM_NIBBLES(Y3)

// FIFTH puts the bits of the ones Y15, moved to where Y12 = 0x10 has one, above the codes V.
#define FIFTH(V, SHIFT, N) \
	SHIFT $N, Y15, Y7    \
	VPAND Y12, Y7, Y7    \
	VPOR  Y7, V, V

#define DOTS_5(I, A, a) \
	VPBROADCASTD (I*4)(DI), Y6           \
	DOT_FIVE(Y4, Y6, A, 4, 6, a)         \
	VPBROADCASTD (I*4+16)(DI), Y6        \
	DOT_LATER(Y5, Y6, A, 5, 6, a)

#define PART_5(I, H, L, R, A, a) \
	NIBBLES(I*64+32*H)     \
	FIFTH(Y4, VPSLLW, L)   \
	FIFTH(Y5, VPSRLW, R)   \
	DOTS_5(I, A, a)

// HALF_5 sums half H (0 or 1) of the 16 rows.
#define HALF_5(H, A, a) \
	START_FIVES                \
	VMOVDQU (32*H)(R13), Y15   \
	NIBBLES(32*H)              \
	FIFTH(Y4, VPSLLW, 4)       \
	VPAND Y15, Y12, Y7         \
	VPOR  Y7, Y5, Y5           \
	DOTS_5(0, A, a)            \
	PART_5(1, H, 3, 1, A, a)   \
	PART_5(2, H, 2, 2, A, a)   \
	PART_5(3, H, 1, 3, A, a)   \
	SUM_FIVES(A)

#define BLOCK_5 \
	HALF_5(0, Y2, 2) \
	HALF_5(1, Y3, 3) \
	ADDQ $256, SI    \
	ADDQ $64, R13    \
	ADDQ $32, DI

#define PART_LEVELS(I) \
	CODES_X(I)                       \
	NIBBLES(I*64)                    \
	VPSHUFB Y4, Y12, Y4              \
	VPSHUFB Y5, Y12, Y5              \
	DOT_LEVEL(Y4, Y6, Y2, 4, 6, 2)   \
	DOT_LEVEL(Y5, Y7, Y2, 5, 7, 2)   \
	NIBBLES(I*64+32)                 \
	VPSHUFB Y4, Y12, Y4              \
	VPSHUFB Y5, Y12, Y5              \
	DOT_LEVEL(Y4, Y6, Y3, 4, 6, 3)   \
	DOT_LEVEL(Y5, Y7, Y3, 5, 7, 3)

#define BLOCK_LEVELS \
	FROM_ZERO                 \
	PART_LEVELS(0)            \
	PART_LEVELS(1)            \
	PART_LEVELS(2)            \
	PART_LEVELS(3)            \
	ADDQ $256, SI             \
	ADDQ $32, DI              \
	ADD_LEVEL((R9), Y2, Y3)

#define FROM_ZERO \
	VPXOR Y2, Y2, Y2 \
	VPXOR Y3, Y3, Y3

// SCALE_X makes A and B floats, times the scale of X at S.
#define SCALE_X(A, B, S) \
	VBROADCASTSS S, Y4      \
	VCVTDQ2PS    A, A       \
	VCVTDQ2PS    B, B       \
	VMULPS       Y4, A, A   \
	VMULPS       Y4, B, B

#define HALF_SCALES \
	SCALE_X(Y2, Y3, 4(R9))      \
	VCVTPH2PS    (R8), Y4       \
	VCVTPH2PS    16(R8), Y5     \
	VFMADD231PS  Y4, Y2, Y0     \
	VFMADD231PS  Y5, Y3, Y1     \
	ADDQ         $32, R8

#define HALF_MINS \
	VBROADCASTSS (R9), Y6       \
	VCVTPH2PS    (R10), Y4      \
	VCVTPH2PS    16(R10), Y5    \
	VFMADD231PS  Y4, Y6, Y0     \
	VFMADD231PS  Y5, Y6, Y1     \
	ADDQ         $32, R10

#define CODE_SCALES \
	SCALE_X(Y2, Y3, 4(R9))      \
	VPMOVSXBD    (R8), Y4       \
	VPMOVSXBD    8(R8), Y5      \
	VCVTDQ2PS    Y4, Y4         \
	VCVTDQ2PS    Y5, Y5         \
	VMULPS       Y8, Y4, Y4     \
	VMULPS       Y9, Y5, Y5     \
	VFMADD231PS  Y4, Y2, Y0     \
	VFMADD231PS  Y5, Y3, Y1     \
	ADDQ         $16, R8

#define CODE_MINS \
	VBROADCASTSS (R9), Y6       \
	VPMOVSXBD    (R10), Y4      \
	VPMOVSXBD    8(R10), Y5     \
	VCVTDQ2PS    Y4, Y4         \
	VCVTDQ2PS    Y5, Y5         \
	VMULPS       Y10, Y4, Y4    \
	VMULPS       Y11, Y5, Y5    \
	VFMADD231PS  Y4, Y6, Y0     \
	VFMADD231PS  Y5, Y6, Y1     \
	ADDQ         $16, R10

#define NAME NAME_4HALFMIN
#define CONSTANTS BYTES($0x0f, X14, Y14)
#define BLOCK \
	FETCH_320   \
	FROM_ZERO   \
	BLOCK_4     \
	HALF_SCALES \
	HALF_MINS   \
	ADDQ $8, R9
#include "packed_form_ymm_amd64.h"

#define NAME NAME_5
#define CONSTANTS \
	BYTES($0x0f, X14, Y14) \
	BYTES($0x10, X12, Y12)
#define BLOCK \
	FETCH_352   \
	FROM_FIVES((R9)) \
	BLOCK_5     \
	ADD_FIVES((R9)) \
	HALF_SCALES \
	ADDQ $8, R9
#include "packed_form_ymm_amd64.h"

#define NAME NAME_5HALFMIN
#define CONSTANTS \
	BYTES($0x0f, X14, Y14) \
	BYTES($0x10, X12, Y12)
#define BLOCK \
	FETCH_384   \
	FROM_ZERO   \
	BLOCK_5     \
	HALF_SCALES \
	HALF_MINS   \
	ADDQ $8, R9
#include "packed_form_ymm_amd64.h"

#define NAME NAME_5MIN
#define CONSTANTS \
	BYTES($0x0f, X14, Y14) \
	BYTES($0x10, X12, Y12)
#define BLOCK \
	FETCH_BLOCK5MIN \
	FROM_ZERO       \
	BLOCK_5         \
	CODE_SCALES     \
	CODE_MINS       \
	ADDQ $8, R9
#define SUPER 8
#define DMIN
#include "packed_form_ymm_amd64.h"

#define NAME NAME_4LEVELS
#define CONSTANTS \
	BYTES($0x0f, X14, Y14) \
	LOAD_LEVELS
#define BLOCK \
	FETCH_288    \
	BLOCK_LEVELS \
	HALF_SCALES  \
	ADDQ $8, R9
#include "packed_form_ymm_amd64.h"

#define NAME NAME_4LEVELSCODES
#define CONSTANTS \
	BYTES($0x0f, X14, Y14) \
	LOAD_LEVELS
#define BLOCK \
	FETCH_272    \
	BLOCK_LEVELS \
	CODE_SCALES  \
	ADDQ $8, R9
#define SUPER 8
#include "packed_form_ymm_amd64.h"

#include "packed_twos_ymm_amd64.h"
