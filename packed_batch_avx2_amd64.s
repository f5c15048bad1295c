//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_unpack_amd64.h"

// Up to 8 rows of X with packed weights on AVX2. Requires: AVX2, FMA, F16C

// Sums of 16 bits. Two products of a step are at most 2·127·W, so that 8 steps of W up to 15, 4 up to 31 and 2 up to 63 stay below 2¹⁵.
#define FIRST(OF, W, A, w, a) \
	VPBROADCASTD OF(DI)(AX*4), Y12 \
	VPMADDUBSW   Y12, W, A

#define STEP(OF, W, A, w, a) \
	VPBROADCASTD OF(DI)(AX*4), Y12 \
	VPMADDUBSW   Y12, W, Y12       \
	VPADDW       Y12, A, A

#define SUM(A) VPMADDWD Y15, A, A

#define RUNS_6 \
	FIRST(0, Y4, Y2, 4, 2)       \
	STEP(4, Y5, Y2, 5, 2)        \
	FIRST(8, Y6, Y13, 6, 13)     \
	STEP(12, Y7, Y13, 7, 13)     \
	FIRST(16, Y8, Y3, 8, 3)      \
	STEP(20, Y9, Y3, 9, 3)       \
	FIRST(24, Y10, Y14, 10, 14)  \
	STEP(28, Y11, Y14, 11, 14)   \
	SUM(Y2)                      \
	SUM(Y13)                     \
	SUM(Y3)                      \
	SUM(Y14)                     \
	VPADDD Y13, Y2, Y2           \
	VPADDD Y14, Y3, Y3

// func batch4AVX2(a *packedArgs)
#define BATCH_4 ·batch4AVX2

// func batch8AVX2(a *packedArgs)
#define BATCH_8 ·batch8AVX2

// func batch4MinAVX2(a *packedArgs)
#define BATCH_4MIN ·batch4MinAVX2

// func batch5MinAVX2(a *packedArgs)
#define BATCH_5MIN ·batch5MinAVX2

// func batch6AVX2(a *packedArgs)
#define BATCH_6 ·batch6AVX2

// func batch4HalfMinAVX2(a *packedArgs)
#define BATCH_4HALFMIN ·batch4HalfMinAVX2

// func batch5AVX2(a *packedArgs)
#define BATCH_5 ·batch5AVX2

// func batch5HalfMinAVX2(a *packedArgs)
#define BATCH_5HALFMIN ·batch5HalfMinAVX2

// func batch2MinAVX2(a *packedArgs)
#define BATCH_2MIN ·batch2MinAVX2

// func batch3AVX2(a *packedArgs)
#define BATCH_3 ·batch3AVX2

// func batch4LevelsAVX2(a *packedArgs)
#define BATCH_4LEVELS ·batch4LevelsAVX2

// func batch4LevelsCodesAVX2(a *packedArgs)
#define BATCH_4LEVELSCODES ·batch4LevelsCodesAVX2

#include "packed_batch_ymm_amd64.h"
