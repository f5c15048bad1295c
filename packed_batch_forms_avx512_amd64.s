//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_unpack_amd64.h"
#include "packed_forms_zmm_amd64.h"
#include "packed_batch_zmm_amd64.h"

// Up to 8 rows of X with packed weights on AVX-512 with VNNI: the forms of packed_forms_avx512_amd64.s. packed_batch_zmm_amd64.h has the plan of the
// registers. Each row of X has the sums of the kernels of one row, in their order.
// Requires: AVX512F, AVX512BW, AVX512VNNI

// func batch4HalfMinAVX512(a *packedArgs)
#define NAME ·batch4HalfMinAVX512
#define CONSTANTS BYTES($0x0f, Z31)
#define UNPACK \
	FETCH_320 \
	NIBBLES   \
	SCALES_32 \
	MINS_32
#define ROW(I, ACC) ROW_MIN(I, ACC)
#define BLOCKS 64
#include "packed_batch_form_zmm_amd64.h"

// func batch5AVX512(a *packedArgs)
#define NAME ·batch5AVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	BYTES($0x10, Z28)
#define UNPACK \
	FETCH_352 \
	NIBBLES   \
	FIFTHS    \
	SCALES_32
#define ROW(I, ACC) ROW_HALF(I, ACC)
#define BLOCKS 64
#include "packed_batch_form_zmm_amd64.h"

// func batch5HalfMinAVX512(a *packedArgs)
#define NAME ·batch5HalfMinAVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	BYTES($0x10, Z28)
#define UNPACK \
	FETCH_384 \
	NIBBLES   \
	FIFTHS    \
	SCALES_32 \
	MINS_32
#define ROW(I, ACC) ROW_MIN(I, ACC)
#define BLOCKS 64
#include "packed_batch_form_zmm_amd64.h"

// func batch4LevelsAVX512(a *packedArgs)
#define NAME ·batch4LevelsAVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	LOAD_LEVELS
#define UNPACK \
	FETCH_288 \
	NIBBLES   \
	LEVELS    \
	SCALES_32
#define ROW(I, ACC) ROW_HALF(I, ACC)
#define BLOCKS 64
#include "packed_batch_form_zmm_amd64.h"

// func batch4LevelsCodesAVX512(a *packedArgs)
#define NAME ·batch4LevelsCodesAVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	LOAD_LEVELS
#define UNPACK \
	FETCH_272                \
	NIBBLES                  \
	LEVELS                   \
	CODES_TO((R8), Z26, Z12) \
	ADDQ $16, R8
#define ROW(I, ACC) ROW_HALF(I, ACC)
#define BLOCKS 64
#define SUPER 8
#include "packed_batch_form_zmm_amd64.h"

// func batch2MinAVX512(a *packedArgs)
#define NAME ·batch2MinAVX512
#define CONSTANTS \
	BYTES($0x03, Z29) \
	DWORDS($15, Z30)
#define UNPACK \
	FETCH_168                    \
	TWOS                         \
	NIBBLES_TO((R8), Z12, Z14)   \
	NIBBLES_TO(16(R8), Z13, Z15) \
	ADDQ $32, R8
#define ROW(I, ACC) \
	VPXORD Z1, Z1, Z1                       \
	VPXORD Z2, Z2, Z2                       \
	RUNS_ROW(I)                             \
	VFMADD231PS      Z12, Z1, ACC           \
	VFMADD231PS.BCST (8*I)(R9), Z14, ACC    \
	VFMADD231PS      Z13, Z2, ACC           \
	VFMADD231PS.BCST (8*I+64)(R9), Z15, ACC
#define BLOCKS 128
#define SUPER 8
#include "packed_batch_form_zmm_amd64.h"

#define TWOS_AND_THIRDS \
	FETCH_220 \
	TWOS      \
	THIRDS

// func batch3AVX512(a *packedArgs)
#define NAME ·batch3AVX512
#define CONSTANTS CONSTANTS_3
#define UNPACK \
	TWOS_AND_THIRDS                  \
	VPMOVZXBD (R10), Z17             \
	SIX_SCALES(VPSLLD, 4, VPSLLD, 2) \
	ADDQ $16, R8                     \
	ADDQ $16, R10
#define UNPACK_ODD \
	TWOS_AND_THIRDS                  \
	SIX_SCALES(VPSLLD, 0, VPSRLD, 2) \
	ADDQ $16, R8
#define ROW(I, ACC) ROW_RUNS(I, ACC)
#define BLOCKS 128
#define SUPER 4
#include "packed_batch_form_zmm_amd64.h"
