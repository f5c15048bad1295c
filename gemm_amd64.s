//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// The register tile of the GEMM: 6 rows × 16 columns in Y0..Y11 (row r: Y(2r), Y(2r+1)). Each step of k loads 16 columns of a
// row of the panel (Y12, Y13) and broadcasts one value of each row of A: 12 multiply-adds for 8 loads, which keeps two FMA units busy.

#define A0 R8   // rows of A, at step 0; a tile of fewer than 6 rows reads its first row in place of those it lacks
#define A1 R9
#define A2 R10
#define A3 R11
#define A4 R12
#define A5 R13
#define K_OFF DX // offset of the current step in each row of A, bytes
#define K_STEP AX
#define P_STEP R15 // from a row of the panel to the next, bytes
#define PANEL BX
#define STEPS CX
#define C DI
#define ROWS SI  // rows left

#define ROW(A, OFF, LO, HI) \
	VBROADCASTSS OFF(A)(K_OFF*1), Y14 \
	VFMADD231PS  Y14, Y12, LO         \
	VFMADD231PS  Y14, Y13, HI

// A step with the values of A that lie OFF bytes after K_OFF.
#define STEP(OFF, B0, B1) \
	VMOVUPS B0, Y12       \
	VMOVUPS B1, Y13       \
	ROW(A0, OFF, Y0, Y1)  \
	ROW(A1, OFF, Y2, Y3)  \
	ROW(A2, OFF, Y4, Y5)  \
	ROW(A3, OFF, Y6, Y7)  \
	ROW(A4, OFF, Y8, Y9)  \
	ROW(A5, OFF, Y10, Y11)

// Four steps along rows of A, the first OFF bytes after K_OFF.
#define FOUR_STEPS(OFF) \
	STEP(OFF, (PANEL), 32(PANEL))                             \
	STEP((OFF+4), (PANEL)(P_STEP*1), 32(PANEL)(P_STEP*1))     \
	LEAQ (PANEL)(P_STEP*2), PANEL                             \
	STEP((OFF+8), (PANEL), 32(PANEL))                         \
	STEP((OFF+12), (PANEL)(P_STEP*1), 32(PANEL)(P_STEP*1))    \
	LEAQ (PANEL)(P_STEP*2), PANEL

// func gemmTilesAVX2(c *float32, ldc int, a *float32, ars, acs int, panel *float32, stride, m, k, mode int)
// Requires: AVX2, FMA
TEXT ·gemmTilesAVX2(SB), NOSPLIT, $0-80
	MOVQ c+0(FP), C
	MOVQ a+16(FP), A0
	MOVQ acs+32(FP), K_STEP
	SHLQ $2, K_STEP
	MOVQ stride+48(FP), P_STEP
	SHLQ $2, P_STEP
	MOVQ m+56(FP), ROWS

tiles: // do {
	// A1..A5 = the next rows, or A0 where there is none.
	MOVQ    ars+24(FP), R14
	SHLQ    $2, R14
	LEAQ    (A0)(R14*1), A1
	CMPQ    ROWS, $2
	CMOVQLT A0, A1
	LEAQ    (A1)(R14*1), A2
	CMPQ    ROWS, $3
	CMOVQLT A0, A2
	LEAQ    (A2)(R14*1), A3
	CMPQ    ROWS, $4
	CMOVQLT A0, A3
	LEAQ    (A3)(R14*1), A4
	CMPQ    ROWS, $5
	CMOVQLT A0, A4
	LEAQ    (A4)(R14*1), A5
	CMPQ    ROWS, $6
	CMOVQLT A0, A5

	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	ZERO(Y4)
	ZERO(Y5)
	ZERO(Y6)
	ZERO(Y7)
	ZERO(Y8)
	ZERO(Y9)
	ZERO(Y10)
	ZERO(Y11)
	MOVQ ldc+8(FP), R14
	SHLQ $2, R14
	LEAQ (R14)(R14*2), PANEL
	ADDQ C, PANEL // the fourth row of C; at the end of the sums the tile is to be near
	PREFETCHT0 (C)
	PREFETCHT0 (C)(R14*1)
	PREFETCHT0 (C)(R14*2)
	PREFETCHT0 (PANEL)
	PREFETCHT0 (PANEL)(R14*1)
	PREFETCHT0 (PANEL)(R14*2)
	CMPQ mode+72(FP), $2 // 0: C is added at the end, 1: it is overwritten, 2: sums begin with it
	JNE  start

	MOVQ    C, PANEL
	VMOVUPS (PANEL), Y0
	VMOVUPS 32(PANEL), Y1
	CMPQ    ROWS, $2
	JLT     start
	ADDQ    R14, PANEL
	VMOVUPS (PANEL), Y2
	VMOVUPS 32(PANEL), Y3
	CMPQ    ROWS, $3
	JLT     start
	ADDQ    R14, PANEL
	VMOVUPS (PANEL), Y4
	VMOVUPS 32(PANEL), Y5
	CMPQ    ROWS, $4
	JLT     start
	ADDQ    R14, PANEL
	VMOVUPS (PANEL), Y6
	VMOVUPS 32(PANEL), Y7
	CMPQ    ROWS, $5
	JLT     start
	ADDQ    R14, PANEL
	VMOVUPS (PANEL), Y8
	VMOVUPS 32(PANEL), Y9
	CMPQ    ROWS, $6
	JLT     start
	ADDQ    R14, PANEL
	VMOVUPS (PANEL), Y10
	VMOVUPS 32(PANEL), Y11

