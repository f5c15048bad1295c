//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// Products of pairs of bfloat16 for CPUs without VDPBF16PS: what a lane of it computes, bit for bit, by two fused multiply-adds (dotPairBF16).
//
// The tile: 4 rows × 16 columns in Y0..Y7 (row r: Y(2r), Y(2r+1)). A half of a pair becomes a float32 by moving it to the upper 16 bits:
//
//	Y8       mask of the upper halves
//	Y9  Y10  upper halves of 16 columns of the panel
//	Y11 Y12  their lower halves
//	Y13 Y14  lower and upper half of a pair of A, in all lanes
//
// A step is 16 multiply-adds for 20 other instructions, of which none needs the multiply-adds' units on a CPU with two of them and more ports.

#define A0 R8 // rows of A, at step 0; a tile of fewer than 4 rows reads its first row in place of those it lacks
#define A1 R9
#define A2 R10
#define A3 R11
#define K_OFF DX // offset of the current step in each row of A, bytes
#define K_STEP AX
#define P_STEP R15 // from a step of the panel to the next, bytes
#define PANEL BX
#define STEPS CX
#define C DI
#define LDC R14 // bytes
#define ROWS SI // rows left

#define ROW(A, LO, HI) \
	VPBROADCASTD (A)(K_OFF*1), Y13 \
	VPAND        Y8, Y13, Y14      \
	VPSLLD       $16, Y13, Y13     \
	VFMADD231PS  Y14, Y9, LO       \
	VFMADD231PS  Y14, Y10, HI      \
	VFMADD231PS  Y13, Y11, LO      \
	VFMADD231PS  Y13, Y12, HI

// The rows of a tile that exist, from C on; OUT is where the missing ones lead to.
#define EACH_ROW(OP, OUT) \
	OP(Y0, Y1)    \
	CMPQ ROWS, $2 \
	JLT  OUT      \
	OP(Y2, Y3)    \
	CMPQ ROWS, $3 \
	JLT  OUT      \
	OP(Y4, Y5)    \
	CMPQ ROWS, $4 \
	JLT  OUT      \
	OP(Y6, Y7)

#define LOAD_C(LO, HI) \
	VMOVUPS (PANEL), LO   \
	VMOVUPS 32(PANEL), HI \
	ADDQ    LDC, PANEL

#define STORE_C(LO, HI) \
	VMOVUPS LO, (C)   \
	VMOVUPS HI, 32(C) \
	ADDQ    LDC, C

#define ADD_C(LO, HI) \
	VADDPS (C), LO, LO   \
	VADDPS 32(C), HI, HI \
	STORE_C(LO, HI)

// func gemmTilesBF16AVX2(c *float32, ldc int, a *uint16, ars, acs int, panel *uint16, stride, m, k, mode int)
// Requires: AVX2, FMA
TEXT ·gemmTilesBF16AVX2(SB), NOSPLIT, $8-80
	MOVQ     c+0(FP), C
	MOVQ     ldc+8(FP), LDC
	SHLQ     $2, LDC
	MOVQ     a+16(FP), A0
	MOVQ     acs+32(FP), K_STEP
	MOVQ     stride+48(FP), P_STEP
	SHLQ     $2, P_STEP
	MOVQ     m+56(FP), ROWS
	VPCMPEQD Y8, Y8, Y8
	VPSLLD   $16, Y8, Y8

tiles: // do {
	// A1..A3 = the next rows, or A0 where there is none.
	MOVQ    ars+24(FP), BX
	LEAQ    (A0)(BX*1), A1
	CMPQ    ROWS, $2
	CMOVQLT A0, A1
	LEAQ    (A1)(BX*1), A2
	CMPQ    ROWS, $3
	CMOVQLT A0, A2
	LEAQ    (A2)(BX*1), A3
	CMPQ    ROWS, $4
	CMOVQLT A0, A3

	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	ZERO(Y4)
	ZERO(Y5)
	ZERO(Y6)
	ZERO(Y7)
	CMPQ mode+72(FP), $2 // 0: C is added at the end, 1: it is overwritten, 2: sums begin with it
	JNE  start
	MOVQ C, PANEL
	EACH_ROW(LOAD_C, start)

start:
	// Subnormal numbers count as zero in the sums, on the way in and out, but not where C is added.
	STMXCSR old-4(SP)
	MOVL    old-4(SP), BX
	ORL     $0x8040, BX // FTZ, DAZ
	MOVL    BX, new-8(SP)
	LDMXCSR new-8(SP)
	MOVQ    panel+40(FP), PANEL
	XORQ    K_OFF, K_OFF
	MOVQ    k+64(FP), STEPS

step: // do {
	VMOVDQU (PANEL), Y11
	VMOVDQU 32(PANEL), Y12
	VPAND   Y8, Y11, Y9
	VPAND   Y8, Y12, Y10
	VPSLLD  $16, Y11, Y11
	VPSLLD  $16, Y12, Y12
	ROW(A0, Y0, Y1)
	ROW(A1, Y2, Y3)
	ROW(A2, Y4, Y5)
	ROW(A3, Y6, Y7)
	ADDQ    K_STEP, K_OFF
	ADDQ    P_STEP, PANEL
	DECQ    STEPS
	JNE     step // } while --STEPS > 0

	LDMXCSR old-4(SP)
	CMPQ    mode+72(FP), $0
	JEQ     add
	EACH_ROW(STORE_C, done)
	JMP     next

add:
	EACH_ROW(ADD_C, done)

next:
	MOVQ ars+24(FP), BX
	LEAQ (A3)(BX*1), A0
	SUBQ $4, ROWS
	JGT  tiles // } while (ROWS -= 4) > 0

done:
	VZEROUPPER
	RET

// PAIR_HALVES puts 8 columns of two rows side by side: those of the first into the lower halves.
#define PAIR_HALVES(AT, OUT) \
	VPMOVZXWD AT(SI), Y0         \
	VPMOVZXWD AT(SI)(BX*1), Y1   \
	VPSLLD    $16, Y1, Y1        \
	VPOR      Y1, Y0, Y0         \
	VMOVDQU   Y0, OUT(DI)

// func pairHalvesAVX2(panel, b *uint16, brs, k int)
// Requires: AVX2
TEXT ·pairHalvesAVX2(SB), NOSPLIT, $0-32
	MOVQ panel+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ brs+16(FP), BX
	MOVQ k+24(FP), CX
	SHLQ $1, BX

halves_loop: // do {
	PAIR_HALVES(0, 0)
	PAIR_HALVES(16, 32)
	PAIR_HALVES(32, 64)
	PAIR_HALVES(48, 96)
	LEAQ (SI)(BX*2), SI
	ADDQ $128, DI
	SUBQ $2, CX
	JGT  halves_loop // } while (CX -= 2) > 0
	VZEROUPPER
	RET
