//go:build !purego

#include "textflag.h"
#include "asm_amx_amd64.h"

// Blocks of 32×32 of C in four tiles of 16×16; a step is 32 values of k, that is 16 pairs.
//
//	                 panel: tile 6       tile 7      16 rows of 16 pairs
//	A: tile 4        C:     tile 0       tile 1      rows 0..15
//	A: tile 5               tile 2       tile 3      rows 16..31
//
// Register plan
//
//	DI, R12  C and its row stride         SI, BX, R8   rows 0 and 16 of A at the current step, stride
//	R11      row 0 of A of the block      R14, R15, R9 panel, left and right at the current step, stride
//	R10      a step of the panel          R13          steps left
//	DX       blocks left                  AX           flags

#define BEGIN_WITH_C $1
#define WIDE $2  // tiles 1, 3 and 7 exist
#define LOWER $4 // tiles 2, 3 and 5 exist

// func gemmTilesAMX(c *float32, ldc int, a *uint16, ars int, panel *uint16, stride, blocks, steps int, config *[64]byte, flags int)
// Requires: AMX_TILE, AMX_BF16, and the permission of the operating system. Strides are in bytes.
TEXT ·gemmTilesAMX(SB), NOSPLIT, $0-80
	MOVQ c+0(FP), DI
	MOVQ ldc+8(FP), R12
	MOVQ a+16(FP), R11
	MOVQ ars+24(FP), R8
	MOVQ stride+40(FP), R9
	MOVQ blocks+48(FP), DX
	MOVQ config+64(FP), CX
	MOVQ flags+72(FP), AX
	MOVQ R9, R10
	SHLQ $4, R10
	LDTILECFG(1)

block: // do {
	TESTQ BEGIN_WITH_C, AX
	JEQ   zero
	TILELOADD(0, 7, 12)
	TESTQ WIDE, AX
	JEQ   load_lower
	LEAQ  64(DI), CX
	TILELOADD(1, 1, 12)

load_lower:
	TESTQ LOWER, AX
	JEQ   start
	MOVQ  R12, CX
	SHLQ  $4, CX
	ADDQ  DI, CX
	TILELOADD(2, 1, 12)
	TESTQ WIDE, AX
	JEQ   start
	ADDQ  $64, CX
	TILELOADD(3, 1, 12)
	JMP   start

zero:
	TILEZERO(0)
	TESTQ WIDE, AX
	JEQ   zero_lower
	TILEZERO(1)

zero_lower:
	TESTQ LOWER, AX
	JEQ   start
	TILEZERO(2)
	TESTQ WIDE, AX
	JEQ   start
	TILEZERO(3)

start:
	MOVQ R11, SI
	MOVQ R8, CX
	SHLQ $4, CX
	LEAQ (R11)(CX*1), BX
	LEAQ (R11)(CX*2), R11
	MOVQ panel+32(FP), R14
	LEAQ 64(R14), R15
	MOVQ steps+56(FP), R13

step: // do {
	TILELOADD(6, 14, 9)
	TILELOADD(4, 6, 8)
	TDPBF16PS(6, 4, 0)
	TESTQ WIDE, AX
	JEQ   step_lower
	TILELOADD(7, 15, 9)
	TDPBF16PS(7, 4, 1)

step_lower:
	TESTQ LOWER, AX
	JEQ   step_next
	TILELOADD(5, 3, 8)
	TDPBF16PS(6, 5, 2)
	TESTQ WIDE, AX
	JEQ   step_next
	TDPBF16PS(7, 5, 3)

step_next:
	ADDQ $64, SI
	ADDQ $64, BX
	ADDQ R10, R14
	ADDQ R10, R15
	DECQ R13
	JNE  step // } while --R13 > 0

	TILESTORED(0, 7, 12)
	TESTQ WIDE, AX
	JEQ   store_lower
	LEAQ  64(DI), CX
	TILESTORED(1, 1, 12)

store_lower:
	TESTQ LOWER, AX
	JEQ   done // only the last block lacks lower rows
	MOVQ  R12, CX
	SHLQ  $4, CX
	ADDQ  CX, DI
	TILESTORED(2, 7, 12)
	ADDQ  CX, DI
	TESTQ WIDE, AX
	JEQ   next
	SUBQ  CX, DI
	LEAQ  64(DI), SI
	TILESTORED(3, 6, 12)
	ADDQ  CX, DI

next:
	DECQ DX
	JNE  block // } while --DX > 0

done:
	TILERELEASE
	RET

// func requestTiles() (errno int)
// Linux only: arch_prctl(ARCH_REQ_XCOMP_PERM, XTILEDATA), which lets the process use tiles; the kernel then keeps them on a switch of threads.
TEXT ·requestTiles(SB), NOSPLIT, $0-8
	MOVL $158, AX    // arch_prctl
	MOVL $0x1023, DI // ARCH_REQ_XCOMP_PERM
	MOVL $18, SI     // XTILEDATA
	SYSCALL
	NEGQ AX
	MOVQ AX, errno+0(FP)
	RET
