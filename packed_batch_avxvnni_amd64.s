//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_vnni_amd64.h"
#include "asm_unpack_amd64.h"

// Up to 8 rows of X with packed weights on AVX2 with AVX-VNNI. Requires: AVX2, FMA, F16C, AVXVNNI

#define FIRST(OF, W, A, w, a) \
	VPXOR A, A, A         \
	STEP(OF, W, A, w, a)

#define STEP(OF, W, A, w, a) \
	VPBROADCASTD OF(DI)(AX*4), Y12 \
	VEX_VPDPBUSD(12, w, a)

#define SUM(A)

#define RUNS_6 \
	RUN_0 \
	RUN_1

#define EIGHT

// func batch4AVXVNNI(a *packedArgs)
#define BATCH_4 ·batch4AVXVNNI

// func batch8AVXVNNI(a *packedArgs)
#define BATCH_8 ·batch8AVXVNNI

// func batch4MinAVXVNNI(a *packedArgs)
#define BATCH_4MIN ·batch4MinAVXVNNI

// func batch5MinAVXVNNI(a *packedArgs)
#define BATCH_5MIN ·batch5MinAVXVNNI

// func batch6AVXVNNI(a *packedArgs)
#define BATCH_6 ·batch6AVXVNNI

// func batch4HalfMinAVXVNNI(a *packedArgs)
#define BATCH_4HALFMIN ·batch4HalfMinAVXVNNI

// func batch5AVXVNNI(a *packedArgs)
#define BATCH_5 ·batch5AVXVNNI

// func batch5HalfMinAVXVNNI(a *packedArgs)
#define BATCH_5HALFMIN ·batch5HalfMinAVXVNNI

// func batch2MinAVXVNNI(a *packedArgs)
#define BATCH_2MIN ·batch2MinAVXVNNI

// func batch3AVXVNNI(a *packedArgs)
#define BATCH_3 ·batch3AVXVNNI

// func batch4LevelsAVXVNNI(a *packedArgs)
#define BATCH_4LEVELS ·batch4LevelsAVXVNNI

// func batch4LevelsCodesAVXVNNI(a *packedArgs)
#define BATCH_4LEVELSCODES ·batch4LevelsCodesAVXVNNI

#include "packed_batch_ymm_amd64.h"
