// The ymm kernels of up to 8 rows of X with packed weights, included with the macros of a tier defined:
//
//	BATCH_…                        names of the functions
//	FIRST(OF, W, A, w, a)          sums A = bytes W (0..63) times the 4 bytes of X at OF; w, a are the registers' numbers; spoils Y12
//	STEP(OF, W, A, w, a)           the same, added to A
//	SUM(A)                         makes those sums 32-bit: of 8 steps of W up to 15, 4 up to 31, 2 up to 63
//	RUNS_6                         Y2, Y3 = the sums of steps 0-3 and 4-7 of W up to 63; spoils Y12-Y14
//	EIGHT                          where steps take W up to 255; else bytes are multiplied by sign and magnitude, in two passes
//
// For each block of 32 columns and each half of the group's 16 rows the codes are unpacked once; then all rows of X pass by. Their sums lie in memory,
// in the first-level cache, since the codes take the registers:
//
//	DX + 64·row        [8 rows of X][16] floats, the sums          DX + 512 + 32·row   [8 rows of X][8] integers, between two passes
//
// Registers:
//
//	SI  codes of W      R8  scales    R10 minima    R11 d     R12 dmin    R13 twos, or ones
//	DI  codes of X, [block of 32][8 rows][32]       R9  blocks of X, [block][8 rows]     CX  columns left      BX  blocks left of a superblock
//	AX  8 times the row of X, at the group's ends args     R14  8 times the rows of X
//
//	Y0, Y1  scales and minima, or the scales of two runs of 16 columns     Y2, Y3  sums of integers, those of two runs
//	Y4-Y7, Y8-Y11  steps 0-3, 4-7; or steps and their magnitudes           Y12-Y14  scratch; minima of two runs     Y15  ones of 16 bits

#include "packed_group_amd64.h"
#include "packed_fetch_forms_amd64.h"

#define AND_ALL(M) \
	VPAND M, Y4, Y4   \
	VPAND M, Y5, Y5   \
	VPAND M, Y6, Y6   \
	VPAND M, Y7, Y7   \
	VPAND M, Y8, Y8   \
	VPAND M, Y9, Y9   \
	VPAND M, Y10, Y10 \
	VPAND M, Y11, Y11

#define LOAD_NIBBLES(H) \
	VMOVDQU (32*H)(SI), Y4     \
	VMOVDQU (32*H+64)(SI), Y5  \
	VMOVDQU (32*H+128)(SI), Y6 \
	VMOVDQU (32*H+192)(SI), Y7

#define NIBBLES(H) \
	VPBROADCASTD BYTES_0F, Y14 \
	LOAD_NIBBLES(H)            \
	VPSRLW  $4, Y4, Y8         \
	VPSRLW  $4, Y5, Y9         \
	VPSRLW  $4, Y6, Y10        \
	VPSRLW  $4, Y7, Y11        \
	AND_ALL(Y14)

// UP puts bits of T, moved to where Y12 has ones, above the code V.
#define UP(V, T, SHIFT, N) \
	SHIFT $N, T, Y3     \
	VPAND Y12, Y3, Y3   \
	VPOR  Y3, V, V

#define FIFTHS(H) \
	VPBROADCASTD BYTES_10, Y12 \
	VMOVDQU (32*H)(R13), Y13   \
	UP(Y4, Y13, VPSLLW, 4)     \
	UP(Y5, Y13, VPSLLW, 3)     \
	UP(Y6, Y13, VPSLLW, 2)     \
	UP(Y7, Y13, VPSLLW, 1)     \
	UP(Y8, Y13, VPSRLW, 0)     \
	UP(Y9, Y13, VPSRLW, 1)     \
	UP(Y10, Y13, VPSRLW, 2)    \
	UP(Y11, Y13, VPSRLW, 3)

