//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// The register tile of the GEMM: 6 rows × 16 columns in V0..V23 (row r: V(4r)..V(4r+3)). Each step of k loads 16 columns of a row of the panel (V24..V27) and
// one value of each row of A, repeated in four lanes (V28..V30, in turn).

#define A0 R0  // the next value of each row of A; a tile of fewer than 6 rows reads its first row in place of those it lacks
#define A1 R1
#define A2 R2
#define A3 R3
#define A4 R4
#define A5 R5
#define K_STEP R6 // from one value of a row of A to the next, bytes
#define PANEL R7
#define STEPS R8
#define C R9
#define LDC R10   // bytes
#define ROWS R11  // rows left
#define A_NEXT R12 // first row of the next tile
#define ARS R13   // bytes
#define ROW R14   // of C
#define MODE R15   // 0: C is added at the end, 1: it is overwritten, 2: sums begin with it
#define P_STEP R16 // from a row of the panel to the next, bytes

#define ROW_STEP(A, VA, C0, C1, C2, C3) \
	VLD1R.P (A)(K_STEP), [VA.S4]  \
	VFMLA   VA.S4, V24.S4, C0.S4  \
	VFMLA   VA.S4, V25.S4, C1.S4  \
	VFMLA   VA.S4, V26.S4, C2.S4  \
	VFMLA   VA.S4, V27.S4, C3.S4

// func gemmTilesNEON(c *float32, ldc int, a *float32, ars, acs int, panel *float32, stride, m, k, mode int)
TEXT ·gemmTilesNEON(SB), NOSPLIT, $0-80
	MOVD  c+0(FP), C
	MOVD  ldc+8(FP), LDC
	MOVD  a+16(FP), A_NEXT
	MOVD  ars+24(FP), ARS
	MOVD  acs+32(FP), K_STEP
	MOVD  stride+48(FP), P_STEP
	MOVD  m+56(FP), ROWS
	MOVD  mode+72(FP), MODE
	LSL   $2, P_STEP
	LSL   $2, LDC
	LSL   $2, ARS
	LSL   $2, K_STEP

tiles: // do {
	// A1..A5 = the next rows, or A0 where there is none.
	MOVD A_NEXT, A0
	ADD  ARS, A0, A1
	CMP  $2, ROWS
	CSEL LT, A0, A1, A1
	ADD  ARS, A1, A2
	CMP  $3, ROWS
	CSEL LT, A0, A2, A2
	ADD  ARS, A2, A3
	CMP  $4, ROWS
	CSEL LT, A0, A3, A3
	ADD  ARS, A3, A4
	CMP  $5, ROWS
	CSEL LT, A0, A4, A4
	ADD  ARS, A4, A5
	CMP  $6, ROWS
	CSEL LT, A0, A5, A5
	ADD  ARS, A5, A_NEXT

	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	VEOR V2.B16, V2.B16, V2.B16
	VEOR V3.B16, V3.B16, V3.B16
	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	VEOR V6.B16, V6.B16, V6.B16
	VEOR V7.B16, V7.B16, V7.B16
	VEOR V8.B16, V8.B16, V8.B16
	VEOR V9.B16, V9.B16, V9.B16
	VEOR V10.B16, V10.B16, V10.B16
	VEOR V11.B16, V11.B16, V11.B16
	VEOR V12.B16, V12.B16, V12.B16
	VEOR V13.B16, V13.B16, V13.B16
	VEOR V14.B16, V14.B16, V14.B16
	VEOR V15.B16, V15.B16, V15.B16
	VEOR V16.B16, V16.B16, V16.B16
	VEOR V17.B16, V17.B16, V17.B16
	VEOR V18.B16, V18.B16, V18.B16
	VEOR V19.B16, V19.B16, V19.B16
	VEOR V20.B16, V20.B16, V20.B16
	VEOR V21.B16, V21.B16, V21.B16
	VEOR V22.B16, V22.B16, V22.B16
	VEOR V23.B16, V23.B16, V23.B16
	CMP  $2, MODE
	BNE  start

	MOVD C, ROW
	VLD1 (ROW), [V0.S4, V1.S4, V2.S4, V3.S4]
	CMP  $2, ROWS
	BLT  start
	ADD  LDC, ROW
	VLD1 (ROW), [V4.S4, V5.S4, V6.S4, V7.S4]
	CMP  $3, ROWS
	BLT  start
	ADD  LDC, ROW
	VLD1 (ROW), [V8.S4, V9.S4, V10.S4, V11.S4]
	CMP  $4, ROWS
	BLT  start
	ADD  LDC, ROW
	VLD1 (ROW), [V12.S4, V13.S4, V14.S4, V15.S4]
	CMP  $5, ROWS
	BLT  start
	ADD  LDC, ROW
	VLD1 (ROW), [V16.S4, V17.S4, V18.S4, V19.S4]
	CMP  $6, ROWS
	BLT  start
	ADD  LDC, ROW
	VLD1 (ROW), [V20.S4, V21.S4, V22.S4, V23.S4]

