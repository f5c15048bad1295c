//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_unpack_amd64.h"

// One row of X with packed weights on AVX-512 with VNNI: the forms of the less usual types. A lane for each row of the group.
// Requires: AVX512F, AVX512BW, AVX512VNNI
//
//	SI  nibbles, or twos     R13  ones     R8  scales     R10  minima, or upper bits of scales     R11  d     R12  dmin
//	DI  codes of X     R9  blocks of X     CX  columns left     AX  args     BX  blocks left of a superblock     R15  what is fetched
//
//	Z0  sums of floats            Z1, Z2    sums of integers: of the steps 0, 2 … and 1, 3 … or of two runs
//	Z4-Z7, Z8-Z11  steps 0-3, 4-7           Z12-Z17  scales and scratch
//	Z26, Z27  d, dmin             Z3, Z28-Z31  levels and masks: packed_forms_zmm_amd64.h

#include "packed_forms_zmm_amd64.h"

// DOT_32 adds the 8 steps of a run of 32 columns to Z1, with those of Z2.
#define DOT_32 \
	VPDPBUSD.BCST (DI), Z4, Z1    \
	VPDPBUSD.BCST 4(DI), Z5, Z2   \
	VPDPBUSD.BCST 8(DI), Z6, Z1   \
	VPDPBUSD.BCST 12(DI), Z7, Z2  \
	VPDPBUSD.BCST 16(DI), Z8, Z1  \
	VPDPBUSD.BCST 20(DI), Z9, Z2  \
	VPDPBUSD.BCST 24(DI), Z10, Z1 \
	VPDPBUSD.BCST 28(DI), Z11, Z2 \
	ADDQ          $32, DI         \
	VPADDD        Z2, Z1, Z1      \
	VCVTDQ2PS     Z1, Z1          \
	VMULPS.BCST   4(R9), Z1, Z1

// DOT_16 adds those of two runs of 16 columns to Z1 and to Z2.
#define DOT_16 \
	VPDPBUSD.BCST (DI), Z4, Z1    \
	VPDPBUSD.BCST 16(DI), Z8, Z2  \
	VPDPBUSD.BCST 4(DI), Z5, Z1   \
	VPDPBUSD.BCST 20(DI), Z9, Z2  \
	VPDPBUSD.BCST 8(DI), Z6, Z1   \
	VPDPBUSD.BCST 24(DI), Z10, Z2 \
	VPDPBUSD.BCST 12(DI), Z7, Z1  \
	VPDPBUSD.BCST 28(DI), Z11, Z2 \
	ADDQ          $32, DI         \
	VCVTDQ2PS     Z1, Z1          \
	VCVTDQ2PS     Z2, Z2          \
	VMULPS.BCST   4(R9), Z1, Z1   \
	VMULPS.BCST   12(R9), Z2, Z2

#define FROM_OFFSET \
	VPBROADCASTD (R9), Z1   \
	VPXORD       Z2, Z2, Z2

#define FROM_OFFSETS \
	VPBROADCASTD (R9), Z1   \
	VPBROADCASTD 8(R9), Z2

#define FROM_ZERO \
	VPXORD Z1, Z1, Z1 \
	VPXORD Z2, Z2, Z2

#define HALF_SCALES \
	VCVTPH2PS    (R8), Z12       \
	VFMADD231PS  Z12, Z1, Z0     \
	ADDQ         $32, R8

#define HALF_MINS \
	VCVTPH2PS        (R10), Z13      \
	VFMADD231PS.BCST (R9), Z13, Z0   \
	ADDQ             $32, R10

// func packed4HalfMinAVX512(a *packedArgs)
#define NAME ·packed4HalfMinAVX512
#define CONSTANTS BYTES($0x0f, Z31)
#define BLOCK \
	FETCH_320 \
	NIBBLES     \
	FROM_ZERO   \
	DOT_32      \
	HALF_SCALES \
	HALF_MINS   \
	ADDQ $8, R9