#define UPPER_TWOS(H) \
	VPBROADCASTD BYTES_30, Y12   \
	VMOVDQU (32*H)(R13), Y13     \
	VMOVDQU (32*H+64)(R13), Y14  \
	UP(Y4, Y13, VPSLLW, 4)       \
	UP(Y5, Y13, VPSLLW, 2)       \
	UP(Y6, Y13, VPSLLW, 0)       \
	UP(Y7, Y13, VPSRLW, 2)       \
	UP(Y8, Y14, VPSLLW, 4)       \
	UP(Y9, Y14, VPSLLW, 2)       \
	UP(Y10, Y14, VPSLLW, 0)      \
	UP(Y11, Y14, VPSRLW, 2)

#define TWOS(H) \
	VPBROADCASTD BYTES_03, Y14 \
	VMOVDQU (32*H)(SI), Y4     \
	VMOVDQU (32*H+64)(SI), Y8  \
	VPSRLW  $2, Y4, Y5         \
	VPSRLW  $4, Y4, Y6         \
	VPSRLW  $6, Y4, Y7         \
	VPSRLW  $2, Y8, Y9         \
	VPSRLW  $4, Y8, Y10        \
	VPSRLW  $6, Y8, Y11        \
	AND_ALL(Y14)

#define THIRDS(H) \
	VPBROADCASTD BYTES_04, Y12 \
	VMOVDQU (32*H)(R13), Y13   \
	UP(Y4, Y13, VPSLLW, 2)     \
	UP(Y5, Y13, VPSLLW, 1)     \
	UP(Y6, Y13, VPSLLW, 0)     \
	UP(Y7, Y13, VPSRLW, 1)     \
	UP(Y8, Y13, VPSRLW, 2)     \
	UP(Y9, Y13, VPSRLW, 3)     \
	UP(Y10, Y13, VPSRLW, 4)    \
	UP(Y11, Y13, VPSRLW, 5)

// CODES_TO makes the 8 codes at M, times the halves at D, floats in Y.
#define CODES_TO(M, D, Y) \
	VPMOVSXBD M, Y      \
	VCVTPH2PS D, Y12    \
	VCVTDQ2PS Y, Y      \
	VMULPS    Y12, Y, Y

#define HALF_SCALES(H) VCVTPH2PS (16*H)(R8), Y0
#define HALF_MINS(H) VCVTPH2PS (16*H)(R10), Y1
#define CODE_SCALES(H) CODES_TO((8*H)(R8), (16*H)(R11), Y0)
#define CODE_MINS(H) CODES_TO((8*H)(R10), (16*H)(R12), Y1)

// NIBBLES_TO makes the low nibbles of 8 bytes at M, times Y12, floats in S, and the high ones, times Y2, in T.
#define NIBBLES_TO(M, S, T) \
	VPMOVZXBD M, S        \
	VPSRLD    $4, S, T    \
	VPSLLD    $28, S, S   \
	VPSRLD    $28, S, S   \
	VCVTDQ2PS S, S        \
	VCVTDQ2PS T, T        \
	VMULPS    Y12, S, S   \
	VMULPS    Y2, T, T

#define NIBBLE_SCALES(H) \
	VCVTPH2PS (16*H)(R11), Y12       \
	VCVTPH2PS (16*H)(R12), Y2        \
	NIBBLES_TO((8*H)(R8), Y0, Y13)   \
	NIBBLES_TO((8*H+16)(R8), Y1, Y14)

