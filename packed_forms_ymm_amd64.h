// The ymm kernels of Packed for the less usual types, included with the macros of a tier defined:
//
//	NAME_…                               names of the functions
//	DOT_NIBBLE(W, X, A, w, x, a)         adds bytes W (0..15) times bytes X to the sums A; may spoil W; w, x, a are the registers' numbers
//	SUM_NIBBLES(A)                       makes those sums 32-bit
//	DOT_SEVEN(W, X, A, w, x, a)          adds bytes W (0..127) times bytes X to 32-bit sums A; may spoil W
//	LOAD_LEVELS                          sets Y12 to the levels of the IQ4 types as DOT_LEVEL takes them; spoils Y13
//	DOT_LEVEL(W, X, A, w, x, a)          adds levels W times bytes X; may spoil W and Y13
//	ADD_LEVEL(OF, A, B)                  adds what such sums lack of the block's Offset; spoils Y4
//
// Registers but for the vectors are those of packed_forms_avx512_amd64.s; rows 0-7 and 8-15 of the group have a register each:
//
//	Y0, Y1  sums of floats     Y2, Y3  sums of integers     Y12, Y13  those of the second run of 16 columns, or scratch
//	Y4-Y7  scratch: codes of steps I and I+4, and of X      Y8-Y11  d and dmin
//	Y14  0x0f, or 0x03 of twos     Y15  ones of 16 bits

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

// ONE puts a bit of the bytes at M, moved to where MASK has one, above the codes V.
#define ONE(V, M, SHIFT, N, MASK, T) \
	VMOVDQU M, T          \
	SHIFT   $N, T, T      \
	VPAND   MASK, T, T    \
	VPOR    T, V, V

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

// PART_5: Y12 = 0x10.
#define PART_5(I, L, R) \
	CODES_X(I)                             \
	NIBBLES(I*64)                          \
	ONE(Y4, (R13), VPSLLW, L, Y12, Y13)    \
	ONE(Y5, (R13), VPSRLW, R, Y12, Y13)    \
	DOT_SEVEN(Y4, Y6, Y2, 4, 6, 2)         \
	DOT_SEVEN(Y5, Y7, Y2, 5, 7, 2)         \
	NIBBLES(I*64+32)                       \
	ONE(Y4, 32(R13), VPSLLW, L, Y12, Y13)  \
	ONE(Y5, 32(R13), VPSRLW, R, Y12, Y13)  \
	DOT_SEVEN(Y4, Y6, Y3, 4, 6, 3)         \
	DOT_SEVEN(Y5, Y7, Y3, 5, 7, 3)

#define BLOCK_5 \
	PART_5(0, 4, 0) \
	PART_5(1, 3, 1) \
	PART_5(2, 2, 2) \
	PART_5(3, 1, 3) \
	ADDQ $256, SI   \
	ADDQ $64, R13   \
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

#define FROM_OFFSET \
	VPBROADCASTD (R9), Y2 \
	VMOVDQA      Y2, Y3

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
	FROM_OFFSET \
	BLOCK_5     \
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
