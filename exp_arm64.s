//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// Kernels that need exp, of arguments that are not above zero, as in exp_amd64.s:
//
//	exp(x) = 2ⁿ·(1 + r + r²·P(r)),  n = round(x/ln 2),  r = x - n·ln 2 in two steps,  |r| ≤ ln 2 / 2
//
// The last len%4 values are treated one by one in lane 0, with the same instructions.

// Four floats for each of V16..V25.
#define EXP_CONST(AT, BITS) \
	DATA expConst<>+(AT*16)(SB)/4, BITS    \
	DATA expConst<>+(AT*16+4)(SB)/4, BITS  \
	DATA expConst<>+(AT*16+8)(SB)/4, BITS  \
	DATA expConst<>+(AT*16+12)(SB)/4, BITS

EXP_CONST(0, $0xc2d00000) // V16: -104, below which exp is zero
EXP_CONST(1, $0x3fb8aa3b) // V17: 1/ln 2
EXP_CONST(2, $0x3f317000) // V18: ln 2, upper 12 bits …
EXP_CONST(3, $0x3805fdf4) // V19: … and the rest
EXP_CONST(4, $0x3ab511b3) // V20: P, r⁴
EXP_CONST(5, $0x3c091cfe) // V21
EXP_CONST(6, $0x3d2aac79) // V22
EXP_CONST(7, $0x3e2aaa49) // V23
EXP_CONST(8, $0x3efffffe) // V24: P, 1
EXP_CONST(9, $0x3f800000) // V25: 1; its bits are also the exponent of 2⁰
GLOBL expConst<>(SB), RODATA|NOPTR, $160

#define LOAD_EXP_CONST \
	MOVD   $expConst<>(SB), R9                       \
	VLD1.P 64(R9), [V16.S4, V17.S4, V18.S4, V19.S4]  \
	VLD1.P 64(R9), [V20.S4, V21.S4, V22.S4, V23.S4]  \
	VLD1   (R9), [V24.S4, V25.S4]

// EXP sets V1 = exp(V0) where V0 is at most 0, or NaN. It uses V0, V2 and V3.
#define EXP \
	FMAX_4S(16, 0, 0)                \
	FMUL_4S(17, 0, 2)                \
	FCVTNS_4S(2, 3)                  \ // n; of a NaN, 0
	SCVTF_4S(3, 2)                   \
	VFMLS V18.S4, V2.S4, V0.S4       \
	VFMLS V19.S4, V2.S4, V0.S4       \ // r
	VMOV  V21.B16, V1.B16            \
	VFMLA V20.S4, V0.S4, V1.S4       \
	VMOV  V22.B16, V2.B16            \
	VFMLA V1.S4, V0.S4, V2.S4        \
	VMOV  V23.B16, V1.B16            \
	VFMLA V2.S4, V0.S4, V1.S4        \
	VMOV  V24.B16, V2.B16            \
	VFMLA V1.S4, V0.S4, V2.S4        \
	FMUL_4S(0, 2, 2)                 \
	VMOV  V0.B16, V1.B16             \
	VFMLA V2.S4, V0.S4, V1.S4        \ // r + r²·P
	FADD_4S(25, 1, 1)                \
	SSHR1_4S(3, 0)                   \ // n = n/2 + the rest
	VSUB  V0.S4, V3.S4, V3.S4        \
	VSHL  $23, V0.S4, V0.S4          \
	VSHL  $23, V3.S4, V3.S4          \
	VADD  V25.S4, V0.S4, V0.S4       \
	VADD  V25.S4, V3.S4, V3.S4       \
	FMUL_4S(0, 1, 1)                 \
	FMUL_4S(3, 1, 1)

// func expSumNEON(x []float32, top float32) float32
TEXT ·expSumNEON(SB), NOSPLIT, $0-36
	MOVD  x_base+0(FP), R0
	MOVD  x_len+8(FP), R2
	FMOVS top+24(FP), F4
	LOAD_EXP_CONST
	VDUP  V4.S[0], V4.S4
	VEOR  V5.B16, V5.B16, V5.B16 // the sum
	SUBS  $4, R2
	BLT   expsum_lanes

expsum_loop: // do {
	VLD1   (R0), [V0.S4]
	FSUB_4S(4, 0, 0)
	EXP
	FADD_4S(1, 5, 5)
	VST1.P [V1.S4], 16(R0)
	SUBS   $4, R2
	BGE    expsum_loop // } while (R2 -= 4) >= 0

expsum_lanes:
	FADDP_4S(5, 5, 5)
	FADDP_2S(5, 5)
	ADDS $4, R2
	BEQ  expsum_done

expsum_one: // do {
	FMOVS   (R0), F0
	FSUB_4S(4, 0, 0)
	EXP
	FADDS   F1, F5, F5
	FMOVS.P F1, 4(R0)
	SUBS    $1, R2
	BNE     expsum_one // } while --R2 > 0

