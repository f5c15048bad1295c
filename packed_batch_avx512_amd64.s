//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "packed_zmm_amd64.h"
#include "packed_batch_zmm_amd64.h"

// Up to 8 rows of X with packed weights on AVX-512 with VNNI; packed_batch_zmm_amd64.h has the plan of the registers.
// Requires: AVX512F, AVX512BW, AVX512VNNI

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
	EACH_ROW(ROW_RUNS, batch6_next)

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
