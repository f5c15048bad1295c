//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_avx512_amd64.h"

// Kernels on float32 vectors, as in kernels_amd64.s. The last len%16 values are treated under a mask (K1) with the same instructions, so that
// a value's bits do not depend on its place.

DATA minusInf16<>+0(SB)/4, $0xff800000
GLOBL minusInf16<>(SB), RODATA|NOPTR, $4

// func dotAVX512(x, y []float32) float32
// Requires: AVX512F, BMI2
TEXT ·dotAVX512(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	MOVQ y_base+24(FP), DI
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	SUBQ $64, CX
	JLT  dot_rest

dot_loop64: // do {
	VMOVUPS     (SI), Z4
	VMOVUPS     64(SI), Z5
	VMOVUPS     128(SI), Z6
	VMOVUPS     192(SI), Z7
	VFMADD231PS (DI), Z4, Z0
	VFMADD231PS 64(DI), Z5, Z1
	VFMADD231PS 128(DI), Z6, Z2
	VFMADD231PS 192(DI), Z7, Z3
	ADDQ        $256, SI
	ADDQ        $256, DI
	SUBQ        $64, CX
	JGE         dot_loop64 // } while (CX -= 64) >= 0

dot_rest:
	ADDQ $48, CX // 16 less than what is left
	JLT  dot_tail

dot_loop16: // do {
	VMOVUPS     (SI), Z4
	VFMADD231PS (DI), Z4, Z0
	ADDQ        $64, SI
	ADDQ        $64, DI
	SUBQ        $16, CX
	JGE         dot_loop16 // } while (CX -= 16) >= 0

dot_tail:
	ADDQ $16, CX
	JEQ  dot_sum
	TAIL_K(CX, K1)
	VMOVUPS.Z   (SI), K1, Z4
	VMOVUPS.Z   (DI), K1, Z5
	VFMADD231PS Z5, Z4, Z1

dot_sum:
	VADDPS Z1, Z0, Z0
	VADDPS Z3, Z2, Z2
	VADDPS Z2, Z0, Z0
	SUM_LANES_16(Z0, Y0, X0, Y1, X1)
	VMOVSS X0, ret+48(FP)
	VZEROUPPER
	RET

// func axpyAVX512(y []float32, a float32, x []float32)
// Requires: AVX512F, BMI2
TEXT ·axpyAVX512(SB), NOSPLIT, $0-56
	MOVQ         y_base+0(FP), DI
	MOVQ         y_len+8(FP), CX
	VBROADCASTSS a+24(FP), Z0
	MOVQ         x_base+32(FP), SI
	SUBQ         $32, CX
	JLT          axpy_rest

axpy_loop32: // do {
	VMOVUPS     (DI), Z2
	VMOVUPS     64(DI), Z3
	VFMADD231PS (SI), Z0, Z2
	VFMADD231PS 64(SI), Z0, Z3
	VMOVUPS     Z2, (DI)
	VMOVUPS     Z3, 64(DI)
	ADDQ        $128, SI
	ADDQ        $128, DI
	SUBQ        $32, CX
	JGE         axpy_loop32 // } while (CX -= 32) >= 0

axpy_rest:
	ADDQ        $16, CX
	JLT         axpy_tail
	VMOVUPS     (DI), Z2
	VFMADD231PS (SI), Z0, Z2
	VMOVUPS     Z2, (DI)
	ADDQ        $64, SI
	ADDQ        $64, DI
	SUBQ        $16, CX

axpy_tail:
	ADDQ $16, CX
	JEQ  axpy_done
	TAIL_K(CX, K1)
	VMOVUPS.Z   (DI), K1, Z2
	VMOVUPS.Z   (SI), K1, Z3
	VFMADD231PS Z3, Z0, Z2
	VMOVUPS     Z2, K1, (DI)

axpy_done:
	VZEROUPPER
	RET

// func scaleAVX512(x []float32, a float32)
// Requires: AVX512F, BMI2
TEXT ·scaleAVX512(SB), NOSPLIT, $0-28
	MOVQ         x_base+0(FP), DI
	MOVQ         x_len+8(FP), CX
	VBROADCASTSS a+24(FP), Z0
	SUBQ         $16, CX
	JLT          scale_tail

scale_loop: // do {
	VMULPS  (DI), Z0, Z1
	VMOVUPS Z1, (DI)
	ADDQ    $64, DI
	SUBQ    $16, CX
	JGE     scale_loop // } while (CX -= 16) >= 0

scale_tail:
	ADDQ $16, CX
	JEQ  scale_done
	TAIL_K(CX, K1)
	VMOVUPS.Z (DI), K1, Z1
	VMULPS    Z1, Z0, Z1
	VMOVUPS   Z1, K1, (DI)

scale_done:
	VZEROUPPER
	RET

// func sumSquaresAVX512(x []float32) float64
// Requires: AVX512F, BMI2
TEXT ·sumSquaresAVX512(SB), NOSPLIT, $0-32
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	SUBQ $32, CX
	JLT  squares_rest

squares_loop: // do {
	VCVTPS2PD   (SI), Z4
	VCVTPS2PD   32(SI), Z5
	VCVTPS2PD   64(SI), Z6
	VCVTPS2PD   96(SI), Z7
	VFMADD231PD Z4, Z4, Z0
	VFMADD231PD Z5, Z5, Z1
	VFMADD231PD Z6, Z6, Z2
	VFMADD231PD Z7, Z7, Z3
	ADDQ        $128, SI
	SUBQ        $32, CX
	JGE         squares_loop // } while (CX -= 32) >= 0

squares_rest:
	ADDQ $24, CX // 8 less than what is left
	JLT  squares_tail

squares_loop8: // do {
	VCVTPS2PD   (SI), Z4
	VFMADD231PD Z4, Z4, Z0
	ADDQ        $32, SI
	SUBQ        $8, CX
	JGE         squares_loop8 // } while (CX -= 8) >= 0

squares_tail:
	ADDQ $8, CX
	JEQ  squares_sum
	TAIL_K(CX, K1)
	VMOVUPS.Z   (SI), K1, Y4
	VCVTPS2PD   Y4, Z4
	VFMADD231PD Z4, Z4, Z1

squares_sum:
	VADDPD        Z1, Z0, Z0
	VADDPD        Z3, Z2, Z2
	VADDPD        Z2, Z0, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VADDPD        Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VADDPD        X1, X0, X0
	VUNPCKHPD     X0, X0, X1
	VADDSD        X1, X0, X0
	VMOVSD        X0, ret+24(FP)
	VZEROUPPER
	RET

// func scaleWeightedAVX512(y, x []float32, r float32, weight []float32)
// Requires: AVX512F, BMI2
TEXT ·scaleWeightedAVX512(SB), NOSPLIT, $0-80
	MOVQ         y_base+0(FP), DI
	MOVQ         y_len+8(FP), CX
	MOVQ         x_base+24(FP), SI
	VBROADCASTSS r+48(FP), Z0
	MOVQ         weight_base+56(FP), BX
	SUBQ         $16, CX
	JLT          weighted_tail

weighted_loop: // do {
	VMULPS  (SI), Z0, Z1
	VMULPS  (BX), Z1, Z1
	VMOVUPS Z1, (DI)
	ADDQ    $64, SI
	ADDQ    $64, BX
	ADDQ    $64, DI
	SUBQ    $16, CX
	JGE     weighted_loop // } while (CX -= 16) >= 0

weighted_tail:
	ADDQ $16, CX
	JEQ  weighted_done
	TAIL_K(CX, K1)
	VMOVUPS.Z (SI), K1, Z1
	VMOVUPS.Z (BX), K1, Z2
	VMULPS    Z1, Z0, Z1
	VMULPS    Z2, Z1, Z1
	VMOVUPS   Z1, K1, (DI)

weighted_done:
	VZEROUPPER
	RET

// func maxAVX512(x []float32) float32
// Requires: AVX512F, BMI2
//
// VMAXPS can lose a NaN; K2 collects where there was one.
TEXT ·maxAVX512(SB), NOSPLIT, $0-28
	MOVQ         x_base+0(FP), SI
	MOVQ         x_len+8(FP), CX
	VBROADCASTSS minusInf16<>(SB), Z0
	VMOVAPS      Z0, Z1
	KXORW        K2, K2, K2
	SUBQ         $32, CX
	JLT          max_rest

max_loop: // do {
	VMOVUPS (SI), Z3
	VMOVUPS 64(SI), Z4
	VMAXPS  Z3, Z0, Z0
	VMAXPS  Z4, Z1, Z1
	VCMPPS  $3, Z3, Z4, K3 // unordered: either is NaN
	KORW    K3, K2, K2
	ADDQ    $128, SI
	SUBQ    $32, CX
	JGE     max_loop // } while (CX -= 32) >= 0

max_rest:
	ADDQ    $16, CX
	JLT     max_tail
	VMOVUPS (SI), Z3
	VMAXPS  Z3, Z0, Z0
	VCMPPS  $3, Z3, Z3, K3
	KORW    K3, K2, K2
	ADDQ    $64, SI
	SUBQ    $16, CX

max_tail:
	ADDQ $16, CX
	JEQ  max_lanes
	TAIL_K(CX, K1)
	VMOVUPS.Z (SI), K1, Z3
	VMAXPS    Z3, Z0, K1, Z0
	VCMPPS    $3, Z3, Z3, K3
	KORW      K3, K2, K2

max_lanes:
	KORTESTW      K2, K2
	JNE           max_nan
	VMAXPS        Z1, Z0, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VMAXPS        Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VMAXPS        X1, X0, X0
	VMOVHLPS      X0, X0, X1
	VMAXPS        X1, X0, X0
	VMOVSHDUP     X0, X1
	VMAXSS        X1, X0, X0
	VMOVSS        X0, ret+24(FP)
	VZEROUPPER
	RET

max_nan:
	MOVL $0x7fc00000, ret+24(FP)
	VZEROUPPER
	RET
