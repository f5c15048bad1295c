//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// Sums over a run of weights under one candidate of a scale (quantize.go). Products and sums are not fused, so that the bits are those of plain Go.

DATA absMask<>+0(SB)/4, $0x7fffffff
GLOBL absMask<>(SB), RODATA|NOPTR, $4

DATA minusOne<>+0(SB)/4, $0xbf800000
GLOBL minusOne<>(SB), RODATA|NOPTR, $4

DATA signBit<>+0(SB)/4, $0x80000000
GLOBL signBit<>(SB), RODATA|NOPTR, $4

// Y3 = round(min(M·Y8, Y9)), ties to even: the code of 8 values.
#define CODES(M) \
	VMULPS   M, Y8, Y3  \
	VMINPS   Y9, Y3, Y3 \
	VROUNDPS $0, Y3, Y3

// func sumCodesAVX2(x, w, wx *float32, n int, inverse, top float32) (q, qq, xq float32)
// Requires: AVX2
//
//	Y0 Σ w·q   Y1 Σ w·q·q   Y2 Σ wx·q   Y3 q   Y4-Y5 products   Y8 inverse   Y9 top
TEXT ·sumCodesAVX2(SB), NOSPLIT, $0-52
	MOVQ         x+0(FP), SI
	MOVQ         w+8(FP), DI
	MOVQ         wx+16(FP), DX
	MOVQ         n+24(FP), CX
	VBROADCASTSS inverse+32(FP), Y8
	VBROADCASTSS top+36(FP), Y9
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)

codes_loop8: // do {
	CODES((SI))
	VMULPS (DI), Y3, Y4
	VADDPS Y4, Y0, Y0
	VMULPS Y3, Y4, Y4
	VADDPS Y4, Y1, Y1
	VMULPS (DX), Y3, Y5
	VADDPS Y5, Y2, Y2
	ADDQ   $32, SI
	ADDQ   $32, DI
	ADDQ   $32, DX
	SUBQ   $8, CX
	JNE    codes_loop8 // } while (CX -= 8) != 0

	SUM_LANES(Y0, X0, X4)
	SUM_LANES(Y1, X1, X5)
	SUM_LANES(Y2, X2, X6)
	VMOVSS X0, q+40(FP)
	VMOVSS X1, qq+44(FP)
	VMOVSS X2, xq+48(FP)
	VZEROUPPER
	RET

// func sumDeviationAVX2(x, shifted, w *float32, n int, inverse, top, scale, m float32) float32
// Requires: AVX2
//
//	Y0 the sum   Y3 q, then scale·q + m - x   Y8 inverse   Y9 top   Y10 scale   Y11 m   Y12 clears a sign
TEXT ·sumDeviationAVX2(SB), NOSPLIT, $0-52
	MOVQ         x+0(FP), SI
	MOVQ         shifted+8(FP), DX
	MOVQ         w+16(FP), DI
	MOVQ         n+24(FP), CX
	VBROADCASTSS inverse+32(FP), Y8
	VBROADCASTSS top+36(FP), Y9
	VBROADCASTSS scale+40(FP), Y10
	VBROADCASTSS m+44(FP), Y11
	VBROADCASTSS absMask<>(SB), Y12
	ZERO(Y0)

deviation_loop8: // do {
	CODES((DX))
	VMULPS Y10, Y3, Y3
	VADDPS Y11, Y3, Y3
	VSUBPS (SI), Y3, Y3
	VANDPS Y12, Y3, Y3
	VMULPS (DI), Y3, Y3
	VADDPS Y3, Y0, Y0
	ADDQ   $32, SI
	ADDQ   $32, DI
	ADDQ   $32, DX
	SUBQ   $8, CX
	JNE    deviation_loop8 // } while (CX -= 8) != 0

	SUM_LANES(Y0, X0, X4)
	VMOVSS X0, ret+48(FP)
	VZEROUPPER
	RET

// func sumSymmetricAVX2(x *float32, n int, inverse, bottom float32) (xq, qq float32)
// Requires: AVX2
//
//	Y0 Σ x²·q·x   Y1 Σ x²·q·q   Y3 q   Y4 x²·q   Y5 x   Y8 inverse   Y9 bottom-1   Y10 -bottom
TEXT ·sumSymmetricAVX2(SB), NOSPLIT, $0-32
	MOVQ         x+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS inverse+16(FP), Y8
	VBROADCASTSS bottom+20(FP), Y9
	VBROADCASTSS signBit<>(SB), Y10
	VBROADCASTSS minusOne<>(SB), Y11
	VXORPS       Y9, Y10, Y10
	VADDPS       Y11, Y9, Y9
	ZERO(Y0)
	ZERO(Y1)

symmetric_loop8: // do {
	VMOVUPS  (SI), Y5
	VMULPS   Y5, Y8, Y3
	VMAXPS   Y10, Y3, Y3
	VMINPS   Y9, Y3, Y3
	VROUNDPS $0, Y3, Y3
	VMULPS   Y5, Y5, Y4
	VMULPS   Y3, Y4, Y4
	VMULPS   Y5, Y4, Y5
	VADDPS   Y5, Y0, Y0
	VMULPS   Y3, Y4, Y4
	VADDPS   Y4, Y1, Y1
	ADDQ     $32, SI
	SUBQ     $8, CX
	JNE      symmetric_loop8 // } while (CX -= 8) != 0

	SUM_LANES(Y0, X0, X4)
	SUM_LANES(Y1, X1, X5)
	VMOVSS X0, xq+24(FP)
	VMOVSS X1, qq+28(FP)
	VZEROUPPER
	RET
