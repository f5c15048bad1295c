//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_avx512_amd64.h"

// Kernels of block.go on 16 lanes; the last len%16 values under a mask (K1), with the same instructions. That of SiLU is in
// exp_avx512_amd64.s.

// func addAVX512(dst, x, y []float32)
// Requires: AVX512F, BMI2
TEXT ·addAVX512(SB), NOSPLIT, $0-72
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ x_base+24(FP), SI
	MOVQ y_base+48(FP), BX
	SUBQ $16, CX
	JLT  add_tail

add_loop: // do {
	VMOVUPS (SI), Z0
	VADDPS  (BX), Z0, Z0
	VMOVUPS Z0, (DI)
	ADDQ    $64, SI
	ADDQ    $64, BX
	ADDQ    $64, DI
	SUBQ    $16, CX
	JGE     add_loop // } while (CX -= 16) >= 0

add_tail:
	ADDQ $16, CX
	JEQ  add_done
	TAIL_K(CX, K1)
	VMOVUPS.Z (SI), K1, Z0
	VMOVUPS.Z (BX), K1, Z1
	VADDPS    Z1, Z0, Z0
	VMOVUPS   Z0, K1, (DI)

add_done:
	VZEROUPPER
	RET

// TURN sets Z0 = a, b, … turned by Z1 = cos, sin, …: a·cos, b·cos plus ∓b·sin, ±a·sin, each product rounded.
#define TURN \
	VMOVSLDUP  Z1, Z2         \
	VMOVSHDUP  Z1, Z1         \
	VPERMILPS  $0xb1, Z0, Z3  \ // b, a
	VMULPS     Z2, Z0, Z0     \
	VMULPS     Z1, Z3, Z3     \
	VXORPS     Z6, Z3, Z3     \
	VADDPS     Z3, Z0, Z0

// func ropeAVX512(x []float32, headDim int, cossin []float32, inverse bool)
// Requires: AVX512F, AVX512DQ, BMI2
//
// DI a head, R8 bytes of a head, R9 values of all heads left · SI cos and sin, BX where those are, CX values of the head left · Z6 signs
TEXT ·ropeAVX512(SB), NOSPLIT, $0-57
	MOVQ    x_base+0(FP), DI
	MOVQ    x_len+8(FP), R9
	MOVQ    headDim+24(FP), R8
	MOVQ    cossin_base+32(FP), BX
	MOVQ    cossin_len+40(FP), R11
	MOVBLZX inverse+56(FP), AX
	LEAQ    ·ropeSigns(SB), DX
	VMOVUPS (DX)(AX*4), Z6
	MOVQ    R11, R10
	ANDQ    $15, R10
	JEQ     rope_head
	TAIL_K(R10, K1)

rope_head: // do {
	MOVQ DI, DX
	MOVQ BX, SI
	MOVQ R11, CX
	SUBQ $16, CX
	JLT  rope_tail

rope_loop: // do {
	VMOVUPS (DX), Z0
	VMOVUPS (SI), Z1
	TURN
	VMOVUPS Z0, (DX)
	ADDQ    $64, DX
	ADDQ    $64, SI
	SUBQ    $16, CX
	JGE     rope_loop // } while (CX -= 16) >= 0

rope_tail:
	ADDQ $16, CX
	JEQ  rope_next
	VMOVUPS.Z (DX), K1, Z0
	VMOVUPS.Z (SI), K1, Z1
	TURN
	VMOVUPS   Z0, K1, (DX)

rope_next:
	LEAQ (DI)(R8*4), DI
	SUBQ R8, R9
	JGT  rope_head // } while (R9 -= R8) > 0
	VZEROUPPER
	RET

// func dotWeightedAVX512(x, weight, y []float32) float32
// Requires: AVX512F, BMI2
TEXT ·dotWeightedAVX512(SB), NOSPLIT, $0-76
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	MOVQ weight_base+24(FP), BX
	MOVQ y_base+48(FP), DI
	ZERO(Y0)
	ZERO(Y1)
	SUBQ $32, CX
	JLT  dotw_rest

dotw_loop32: // do {
	VMOVUPS     (SI), Z4
	VMOVUPS     64(SI), Z5
	VMULPS      (BX), Z4, Z4
	VMULPS      64(BX), Z5, Z5
	VFMADD231PS (DI), Z4, Z0
	VFMADD231PS 64(DI), Z5, Z1
	ADDQ        $128, SI
	ADDQ        $128, BX
	ADDQ        $128, DI
	SUBQ        $32, CX
	JGE         dotw_loop32 // } while (CX -= 32) >= 0

dotw_rest:
	ADDQ        $16, CX
	JLT         dotw_tail
	VMOVUPS     (SI), Z4
	VMULPS      (BX), Z4, Z4
	VFMADD231PS (DI), Z4, Z0
	ADDQ        $64, SI
	ADDQ        $64, BX
	ADDQ        $64, DI
	SUBQ        $16, CX

dotw_tail:
	ADDQ $16, CX
	JEQ  dotw_sum
	TAIL_K(CX, K1)
	VMOVUPS.Z   (SI), K1, Z4
	VMOVUPS.Z   (BX), K1, Z5
	VMOVUPS.Z   (DI), K1, Z6
	VMULPS      Z5, Z4, Z4
	VFMADD231PS Z6, Z4, Z1

dotw_sum:
	VADDPS Z1, Z0, Z0
	SUM_LANES_16(Z0, Y0, X0, Y1, X1)
	VMOVSS X0, ret+72(FP)
	VZEROUPPER
	RET

// func normBackwardAVX512(dx, direct, dy, weight, x []float32, r, c float32)
// Requires: AVX512F, BMI2
//
// R9 bytes done
TEXT ·normBackwardAVX512(SB), NOSPLIT, $0-128
	MOVQ         dx_base+0(FP), DI
	MOVQ         dx_len+8(FP), CX
	MOVQ         direct_base+24(FP), R8
	MOVQ         dy_base+48(FP), SI
	MOVQ         weight_base+72(FP), BX
	MOVQ         x_base+96(FP), DX
	VBROADCASTSS r+120(FP), Z4
	VBROADCASTSS c+124(FP), Z5
	XORL         R9, R9
	SUBQ         $16, CX
	JLT          normb_tail

normb_loop: // do {
	VMOVUPS      (SI)(R9*1), Z0
	VMULPS       (BX)(R9*1), Z0, Z0
	VFMADD213PS  (R8)(R9*1), Z4, Z0
	VFNMADD231PS (DX)(R9*1), Z5, Z0
	VMOVUPS      Z0, (DI)(R9*1)
	ADDQ         $64, R9
	SUBQ         $16, CX
	JGE          normb_loop // } while (CX -= 16) >= 0

normb_tail:
	ADDQ $16, CX
	JEQ  normb_done
	TAIL_K(CX, K1)
	VMOVUPS.Z    (SI)(R9*1), K1, Z0
	VMOVUPS.Z    (BX)(R9*1), K1, Z1
	VMOVUPS.Z    (R8)(R9*1), K1, Z2
	VMOVUPS.Z    (DX)(R9*1), K1, Z3
	VMULPS       Z1, Z0, Z0
	VFMADD213PS  Z2, Z4, Z0
	VFNMADD231PS Z3, Z5, Z0
	VMOVUPS      Z0, K1, (DI)(R9*1)

normb_done:
	VZEROUPPER
	RET
