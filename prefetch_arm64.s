//go:build !purego

#include "textflag.h"

// func prefetchRows(b *byte, rows, stride, n int)
//
// Asks for the lines of the bytes 0, 64, …, and of the last byte, of each row.
TEXT ·prefetchRows(SB), NOSPLIT, $0-32
	MOVD b+0(FP), R0
	MOVD rows+8(FP), R1
	MOVD stride+16(FP), R2
	MOVD n+24(FP), R3
	SUB  $1, R3

prefetch_row: // do {
	ADD  R3, R0, R4 // the row's last byte
	MOVD R0, R5

prefetch_line: // do {
	PRFM (R5), PLDL2KEEP
	ADD  $64, R5
	CMP  R4, R5
	BLS  prefetch_line // } while R5 <= R4
	PRFM (R4), PLDL2KEEP
	ADD  R2, R0
	SUBS $1, R1
	BNE  prefetch_row // } while --R1 > 0
	RET
