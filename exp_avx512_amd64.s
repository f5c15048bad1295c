//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_avx512_amd64.h"

// Kernels that need exp; the method and its constants are in exp_amd64.s. Here VSCALEFPS multiplies by 2ⁿ, with one rounding at subnormals
// too.

#define FLOOR Z31
#define ONE Z30
#define SIGN Z29
#define INV_LN2 Z28
#define LN2_HIGH Z27
#define LN2_LOW Z26
#define P4 Z25
#define P3 Z24
#define P2 Z23
#define P1 Z22
#define P0 Z21

#define LOAD_EXP_CONST \
	VBROADCASTSS ·expConst+0(SB), FLOOR     \
	VBROADCASTSS ·expConst+4(SB), INV_LN2   \
	VBROADCASTSS ·expConst+8(SB), LN2_HIGH  \
	VBROADCASTSS ·expConst+12(SB), LN2_LOW  \
	VBROADCASTSS ·expConst+16(SB), P4       \
	VBROADCASTSS ·expConst+20(SB), P3       \
	VBROADCASTSS ·expConst+24(SB), P2       \
	VBROADCASTSS ·expConst+28(SB), P1       \
	VBROADCASTSS ·expConst+32(SB), P0       \
	VBROADCASTSS ·expConst+36(SB), ONE      \
	VBROADCASTSS ·expConst+40(SB), SIGN

// EXP sets E = exp(X) where X is at most 0 and at least FLOOR, or NaN; X is left as r. N is scratch.
#define EXP(X, E, N) \
	VMULPS       INV_LN2, X, N       \
	VRNDSCALEPS  $0, N, N            \ // to nearest even
	VFNMADD231PS LN2_HIGH, N, X      \
	VFNMADD231PS LN2_LOW, N, X       \ // r
	VMOVAPS      P4, E               \
	VFMADD213PS  P3, X, E            \
	VFMADD213PS  P2, X, E            \
	VFMADD213PS  P1, X, E            \
	VFMADD213PS  P0, X, E            \
	VMULPS       X, E, E             \
	VFMADD213PS  X, X, E             \ // r + r²·P
	VADDPS       ONE, E, E           \
	VSCALEFPS    N, E, E

// func expSumAVX512(x []float32, top float32) float32
// Requires: AVX512F, BMI2
TEXT ·expSumAVX512(SB), NOSPLIT, $0-36
	MOVQ         x_base+0(FP), DI
	MOVQ         x_len+8(FP), CX
	VBROADCASTSS top+24(FP), Z4
	LOAD_EXP_CONST
	ZERO(Y3)     // the sum
	SUBQ         $16, CX
	JLT          expsum_tail

expsum_loop: // do {
	VMOVUPS (DI), Z0
	VSUBPS  Z4, Z0, Z0
	VMAXPS  Z0, FLOOR, Z0 // in this order of operands a NaN stays
	EXP(Z0, Z1, Z2)
	VMOVUPS Z1, (DI)
	VADDPS  Z1, Z3, Z3
	ADDQ    $64, DI
	SUBQ    $16, CX
	JGE     expsum_loop // } while (CX -= 16) >= 0

expsum_tail:
	ADDQ $16, CX
	JEQ  expsum_sum
	TAIL_K(CX, K1)
	VMOVUPS.Z (DI), K1, Z0
	VSUBPS    Z4, Z0, Z0
	VMAXPS    Z0, FLOOR, Z0
	EXP(Z0, Z1, Z2)
	VMOVUPS   Z1, K1, (DI)
	VADDPS    Z1, Z3, K1, Z3

expsum_sum:
	SUM_LANES_16(Z3, Y3, X3, Y0, X0)
	VMOVSS X3, ret+32(FP)
	VZEROUPPER
	RET

// SILU sets Z0 = silu(Z0). With t = max(-|g|, FLOOR) and e = exp(t), silu is g/(1+e) above zero and t·e/(1+e) below.
#define SILU \
	VORPS     SIGN, Z0, Z1    \
	VMAXPS    Z1, FLOOR, Z1   \ // in this order of operands a NaN stays
	VMOVAPS   Z1, Z4          \
	EXP(Z1, Z2, Z3)           \
	VPMOVD2M  Z0, K2          \ // the sign of g
	VMULPS    Z2, Z4, K2, Z0  \
	VADDPS    ONE, Z2, Z2     \
	VDIVPS    Z2, Z0, Z0

