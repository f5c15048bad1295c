//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// Loops that do nothing but one instruction, on registers, with more independent sums than its latency needs. All operands hold the byte
// 0x3C everywhere: 60 as int8, 0x3C3C = 0.0114746 as bf16, 0x3C3C3C3C = 0.0114889 as f32. At the end the sums are added up and stored, so that a test
// can tell that the instruction computes what its name says.
//
// Registers: 0-11 (ymm) or 0-23 (zmm) sums; 14 and 15, or 30 and 31, operands; CX iterations left; DI the output.

DATA ones16<>+0(SB)/4, $0x00010001
GLOBL ones16<>(SB), RODATA|NOPTR, $4
DATA bytes3c<>+0(SB)/4, $0x3C3C3C3C
GLOBL bytes3c<>(SB), RODATA|NOPTR, $4

#define ARGS \
	MOVQ n+0(FP), CX \
	MOVQ out+8(FP), DI

#define ZERO_YMM \
	VPXOR Y0, Y0, Y0; VPXOR Y1, Y1, Y1; VPXOR Y2, Y2, Y2; VPXOR Y3, Y3, Y3         \
	VPXOR Y4, Y4, Y4; VPXOR Y5, Y5, Y5; VPXOR Y6, Y6, Y6; VPXOR Y7, Y7, Y7         \
	VPXOR Y8, Y8, Y8; VPXOR Y9, Y9, Y9; VPXOR Y10, Y10, Y10; VPXOR Y11, Y11, Y11   \
	VPBROADCASTD bytes3c<>(SB), Y14                                                \
	VMOVDQA      Y14, Y15

// ADD_YMM(OP) adds sums 1-11 to sum 0 and stores it.
#define ADD_YMM(OP) \
	OP Y1, Y0, Y0; OP Y3, Y2, Y2; OP Y5, Y4, Y4; OP Y7, Y6, Y6; OP Y9, Y8, Y8; OP Y11, Y10, Y10 \
	OP Y2, Y0, Y0; OP Y6, Y4, Y4; OP Y10, Y8, Y8                                                \
	OP Y4, Y0, Y0; OP Y8, Y0, Y0                                                                \
	VMOVDQU Y0, (DI)                                                                            \
	VZEROUPPER

#define ZERO4(A, B, C, D) \
	VPXORD A, A, A; VPXORD B, B, B; VPXORD C, C, C; VPXORD D, D, D

#define ZERO_ZMM \
	ZERO4(Z0, Z1, Z2, Z3); ZERO4(Z4, Z5, Z6, Z7); ZERO4(Z8, Z9, Z10, Z11)           \
	ZERO4(Z12, Z13, Z14, Z15); ZERO4(Z16, Z17, Z18, Z19); ZERO4(Z20, Z21, Z22, Z23) \
	VPBROADCASTD bytes3c<>(SB), Z30                                                 \
	VMOVDQA32    Z30, Z31

#define ADD_ZMM(OP) \
	OP Z1, Z0, Z0; OP Z3, Z2, Z2; OP Z5, Z4, Z4; OP Z7, Z6, Z6; OP Z9, Z8, Z8; OP Z11, Z10, Z10             \
	OP Z13, Z12, Z12; OP Z15, Z14, Z14; OP Z17, Z16, Z16; OP Z19, Z18, Z18; OP Z21, Z20, Z20; OP Z23, Z22, Z22 \
	OP Z2, Z0, Z0; OP Z6, Z4, Z4; OP Z10, Z8, Z8; OP Z14, Z12, Z12; OP Z18, Z16, Z16; OP Z22, Z20, Z20      \
	OP Z4, Z0, Z0; OP Z12, Z8, Z8; OP Z20, Z16, Z16                                                         \
	OP Z8, Z0, Z0; OP Z16, Z0, Z0                                                                           \
	VMOVDQU32 Z0, (DI)                                                                                      \
	VZEROUPPER

// func fmaYMM(n int, out *[256]uint32)
// 24 VFMADD231PS of 8 lanes an iteration.
TEXT ·fmaYMM(SB), NOSPLIT, $0-16
	ARGS
	ZERO_YMM
	PCALIGN $64

#define FMA6(A, B, C, D, E, F) \
	VFMADD231PS Y14, Y15, A; VFMADD231PS Y14, Y15, B; VFMADD231PS Y14, Y15, C \
	VFMADD231PS Y14, Y15, D; VFMADD231PS Y14, Y15, E; VFMADD231PS Y14, Y15, F

fmaYMMLoop:
	FMA6(Y0, Y1, Y2, Y3, Y4, Y5)
	FMA6(Y6, Y7, Y8, Y9, Y10, Y11)
	FMA6(Y0, Y1, Y2, Y3, Y4, Y5)
	FMA6(Y6, Y7, Y8, Y9, Y10, Y11)
	DECQ CX
	JNZ  fmaYMMLoop
	ADD_YMM(VADDPS)
	RET

// func maddYMM(n int, out *[256]uint32)
// 12 times VPMADDUBSW (32 products, added by twos), VPMADDWD by ones (by fours) and VPADDD to a sum. Registers 0-5 sums, 6-11 products, 13 ones.
TEXT ·maddYMM(SB), NOSPLIT, $0-16
	ARGS
	ZERO_YMM
	VPBROADCASTD ones16<>(SB), Y13
	PCALIGN      $64

