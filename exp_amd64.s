//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// Kernels that need exp, of arguments that are not above zero:
//
//	exp(x) = 2ⁿ·(1 + r + r²·P(r)),  n = round(x/ln 2),  r = x - n·ln 2 in two steps,  |r| ≤ ln 2 / 2
//
// P is the minimax polynomial of degree 4 for the relative error of exp (3e-9; fitted for this program). The power of two is applied in two
// factors, since n goes down to -150, where exp rounds to zero. The error is below 1 ulp, down to the smallest subnormal.

DATA ·expConst+0(SB)/4, $0xc2d00000  // -104, below which exp is zero
DATA ·expConst+4(SB)/4, $0x3fb8aa3b  // 1/ln 2
DATA ·expConst+8(SB)/4, $0x3f317000  // ln 2, upper 12 bits …
DATA ·expConst+12(SB)/4, $0x3805fdf4 // … and the rest
DATA ·expConst+16(SB)/4, $0x3ab511b3 // P: r⁴
DATA ·expConst+20(SB)/4, $0x3c091cfe
DATA ·expConst+24(SB)/4, $0x3d2aac79
DATA ·expConst+28(SB)/4, $0x3e2aaa49
DATA ·expConst+32(SB)/4, $0x3efffffe // P: 1
DATA ·expConst+36(SB)/4, $0x3f800000 // 1; its bits are also the exponent of 2⁰
DATA ·expConst+40(SB)/4, $0x80000000 // the sign
GLOBL ·expConst(SB), RODATA|NOPTR, $44

#define FLOOR Y15
#define ONE Y14
#define SIGN Y13
#define INV_LN2 Y12
#define LN2_HIGH Y11
#define LN2_LOW Y10
#define P4 Y9
#define P3 Y8
#define P2 Y7
#define P1 Y6
#define P0 Y5

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
	VROUNDPS     $0, N, N            \ // to nearest even
	VFNMADD231PS LN2_HIGH, N, X      \
	VFNMADD231PS LN2_LOW, N, X       \ // r
	VCVTPS2DQ    N, N                \
	VMOVAPS      P4, E               \
	VFMADD213PS  P3, X, E            \
	VFMADD213PS  P2, X, E            \
	VFMADD213PS  P1, X, E            \
	VFMADD213PS  P0, X, E            \
	VMULPS       X, E, E             \
	VFMADD213PS  X, X, E             \ // r + r²·P
	VADDPS       ONE, E, E           \
	VPSRAD       $1, N, X            \ // n = n/2 + the rest
	VPSUBD       X, N, N             \
	VPSLLD       $23, X, X           \
	VPSLLD       $23, N, N           \
	VPADDD       ONE, X, X           \
	VPADDD       ONE, N, N           \
	VMULPS       X, E, E             \
	VMULPS       N, E, E

// func expSumAVX2(x []float32, top float32) float32
// Requires: AVX2, FMA
TEXT ·expSumAVX2(SB), NOSPLIT, $0-36
	MOVQ         x_base+0(FP), DI
	MOVQ         x_len+8(FP), CX
	VBROADCASTSS top+24(FP), Y4
	LOAD_EXP_CONST
	VXORPS       Y3, Y3, Y3 // the sum
	SUBQ         $8, CX
	JLT          expsum_tail

expsum_loop: // do {
	VMOVUPS (DI), Y0
	VSUBPS  Y4, Y0, Y0
	VMAXPS  Y0, FLOOR, Y0 // in this order of operands a NaN stays
	EXP(Y0, Y1, Y2)
	VMOVUPS Y1, (DI)
	VADDPS  Y1, Y3, Y3
	ADDQ    $32, DI
	SUBQ    $8, CX
	JGE     expsum_loop // } while (CX -= 8) >= 0

expsum_tail:
	ADDQ $8, CX
	JEQ  expsum_sum
	TAIL_MASK(CX, AX, SIGN) // of the constants this kernel does not need the sign
	VMASKMOVPS (DI), SIGN, Y0
	VSUBPS     Y4, Y0, Y0
	VMAXPS     Y0, FLOOR, Y0
	EXP(Y0, Y1, Y2)
	VMASKMOVPS Y1, SIGN, (DI)
	VANDPS     SIGN, Y1, Y1
	VADDPS     Y1, Y3, Y3

expsum_sum:
	SUM_LANES(Y3, X3, X0)
	VMOVSS X3, ret+32(FP)
	VZEROUPPER
	RET

// SILU sets G = silu(G). With t = max(-|g|, FLOOR) and e = exp(t), silu is g/(1+e) above zero and t·e/(1+e) below.
#define SILU(G, T, E, N) \
	VORPS     SIGN, G, T      \
	VMAXPS    T, FLOOR, T     \ // in this order of operands a NaN stays
	VMOVAPS   T, Y4           \
	EXP(T, E, N)              \
	VMULPS    E, Y4, Y4       \
	VBLENDVPS G, Y4, G, G     \ // by the sign of g
	VADDPS    ONE, E, E       \
	VDIVPS    E, G, G

