//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "packed_zmm_amd64.h"

// One row of X with packed weights on AVX-512 with VNNI: a lane for each row of the group, a block of 32 columns at a time.
// Requires: AVX512F, AVX512BW, AVX512VNNI
//
//	SI  codes of W      R8  scales    R10 minima    R11 d     R12 dmin    R13 twos, or ones
//	DI  codes of X      R9  blocks of X             CX  columns left      AX  args      BX  blocks left of a superblock
//
//	Z0  sums of floats            Z1, Z2    sums of integers: of the steps 0, 2 … and 1, 3 … or of two runs
//	Z4-Z7, Z8-Z11  steps 0-3, 4-7           Z12-Z17  scales and scratch
//	Z26, Z27  d, dmin             Z28-Z31   masks: 0x10, 0x3f, 0xf0, 0x0f

// NEXT_GROUP sets the registers of a group, or leaves.
#define NEXT_GROUP(DONE) \
	START_GROUP(DONE) \
	VPXORD Z0, Z0, Z0

// END_GROUP stores the group's sums.
#define END_GROUP \
	MOVQ    packedArgs_acc(AX), DX         \
	VMOVUPS Z0, (DX)                       \
	ADDQ    $64, packedArgs_acc(AX)        \
	MOVQ    packedArgs_groupBytes(AX), DX  \
	ADDQ    DX, packedArgs_w(AX)

// DOT_BLOCK adds the 8 steps to Z1 and Z2.
#define DOT_BLOCK \
	VPDPBUSD.BCST (DI), Z4, Z1    \
	VPDPBUSD.BCST 4(DI), Z5, Z2   \
	VPDPBUSD.BCST 8(DI), Z6, Z1   \
	VPDPBUSD.BCST 12(DI), Z7, Z2  \
	VPDPBUSD.BCST 16(DI), Z8, Z1  \
	VPDPBUSD.BCST 20(DI), Z9, Z2  \
	VPDPBUSD.BCST 24(DI), Z10, Z1 \
	VPDPBUSD.BCST 28(DI), Z11, Z2 \
	VPADDD        Z2, Z1, Z1

// HALF_SCALES adds Z1, times the scales of X and W, to Z0.
#define HALF_SCALES \
	VCVTDQ2PS    Z1, Z1           \
	VCVTPH2PS    (R8), Z12        \
	VMULPS.BCST  4(R9), Z1, Z1    \
	VFMADD231PS  Z12, Z1, Z0

// MIN_SCALES does the same with codes of scales, and adds the minima.
#define MIN_SCALES \
	VPMOVSXBD    (R8), Z12        \
	VPMOVSXBD    (R10), Z13       \
	VCVTDQ2PS    Z12, Z12         \
	VCVTDQ2PS    Z13, Z13         \
	VMULPS       Z26, Z12, Z12    \
	VMULPS       Z27, Z13, Z13    \
	VCVTDQ2PS    Z1, Z1           \
	VMULPS.BCST  4(R9), Z1, Z1    \
	VFMADD231PS  Z12, Z1, Z0      \
	VFMADD231PS.BCST (R9), Z13, Z0

#define FROM_OFFSET \
	VPBROADCASTD (R9), Z1   \
	VPXORD       Z2, Z2, Z2

#define FROM_ZERO \
	VPXORD Z1, Z1, Z1 \
	VPXORD Z2, Z2, Z2

// func packed4AVX512(a *packedArgs)
TEXT ·packed4AVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, Z31)

packed4_group:
	NEXT_GROUP(packed4_done)

packed4_block: // do {
	FETCH_BLOCK4
	LOAD_NIBBLES
	MASK_NIBBLES
	FROM_OFFSET
	DOT_BLOCK
	HALF_SCALES
	ADDQ $256, SI
	ADDQ $32, R8
	ADDQ $32, DI
	ADDQ $8, R9
	SUBQ $32, CX
	JNE  packed4_block // } while (CX -= 32) > 0

	END_GROUP
	JMP packed4_group

packed4_done:
	VZEROUPPER
	RET

// func packed8AVX512(a *packedArgs)
TEXT ·packed8AVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX

packed8_group:
	NEXT_GROUP(packed8_done)