// SIX_SCALES makes scales of 6 bits, less 32, of two runs, times d, floats in Y0 and Y1: nibbles at R8 below two bits at R10, the lower four bits
// of the first block of a pair, where BX is even, and the upper of the second.
#define SIX_SCALES(H) \
	MOVL BX, AX                      \
	ANDL $1, AX                      \
	SHLL $2, AX                      \
	VMOVD AX, X12                    \
	VPMOVZXBD    (8*H)(R10), Y2      \
	VPSRLD       X12, Y2, Y2         \
	VPSRLD       $2, Y2, Y3          \
	VPSLLD       $30, Y2, Y2         \
	VPSLLD       $30, Y3, Y3         \
	VPSRLD       $26, Y2, Y2         \
	VPSRLD       $26, Y3, Y3         \
	VPMOVZXBD    (8*H)(R8), Y0       \
	VPSRLD       $4, Y0, Y1          \
	VPSLLD       $28, Y0, Y0         \
	VPSRLD       $28, Y0, Y0         \
	VPOR         Y2, Y0, Y0          \
	VPOR         Y3, Y1, Y1          \
	VPBROADCASTD DWORD_20, Y12       \
	VPSUBD       Y12, Y0, Y0         \
	VPSUBD       Y12, Y1, Y1         \
	VCVTPH2PS    (16*H)(R11), Y12    \
	VCVTDQ2PS    Y0, Y0              \
	VCVTDQ2PS    Y1, Y1              \
	VMULPS       Y12, Y0, Y0         \
	VMULPS       Y12, Y1, Y1

#define RUN_0 \
	FIRST(0, Y4, Y2, 4, 2)  \
	STEP(4, Y5, Y2, 5, 2)   \
	STEP(8, Y6, Y2, 6, 2)   \
	STEP(12, Y7, Y2, 7, 2)

#define RUN_1 \
	FIRST(16, Y8, Y3, 8, 3)  \
	STEP(20, Y9, Y3, 9, 3)   \
	STEP(24, Y10, Y3, 10, 3) \
	STEP(28, Y11, Y3, 11, 3)

// INTEGERS_4: 8 steps of W up to 15; INTEGERS_5: up to 31.
#define INTEGERS_4 \
	RUN_0                    \
	STEP(16, Y8, Y2, 8, 2)   \
	STEP(20, Y9, Y2, 9, 2)   \
	STEP(24, Y10, Y2, 10, 2) \
	STEP(28, Y11, Y2, 11, 2) \
	SUM(Y2)

#define INTEGERS_5 \
	RUN_0             \
	RUN_1             \
	SUM(Y2)           \
	SUM(Y3)           \
	VPADDD Y3, Y2, Y2

#define RUNS_4 \
	RUN_0   \
	RUN_1   \
	SUM(Y2) \
	SUM(Y3)

#define OFFSET(OF, A) \
	VPBROADCASTD OF(R9)(AX*1), Y12 \
	VPADDD       Y12, A, A

// SCALE_X makes A floats, times the scale of X.
#define SCALE_X(OF, A) \
	VBROADCASTSS (OF+4)(R9)(AX*1), Y12 \
	VCVTDQ2PS    A, A                  \
	VMULPS       Y12, A, A

#define LOAD_SUMS(H) VMOVUPS (32*H)(DX)(AX*8), Y12
#define STORE_SUMS(H) VMOVUPS Y12, (32*H)(DX)(AX*8)

#define ADD_SCALED(H) \
	SCALE_X(0, Y2)            \
	LOAD_SUMS(H)              \
	VFMADD231PS Y0, Y2, Y12   \
	STORE_SUMS(H)

#define ADD_WITH_MIN(H) \
	SCALE_X(0, Y2)                   \
	LOAD_SUMS(H)                     \
	VBROADCASTSS (R9)(AX*1), Y3      \
	VFMADD231PS  Y0, Y2, Y12         \
	VFMADD231PS  Y1, Y3, Y12         \
	STORE_SUMS(H)

#define ADD_RUNS(H) \
	SCALE_X(0, Y2)            \
	SCALE_X(64, Y3)           \
	LOAD_SUMS(H)              \
	VFMADD231PS Y0, Y2, Y12   \
	VFMADD231PS Y1, Y3, Y12   \
	STORE_SUMS(H)