// func siluMulAVX2(y, gate, up []float32)
// Requires: AVX2, FMA
TEXT ·siluMulAVX2(SB), NOSPLIT, $0-72
	MOVQ y_base+0(FP), DI
	MOVQ y_len+8(FP), CX
	MOVQ gate_base+24(FP), SI
	MOVQ up_base+48(FP), BX
	LOAD_EXP_CONST
	SUBQ $8, CX
	JLT  silu_tail

silu_loop: // do {
	VMOVUPS (SI), Y0
	SILU(Y0, Y1, Y2, Y3)
	VMULPS  (BX), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, SI
	ADDQ    $32, BX
	ADDQ    $32, DI
	SUBQ    $8, CX
	JGE     silu_loop // } while (CX -= 8) >= 0

silu_tail:
	ADDQ $8, CX
	JEQ  silu_done
	MOVQ CX, DX
	TAIL_MASK(CX, AX, Y4)
	VMASKMOVPS (SI), Y4, Y0
	SILU(Y0, Y1, Y2, Y3)
	TAIL_MASK(DX, AX, Y4)
	VMASKMOVPS (BX), Y4, Y1
	VMULPS     Y1, Y0, Y0
	VMASKMOVPS Y0, Y4, (DI)

silu_done:
	VZEROUPPER
	RET

// SILU_GRAD sets Z (Y0) to silu(z) and Y1 to its derivative, with s = e/(1+e) and b = 1/(1+e), e = exp(-|z|), for σ and 1-σ:
//
//	z ≥ 0: σ = b, 1-σ = s     silu = z·σ     silu' = σ·(1 + z·(1-σ)), z at most 104 in magnitude
//	z < 0: σ = s, 1-σ = b
//
// It uses Y2 … Y4.
#define SILU_GRAD \
	VORPS       SIGN, Y0, Y1       \
	VMAXPS      Y1, FLOOR, Y1      \ // in this order of operands a NaN stays
	VMOVAPS     Y1, Y4             \
	EXP(Y1, Y2, Y3)                \
	VADDPS      ONE, Y2, Y3        \
	VDIVPS      Y3, ONE, Y3        \ // b
	VMULPS      Y3, Y2, Y1         \ // s
	VBLENDVPS   Y0, Y1, Y3, Y2     \ // σ, by the sign of z
	VBLENDVPS   Y0, Y3, Y1, Y1     \ // 1-σ
	VANDNPS     Y4, SIGN, Y4       \
	VANDPS      SIGN, Y0, Y3       \
	VORPS       Y3, Y4, Y4         \ // z, no further from zero than 104
	VFMADD213PS ONE, Y4, Y1        \
	VMULPS      Y2, Y1, Y1         \
	VBLENDVPS   Y0, Y4, Y0, Y0     \
	VMULPS      Y2, Y0, Y0

// func siluMulBackwardAVX2(dgate, dup, dhidden, gate, up []float32)
// Requires: AVX2, FMA
TEXT ·siluMulBackwardAVX2(SB), NOSPLIT, $0-120
	MOVQ dgate_base+0(FP), DI
	MOVQ dgate_len+8(FP), CX
	MOVQ dup_base+24(FP), DX
	MOVQ dhidden_base+48(FP), R8
	MOVQ gate_base+72(FP), SI
	MOVQ up_base+96(FP), BX
	LOAD_EXP_CONST
	XORL R9, R9 // bytes done
	SUBQ $8, CX
	JLT  silugrad_tail

silugrad_loop: // do {
	VMOVUPS (SI)(R9*1), Y0
	SILU_GRAD
	VMOVUPS (R8)(R9*1), Y3
	VMULPS  Y3, Y0, Y0
	VMULPS  (BX)(R9*1), Y3, Y3
	VMULPS  Y3, Y1, Y1
	VMOVUPS Y0, (DX)(R9*1)
	VMOVUPS Y1, (DI)(R9*1)
	ADDQ    $32, R9
	SUBQ    $8, CX
	JGE     silugrad_loop // } while (CX -= 8) >= 0

silugrad_tail:
	ADDQ $8, CX
	JEQ  silugrad_done
	MOVQ CX, R10
	TAIL_MASK(CX, AX, Y4)
	VMASKMOVPS (SI)(R9*1), Y4, Y0
	SILU_GRAD
	TAIL_MASK(R10, AX, Y4)
	VMASKMOVPS (R8)(R9*1), Y4, Y3
	VMASKMOVPS (BX)(R9*1), Y4, Y2
	VMULPS     Y3, Y0, Y0
	VMULPS     Y2, Y3, Y3
	VMULPS     Y3, Y1, Y1
	VMASKMOVPS Y0, Y4, (DX)(R9*1)
	VMASKMOVPS Y1, Y4, (DI)(R9*1)

silugrad_done:
	VZEROUPPER
	RET
