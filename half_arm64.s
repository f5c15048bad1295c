//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// Kernels on 16-bit floats. The last len%8 (or 4) values are treated one by one in lane 0, by the same instructions.

#define ZERO(V) VEOR V.B16, V.B16, V.B16

// func f16ToF32NEON(dst []float32, src []uint16)
TEXT ·f16ToF32NEON(SB), NOSPLIT, $0-48
	MOVD dst_base+0(FP), R0
	MOVD dst_len+8(FP), R2
	MOVD src_base+24(FP), R1
	SUBS $8, R2
	BLT  from16_rest

from16_loop: // do {
	VLD1.P 16(R1), [V0.H8]
	FCVTL_4S(0, 1)
	FCVTL2_4S(0, 2)
	VST1.P [V1.S4, V2.S4], 32(R0)
	SUBS   $8, R2
	BGE    from16_loop // } while (R2 -= 8) >= 0

from16_rest:
	ADDS $8, R2
	BEQ  from16_done

from16_one: // do {
	MOVHU.P 2(R1), R3
	VMOV    R3, V0.H[0]
	FCVTL_4S(0, 1)
	FMOVS.P F1, 4(R0)
	SUBS    $1, R2
	BNE     from16_one // } while --R2 > 0

from16_done:
	RET

// func f32ToF16NEON(dst []uint16, src []float32)
TEXT ·f32ToF16NEON(SB), NOSPLIT, $0-48
	MOVD dst_base+0(FP), R0
	MOVD dst_len+8(FP), R2
	MOVD src_base+24(FP), R1
	SUBS $8, R2
	BLT  to16_rest

to16_loop: // do {
	VLD1.P 32(R1), [V0.S4, V1.S4]
	FCVTN_4H(0, 2)
	FCVTN2_8H(1, 2)
	VST1.P [V2.H8], 16(R0)
	SUBS   $8, R2
	BGE    to16_loop // } while (R2 -= 8) >= 0

to16_rest:
	ADDS $8, R2
	BEQ  to16_done

to16_one: // do {
	FMOVS.P 4(R1), F0
	FCVTN_4H(0, 2)
	VMOV    V2.H[0], R3
	MOVH.P  R3, 2(R0)
	SUBS    $1, R2
	BNE     to16_one // } while --R2 > 0

to16_done:
	RET

// func bf16ToF32NEON(dst []float32, src []uint16)
TEXT ·bf16ToF32NEON(SB), NOSPLIT, $0-48
	MOVD dst_base+0(FP), R0
	MOVD dst_len+8(FP), R2
	MOVD src_base+24(FP), R1
	SUBS $8, R2
	BLT  frombf_rest

frombf_loop: // do {
	VLD1.P   16(R1), [V0.H8]
	VUXTL    V0.H4, V1.S4
	VUXTL2   V0.H8, V2.S4
	VSHL     $16, V1.S4, V1.S4
	VSHL     $16, V2.S4, V2.S4
	VST1.P   [V1.S4, V2.S4], 32(R0)
	SUBS     $8, R2
	BGE      frombf_loop // } while (R2 -= 8) >= 0

frombf_rest:
	ADDS $8, R2
	BEQ  frombf_done

frombf_one: // do {
	MOVHU.P 2(R1), R3
	LSL     $16, R3
	MOVW.P  R3, 4(R0)
	SUBS    $1, R2
	BNE     frombf_one // } while --R2 > 0

frombf_done:
	RET

// TO_BRAIN leaves in the upper 16 bits of each lane of V0 the bfloat16 of that lane: to nearest even, or quiet if NaN.
// V16 is just under half of the last place, V17 one, V18 the bit that makes a NaN quiet.
#define TO_BRAIN \
	FCMEQ_4S(0, 0, 1)                \ // false of a NaN
	VORR V18.B16, V0.B16, V2.B16     \
	VUSHR $16, V0.S4, V3.S4          \
	VAND V17.B16, V3.B16, V3.B16     \
	VADD V16.S4, V3.S4, V3.S4        \
	VADD V3.S4, V0.S4, V0.S4         \
	VBIF V1.B16, V2.B16, V0.B16

// func f32ToBF16NEON(dst []uint16, src []float32)
TEXT ·f32ToBF16NEON(SB), NOSPLIT, $0-48
	MOVD dst_base+0(FP), R0
	MOVD dst_len+8(FP), R2
	MOVD src_base+24(FP), R1
	MOVW $0x7fff, R3
	VDUP R3, V16.S4
	MOVW $1, R3
	VDUP R3, V17.S4
	MOVW $0x00400000, R3
	VDUP R3, V18.S4
	SUBS $4, R2
	BLT  tobf_rest

tobf_loop: // do {
	VLD1.P 16(R1), [V0.S4]
	TO_BRAIN
	SHRN16_4H(0, 0)
	VST1.P [V0.H4], 8(R0)
	SUBS   $4, R2
	BGE    tobf_loop // } while (R2 -= 4) >= 0

tobf_rest:
	ADDS $4, R2
	BEQ  tobf_done

tobf_one: // do {
	FMOVS.P 4(R1), F0
	TO_BRAIN
	VMOV    V0.H[1], R3
	MOVH.P  R3, 2(R0)
	SUBS    $1, R2
	BNE     tobf_one // } while --R2 > 0

tobf_done:
	RET

// func axpyF16NEON(y []float32, a float32, h []uint16)
TEXT ·axpyF16NEON(SB), NOSPLIT, $0-56
	MOVD  y_base+0(FP), R0
	MOVD  y_len+8(FP), R2
	FMOVS a+24(FP), F0
	MOVD  h_base+32(FP), R1
	VDUP  V0.S[0], V0.S4
	SUBS  $8, R2
	BLT   axpy16_rest

axpy16_loop8: // do {
	VLD1   (R0), [V2.S4, V3.S4]
	VLD1.P 16(R1), [V4.H8]
	FCVTL_4S(4, 5)
	FCVTL2_4S(4, 6)
	VFMLA  V0.S4, V5.S4, V2.S4
	VFMLA  V0.S4, V6.S4, V3.S4
	VST1.P [V2.S4, V3.S4], 32(R0)
	SUBS   $8, R2
	BGE    axpy16_loop8 // } while (R2 -= 8) >= 0

axpy16_rest:
	ADDS $8, R2
	BEQ  axpy16_done

axpy16_one: // do {
	FMOVS   (R0), F2
	MOVHU.P 2(R1), R3
	VMOV    R3, V4.H[0]
	FCVTL_4S(4, 5)
	FMADDS  F0, F2, F5, F2
	FMOVS.P F2, 4(R0)
	SUBS    $1, R2
	BNE     axpy16_one // } while --R2 > 0

axpy16_done:
	RET