#define ADD_RUNS_WITH_MIN(H) \
	SCALE_X(0, Y2)                  \
	SCALE_X(64, Y3)                 \
	LOAD_SUMS(H)                    \
	VFMADD231PS  Y0, Y2, Y12        \
	VBROADCASTSS (R9)(AX*1), Y2     \
	VFMADD231PS  Y13, Y2, Y12       \
	VFMADD231PS  Y1, Y3, Y12        \
	VBROADCASTSS 64(R9)(AX*1), Y3   \
	VFMADD231PS  Y14, Y3, Y12       \
	STORE_SUMS(H)

// HALF_BLOCKS and CODE_BLOCKS move from block to block but for the codes of W.
#define HALF_BLOCKS \
	ADDQ $32, R8   \
	ADDQ $32, R10  \
	ADDQ $64, R9

#define CODE_BLOCKS \
	ADDQ $16, R8   \
	ADDQ $16, R10  \
	ADDQ $64, R9

#define NAME BATCH_4
#define FETCH FETCH_BLOCK4
#define UNPACK(H) \
	NIBBLES(H) \
	HALF_SCALES(H)
#define ROW(H) \
	INTEGERS_4    \
	OFFSET(0, Y2) \
	ADD_SCALED(H)
#define ADVANCE \
	ADDQ $256, SI \
	HALF_BLOCKS
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_4HALFMIN
#define FETCH FETCH_320
#define UNPACK(H) \
	NIBBLES(H)     \
	HALF_SCALES(H) \
	HALF_MINS(H)
#define ROW(H) \
	INTEGERS_4 \
	ADD_WITH_MIN(H)
#define ADVANCE \
	ADDQ $256, SI \
	HALF_BLOCKS
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_4MIN
#define FETCH FETCH_BLOCK4MIN
#define UNPACK(H) \
	NIBBLES(H)     \
	CODE_SCALES(H) \
	CODE_MINS(H)
#define ROW(H) \
	INTEGERS_4 \
	ADD_WITH_MIN(H)
#define ADVANCE \
	ADDQ $256, SI \
	CODE_BLOCKS
#define SUPER 8
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_5
#define FETCH FETCH_352
#define UNPACK(H) \
	NIBBLES(H) \
	FIFTHS(H)  \
	HALF_SCALES(H)
#define ROW(H) \
	INTEGERS_5    \
	OFFSET(0, Y2) \
	ADD_SCALED(H)
#define ADVANCE \
	ADDQ $256, SI \
	ADDQ $64, R13 \
	HALF_BLOCKS
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_5HALFMIN
#define FETCH FETCH_384
#define UNPACK(H) \
	NIBBLES(H)     \
	FIFTHS(H)      \
	HALF_SCALES(H) \
	HALF_MINS(H)
#define ROW(H) \
	INTEGERS_5 \
	ADD_WITH_MIN(H)
#define ADVANCE \
	ADDQ $256, SI \
	ADDQ $64, R13 \
	HALF_BLOCKS
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_5MIN
#define FETCH FETCH_BLOCK5MIN
#define UNPACK(H) \
	NIBBLES(H)     \
	FIFTHS(H)      \
	CODE_SCALES(H) \
	CODE_MINS(H)
#define ROW(H) \
	INTEGERS_5 \
	ADD_WITH_MIN(H)
#define ADVANCE \
	ADDQ $256, SI \
	ADDQ $64, R13 \
	CODE_BLOCKS
#define SUPER 8
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_6
#define FETCH FETCH_BLOCK6
#define UNPACK(H) \
	NIBBLES(H)                                 \
	UPPER_TWOS(H)                              \
	CODE_SCALES(H)                             \
	CODES_TO((8*H+16)(R8), (16*H)(R11), Y1)
#define ROW(H) \
	RUNS_6         \
	OFFSET(0, Y2)  \
	OFFSET(64, Y3) \
	ADD_RUNS(H)
#define ADVANCE \
	ADDQ $256, SI  \
	ADDQ $128, R13 \
	ADDQ $32, R8   \
	ADDQ $128, R9
