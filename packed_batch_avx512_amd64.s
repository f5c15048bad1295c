//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "packed_forms_zmm_amd64.h"
#include "packed_batch_zmm_amd64.h"

// Up to 8 rows of X with packed weights on AVX-512 with VNNI: the forms of packed_avx512_amd64.s. packed_batch_zmm_amd64.h has the plan of the registers.
// Requires: AVX512F, AVX512BW, AVX512VNNI

// func batch4AVX512(a *packedArgs)
#define NAME ·batch4AVX512
#define CONSTANTS BYTES($0x0f, Z31)
#define UNPACK \
	FETCH_BLOCK4 \
	NIBBLES      \
	SCALES_32
#define ROW(I, ACC) ROW_HALF(I, ACC)
#define BLOCKS 64
#include "packed_batch_form_zmm_amd64.h"

// func batch8AVX512(a *packedArgs)
#define NAME ·batch8AVX512
#define CONSTANTS
#define UNPACK \
	FETCH_BLOCK8  \
	LOAD_BYTES    \
	ADDQ $512, SI \
	SCALES_32
#define ROW(I, ACC) ROW_HALF(I, ACC)
#define BLOCKS 64
#include "packed_batch_form_zmm_amd64.h"

// func batch4MinAVX512(a *packedArgs)
#define NAME ·batch4MinAVX512
#define CONSTANTS BYTES($0x0f, Z31)
#define UNPACK \
	FETCH_BLOCK4MIN           \
	NIBBLES                   \
	CODES_TO((R8), Z26, Z12)  \
	CODES_TO((R10), Z27, Z13) \
	ADDQ $16, R8              \
	ADDQ $16, R10
#define ROW(I, ACC) ROW_MIN(I, ACC)
#define BLOCKS 64
#define SUPER 8
#include "packed_batch_form_zmm_amd64.h"

// func batch5MinAVX512(a *packedArgs)
#define NAME ·batch5MinAVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	BYTES($0x10, Z28)
#define UNPACK \
	FETCH_BLOCK5MIN           \
	NIBBLES                   \
	FIFTHS                    \
	CODES_TO((R8), Z26, Z12)  \
	CODES_TO((R10), Z27, Z13) \
	ADDQ $16, R8              \
	ADDQ $16, R10
#define ROW(I, ACC) ROW_MIN(I, ACC)
#define BLOCKS 64
#define SUPER 8
#include "packed_batch_form_zmm_amd64.h"

// func batch6AVX512(a *packedArgs)
#define NAME ·batch6AVX512
#define CONSTANTS \
	BYTES($0x0f, Z31) \
	BYTES($0x3f, Z29)
#define UNPACK \
	FETCH_BLOCK6               \
	LOAD_NIBBLES               \
	ADDQ $256, SI              \
	UPPER_TWOS                 \
	CODES_TO((R8), Z26, Z12)   \
	CODES_TO(16(R8), Z26, Z13) \
	ADDQ $32, R8
#define ROW(I, ACC) ROW_RUNS(I, ACC)
#define BLOCKS 128
#define SUPER 8
#include "packed_batch_form_zmm_amd64.h"
