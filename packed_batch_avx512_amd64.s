//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "packed_zmm_amd64.h"

// Up to 8 rows of X with packed weights on AVX-512 with VNNI: the codes of a block stay in registers while the rows pass by.
// Requires: AVX512F, AVX512BW, AVX512VNNI
//
// Registers are those of packed_avx512_amd64.s, but for
//
//	DI  codes of X, [block of 32][8 rows][32]     R9  blocks of X, [block][8 rows]     R14  rows of X
//	Z18-Z25  sums of floats of the rows           Z12, Z13  scales and minima, or the scales of two runs

#define BATCH_GROUP(DONE) \
	START_GROUP(DONE) \
	MOVQ packedArgs_rows(AX), R14    \
	VPXORD Z18, Z18, Z18             \
	VPXORD Z19, Z19, Z19             \
	VPXORD Z20, Z20, Z20             \
	VPXORD Z21, Z21, Z21             \
	VPXORD Z22, Z22, Z22             \
	VPXORD Z23, Z23, Z23             \
	VPXORD Z24, Z24, Z24             \
	VPXORD Z25, Z25, Z25

// EACH_ROW does ROW for as many rows as there are.
#define EACH_ROW(ROW, END) \
	ROW(0, Z18)     \
	CMPQ R14, $2    \
	JLT  END        \
	ROW(1, Z19)     \
	CMPQ R14, $3    \
	JLT  END        \
	ROW(2, Z20)     \
	CMPQ R14, $4    \
	JLT  END        \
	ROW(3, Z21)     \
	CMPQ R14, $5    \
	JLT  END        \
	ROW(4, Z22)     \
	CMPQ R14, $6    \
	JLT  END        \
	ROW(5, Z23)     \
	CMPQ R14, $7    \
	JLT  END        \
	ROW(6, Z24)     \
	CMPQ R14, $8    \
	JLT  END        \
	ROW(7, Z25)

#define STORE_ROW(I, ACC) \
	VMOVUPS ACC, (DX)                   \
	ADDQ    packedArgs_accStride(AX), DX

// Then the group's sums are stored by MOVQ acc, DX and EACH_ROW(STORE_ROW, …).
#define END_BATCH \
	ADDQ    $64, packedArgs_acc(AX)        \
	MOVQ    packedArgs_groupBytes(AX), DX  \
	ADDQ    DX, packedArgs_w(AX)

// DOT_ROW adds the 8 steps of row I to Z1 and Z2.
#define DOT_ROW(I) \
	VPDPBUSD.BCST (32*I)(DI), Z4, Z1     \
	VPDPBUSD.BCST (32*I+4)(DI), Z5, Z2   \
	VPDPBUSD.BCST (32*I+8)(DI), Z6, Z1   \
	VPDPBUSD.BCST (32*I+12)(DI), Z7, Z2  \
	VPDPBUSD.BCST (32*I+16)(DI), Z8, Z1  \
	VPDPBUSD.BCST (32*I+20)(DI), Z9, Z2  \
	VPDPBUSD.BCST (32*I+24)(DI), Z10, Z1 \
	VPDPBUSD.BCST (32*I+28)(DI), Z11, Z2 \
	VPADDD        Z2, Z1, Z1             \
	VCVTDQ2PS     Z1, Z1                 \
	VMULPS.BCST   (8*I+4)(R9), Z1, Z1

#define ROW_HALF(I, ACC) \
	VPBROADCASTD (8*I)(R9), Z1   \
	VPXORD       Z2, Z2, Z2      \
	DOT_ROW(I)                   \
	VFMADD231PS  Z12, Z1, ACC

#define ROW_MIN(I, ACC) \
	VPXORD       Z1, Z1, Z1           \
	VPXORD       Z2, Z2, Z2           \
	DOT_ROW(I)                        \
	VFMADD231PS  Z12, Z1, ACC         \
	VFMADD231PS.BCST (8*I)(R9), Z13, ACC