#define SUPER 8
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_2MIN
#define FETCH FETCH_168
#define UNPACK(H) \
	TWOS(H) \
	NIBBLE_SCALES(H)
#define ROW(H) \
	RUNS_4 \
	ADD_RUNS_WITH_MIN(H)
#define ADVANCE \
	ADDQ $128, SI \
	ADDQ $32, R8  \
	ADDQ $128, R9
#define SUPER 8
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_3
#define FETCH FETCH_220
#define UNPACK(H) \
	TWOS(H)   \
	THIRDS(H) \
	SIX_SCALES(H)
#define ROW(H) \
	RUNS_4         \
	OFFSET(0, Y2)  \
	OFFSET(64, Y3) \
	ADD_RUNS(H)
#define ADVANCE \
	ADDQ $128, SI \
	ADDQ $64, R13 \
	ADDQ $16, R8  \
	MOVL BX, AX   \
	ANDL $1, AX   \
	SHLL $4, AX   \
	ADDQ AX, R10  \
	ADDQ $128, R9
#define SUPER 8
#include "packed_batch_form_ymm_amd64.h"

#ifdef EIGHT

#define LEVEL(V) VPSHUFB V, Y13, V

// LEVELS makes nibbles levels with zero 128.
#define LEVELS \
	VBROADCASTI128 LEVELS_IQ4, Y13 \
	MOVL           $0x80, AX       \
	VMOVD          AX, X12         \
	VPBROADCASTB   X12, Y12        \
	VPXOR          Y12, Y13, Y13   \
	LEVEL(Y4)                      \
	LEVEL(Y5)                      \
	LEVEL(Y6)                      \
	LEVEL(Y7)                      \
	LEVEL(Y8)                      \
	LEVEL(Y9)                      \
	LEVEL(Y10)                     \
	LEVEL(Y11)

#define UNPACK_BYTES(H) \
	LOAD_NIBBLES(H)             \
	VMOVDQU (32*H+256)(SI), Y8  \
	VMOVDQU (32*H+320)(SI), Y9  \
	VMOVDQU (32*H+384)(SI), Y10 \
	VMOVDQU (32*H+448)(SI), Y11

#define UNPACK_LEVELS(H) \
	NIBBLES(H) \
	LEVELS

#define ROW_EIGHT(H) \
	INTEGERS_4    \
	OFFSET(0, Y2) \
	ADD_SCALED(H)

#define NAME BATCH_8
#define FETCH FETCH_BLOCK8
#define UNPACK(H) \
	UNPACK_BYTES(H) \
	HALF_SCALES(H)
#define ROW(H) ROW_EIGHT(H)
#define ADVANCE \
	ADDQ $512, SI \
	HALF_BLOCKS
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_4LEVELS
#define FETCH FETCH_288
#define UNPACK(H) \
	UNPACK_LEVELS(H) \
	HALF_SCALES(H)
#define ROW(H) ROW_EIGHT(H)
#define ADVANCE \
	ADDQ $256, SI \
	HALF_BLOCKS
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_4LEVELSCODES
#define FETCH FETCH_272
#define UNPACK(H) \
	UNPACK_LEVELS(H) \
	CODE_SCALES(H)
#define ROW(H) ROW_EIGHT(H)
#define ADVANCE \
	ADDQ $256, SI \
	CODE_BLOCKS
#define SUPER 8
#include "packed_batch_form_ymm_amd64.h"

#else

// Codes with a sign, 4 steps at a time, which Y8-Y11 have the magnitudes of. The sign moves to X, which is never -128; there is no zero to take off.
#define MAGNITUDES \
	VPABSB Y4, Y8  \
	VPABSB Y5, Y9  \
	VPABSB Y6, Y10 \
	VPABSB Y7, Y11

