//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_interleave_amd64.h"

// 16 rows of a file at a time. Requires: AVX512F, AVX512BW

#define V0 Z0
#define V1 Z1
#define V2 Z2
#define V3 Z3
#define V4 Z4
#define V5 Z5
#define V6 Z6
#define V7 Z7
#define V8 Z8
#define V9 Z9
#define V10 Z10
#define V11 Z11
#define V12 Z12
#define V13 Z13
#define V14 Z14
#define AND VPANDD
#define XOR VPXORD
#define MOVE VMOVDQU32

#define LOAD_ROWS(OF, A, B, C, D, XA, XB, XC, XD) \
	VMOVDQU OF(SI), XA        \
	VMOVDQU OF(SI)(R8*1), XB  \
	VMOVDQU OF(SI)(R8*2), XC  \
	VMOVDQU OF(SI)(R9*1), XD  \
	VINSERTI32X4 $1, OF(DX), A, A \
	VINSERTI32X4 $1, OF(DX)(R8*1), B, B \
	VINSERTI32X4 $1, OF(DX)(R8*2), C, C \
	VINSERTI32X4 $1, OF(DX)(R9*1), D, D \
	VINSERTI32X4 $2, OF(R10), A, A \
	VINSERTI32X4 $2, OF(R10)(R8*1), B, B \
	VINSERTI32X4 $2, OF(R10)(R8*2), C, C \
	VINSERTI32X4 $2, OF(R10)(R9*1), D, D \
	VINSERTI32X4 $3, OF(R11), A, A \
	VINSERTI32X4 $3, OF(R11)(R8*1), B, B \
	VINSERTI32X4 $3, OF(R11)(R8*2), C, C \
	VINSERTI32X4 $3, OF(R11)(R9*1), D, D

#define WORDS(OF, M) \
	VPXOR X8, X8, X8 \
	VPXOR X9, X9, X9 \
	VPINSRW $0, OF(SI), X8, X8 \
	VPINSRW $1, OF(SI)(R8*1), X8, X8 \
	VPINSRW $2, OF(SI)(R8*2), X8, X8 \
	VPINSRW $3, OF(SI)(R9*1), X8, X8 \
	VPINSRW $4, OF(DX), X8, X8 \
	VPINSRW $5, OF(DX)(R8*1), X8, X8 \
	VPINSRW $6, OF(DX)(R8*2), X8, X8 \
	VPINSRW $7, OF(DX)(R9*1), X8, X8 \
	VPINSRW $0, OF(R10), X9, X9 \
	VPINSRW $1, OF(R10)(R8*1), X9, X9 \
	VPINSRW $2, OF(R10)(R8*2), X9, X9 \
	VPINSRW $3, OF(R10)(R9*1), X9, X9 \
	VPINSRW $4, OF(R11), X9, X9 \
	VPINSRW $5, OF(R11)(R8*1), X9, X9 \
	VPINSRW $6, OF(R11)(R8*2), X9, X9 \
	VPINSRW $7, OF(R11)(R9*1), X9, X9 \
	VINSERTI128 $1, X9, Y8, Y8 \
	VMOVDQU Y8, M

#define LOW_WORDS(V, M) \
	VPMOVDW V, Y8   \
	VMOVDQU Y8, M

#define HIGH_WORDS(V, M) \
	VPSRLD $16, V, V \
	LOW_WORDS(V, M)

#define SPREAD(SHUFFLE, V, X, OF, M) \
	VMOVDQU32 LANES_16, V8    \
	VPSHUFB   SHUFFLE, V, V   \
	VPERMD    V, V8, V        \
	VMOVDQU32 V, OF(M)

#define FETCH \
	PREFETCHT0 (AX)    \
	PREFETCHT0 64(AX)  \
	PREFETCHT0 128(AX) \
	PREFETCHT0 192(AX) \
	ADDQ $256, AX

#define NEXT(BYTES) \
	ADDQ $BYTES, SI  \
	ADDQ $BYTES, DX  \
	ADDQ $BYTES, R10 \
	ADDQ $BYTES, R11

// func interleaveQ4_0AVX512(a *interleaveArgs)
#define NAME_Q4_0 ·interleaveQ4_0AVX512

// func interleaveQ4_1AVX512(a *interleaveArgs)
#define NAME_Q4_1 ·interleaveQ4_1AVX512

// func interleaveQ5_0AVX512(a *interleaveArgs)
#define NAME_Q5_0 ·interleaveQ5_0AVX512

// func interleaveQ5_1AVX512(a *interleaveArgs)
#define NAME_Q5_1 ·interleaveQ5_1AVX512

// func interleaveQ8_0AVX512(a *interleaveArgs)
#define NAME_Q8_0 ·interleaveQ8_0AVX512

// func interleaveQ2_KAVX512(a *interleaveArgs)
#define NAME_Q2_K ·interleaveQ2_KAVX512

// func interleaveQ3_KAVX512(a *interleaveArgs)
#define NAME_Q3_K ·interleaveQ3_KAVX512

// func interleaveQ4_KAVX512(a *interleaveArgs)
#define NAME_Q4_K ·interleaveQ4_KAVX512

// func interleaveQ5_KAVX512(a *interleaveArgs)
#define NAME_Q5_K ·interleaveQ5_KAVX512

// func interleaveQ6_KAVX512(a *interleaveArgs)
#define NAME_Q6_K ·interleaveQ6_KAVX512

// func interleaveIQ4_XSAVX512(a *interleaveArgs)
#define NAME_IQ4_XS ·interleaveIQ4_XSAVX512

#include "interleave_amd64.h"
