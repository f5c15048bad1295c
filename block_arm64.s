//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// Kernels of block.go on 4 lanes; the last len%4 values (in rope pairs) one by one, by instructions that round alike. That of SiLU is in
// exp_arm64.s.

// func addNEON(dst, x, y []float32)
TEXT ·addNEON(SB), NOSPLIT, $0-72
	MOVD dst_base+0(FP), R0
	MOVD dst_len+8(FP), R3
	MOVD x_base+24(FP), R1
	MOVD y_base+48(FP), R2
	SUBS $8, R3
	BLT  add_rest

add_loop: // do {
	VLD1.P 32(R1), [V0.S4, V1.S4]
	VLD1.P 32(R2), [V2.S4, V3.S4]
	FADD_4S(2, 0, 0)
	FADD_4S(3, 1, 1)
	VST1.P [V0.S4, V1.S4], 32(R0)
	SUBS   $8, R3
	BGE    add_loop // } while (R3 -= 8) >= 0

add_rest:
	ADDS $8, R3
	BEQ  add_done

add_one: // do {
	FMOVS.P 4(R1), F0
	FMOVS.P 4(R2), F2
	FADDS   F2, F0, F0
	FMOVS.P F0, 4(R0)
	SUBS    $1, R3
	BNE     add_one // } while --R3 > 0

add_done:
	RET

// func ropeNEON(x []float32, headDim int, cossin []float32, inverse bool)
//
// R0 a head, R2 values of a head, R1 of all heads left · R3 cos and sin, R4 values turned · V31 sign of the sines: to turn back they are negated
TEXT ·ropeNEON(SB), NOSPLIT, $0-57
	MOVD  x_base+0(FP), R0
	MOVD  x_len+8(FP), R1
	MOVD  headDim+24(FP), R2
	MOVD  cossin_base+32(FP), R3
	MOVD  cossin_len+40(FP), R4
	MOVBU inverse+56(FP), R5
	LSL   $31, R5
	VDUP  R5, V31.S4

rope_head: // do {
	MOVD R0, R6
	MOVD R3, R7
	SUBS $8, R4, R8
	BLT  rope_rest

rope_loop: // do {
	VLD2   (R6), [V0.S4, V1.S4]   // a, b
	VLD2.P 32(R7), [V2.S4, V3.S4] // cos, sin
	VEOR   V31.B16, V3.B16, V3.B16
	FMUL_4S(2, 0, 4)
	FMUL_4S(3, 1, 5)
	FMUL_4S(2, 1, 6)
	FMUL_4S(3, 0, 7)
	FSUB_4S(5, 4, 4)
	FADD_4S(7, 6, 5)
	VST2.P [V4.S4, V5.S4], 32(R6)
	SUBS   $8, R8
	BGE    rope_loop // } while (R8 -= 8) >= 0

rope_rest:
	ADDS $8, R8
	BEQ  rope_next

rope_one: // do {
	FMOVS   (R6), F0
	FMOVS   4(R6), F1
	FMOVS.P 4(R7), F2
	FMOVS.P 4(R7), F3
	VEOR    V31.B16, V3.B16, V3.B16
	FMULS   F2, F0, F4
	FMULS   F3, F1, F5
	FMULS   F2, F1, F6
	FMULS   F3, F0, F7
	FSUBS   F5, F4, F4
	FADDS   F7, F6, F5
	FMOVS.P F4, 4(R6)
	FMOVS.P F5, 4(R6)
	SUBS    $2, R8
	BNE     rope_one // } while (R8 -= 2) > 0

rope_next:
	ADD  R2<<2, R0
	SUBS R2, R1
	BGT  rope_head // } while (R1 -= R2) > 0
	RET

// func dotWeightedNEON(x, weight, y []float32) float32
TEXT ·dotWeightedNEON(SB), NOSPLIT, $0-76
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R3
	MOVD weight_base+24(FP), R1
	MOVD y_base+48(FP), R2
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	SUBS $8, R3
	BLT  dotw_sum

dotw_loop: // do {
	VLD1.P 32(R0), [V2.S4, V3.S4]
	VLD1.P 32(R1), [V4.S4, V5.S4]
	VLD1.P 32(R2), [V6.S4, V7.S4]
	FMUL_4S(4, 2, 2)
	FMUL_4S(5, 3, 3)
	VFMLA  V6.S4, V2.S4, V0.S4
	VFMLA  V7.S4, V3.S4, V1.S4
	SUBS   $8, R3
	BGE    dotw_loop // } while (R3 -= 8) >= 0

dotw_sum:
	FADD_4S(1, 0, 0)
	FADDP_4S(0, 0, 0)
	FADDP_2S(0, 0)
	ADDS $8, R3
	BEQ  dotw_done

dotw_one: // do {
	FMOVS.P 4(R0), F2
	FMOVS.P 4(R1), F4
	FMOVS.P 4(R2), F6
	FMULS   F4, F2, F2
	FMADDS  F6, F0, F2, F0
	SUBS    $1, R3
	BNE     dotw_one // } while --R3 > 0

dotw_done:
	FMOVS F0, ret+72(FP)
	RET

// func normBackwardNEON(dx, direct, dy, weight, x []float32, r, c float32)
TEXT ·normBackwardNEON(SB), NOSPLIT, $0-128
	MOVD  dx_base+0(FP), R0
	MOVD  dx_len+8(FP), R5
	MOVD  direct_base+24(FP), R1
	MOVD  dy_base+48(FP), R2
	MOVD  weight_base+72(FP), R3
	MOVD  x_base+96(FP), R4
	FMOVS r+120(FP), F30
	FMOVS c+124(FP), F31
	VDUP  V30.S[0], V30.S4
	VDUP  V31.S[0], V31.S4
	SUBS  $4, R5
	BLT   normb_rest

normb_loop: // do {
	VLD1.P 16(R2), [V0.S4]
	VLD1.P 16(R3), [V1.S4]
	VLD1.P 16(R1), [V2.S4]
	VLD1.P 16(R4), [V3.S4]
	FMUL_4S(1, 0, 0)
	VFMLA  V30.S4, V0.S4, V2.S4
	VFMLS  V31.S4, V3.S4, V2.S4
	VST1.P [V2.S4], 16(R0)
	SUBS   $4, R5
	BGE    normb_loop // } while (R5 -= 4) >= 0

normb_rest:
	ADDS $4, R5
	BEQ  normb_done

normb_one: // do {
	FMOVS.P 4(R2), F0
	FMOVS.P 4(R3), F1
	FMOVS.P 4(R1), F2
	FMOVS.P 4(R4), F3
	FMULS   F1, F0, F0
	FMADDS  F30, F2, F0, F2
	FMSUBS  F31, F2, F3, F2
	FMOVS.P F2, 4(R0)
	SUBS    $1, R5
	BNE     normb_one // } while --R5 > 0

normb_done:
	RET