expsum_done:
	FMOVS F5, ret+32(FP)
	RET

// SILU sets V1 = silu(V4)·V5. With t = max(-|g|, -104) and e = exp(t), silu is g/(1+e) above zero and t·e/(1+e) below.
#define SILU \
	FABS_4S(4, 0)                    \
	FNEG_4S(0, 0)                    \
	FMAX_4S(16, 0, 6)                \
	EXP                              \
	FMUL_4S(1, 6, 6)                 \
	CMLT0_4S(4, 7)                   \ // by the sign of g
	VBIT V7.B16, V6.B16, V4.B16      \
	FADD_4S(25, 1, 1)                \
	FDIV_4S(1, 4, 1)                 \
	FMUL_4S(5, 1, 1)

// func siluMulNEON(y, gate, up []float32)
TEXT ·siluMulNEON(SB), NOSPLIT, $0-72
	MOVD y_base+0(FP), R0
	MOVD y_len+8(FP), R3
	MOVD gate_base+24(FP), R1
	MOVD up_base+48(FP), R2
	LOAD_EXP_CONST
	SUBS $4, R3
	BLT  silu_rest

silu_loop: // do {
	VLD1.P 16(R1), [V4.S4]
	VLD1.P 16(R2), [V5.S4]
	SILU
	VST1.P [V1.S4], 16(R0)
	SUBS   $4, R3
	BGE    silu_loop // } while (R3 -= 4) >= 0

silu_rest:
	ADDS $4, R3
	BEQ  silu_done

silu_one: // do {
	FMOVS.P 4(R1), F4
	FMOVS.P 4(R2), F5
	SILU
	FMOVS.P F1, 4(R0)
	SUBS    $1, R3
	BNE     silu_one // } while --R3 > 0

silu_done:
	RET

// SILU_GRAD sets V4 = dh·silu(z) and V0 = dh·up·silu'(z), from z in V4, dh in V26 and up in V27. With b = 1/(1+e) and s = e·b, e = exp(-|z|),
// σ and 1-σ are b and s above zero, s and b below.
#define SILU_GRAD \
	FABS_4S(4, 0)                    \
	FNEG_4S(0, 0)                    \
	FMAX_4S(16, 0, 6)                \ // t
	EXP                              \
	FADD_4S(25, 1, 2)                \
	FDIV_4S(2, 25, 2)                \ // b
	FMUL_4S(2, 1, 1)                 \ // s
	CMLT0_4S(4, 7)                   \ // by the sign of z
	VMOV  V2.B16, V3.B16             \
	VBIT  V7.B16, V1.B16, V3.B16     \ // σ
	VBIT  V7.B16, V2.B16, V1.B16     \ // 1-σ
	FNEG_4S(6, 5)                    \
	VBIT  V7.B16, V6.B16, V5.B16     \ // z, no further from zero than 104
	VBIT  V7.B16, V6.B16, V4.B16     \
	FMUL_4S(3, 4, 4)                 \ // silu
	VMOV  V25.B16, V6.B16            \
	VFMLA V1.S4, V5.S4, V6.S4        \
	FMUL_4S(3, 6, 6)                 \ // its derivative
	FMUL_4S(26, 4, 4)                \
	FMUL_4S(27, 26, 0)               \
	FMUL_4S(6, 0, 0)

// func siluMulBackwardNEON(dgate, dup, dhidden, gate, up []float32)
TEXT ·siluMulBackwardNEON(SB), NOSPLIT, $0-120
	MOVD dgate_base+0(FP), R0
	MOVD dgate_len+8(FP), R5
	MOVD dup_base+24(FP), R1
	MOVD dhidden_base+48(FP), R2
	MOVD gate_base+72(FP), R3
	MOVD up_base+96(FP), R4
	LOAD_EXP_CONST
	SUBS $4, R5
	BLT  silugrad_rest

silugrad_loop: // do {
	VLD1.P 16(R3), [V4.S4]
	VLD1.P 16(R2), [V26.S4]
	VLD1.P 16(R4), [V27.S4]
	SILU_GRAD
	VST1.P [V4.S4], 16(R1)
	VST1.P [V0.S4], 16(R0)
	SUBS   $4, R5
	BGE    silugrad_loop // } while (R5 -= 4) >= 0

silugrad_rest:
	ADDS $4, R5
	BEQ  silugrad_done

silugrad_one: // do {
	FMOVS.P 4(R3), F4
	FMOVS.P 4(R2), F26
	FMOVS.P 4(R4), F27
	SILU_GRAD
	FMOVS.P F4, 4(R1)
	FMOVS.P F0, 4(R0)
	SUBS    $1, R5
	BNE     silugrad_one // } while --R5 > 0

silugrad_done:
	RET