#define FROM_128(OF) \
	MOVL         $0x80, AX          \
	VMOVD        AX, X12            \
	VPBROADCASTB X12, Y12           \
	VPXOR        OF(SI), Y12, Y4       \
	VPXOR        (OF+64)(SI), Y12, Y5  \
	VPXOR        (OF+128)(SI), Y12, Y6 \
	VPXOR        (OF+192)(SI), Y12, Y7 \
	MAGNITUDES

#define LEVELS_AND_MAGNITUDES \
	VPBROADCASTD   BYTES_0F, Y14   \
	VBROADCASTI128 LEVELS_IQ4, Y13 \
	VPAND   Y14, Y4, Y4            \
	VPAND   Y14, Y5, Y5            \
	VPAND   Y14, Y6, Y6            \
	VPAND   Y14, Y7, Y7            \
	VPSHUFB Y4, Y13, Y4            \
	VPSHUFB Y5, Y13, Y5            \
	VPSHUFB Y6, Y13, Y6            \
	VPSHUFB Y7, Y13, Y7            \
	MAGNITUDES

#define LOW_LEVELS(H) \
	LOAD_NIBBLES(H) \
	LEVELS_AND_MAGNITUDES

#define HIGH_LEVELS(H) \
	LOAD_NIBBLES(H)   \
	VPSRLW $4, Y4, Y4 \
	VPSRLW $4, Y5, Y5 \
	VPSRLW $4, Y6, Y6 \
	VPSRLW $4, Y7, Y7 \
	LEVELS_AND_MAGNITUDES

#define SIGNED(OF, W, M, P) \
	VPBROADCASTD OF(DI)(AX*4), Y12 \
	VPSIGNB      W, Y12, Y12       \
	VPMADDUBSW   Y12, M, Y12       \
	VPMADDWD     Y15, Y12, P

#define SIGNED_STEP(OF, W, M) \
	SIGNED(OF, W, M, Y12) \
	VPADDD Y12, Y2, Y2

#define ROW_FIRST \
	SIGNED(0, Y4, Y8, Y2)     \
	SIGNED_STEP(4, Y5, Y9)    \
	SIGNED_STEP(8, Y6, Y10)   \
	SIGNED_STEP(12, Y7, Y11)  \
	VMOVDQU Y2, 512(DX)(AX*4)

#define ROW_SECOND(H) \
	VMOVDQU 512(DX)(AX*4), Y2 \
	SIGNED_STEP(16, Y4, Y8)   \
	SIGNED_STEP(20, Y5, Y9)   \
	SIGNED_STEP(24, Y6, Y10)  \
	SIGNED_STEP(28, Y7, Y11)  \
	ADD_SCALED(H)

#define NAME BATCH_8
#define FETCH FETCH_BLOCK8
#define UNPACK(H) FROM_128(32*H)
#define ROW(H) ROW_FIRST
#define UNPACK_REST(H) \
	FROM_128((32*H+256)) \
	HALF_SCALES(H)
#define ROW_REST(H) ROW_SECOND(H)
#define ADVANCE \
	ADDQ $512, SI \
	HALF_BLOCKS
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_4LEVELS
#define FETCH FETCH_288
#define UNPACK(H) LOW_LEVELS(H)
#define ROW(H) ROW_FIRST
#define UNPACK_REST(H) \
	HIGH_LEVELS(H) \
	HALF_SCALES(H)
#define ROW_REST(H) ROW_SECOND(H)
#define ADVANCE \
	ADDQ $256, SI \
	HALF_BLOCKS
#include "packed_batch_form_ymm_amd64.h"

#define NAME BATCH_4LEVELSCODES
#define FETCH FETCH_272
#define UNPACK(H) LOW_LEVELS(H)
#define ROW(H) ROW_FIRST
#define UNPACK_REST(H) \
	HIGH_LEVELS(H) \
	CODE_SCALES(H)
#define ROW_REST(H) ROW_SECOND(H)
#define ADVANCE \
	ADDQ $256, SI \
	CODE_BLOCKS
#define SUPER 8
#include "packed_batch_form_ymm_amd64.h"

#endif