#include "packed_form_zmm_amd64.h"

// func packed5AVX512(a *packedArgs)
#define NAME ·packed5AVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	BYTES($0x10, Z28)
#define BLOCK \
	FETCH_352 \
	NIBBLES     \
	FIFTHS      \
	FROM_OFFSET \
	DOT_32      \
	HALF_SCALES \
	ADDQ $8, R9
#include "packed_form_zmm_amd64.h"

// func packed5HalfMinAVX512(a *packedArgs)
#define NAME ·packed5HalfMinAVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	BYTES($0x10, Z28)
#define BLOCK \
	FETCH_384 \
	NIBBLES     \
	FIFTHS      \
	FROM_ZERO   \
	DOT_32      \
	HALF_SCALES \
	HALF_MINS   \
	ADDQ $8, R9
#include "packed_form_zmm_amd64.h"

// func packed4LevelsAVX512(a *packedArgs)
#define NAME ·packed4LevelsAVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	LOAD_LEVELS
#define BLOCK \
	FETCH_288 \
	NIBBLES     \
	LEVELS      \
	FROM_OFFSET \
	DOT_32      \
	HALF_SCALES \
	ADDQ $8, R9
#include "packed_form_zmm_amd64.h"

// func packed4LevelsCodesAVX512(a *packedArgs)
#define NAME ·packed4LevelsCodesAVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	LOAD_LEVELS
#define BLOCK \
	FETCH_272 \
	NIBBLES                   \
	LEVELS                    \
	FROM_OFFSET               \
	DOT_32                    \
	CODES_TO((R8), Z26, Z12)  \
	VFMADD231PS Z12, Z1, Z0   \
	ADDQ $16, R8              \
	ADDQ $8, R9
#define SUPER 8
#include "packed_form_zmm_amd64.h"

// NIBBLE_SCALES adds V, times the low nibbles at M and d, and the sum of X at OF, times the high ones and dmin, to Z0.
#define NIBBLE_SCALES(V, M, OF) \
	NIBBLES_TO(M, Z12, Z13)          \
	VFMADD231PS      Z12, V, Z0      \
	VFMADD231PS.BCST OF, Z13, Z0

// func packed2MinAVX512(a *packedArgs)
#define NAME ·packed2MinAVX512
#define CONSTANTS \
	BYTES($0x03, Z29) \
	DWORDS($15, Z30)
#define BLOCK \
	FETCH_168 \
	TWOS                                \
	FROM_ZERO                           \
	DOT_16                              \
	NIBBLE_SCALES(Z1, (R8), (R9))       \
	NIBBLE_SCALES(Z2, 16(R8), 8(R9))    \
	ADDQ $32, R8                        \
	ADDQ $16, R9
#define SUPER 8
#include "packed_form_zmm_amd64.h"

// HALF_3 is a block; 4 runs share a row of upper bits, which move by SHIFT0 and SHIFT1.
#define HALF_3(SHIFT0, N0, SHIFT1, N1) \
	FETCH_220                           \
	TWOS                                \
	THIRDS                              \
	FROM_OFFSETS                        \
	DOT_16                              \
	SIX_SCALES(SHIFT0, N0, SHIFT1, N1)  \
	VFMADD231PS Z12, Z1, Z0             \
	VFMADD231PS Z13, Z2, Z0             \
	ADDQ $16, R8                        \
	ADDQ $16, R9

// func packed3AVX512(a *packedArgs)
#define NAME ·packed3AVX512
#define CONSTANTS CONSTANTS_3
#define BLOCK \
	VPMOVZXBD (R10), Z17         \
	HALF_3(VPSLLD, 4, VPSLLD, 2) \
	HALF_3(VPSLLD, 0, VPSRLD, 2) \
	ADDQ $16, R10
#define SUPER 4
#include "packed_form_zmm_amd64.h"