#define ROW_6(I, ACC) \
	VPBROADCASTD  (8*I)(R9), Z1           \
	VPBROADCASTD  (8*I+64)(R9), Z2        \
	VPDPBUSD.BCST (32*I)(DI), Z4, Z1      \
	VPDPBUSD.BCST (32*I+16)(DI), Z8, Z2   \
	VPDPBUSD.BCST (32*I+4)(DI), Z5, Z1    \
	VPDPBUSD.BCST (32*I+20)(DI), Z9, Z2   \
	VPDPBUSD.BCST (32*I+8)(DI), Z6, Z1    \
	VPDPBUSD.BCST (32*I+24)(DI), Z10, Z2  \
	VPDPBUSD.BCST (32*I+12)(DI), Z7, Z1   \
	VPDPBUSD.BCST (32*I+28)(DI), Z11, Z2  \
	VCVTDQ2PS     Z1, Z1                  \
	VCVTDQ2PS     Z2, Z2                  \
	VMULPS.BCST   (8*I+4)(R9), Z1, Z1     \
	VMULPS.BCST   (8*I+68)(R9), Z2, Z2    \
	VFMADD231PS   Z12, Z1, ACC            \
	VFMADD231PS   Z13, Z2, ACC

// CODES_TO makes the 16 codes at M, times D, floats in Z.
#define CODES_TO(M, D, Z) \
	VPMOVSXBD M, Z    \
	VCVTDQ2PS Z, Z    \
	VMULPS    D, Z, Z

// func batch4AVX512(a *packedArgs)
TEXT ·batch4AVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, Z31)

batch4_group:
	BATCH_GROUP(batch4_done)

batch4_block: // do {
	FETCH_BLOCK4
	LOAD_NIBBLES
	MASK_NIBBLES
	VCVTPH2PS (R8), Z12
	EACH_ROW(ROW_HALF, batch4_next)

batch4_next:
	ADDQ $256, SI
	ADDQ $32, R8
	ADDQ $256, DI
	ADDQ $64, R9
	SUBQ $32, CX
	JNE  batch4_block // } while (CX -= 32) > 0

	MOVQ packedArgs_acc(AX), DX
	EACH_ROW(STORE_ROW, batch4_stored)

batch4_stored:
	END_BATCH
	JMP batch4_group

batch4_done:
	VZEROUPPER
	RET

// func batch8AVX512(a *packedArgs)
TEXT ·batch8AVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX

batch8_group:
	BATCH_GROUP(batch8_done)

batch8_block: // do {
	FETCH_BLOCK8
	LOAD_BYTES
	VCVTPH2PS  (R8), Z12
	EACH_ROW(ROW_HALF, batch8_next)

batch8_next:
	ADDQ $512, SI
	ADDQ $32, R8
	ADDQ $256, DI
	ADDQ $64, R9
	SUBQ $32, CX
	JNE  batch8_block // } while (CX -= 32) > 0

	MOVQ packedArgs_acc(AX), DX
	EACH_ROW(STORE_ROW, batch8_stored)

batch8_stored:
	END_BATCH
	JMP batch8_group

batch8_done:
	VZEROUPPER
	RET

// func batch4MinAVX512(a *packedArgs)
TEXT ·batch4MinAVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, Z31)

batch4m_group:
	BATCH_GROUP(batch4m_done)

batch4m_super: // do {
	VCVTPH2PS (R11), Z26
	VCVTPH2PS (R12), Z27
	MOVL      $8, BX

batch4m_block: // do {
	FETCH_BLOCK4MIN
	LOAD_NIBBLES
	MASK_NIBBLES
	CODES_TO((R8), Z26, Z12)
	CODES_TO((R10), Z27, Z13)
	EACH_ROW(ROW_MIN, batch4m_next)

