//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// Kernels on float32 vectors. Elementwise ones treat the last len%4 values one by one with the scalar forms of the same instructions, so that a
// value's bits do not depend on its place.

#define ZERO(V) VEOR V.B16, V.B16, V.B16

// func dotNEON(x, y []float32) float32
TEXT ·dotNEON(SB), NOSPLIT, $0-52
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R2
	MOVD y_base+24(FP), R1
	ZERO(V0)
	ZERO(V1)
	ZERO(V2)
	ZERO(V3)
	SUBS $16, R2
	BLT  dot_rest

dot_loop16: // do {
	VLD1.P 64(R0), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1.P 64(R1), [V16.S4, V17.S4, V18.S4, V19.S4]
	VFMLA  V4.S4, V16.S4, V0.S4
	VFMLA  V5.S4, V17.S4, V1.S4
	VFMLA  V6.S4, V18.S4, V2.S4
	VFMLA  V7.S4, V19.S4, V3.S4
	SUBS   $16, R2
	BGE    dot_loop16 // } while (R2 -= 16) >= 0

dot_rest:
	ADDS $12, R2 // 4 less than what is left
	BLT  dot_sum

dot_loop4: // do {
	VLD1.P 16(R0), [V4.S4]
	VLD1.P 16(R1), [V16.S4]
	VFMLA  V4.S4, V16.S4, V0.S4
	SUBS   $4, R2
	BGE    dot_loop4 // } while (R2 -= 4) >= 0

dot_sum:
	FADD_4S(1, 0, 0)
	FADD_4S(3, 2, 2)
	FADD_4S(2, 0, 0)
	FADDP_4S(0, 0, 0)
	FADDP_2S(0, 0)
	ADDS $4, R2
	BEQ  dot_done

dot_one: // do {
	FMOVS.P 4(R0), F4
	FMOVS.P 4(R1), F5
	FMADDS  F4, F0, F5, F0
	SUBS    $1, R2
	BNE     dot_one // } while --R2 > 0

dot_done:
	FMOVS F0, ret+48(FP)
	RET

// func axpyNEON(y []float32, a float32, x []float32)
TEXT ·axpyNEON(SB), NOSPLIT, $0-56
	MOVD  y_base+0(FP), R0
	MOVD  y_len+8(FP), R2
	FMOVS a+24(FP), F0
	MOVD  x_base+32(FP), R1
	VDUP  V0.S[0], V0.S4
	SUBS  $8, R2
	BLT   axpy_rest

axpy_loop8: // do {
	VLD1   (R0), [V2.S4, V3.S4]
	VLD1.P 32(R1), [V4.S4, V5.S4]
	VFMLA  V0.S4, V4.S4, V2.S4
	VFMLA  V0.S4, V5.S4, V3.S4
	VST1.P [V2.S4, V3.S4], 32(R0)
	SUBS   $8, R2
	BGE    axpy_loop8 // } while (R2 -= 8) >= 0

axpy_rest:
	ADDS $8, R2
	BEQ  axpy_done

axpy_one: // do {
	FMOVS   (R0), F2
	FMOVS.P 4(R1), F4
	FMADDS  F0, F2, F4, F2
	FMOVS.P F2, 4(R0)
	SUBS    $1, R2
	BNE     axpy_one // } while --R2 > 0

axpy_done:
	RET

// func scaleNEON(x []float32, a float32)
TEXT ·scaleNEON(SB), NOSPLIT, $0-28
	MOVD  x_base+0(FP), R0
	MOVD  x_len+8(FP), R2
	FMOVS a+24(FP), F0
	VDUP  V0.S[0], V0.S4
	SUBS  $8, R2
	BLT   scale_rest

scale_loop: // do {
	VLD1   (R0), [V1.S4, V2.S4]
	FMUL_4S(0, 1, 1)
	FMUL_4S(0, 2, 2)
	VST1.P [V1.S4, V2.S4], 32(R0)
	SUBS   $8, R2
	BGE    scale_loop // } while (R2 -= 8) >= 0

scale_rest:
	ADDS $8, R2
	BEQ  scale_done

scale_one: // do {
	FMOVS   (R0), F1
	FMULS   F0, F1, F1
	FMOVS.P F1, 4(R0)
	SUBS    $1, R2
	BNE     scale_one // } while --R2 > 0

scale_done:
	RET

// func sumSquaresNEON(x []float32) float64
TEXT ·sumSquaresNEON(SB), NOSPLIT, $0-32
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R2
	ZERO(V0)
	ZERO(V1)
	SUBS $4, R2
	BLT  squares_sum

squares_loop: // do {
	VLD1.P 16(R0), [V2.S4]
	FCVTL_2D(2, 3)
	FCVTL2_2D(2, 4)
	VFMLA  V3.D2, V3.D2, V0.D2
	VFMLA  V4.D2, V4.D2, V1.D2
	SUBS   $4, R2
	BGE    squares_loop // } while (R2 -= 4) >= 0

squares_sum:
	FADD_2D(1, 0, 0)
	FADDP_2D(0, 0)
	ADDS $4, R2
	BEQ  squares_done

squares_one: // do {
	FMOVS.P 4(R0), F2
	FCVTSD  F2, F2
	FMADDD  F2, F0, F2, F0
	SUBS    $1, R2
	BNE     squares_one // } while --R2 > 0

squares_done:
	FMOVD F0, ret+24(FP)
	RET

// func scaleWeightedNEON(y, x []float32, r float32, weight []float32)
TEXT ·scaleWeightedNEON(SB), NOSPLIT, $0-80
	MOVD  y_base+0(FP), R0
	MOVD  y_len+8(FP), R3
	MOVD  x_base+24(FP), R1
	FMOVS r+48(FP), F0
	MOVD  weight_base+56(FP), R2
	VDUP  V0.S[0], V0.S4
	SUBS  $4, R3
	BLT   weighted_rest

weighted_loop: // do {
	VLD1.P 16(R1), [V1.S4]
	VLD1.P 16(R2), [V2.S4]
	FMUL_4S(0, 1, 1)
	FMUL_4S(2, 1, 1)
	VST1.P [V1.S4], 16(R0)
	SUBS   $4, R3
	BGE    weighted_loop // } while (R3 -= 4) >= 0

weighted_rest:
	ADDS $4, R3
	BEQ  weighted_done

weighted_one: // do {
	FMOVS.P 4(R1), F1
	FMOVS.P 4(R2), F2
	FMULS   F0, F1, F1
	FMULS   F2, F1, F1
	FMOVS.P F1, 4(R0)
	SUBS    $1, R3
	BNE     weighted_one // } while --R3 > 0

weighted_done:
	RET

// func maxNEON(x []float32) float32
//
// FMAX of a NaN is a NaN.
TEXT ·maxNEON(SB), NOSPLIT, $0-28
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R2
	MOVW $0xff800000, R3 // -inf
	VDUP R3, V0.S4
	SUBS $4, R2
	BLT  max_lanes

max_loop: // do {
	VLD1.P 16(R0), [V1.S4]
	FMAX_4S(1, 0, 0)
	SUBS   $4, R2
	BGE    max_loop // } while (R2 -= 4) >= 0

max_lanes:
	FMAXV_4S(0, 0)
	ADDS $4, R2
	BEQ  max_done

max_one: // do {
	FMOVS.P 4(R0), F1
	FMAXS   F1, F0, F0
	SUBS    $1, R2
	BNE     max_one // } while --R2 > 0

max_done:
	FMOVS F0, ret+24(FP)
	RET