#define MADD(SUM, T) \
	VPMADDUBSW Y14, Y15, T \
	VPMADDWD   Y13, T, T   \
	VPADDD     T, SUM, SUM

maddYMMLoop:
	MADD(Y0, Y6)
	MADD(Y1, Y7)
	MADD(Y2, Y8)
	MADD(Y3, Y9)
	MADD(Y4, Y10)
	MADD(Y5, Y11)
	MADD(Y0, Y6)
	MADD(Y1, Y7)
	MADD(Y2, Y8)
	MADD(Y3, Y9)
	MADD(Y4, Y10)
	MADD(Y5, Y11)
	DECQ  CX
	JNZ   maddYMMLoop
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11
	ADD_YMM(VPADDD)
	RET

// func dpbusdYMM(n int, out *[256]uint32)
// 24 VPDPBUSD of 32 products an iteration, in the VEX form of AVX-VNNI.
TEXT ·dpbusdYMM(SB), NOSPLIT, $0-16
	ARGS
	ZERO_YMM
	PCALIGN $64

#define DP6(A, B, C, D, E, F) \
	VPDPBUSD_VEX(14, 15, A); VPDPBUSD_VEX(14, 15, B); VPDPBUSD_VEX(14, 15, C); \
	VPDPBUSD_VEX(14, 15, D); VPDPBUSD_VEX(14, 15, E); VPDPBUSD_VEX(14, 15, F)

dpbusdYMMLoop:
	DP6(0, 1, 2, 3, 4, 5)
	DP6(6, 7, 8, 9, 10, 11)
	DP6(0, 1, 2, 3, 4, 5)
	DP6(6, 7, 8, 9, 10, 11)
	DECQ CX
	JNZ  dpbusdYMMLoop
	ADD_YMM(VPADDD)
	RET

// func fmaZMM(n int, out *[256]uint32)
// 24 VFMADD231PS of 16 lanes an iteration.
TEXT ·fmaZMM(SB), NOSPLIT, $0-16
	ARGS
	ZERO_ZMM
	PCALIGN $64

#define FMA4Z(A, B, C, D) \
	VFMADD231PS Z30, Z31, A; VFMADD231PS Z30, Z31, B; VFMADD231PS Z30, Z31, C; VFMADD231PS Z30, Z31, D

fmaZMMLoop:
	FMA4Z(Z0, Z1, Z2, Z3)
	FMA4Z(Z4, Z5, Z6, Z7)
	FMA4Z(Z8, Z9, Z10, Z11)
	FMA4Z(Z12, Z13, Z14, Z15)
	FMA4Z(Z16, Z17, Z18, Z19)
	FMA4Z(Z20, Z21, Z22, Z23)
	DECQ CX
	JNZ  fmaZMMLoop
	ADD_ZMM(VADDPS)
	RET

// func dpbusdZMM(n int, out *[256]uint32)
// 24 VPDPBUSD of 64 products an iteration.
TEXT ·dpbusdZMM(SB), NOSPLIT, $0-16
	ARGS
	ZERO_ZMM
	PCALIGN $64

#define DP4Z(A, B, C, D) \
	VPDPBUSD Z30, Z31, A; VPDPBUSD Z30, Z31, B; VPDPBUSD Z30, Z31, C; VPDPBUSD Z30, Z31, D

dpbusdZMMLoop:
	DP4Z(Z0, Z1, Z2, Z3)
	DP4Z(Z4, Z5, Z6, Z7)
	DP4Z(Z8, Z9, Z10, Z11)
	DP4Z(Z12, Z13, Z14, Z15)
	DP4Z(Z16, Z17, Z18, Z19)
	DP4Z(Z20, Z21, Z22, Z23)
	DECQ CX
	JNZ  dpbusdZMMLoop
	ADD_ZMM(VPADDD)
	RET

// func dpbf16ZMM(n int, out *[256]uint32)
// 24 VDPBF16PS of 32 products an iteration.
TEXT ·dpbf16ZMM(SB), NOSPLIT, $0-16
	ARGS
	ZERO_ZMM
	PCALIGN $64

#define BF4Z(A, B, C, D) \
	VDPBF16PS_EVEX(30, 31, A); VDPBF16PS_EVEX(30, 31, B); VDPBF16PS_EVEX(30, 31, C); VDPBF16PS_EVEX(30, 31, D)

dpbf16ZMMLoop:
	BF4Z(0, 1, 2, 3)
	BF4Z(4, 5, 6, 7)
	BF4Z(8, 9, 10, 11)
	BF4Z(12, 13, 14, 15)
	BF4Z(16, 17, 18, 19)
	BF4Z(20, 21, 22, 23)
	DECQ CX
	JNZ  dpbf16ZMMLoop
	ADD_ZMM(VADDPS)
	RET

// func readYMM(p *byte, n int)
// Reads n bytes, a multiple of 256, and forgets them.
TEXT ·readYMM(SB), NOSPLIT, $0-16
	MOVQ p+0(FP), SI
	MOVQ n+8(FP), CX

readLoop:
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	VMOVDQU 64(SI), Y2
	VMOVDQU 96(SI), Y3
	VMOVDQU 128(SI), Y4
	VMOVDQU 160(SI), Y5
	VMOVDQU 192(SI), Y6
	VMOVDQU 224(SI), Y7
	ADDQ    $256, SI
	SUBQ    $256, CX
	JA      readLoop
	VZEROUPPER
	RET