packed8_block: // do {
	FETCH_BLOCK8
	LOAD_BYTES
	FROM_OFFSET
	DOT_BLOCK
	HALF_SCALES
	ADDQ $512, SI
	ADDQ $32, R8
	ADDQ $32, DI
	ADDQ $8, R9
	SUBQ $32, CX
	JNE  packed8_block // } while (CX -= 32) > 0

	END_GROUP
	JMP packed8_group

packed8_done:
	VZEROUPPER
	RET

// func packed4MinAVX512(a *packedArgs)
TEXT ·packed4MinAVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, Z31)

packed4m_group:
	NEXT_GROUP(packed4m_done)

packed4m_super: // do {
	VCVTPH2PS (R11), Z26
	VCVTPH2PS (R12), Z27
	MOVL      $8, BX

packed4m_block: // do {
	FETCH_BLOCK4MIN
	LOAD_NIBBLES
	MASK_NIBBLES
	FROM_ZERO
	DOT_BLOCK
	MIN_SCALES
	ADDQ $256, SI
	ADDQ $16, R8
	ADDQ $16, R10
	ADDQ $32, DI
	ADDQ $8, R9
	DECL BX
	JNE  packed4m_block // } while --BX > 0

	ADDQ $32, R11
	ADDQ $32, R12
	SUBQ $256, CX
	JNE  packed4m_super // } while (CX -= 256) > 0

	END_GROUP
	JMP packed4m_group

packed4m_done:
	VZEROUPPER
	RET

// func packed5MinAVX512(a *packedArgs)
TEXT ·packed5MinAVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, Z31)
	BYTES($0x10, Z28)

packed5m_group:
	NEXT_GROUP(packed5m_done)

packed5m_super: // do {
	VCVTPH2PS (R11), Z26
	VCVTPH2PS (R12), Z27
	MOVL      $8, BX

packed5m_block: // do {
	FETCH_BLOCK5MIN
	LOAD_NIBBLES
	MASK_NIBBLES
	FIFTHS
	FROM_ZERO
	DOT_BLOCK
	MIN_SCALES
	ADDQ $256, SI
	ADDQ $16, R8
	ADDQ $16, R10
	ADDQ $32, DI
	ADDQ $8, R9
	DECL BX
	JNE  packed5m_block // } while --BX > 0

	ADDQ $32, R11
	ADDQ $32, R12
	SUBQ $256, CX
	JNE  packed5m_super // } while (CX -= 256) > 0

	END_GROUP
	JMP packed5m_group

packed5m_done:
	VZEROUPPER
	RET

// CODE_SCALES adds V, times the scale of X at S and the 16 codes at M and d, to Z0.
#define CODE_SCALES(V, M, S) \
	VPMOVSXBD    M, Z12           \
	VCVTDQ2PS    Z12, Z12         \
	VMULPS       Z26, Z12, Z12    \
	VCVTDQ2PS    V, V             \
	VMULPS.BCST  S, V, V          \
	VFMADD231PS  Z12, V, Z0

// func packed6AVX512(a *packedArgs)
TEXT ·packed6AVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, Z31)
	BYTES($0x3f, Z29)

packed6_group:
	NEXT_GROUP(packed6_done)

packed6_super: // do {
	VCVTPH2PS (R11), Z26
	MOVL      $8, BX

packed6_block: // do {
	FETCH_BLOCK6
	LOAD_NIBBLES
	UPPER_TWOS
	VPBROADCASTD  (R9), Z1
	VPBROADCASTD  8(R9), Z2
	VPDPBUSD.BCST (DI), Z4, Z1
	VPDPBUSD.BCST 16(DI), Z8, Z2
	VPDPBUSD.BCST 4(DI), Z5, Z1
	VPDPBUSD.BCST 20(DI), Z9, Z2
	VPDPBUSD.BCST 8(DI), Z6, Z1
	VPDPBUSD.BCST 24(DI), Z10, Z2
	VPDPBUSD.BCST 12(DI), Z7, Z1
	VPDPBUSD.BCST 28(DI), Z11, Z2
	CODE_SCALES(Z1, (R8), 4(R9))
	CODE_SCALES(Z2, 16(R8), 12(R9))
	ADDQ $256, SI
	ADDQ $32, R8
	ADDQ $32, DI
	ADDQ $16, R9
	DECL BX
	JNE  packed6_block // } while --BX > 0

	ADDQ $32, R11
	SUBQ $256, CX
	JNE  packed6_super // } while (CX -= 256) > 0

	END_GROUP
	JMP packed6_group

packed6_done:
	VZEROUPPER
	RET
