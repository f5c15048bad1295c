//go:build !purego

#include "textflag.h"

// func prefetchRows(b *byte, rows, stride, n int)
//
// Asks for the lines of the bytes 0, 64, …, and of the last byte, of each row.
TEXT ·prefetchRows(SB), NOSPLIT, $0-32
	MOVQ b+0(FP), SI
	MOVQ rows+8(FP), CX
	MOVQ stride+16(FP), R8
	MOVQ n+24(FP), R9
	DECQ R9

prefetch_row: // do {
	LEAQ (SI)(R9*1), DI // the row's last byte
	MOVQ SI, AX

prefetch_line: // do {
	PREFETCHT0 (AX)
	ADDQ       $64, AX
	CMPQ       AX, DI
	JLS        prefetch_line // } while AX <= DI
	PREFETCHT0 (DI)
	ADDQ       R8, SI
	DECQ       CX
	JNE        prefetch_row // } while --CX > 0
	RET