start:
	MOVQ panel+40(FP), PANEL
	XORQ K_OFF, K_OFF
	MOVQ k+64(FP), STEPS
	CMPQ K_STEP, $4
	JNE  step

	// Neighbours in a row of A, many steps at once: fewer instructions a product count where two threads share a core. A line of each row of A
	// is 16 steps; the next tile's lines are asked for meanwhile.
	MOVQ ars+24(FP), R14
	LEAQ (R14)(R14*2), R14
	SHLQ $3, R14 // six rows, bytes
	SUBQ $16, STEPS
	JLT  few

lines: // do {
	FOUR_STEPS(0)
	PREFETCHT0 (A0)(R14*1)
	PREFETCHT0 (A1)(R14*1)
	FOUR_STEPS(16)
	PREFETCHT0 (A2)(R14*1)
	PREFETCHT0 (A3)(R14*1)
	FOUR_STEPS(32)
	PREFETCHT0 (A4)(R14*1)
	PREFETCHT0 (A5)(R14*1)
	FOUR_STEPS(48)
	ADDQ $64, A0
	ADDQ $64, A1
	ADDQ $64, A2
	ADDQ $64, A3
	ADDQ $64, A4
	ADDQ $64, A5
	SUBQ $16, STEPS
	JGE  lines // } while STEPS >= 0

few:
	ADDQ $12, STEPS
	JLT  rest

fours: // do {
	FOUR_STEPS(0)
	ADDQ $16, K_OFF
	SUBQ $4, STEPS
	JGE  fours // } while STEPS >= 0

rest:
	ADDQ $4, STEPS
	JEQ  store

step: // do {
	STEP(0, (PANEL), 32(PANEL))
	ADDQ K_STEP, K_OFF
	ADDQ P_STEP, PANEL
	DECQ STEPS
	JNE  step // } while --STEPS > 0

store:
	MOVQ ldc+8(FP), R14
	SHLQ $2, R14
	CMPQ mode+72(FP), $0
	JEQ  add
	VMOVUPS Y0, (C)
	VMOVUPS Y1, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $2
	JLT     done
	VMOVUPS Y2, (C)
	VMOVUPS Y3, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $3
	JLT     done
	VMOVUPS Y4, (C)
	VMOVUPS Y5, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $4
	JLT     done
	VMOVUPS Y6, (C)
	VMOVUPS Y7, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $5
	JLT     done
	VMOVUPS Y8, (C)
	VMOVUPS Y9, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $6
	JLT     done
	VMOVUPS Y10, (C)
	VMOVUPS Y11, 32(C)
	ADDQ    R14, C
	JMP     next

add:
	VADDPS  (C), Y0, Y0
	VADDPS  32(C), Y1, Y1
	VMOVUPS Y0, (C)
	VMOVUPS Y1, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $2
	JLT     done
	VADDPS  (C), Y2, Y2
	VADDPS  32(C), Y3, Y3
	VMOVUPS Y2, (C)
	VMOVUPS Y3, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $3
	JLT     done
	VADDPS  (C), Y4, Y4
	VADDPS  32(C), Y5, Y5
	VMOVUPS Y4, (C)
	VMOVUPS Y5, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $4
	JLT     done
	VADDPS  (C), Y6, Y6
	VADDPS  32(C), Y7, Y7
	VMOVUPS Y6, (C)
	VMOVUPS Y7, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $5
	JLT     done
	VADDPS  (C), Y8, Y8
	VADDPS  32(C), Y9, Y9
	VMOVUPS Y8, (C)
	VMOVUPS Y9, 32(C)
	ADDQ    R14, C
	CMPQ    ROWS, $6
	JLT     done
	VADDPS  (C), Y10, Y10
	VADDPS  32(C), Y11, Y11
	VMOVUPS Y10, (C)
	VMOVUPS Y11, 32(C)
	ADDQ    R14, C