// func siluMulAVX512(y, gate, up []float32)
// Requires: AVX512F, AVX512DQ, BMI2
TEXT ·siluMulAVX512(SB), NOSPLIT, $0-72
	MOVQ y_base+0(FP), DI
	MOVQ y_len+8(FP), CX
	MOVQ gate_base+24(FP), SI
	MOVQ up_base+48(FP), BX
	LOAD_EXP_CONST
	SUBQ $16, CX
	JLT  silu_tail

silu_loop: // do {
	VMOVUPS (SI), Z0
	SILU
	VMULPS  (BX), Z0, Z0
	VMOVUPS Z0, (DI)
	ADDQ    $64, SI
	ADDQ    $64, BX
	ADDQ    $64, DI
	SUBQ    $16, CX
	JGE     silu_loop // } while (CX -= 16) >= 0

silu_tail:
	ADDQ $16, CX
	JEQ  silu_done
	TAIL_K(CX, K1)
	VMOVUPS.Z (SI), K1, Z0
	SILU
	VMOVUPS.Z (BX), K1, Z1
	VMULPS    Z1, Z0, Z0
	VMOVUPS   Z0, K1, (DI)

silu_done:
	VZEROUPPER
	RET

// SILU_GRAD sets Z0 to silu(z) and Z1 to its derivative, as in exp_amd64.s; it uses Z2 … Z5.
#define SILU_GRAD \
	VORPS       SIGN, Z0, Z1       \
	VMAXPS      Z1, FLOOR, Z1      \
	VMOVAPS     Z1, Z4             \
	EXP(Z1, Z2, Z3)                \
	VPMOVD2M    Z0, K2             \ // the sign of z
	VADDPS      ONE, Z2, Z3        \
	VDIVPS      Z3, ONE, Z3        \ // b
	VMULPS      Z3, Z2, Z5         \ // s
	VBLENDMPS   Z5, Z3, K2, Z2     \ // σ
	VBLENDMPS   Z3, Z5, K2, Z1     \ // 1-σ
	VANDNPS     Z4, SIGN, Z4       \
	VANDPS      SIGN, Z0, Z3       \
	VORPS       Z3, Z4, Z4         \ // z, no further from zero than 104
	VFMADD213PS ONE, Z4, Z1        \
	VMULPS      Z2, Z1, Z1         \
	VMOVAPS     Z4, K2, Z0         \
	VMULPS      Z2, Z0, Z0

// func siluMulBackwardAVX512(dgate, dup, dhidden, gate, up []float32)
// Requires: AVX512F, AVX512DQ, BMI2
TEXT ·siluMulBackwardAVX512(SB), NOSPLIT, $0-120
	MOVQ dgate_base+0(FP), DI
	MOVQ dgate_len+8(FP), CX
	MOVQ dup_base+24(FP), DX
	MOVQ dhidden_base+48(FP), R8
	MOVQ gate_base+72(FP), SI
	MOVQ up_base+96(FP), BX
	LOAD_EXP_CONST
	XORL R9, R9 // bytes done
	SUBQ $16, CX
	JLT  silugrad_tail

silugrad_loop: // do {
	VMOVUPS (SI)(R9*1), Z0
	SILU_GRAD
	VMOVUPS (R8)(R9*1), Z3
	VMULPS  Z3, Z0, Z0
	VMULPS  (BX)(R9*1), Z3, Z3
	VMULPS  Z3, Z1, Z1
	VMOVUPS Z0, (DX)(R9*1)
	VMOVUPS Z1, (DI)(R9*1)
	ADDQ    $64, R9
	SUBQ    $16, CX
	JGE     silugrad_loop // } while (CX -= 16) >= 0

silugrad_tail:
	ADDQ $16, CX
	JEQ  silugrad_done
	TAIL_K(CX, K1)
	VMOVUPS.Z (SI)(R9*1), K1, Z0
	SILU_GRAD
	VMOVUPS.Z (R8)(R9*1), K1, Z3
	VMOVUPS.Z (BX)(R9*1), K1, Z2
	VMULPS    Z3, Z0, Z0
	VMULPS    Z2, Z3, Z3
	VMULPS    Z3, Z1, Z1
	VMOVUPS   Z0, K1, (DX)(R9*1)
	VMOVUPS   Z1, K1, (DI)(R9*1)

silugrad_done:
	VZEROUPPER
	RET