batch4m_next:
	ADDQ $256, SI
	ADDQ $16, R8
	ADDQ $16, R10
	ADDQ $256, DI
	ADDQ $64, R9
	DECL BX
	JNE  batch4m_block // } while --BX > 0

	ADDQ $32, R11
	ADDQ $32, R12
	SUBQ $256, CX
	JNE  batch4m_super // } while (CX -= 256) > 0

	MOVQ packedArgs_acc(AX), DX
	EACH_ROW(STORE_ROW, batch4m_stored)

batch4m_stored:
	END_BATCH
	JMP batch4m_group

batch4m_done:
	VZEROUPPER
	RET

// func batch5MinAVX512(a *packedArgs)
TEXT ·batch5MinAVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, Z31)
	BYTES($0x10, Z28)

batch5m_group:
	BATCH_GROUP(batch5m_done)

batch5m_super: // do {
	VCVTPH2PS (R11), Z26
	VCVTPH2PS (R12), Z27
	MOVL      $8, BX

batch5m_block: // do {
	FETCH_BLOCK5MIN
	LOAD_NIBBLES
	MASK_NIBBLES
	VMOVDQU32  (R13), Z14
	FIFTH(Z4, Z8, VPSLLW, 4, VPSRLW, 0)
	FIFTH(Z5, Z9, VPSLLW, 3, VPSRLW, 1)
	FIFTH(Z6, Z10, VPSLLW, 2, VPSRLW, 2)
	FIFTH(Z7, Z11, VPSLLW, 1, VPSRLW, 3)
	CODES_TO((R8), Z26, Z12)
	CODES_TO((R10), Z27, Z13)
	EACH_ROW(ROW_MIN, batch5m_next)

batch5m_next:
	ADDQ $256, SI
	ADDQ $64, R13
	ADDQ $16, R8
	ADDQ $16, R10
	ADDQ $256, DI
	ADDQ $64, R9
	DECL BX
	JNE  batch5m_block // } while --BX > 0

	ADDQ $32, R11
	ADDQ $32, R12
	SUBQ $256, CX
	JNE  batch5m_super // } while (CX -= 256) > 0

	MOVQ packedArgs_acc(AX), DX
	EACH_ROW(STORE_ROW, batch5m_stored)

batch5m_stored:
	END_BATCH
	JMP batch5m_group

batch5m_done:
	VZEROUPPER
	RET

// func batch6AVX512(a *packedArgs)
TEXT ·batch6AVX512(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, Z31)
	BYTES($0x3f, Z29)

batch6_group:
	BATCH_GROUP(batch6_done)

batch6_super: // do {
	VCVTPH2PS (R11), Z26
	MOVL      $8, BX

batch6_block: // do {
	FETCH_BLOCK6
	LOAD_NIBBLES
	VMOVDQU32  (R13), Z14
	VMOVDQU32  64(R13), Z15
	UPPER_TWO(Z4, Z14, VPSLLW, 4)
	UPPER_TWO(Z5, Z14, VPSLLW, 2)
	UPPER_TWO(Z6, Z14, VPSLLW, 0)
	UPPER_TWO(Z7, Z14, VPSRLW, 2)
	UPPER_TWO(Z8, Z15, VPSLLW, 4)
	UPPER_TWO(Z9, Z15, VPSLLW, 2)
	UPPER_TWO(Z10, Z15, VPSLLW, 0)
	UPPER_TWO(Z11, Z15, VPSRLW, 2)
	CODES_TO((R8), Z26, Z12)
	CODES_TO(16(R8), Z26, Z13)
	EACH_ROW(ROW_6, batch6_next)

batch6_next:
	ADDQ $256, SI
	ADDQ $128, R13
	ADDQ $32, R8
	ADDQ $256, DI
	ADDQ $128, R9
	DECL BX
	JNE  batch6_block // } while --BX > 0

	ADDQ $32, R11
	SUBQ $256, CX
	JNE  batch6_super // } while (CX -= 256) > 0

	MOVQ packedArgs_acc(AX), DX
	EACH_ROW(STORE_ROW, batch6_stored)

batch6_stored:
	END_BATCH
	JMP batch6_group

batch6_done:
	VZEROUPPER
	RET