next:
	MOVQ ars+24(FP), A0
	LEAQ (A5)(A0*4), A0
	MOVQ k+64(FP), STEPS
	ANDQ $~15, STEPS
	SHLQ $2, STEPS
	XORQ PANEL, PANEL
	CMPQ K_STEP, $4
	CMOVQNE PANEL, STEPS
	SUBQ STEPS, A0 // the lines that A5 passed
	SUBQ $6, ROWS
	JGT  tiles // } while (ROWS -= 6) > 0

done:
	VZEROUPPER
	RET

// func transpose8AVX2(panel, b *float32, bcs, stride, k int)
// Requires: AVX
//
// Squares of 8×8: four rows of 128-bit halves are interleaved by 32 and by 64 bits; the halves were paired when loaded.
TEXT ·transpose8AVX2(SB), NOSPLIT, $0-40
	MOVQ panel+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ bcs+16(FP), AX
	MOVQ stride+24(FP), R8
	MOVQ k+32(FP), CX
	SHLQ $2, AX
	SHLQ $2, R8
	LEAQ (R8)(R8*2), R9     // 3 rows of the panel
	LEAQ (AX)(AX*2), BX     // 3 columns
	LEAQ (SI)(AX*4), DX     // columns 4..7
	SUBQ $8, CX
	JLT  transpose_done

transpose_loop: // do {
	// Rows 0..3: Y0..Y3 = columns j | j+4.
	VMOVUPS     (SI), X0
	VMOVUPS     (SI)(AX*1), X1
	VMOVUPS     (SI)(AX*2), X2
	VMOVUPS     (SI)(BX*1), X3
	VINSERTF128 $1, (DX), Y0, Y0
	VINSERTF128 $1, (DX)(AX*1), Y1, Y1
	VINSERTF128 $1, (DX)(AX*2), Y2, Y2
	VINSERTF128 $1, (DX)(BX*1), Y3, Y3
	VUNPCKLPS   Y1, Y0, Y4 // rows 0 and 1 of columns 0 and 1
	VUNPCKHPS   Y1, Y0, Y5 // rows 2 and 3
	VUNPCKLPS   Y3, Y2, Y6
	VUNPCKHPS   Y3, Y2, Y7
	VUNPCKLPD   Y6, Y4, Y0
	VUNPCKHPD   Y6, Y4, Y1
	VUNPCKLPD   Y7, Y5, Y2
	VUNPCKHPD   Y7, Y5, Y3
	VMOVUPS     Y0, (DI)
	VMOVUPS     Y1, (DI)(R8*1)
	VMOVUPS     Y2, (DI)(R8*2)
	VMOVUPS     Y3, (DI)(R9*1)
	LEAQ        (DI)(R8*4), DI
	// Rows 4..7: Y0..Y3 = columns j | j+4.
	VMOVUPS     16(SI), X0
	VMOVUPS     16(SI)(AX*1), X1
	VMOVUPS     16(SI)(AX*2), X2
	VMOVUPS     16(SI)(BX*1), X3
	VINSERTF128 $1, 16(DX), Y0, Y0
	VINSERTF128 $1, 16(DX)(AX*1), Y1, Y1
	VINSERTF128 $1, 16(DX)(AX*2), Y2, Y2
	VINSERTF128 $1, 16(DX)(BX*1), Y3, Y3
	VUNPCKLPS   Y1, Y0, Y4 // rows 0 and 1 of columns 0 and 1
	VUNPCKHPS   Y1, Y0, Y5 // rows 2 and 3
	VUNPCKLPS   Y3, Y2, Y6
	VUNPCKHPS   Y3, Y2, Y7
	VUNPCKLPD   Y6, Y4, Y0
	VUNPCKHPD   Y6, Y4, Y1
	VUNPCKLPD   Y7, Y5, Y2
	VUNPCKHPD   Y7, Y5, Y3
	VMOVUPS     Y0, (DI)
	VMOVUPS     Y1, (DI)(R8*1)
	VMOVUPS     Y2, (DI)(R8*2)
	VMOVUPS     Y3, (DI)(R9*1)
	LEAQ        (DI)(R8*4), DI
	ADDQ $32, SI
	ADDQ $32, DX
	SUBQ $8, CX
	JGE  transpose_loop // } while (CX -= 8) >= 0

transpose_done:
	VZEROUPPER
	RET
