//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_vnni_amd64.h"

// One row of X with packed weights on AVX2 with AVX-VNNI. Requires: AVX2, FMA, F16C, AVXVNNI

#define DOT_NIBBLE(W, X, A, w, x, a) VEX_VPDPBUSD(x, w, a)
#define DOT_SEVEN(W, X, A, w, x, a) VEX_VPDPBUSD(x, w, a)
#define SUM_NIBBLES(A)

#define DOT_EIGHT(M, X, A, x, a) \
	VMOVDQU M, Y4 \
	VEX_VPDPBUSD(x, 4, a)

#define ADD_EIGHT(OF, A, B) \
	VPBROADCASTD OF, Y4   \
	VPADDD       Y4, A, A \
	VPADDD       Y4, B, B

// func packed4AVXVNNI(a *packedArgs)
#define NAME4 ·packed4AVXVNNI

// func packed8AVXVNNI(a *packedArgs)
#define NAME8 ·packed8AVXVNNI

// func packed4MinAVXVNNI(a *packedArgs)
#define NAME4MIN ·packed4MinAVXVNNI

// func packed6AVXVNNI(a *packedArgs)
#define NAME6 ·packed6AVXVNNI

#include "packed_ymm_amd64.h"
