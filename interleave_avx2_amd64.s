//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_interleave_amd64.h"

// 8 rows of a file at a time. Requires: AVX2

DATA ·interleaveMasks+0(SB)/4, $0x0f0f0f0f
DATA ·interleaveMasks+4(SB)/4, $0x33333333
DATA ·interleaveMasks+8(SB)/4, $0x55555555
DATA ·interleaveMasks+12(SB)/4, $0x80808080
DATA ·interleaveMasks+16(SB)/4, $0x3f3f3f3f
DATA ·interleaveMasks+20(SB)/4, $0x30303030
DATA ·interleaveMasks+24(SB)/4, $0x20202020
DATA ·interleaveMasks+28(SB)/4, $0x0c0c0c0c
DATA ·interleaveMasks+32(SB)/4, $0x22222222
DATA ·interleaveMasks+36(SB)/4, $0x0000cccc
DATA ·interleaveMasks+40(SB)/4, $0x00aa00aa
DATA ·interleaveMasks+44(SB)/4, $0x0000f0f0
DATA ·interleaveMasks+48(SB)/4, $0x00cc00cc
DATA ·interleaveMasks+52(SB)/4, $0x000f000f
DATA ·interleaveMasks+56(SB)/4, $0x00f000f0
DATA ·interleaveMasks+60(SB)/4, $0x00ff00ff
GLOBL ·interleaveMasks(SB), RODATA|NOPTR, $64

DATA ·interleaveShuffles+0(SB)/8, $0x0d0905010c080400
DATA ·interleaveShuffles+8(SB)/8, $0x0f0b07030e0a0602
DATA ·interleaveShuffles+16(SB)/8, $0x0d0905010c080400
DATA ·interleaveShuffles+24(SB)/8, $0x0f0b07030e0a0602
DATA ·interleaveShuffles+32(SB)/8, $0x0d0905010c080400
DATA ·interleaveShuffles+40(SB)/8, $0x0f0b07030e0a0602
DATA ·interleaveShuffles+48(SB)/8, $0x0d0905010c080400
DATA ·interleaveShuffles+56(SB)/8, $0x0f0b07030e0a0602
DATA ·interleaveShuffles+64(SB)/8, $0x0e0a06020c080400
DATA ·interleaveShuffles+72(SB)/8, $0x0f0b07030d090501
DATA ·interleaveShuffles+80(SB)/8, $0x0e0a06020c080400
DATA ·interleaveShuffles+88(SB)/8, $0x0f0b07030d090501
DATA ·interleaveShuffles+96(SB)/8, $0x0e0a06020c080400
DATA ·interleaveShuffles+104(SB)/8, $0x0f0b07030d090501
DATA ·interleaveShuffles+112(SB)/8, $0x0e0a06020c080400
DATA ·interleaveShuffles+120(SB)/8, $0x0f0b07030d090501
GLOBL ·interleaveShuffles(SB), RODATA|NOPTR, $128

DATA ·interleaveLanes+0(SB)/8, $0x0000000400000000
DATA ·interleaveLanes+8(SB)/8, $0x0000000c00000008
DATA ·interleaveLanes+16(SB)/8, $0x0000000500000001
DATA ·interleaveLanes+24(SB)/8, $0x0000000d00000009
DATA ·interleaveLanes+32(SB)/8, $0x0000000600000002
DATA ·interleaveLanes+40(SB)/8, $0x0000000e0000000a
DATA ·interleaveLanes+48(SB)/8, $0x0000000700000003
DATA ·interleaveLanes+56(SB)/8, $0x0000000f0000000b
DATA ·interleaveLanes+64(SB)/8, $0x0000000400000000
DATA ·interleaveLanes+72(SB)/8, $0x0000000500000001
DATA ·interleaveLanes+80(SB)/8, $0x0000000600000002
DATA ·interleaveLanes+88(SB)/8, $0x0000000700000003
GLOBL ·interleaveLanes(SB), RODATA|NOPTR, $96

#define V0 Y0
#define V1 Y1
#define V2 Y2
#define V3 Y3
#define V4 Y4
#define V5 Y5
#define V6 Y6
#define V7 Y7
#define V8 Y8
#define V9 Y9
#define V10 Y10
#define V11 Y11
#define V12 Y12
#define V13 Y13
#define V14 Y14
#define AND VPAND
#define XOR VPXOR
#define MOVE VMOVDQU

