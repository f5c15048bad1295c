//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// Kernels on float32 vectors. Elementwise ones treat the last len%8 values under a mask with the same instructions, so that a value's
// bits do not depend on its place.

DATA ·tailMask+0(SB)/8, $-1
DATA ·tailMask+8(SB)/8, $-1
DATA ·tailMask+16(SB)/8, $-1
DATA ·tailMask+24(SB)/8, $-1
DATA ·tailMask+32(SB)/8, $0
DATA ·tailMask+40(SB)/8, $0
DATA ·tailMask+48(SB)/8, $0
DATA ·tailMask+56(SB)/8, $0
GLOBL ·tailMask(SB), RODATA|NOPTR, $64

DATA minusInf<>+0(SB)/4, $0xff800000
GLOBL minusInf<>(SB), RODATA|NOPTR, $4

// func dotAVX2(x, y []float32) float32
// Requires: AVX2, FMA
TEXT ·dotAVX2(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	MOVQ y_base+24(FP), DI
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	SUBQ $32, CX
	JLT  dot_rest

dot_loop32: // do {
	VMOVUPS     (SI), Y4
	VMOVUPS     32(SI), Y5
	VMOVUPS     64(SI), Y6
	VMOVUPS     96(SI), Y7
	VFMADD231PS (DI), Y4, Y0
	VFMADD231PS 32(DI), Y5, Y1
	VFMADD231PS 64(DI), Y6, Y2
	VFMADD231PS 96(DI), Y7, Y3
	ADDQ        $128, SI
	ADDQ        $128, DI
	SUBQ        $32, CX
	JGE         dot_loop32 // } while (CX -= 32) >= 0

dot_rest:
	ADDQ $24, CX // 8 less than what is left
	JLT  dot_tail

dot_loop8: // do {
	VMOVUPS     (SI), Y4
	VFMADD231PS (DI), Y4, Y0
	ADDQ        $32, SI
	ADDQ        $32, DI
	SUBQ        $8, CX
	JGE         dot_loop8 // } while (CX -= 8) >= 0

dot_tail:
	ADDQ $8, CX
	JEQ  dot_sum
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS (SI), Y7, Y4
	VMASKMOVPS (DI), Y7, Y5
	VFMADD231PS Y5, Y4, Y1

dot_sum:
	VADDPS Y1, Y0, Y0
	VADDPS Y3, Y2, Y2
	VADDPS Y2, Y0, Y0
	SUM_LANES(Y0, X0, X1)
	VMOVSS X0, ret+48(FP)
	VZEROUPPER
	RET

// func axpyAVX2(y []float32, a float32, x []float32)
// Requires: AVX2, FMA
TEXT ·axpyAVX2(SB), NOSPLIT, $0-56
	MOVQ         y_base+0(FP), DI
	MOVQ         y_len+8(FP), CX
	VBROADCASTSS a+24(FP), Y0
	MOVQ         x_base+32(FP), SI
	SUBQ         $16, CX
	JLT          axpy_rest

axpy_loop16: // do {
	VMOVUPS     (DI), Y2
	VMOVUPS     32(DI), Y3
	VFMADD231PS (SI), Y0, Y2
	VFMADD231PS 32(SI), Y0, Y3
	VMOVUPS     Y2, (DI)
	VMOVUPS     Y3, 32(DI)
	ADDQ        $64, SI
	ADDQ        $64, DI
	SUBQ        $16, CX
	JGE         axpy_loop16 // } while (CX -= 16) >= 0

axpy_rest:
	ADDQ        $8, CX
	JLT         axpy_tail
	VMOVUPS     (DI), Y2
	VFMADD231PS (SI), Y0, Y2
	VMOVUPS     Y2, (DI)
	ADDQ        $32, SI
	ADDQ        $32, DI
	SUBQ        $8, CX

axpy_tail:
	ADDQ $8, CX
	JEQ  axpy_done
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS (DI), Y7, Y2
	VMASKMOVPS (SI), Y7, Y3
	VFMADD231PS Y3, Y0, Y2
	VMASKMOVPS Y2, Y7, (DI)

axpy_done:
	VZEROUPPER
	RET

// func scaleAVX2(x []float32, a float32)
// Requires: AVX
TEXT ·scaleAVX2(SB), NOSPLIT, $0-28
	MOVQ         x_base+0(FP), DI
	MOVQ         x_len+8(FP), CX
	VBROADCASTSS a+24(FP), Y0
	SUBQ         $8, CX
	JLT          scale_tail

scale_loop: // do {
	VMULPS  (DI), Y0, Y1
	VMOVUPS Y1, (DI)
	ADDQ    $32, DI
	SUBQ    $8, CX
	JGE     scale_loop // } while (CX -= 8) >= 0

scale_tail:
	ADDQ $8, CX
	JEQ  scale_done
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS (DI), Y7, Y1
	VMULPS     Y1, Y0, Y1
	VMASKMOVPS Y1, Y7, (DI)

scale_done:
	VZEROUPPER
	RET

// func sumSquaresAVX2(x []float32) float64
// Requires: AVX2, FMA
TEXT ·sumSquaresAVX2(SB), NOSPLIT, $0-32
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	ZERO(Y0)
	ZERO(Y1)
	SUBQ $8, CX
	JLT  squares_tail

squares_loop: // do {
	VCVTPS2PD   (SI), Y2
	VCVTPS2PD   16(SI), Y3
	VFMADD231PD Y2, Y2, Y0
	VFMADD231PD Y3, Y3, Y1
	ADDQ        $32, SI
	SUBQ        $8, CX
	JGE         squares_loop // } while (CX -= 8) >= 0

squares_tail:
	ADDQ $8, CX
	JEQ  squares_sum
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS   (SI), Y7, Y4
	VCVTPS2PD    X4, Y2
	VEXTRACTF128 $1, Y4, X4
	VCVTPS2PD    X4, Y3
	VFMADD231PD  Y2, Y2, Y0
	VFMADD231PD  Y3, Y3, Y1

squares_sum:
	VADDPD       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPD       X1, X0, X0
	VUNPCKHPD    X0, X0, X1
	VADDSD       X1, X0, X0
	VMOVSD       X0, ret+24(FP)
	VZEROUPPER
	RET

// func scaleWeightedAVX2(y, x []float32, r float32, weight []float32)
// Requires: AVX
TEXT ·scaleWeightedAVX2(SB), NOSPLIT, $0-80
	MOVQ         y_base+0(FP), DI
	MOVQ         y_len+8(FP), CX
	MOVQ         x_base+24(FP), SI
	VBROADCASTSS r+48(FP), Y0
	MOVQ         weight_base+56(FP), BX
	SUBQ         $8, CX
	JLT          weighted_tail

weighted_loop: // do {
	VMULPS  (SI), Y0, Y1
	VMULPS  (BX), Y1, Y1
	VMOVUPS Y1, (DI)
	ADDQ    $32, SI
	ADDQ    $32, BX
	ADDQ    $32, DI
	SUBQ    $8, CX
	JGE     weighted_loop // } while (CX -= 8) >= 0

weighted_tail:
	ADDQ $8, CX
	JEQ  weighted_done
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS (SI), Y7, Y1
	VMASKMOVPS (BX), Y7, Y2
	VMULPS     Y1, Y0, Y1
	VMULPS     Y2, Y1, Y1
	VMASKMOVPS Y1, Y7, (DI)

weighted_done:
	VZEROUPPER
	RET

// func maxAVX2(x []float32) float32
// Requires: AVX
//
// VMAXPS can lose a NaN; Y2 collects where there was one.
TEXT ·maxAVX2(SB), NOSPLIT, $0-28
	MOVQ         x_base+0(FP), SI
	MOVQ         x_len+8(FP), CX
	VBROADCASTSS minusInf<>(SB), Y0
	VMOVAPS      Y0, Y6
	ZERO(Y2)
	SUBQ         $8, CX
	JLT          max_tail

max_loop: // do {
	VMOVUPS (SI), Y1
	VMAXPS  Y1, Y0, Y0
	VCMPPS  $3, Y1, Y1, Y3 // unordered
	VORPS   Y3, Y2, Y2
	ADDQ    $32, SI
	SUBQ    $8, CX
	JGE     max_loop // } while (CX -= 8) >= 0

max_tail:
	ADDQ $8, CX
	JEQ  max_lanes
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS (SI), Y7, Y1
	VBLENDVPS  Y7, Y1, Y6, Y1 // -inf in the other lanes
	VMAXPS     Y1, Y0, Y0
	VCMPPS     $3, Y1, Y1, Y3
	VORPS      Y3, Y2, Y2

max_lanes:
	VMOVMSKPS    Y2, AX
	TESTL        AX, AX
	JNE          max_nan
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VMOVHLPS     X0, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VMAXSS       X1, X0, X0
	VMOVSS       X0, ret+24(FP)
	VZEROUPPER
	RET

max_nan:
	MOVL $0x7fc00000, ret+24(FP)
	VZEROUPPER
	RET