start:
	MOVD panel+40(FP), PANEL
	MOVD k+64(FP), STEPS

step: // do {
	VLD1.P (PANEL)(P_STEP), [V24.S4, V25.S4, V26.S4, V27.S4]
	ROW_STEP(A0, V28, V0, V1, V2, V3)
	ROW_STEP(A1, V29, V4, V5, V6, V7)
	ROW_STEP(A2, V30, V8, V9, V10, V11)
	ROW_STEP(A3, V28, V12, V13, V14, V15)
	ROW_STEP(A4, V29, V16, V17, V18, V19)
	ROW_STEP(A5, V30, V20, V21, V22, V23)
	SUBS $1, STEPS
	BNE  step // } while --STEPS > 0

	CBZ MODE, add
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (C)
	ADD  LDC, C
	CMP  $2, ROWS
	BLT  done
	VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (C)
	ADD  LDC, C
	CMP  $3, ROWS
	BLT  done
	VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (C)
	ADD  LDC, C
	CMP  $4, ROWS
	BLT  done
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (C)
	ADD  LDC, C
	CMP  $5, ROWS
	BLT  done
	VST1 [V16.S4, V17.S4, V18.S4, V19.S4], (C)
	ADD  LDC, C
	CMP  $6, ROWS
	BLT  done
	VST1 [V20.S4, V21.S4, V22.S4, V23.S4], (C)
	ADD  LDC, C
	B    next

add:
	VLD1 (C), [V24.S4, V25.S4, V26.S4, V27.S4]
	FADD_4S(24, 0, 0)
	FADD_4S(25, 1, 1)
	FADD_4S(26, 2, 2)
	FADD_4S(27, 3, 3)
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (C)
	ADD  LDC, C
	CMP  $2, ROWS
	BLT  done
	VLD1 (C), [V24.S4, V25.S4, V26.S4, V27.S4]
	FADD_4S(24, 4, 4)
	FADD_4S(25, 5, 5)
	FADD_4S(26, 6, 6)
	FADD_4S(27, 7, 7)
	VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (C)
	ADD  LDC, C
	CMP  $3, ROWS
	BLT  done
	VLD1 (C), [V24.S4, V25.S4, V26.S4, V27.S4]
	FADD_4S(24, 8, 8)
	FADD_4S(25, 9, 9)
	FADD_4S(26, 10, 10)
	FADD_4S(27, 11, 11)
	VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (C)
	ADD  LDC, C
	CMP  $4, ROWS
	BLT  done
	VLD1 (C), [V24.S4, V25.S4, V26.S4, V27.S4]
	FADD_4S(24, 12, 12)
	FADD_4S(25, 13, 13)
	FADD_4S(26, 14, 14)
	FADD_4S(27, 15, 15)
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (C)
	ADD  LDC, C
	CMP  $5, ROWS
	BLT  done
	VLD1 (C), [V24.S4, V25.S4, V26.S4, V27.S4]
	FADD_4S(24, 16, 16)
	FADD_4S(25, 17, 17)
	FADD_4S(26, 18, 18)
	FADD_4S(27, 19, 19)
	VST1 [V16.S4, V17.S4, V18.S4, V19.S4], (C)
	ADD  LDC, C
	CMP  $6, ROWS
	BLT  done
	VLD1 (C), [V24.S4, V25.S4, V26.S4, V27.S4]
	FADD_4S(24, 20, 20)
	FADD_4S(25, 21, 21)
	FADD_4S(26, 22, 22)
	FADD_4S(27, 23, 23)
	VST1 [V20.S4, V21.S4, V22.S4, V23.S4], (C)
	ADD  LDC, C

