//go:build !purego

#include "textflag.h"

// func transpose16AVX512(panel, b *float32, bcs, stride, k int)
// Requires: AVX512F
//
// Four rows of the panel at a time. Each of Z0..Z3 collects 4 values of the columns j, j+4, j+8, j+12, so that interleaving them by 32 and by
// 64 bits, which works within 128 bits, gives whole rows.
//
//	Z0 = columns 0 | 4 | 8 | 12    Z1 = 1 | 5 | 9 | 13    Z2 = 2 | 6 | 10 | 14    Z3 = 3 | 7 | 11 | 15
TEXT ·transpose16AVX512(SB), NOSPLIT, $0-40
	MOVQ panel+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ bcs+16(FP), AX
	MOVQ stride+24(FP), R8
	MOVQ k+32(FP), CX
	SHLQ $2, AX
	SHLQ $2, R8
	LEAQ (AX)(AX*2), BX  // 3 columns
	LEAQ (R8)(R8*2), R9  // 3 rows of the panel
	LEAQ (SI)(AX*4), DX  // columns 4..7
	LEAQ (DX)(AX*4), R10 // columns 8..11
	LEAQ (R10)(AX*4), R11 // columns 12..15

transpose_loop: // do {
	VMOVUPS      (SI), X0
	VMOVUPS      (SI)(AX*1), X1
	VMOVUPS      (SI)(AX*2), X2
	VMOVUPS      (SI)(BX*1), X3
	VINSERTF32X4 $1, (DX), Z0, Z0
	VINSERTF32X4 $1, (DX)(AX*1), Z1, Z1
	VINSERTF32X4 $1, (DX)(AX*2), Z2, Z2
	VINSERTF32X4 $1, (DX)(BX*1), Z3, Z3
	VINSERTF32X4 $2, (R10), Z0, Z0
	VINSERTF32X4 $2, (R10)(AX*1), Z1, Z1
	VINSERTF32X4 $2, (R10)(AX*2), Z2, Z2
	VINSERTF32X4 $2, (R10)(BX*1), Z3, Z3
	VINSERTF32X4 $3, (R11), Z0, Z0
	VINSERTF32X4 $3, (R11)(AX*1), Z1, Z1
	VINSERTF32X4 $3, (R11)(AX*2), Z2, Z2
	VINSERTF32X4 $3, (R11)(BX*1), Z3, Z3
	VUNPCKLPS    Z1, Z0, Z4 // rows 0 and 1 of columns 0 and 1
	VUNPCKHPS    Z1, Z0, Z5 // rows 2 and 3
	VUNPCKLPS    Z3, Z2, Z6
	VUNPCKHPS    Z3, Z2, Z7
	VUNPCKLPD    Z6, Z4, Z0
	VUNPCKHPD    Z6, Z4, Z1
	VUNPCKLPD    Z7, Z5, Z2
	VUNPCKHPD    Z7, Z5, Z3
	VMOVUPS      Z0, (DI)
	VMOVUPS      Z1, (DI)(R8*1)
	VMOVUPS      Z2, (DI)(R8*2)
	VMOVUPS      Z3, (DI)(R9*1)
	LEAQ         (DI)(R8*4), DI
	ADDQ         $16, SI
	ADDQ         $16, DX
	ADDQ         $16, R10
	ADDQ         $16, R11
	SUBQ         $4, CX
	JGT          transpose_loop // } while (CX -= 4) > 0
	VZEROUPPER
	RET

// BRAIN_BITS rounds the float32 of X to the upper 16 bits of R: adds half of the last place, less one if that is even, and makes a NaN quiet instead.
// Z29 = 1, Z30 = 0x7fff, Z31 = 0x400000.
// The comparison 3 is "unordered", which a NaN is with itself.
#define BRAIN_BITS(X, R) \
	VPSRLD    $16, X, R       \
	VPANDD    Z29, R, R       \
	VPADDD    Z30, R, R       \
	VPADDD    X, R, R         \
	VCMPPS    $3, X, X, K1    \
	VPORD     Z31, X, K1, R

#define BRAIN_CONSTANTS \
	MOVL         $1, AX       \
	VPBROADCASTD AX, Z29      \
	MOVL         $0x7fff, AX  \
	VPBROADCASTD AX, Z30      \
	MOVL         $0x400000, AX \
	VPBROADCASTD AX, Z31

// func pairBF16AVX512(panel *uint16, b *float32, brs, k int)
// Requires: AVX512F, AVX512BW
//
// The row of an even p becomes the lower halves of the pairs, the next row the upper ones.
TEXT ·pairBF16AVX512(SB), NOSPLIT, $0-32
	MOVQ panel+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ brs+16(FP), BX
	MOVQ k+24(FP), CX
	SHLQ $2, BX
	BRAIN_CONSTANTS
	MOVL $0xAAAAAAAA, AX
	KMOVD AX, K2 // upper halves

pair_loop: // do {
	VMOVUPS   (SI), Z0
	VMOVUPS   64(SI), Z1
	VMOVUPS   (SI)(BX*1), Z2
	VMOVUPS   64(SI)(BX*1), Z3
	BRAIN_BITS(Z0, Z4)
	BRAIN_BITS(Z1, Z5)
	BRAIN_BITS(Z2, Z6)
	BRAIN_BITS(Z3, Z7)
	VPSRLD    $16, Z4, Z4
	VPSRLD    $16, Z5, Z5
	VMOVDQU16 Z6, K2, Z4
	VMOVDQU16 Z7, K2, Z5
	VMOVUPS   Z4, (DI)
	VMOVUPS   Z5, 64(DI)
	LEAQ      (SI)(BX*2), SI
	ADDQ      $128, DI
	SUBQ      $2, CX
	JGT       pair_loop // } while (CX -= 2) > 0
	VZEROUPPER
	RET

// func pairHalvesAVX512(panel, b *uint16, brs, k int)
// Requires: AVX512F
TEXT ·pairHalvesAVX512(SB), NOSPLIT, $0-32
	MOVQ panel+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ brs+16(FP), BX
	MOVQ k+24(FP), CX
	SHLQ $1, BX

halves_loop: // do {
	VPMOVZXWD (SI), Z0
	VPMOVZXWD 32(SI), Z1
	VPMOVZXWD (SI)(BX*1), Z2
	VPMOVZXWD 32(SI)(BX*1), Z3
	VPSLLD    $16, Z2, Z2
	VPSLLD    $16, Z3, Z3
	VPORD     Z2, Z0, Z0
	VPORD     Z3, Z1, Z1
	VMOVUPS   Z0, (DI)
	VMOVUPS   Z1, 64(DI)
	LEAQ      (SI)(BX*2), SI
	ADDQ      $128, DI
	SUBQ      $2, CX
	JGT       halves_loop // } while (CX -= 2) > 0
	VZEROUPPER
	RET