#define LOAD_ROWS(OF, A, B, C, D, XA, XB, XC, XD) \
	VMOVDQU OF(SI), XA        \
	VMOVDQU OF(SI)(R8*1), XB  \
	VMOVDQU OF(SI)(R8*2), XC  \
	VMOVDQU OF(SI)(R9*1), XD  \
	VINSERTI128 $1, OF(DX), A, A \
	VINSERTI128 $1, OF(DX)(R8*1), B, B \
	VINSERTI128 $1, OF(DX)(R8*2), C, C \
	VINSERTI128 $1, OF(DX)(R9*1), D, D

#define WORDS(OF, M) \
	VPXOR X8, X8, X8 \
	VPINSRW $0, OF(SI), X8, X8 \
	VPINSRW $1, OF(SI)(R8*1), X8, X8 \
	VPINSRW $2, OF(SI)(R8*2), X8, X8 \
	VPINSRW $3, OF(SI)(R9*1), X8, X8 \
	VPINSRW $4, OF(DX), X8, X8 \
	VPINSRW $5, OF(DX)(R8*1), X8, X8 \
	VPINSRW $6, OF(DX)(R8*2), X8, X8 \
	VPINSRW $7, OF(DX)(R9*1), X8, X8 \
	VMOVDQU X8, M

// VPACKUSDW interleaves the lanes of its operands: qwords 0 and 2 are what was asked for.
#define LOW_WORDS(V, M) \
	VPSLLD $16, V, V  \
	HIGH_WORDS(V, M)

#define HIGH_WORDS(V, M) \
	VPSRLD    $16, V, V       \
	VPACKUSDW V, V, V         \
	VPERMQ    $0x08, V, V8    \
	VMOVDQU   X8, M

#define SPREAD(SHUFFLE, V, X, OF, M) \
	VMOVDQU LANES_8, V8          \
	VPSHUFB SHUFFLE, V, V        \
	VPERMD  V, V8, V             \
	VMOVQ   X, OF(M)             \
	VPEXTRQ $1, X, (OF+16)(M)    \
	VEXTRACTI128 $1, V, X8       \
	VMOVQ   X8, (OF+32)(M)       \
	VPEXTRQ $1, X8, (OF+48)(M)

#define FETCH \
	PREFETCHT0 (AX)    \
	PREFETCHT0 64(AX)  \
	ADDQ $128, AX

#define NEXT(BYTES) \
	ADDQ $BYTES, SI  \
	ADDQ $BYTES, DX

// func interleaveQ4_0AVX2(a *interleaveArgs)
#define NAME_Q4_0 ·interleaveQ4_0AVX2

// func interleaveQ4_1AVX2(a *interleaveArgs)
#define NAME_Q4_1 ·interleaveQ4_1AVX2

// func interleaveQ5_0AVX2(a *interleaveArgs)
#define NAME_Q5_0 ·interleaveQ5_0AVX2

// func interleaveQ5_1AVX2(a *interleaveArgs)
#define NAME_Q5_1 ·interleaveQ5_1AVX2

// func interleaveQ8_0AVX2(a *interleaveArgs)
#define NAME_Q8_0 ·interleaveQ8_0AVX2

// func interleaveQ2_KAVX2(a *interleaveArgs)
#define NAME_Q2_K ·interleaveQ2_KAVX2

// func interleaveQ3_KAVX2(a *interleaveArgs)
#define NAME_Q3_K ·interleaveQ3_KAVX2

// func interleaveQ4_KAVX2(a *interleaveArgs)
#define NAME_Q4_K ·interleaveQ4_KAVX2

// func interleaveQ5_KAVX2(a *interleaveArgs)
#define NAME_Q5_K ·interleaveQ5_KAVX2

// func interleaveQ6_KAVX2(a *interleaveArgs)
#define NAME_Q6_K ·interleaveQ6_KAVX2

// func interleaveIQ4_XSAVX2(a *interleaveArgs)
#define NAME_IQ4_XS ·interleaveIQ4_XSAVX2

#include "interleave_amd64.h"