next:
	SUBS $6, ROWS
	BGT  tiles // } while (ROWS -= 6) > 0

done:
	RET

// func transpose8NEON(panel, b *float32, bcs, stride, k int)
//
// Squares of 4×4: pairs of columns are interleaved by 32 bits, the pairs by 64.
TEXT ·transpose8NEON(SB), NOSPLIT, $0-40
	MOVD panel+0(FP), R0
	MOVD b+8(FP), R1
	MOVD bcs+16(FP), R9
	MOVD stride+24(FP), R11 // from a row of the panel to the next
	MOVD k+32(FP), R10
	LSL  $2, R9
	LSL  $2, R11
	ADD  R9, R1, R2
	ADD  R9, R2, R3
	ADD  R9, R3, R4
	ADD  R9, R4, R5
	ADD  R9, R5, R6
	ADD  R9, R6, R7
	ADD  R9, R7, R8
	SUBS $4, R10
	BLT  transpose_done

transpose_loop: // do {
	ADD $16, R0, R12
	VLD1.P 16(R1), [V0.S4]
	VLD1.P 16(R2), [V1.S4]
	VLD1.P 16(R3), [V2.S4]
	VLD1.P 16(R4), [V3.S4]
	VTRN1 V1.S4, V0.S4, V4.S4 // rows 0 and 2 of columns 0 and 1
	VTRN2 V1.S4, V0.S4, V5.S4 // rows 1 and 3
	VTRN1 V3.S4, V2.S4, V6.S4
	VTRN2 V3.S4, V2.S4, V7.S4
	VTRN1 V6.D2, V4.D2, V0.D2
	VTRN1 V7.D2, V5.D2, V1.D2
	VTRN2 V6.D2, V4.D2, V2.D2
	VTRN2 V7.D2, V5.D2, V3.D2
	VST1.P [V0.S4], (R0)(R11)
	VST1.P [V1.S4], (R0)(R11)
	VST1.P [V2.S4], (R0)(R11)
	VST1.P [V3.S4], (R0)(R11)
	VLD1.P 16(R5), [V0.S4]
	VLD1.P 16(R6), [V1.S4]
	VLD1.P 16(R7), [V2.S4]
	VLD1.P 16(R8), [V3.S4]
	VTRN1 V1.S4, V0.S4, V4.S4 // rows 0 and 2 of columns 0 and 1
	VTRN2 V1.S4, V0.S4, V5.S4 // rows 1 and 3
	VTRN1 V3.S4, V2.S4, V6.S4
	VTRN2 V3.S4, V2.S4, V7.S4
	VTRN1 V6.D2, V4.D2, V0.D2
	VTRN1 V7.D2, V5.D2, V1.D2
	VTRN2 V6.D2, V4.D2, V2.D2
	VTRN2 V7.D2, V5.D2, V3.D2
	VST1.P [V0.S4], (R12)(R11)
	VST1.P [V1.S4], (R12)(R11)
	VST1.P [V2.S4], (R12)(R11)
	VST1.P [V3.S4], (R12)(R11)
	SUBS $4, R10
	BGE  transpose_loop // } while (R10 -= 4) >= 0

transpose_done:
	RET
