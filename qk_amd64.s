//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// The K-quants: super-blocks of 256 weights, whose 8 blocks of 32 meet one block of activations each. A weight's own scale is an
// integer and multiplies the integer sums (VPMADDWD); d·Scale, a float, multiplies them once they are complete.

DATA qkConst<>+0(SB)/4, $0x00010001
DATA qkConst<>+4(SB)/4, $0x0f0f0f0f
DATA qkConst<>+8(SB)/4, $0x30303030
DATA qkConst<>+12(SB)/4, $0x20202020
GLOBL qkConst<>(SB), RODATA|NOPTR, $16

#define WORD_ONES qkConst<>+0(SB)
#define LOW_NIBBLES qkConst<>+4(SB)
#define UPPER_TWO qkConst<>+8(SB)
#define BYTE_32S qkConst<>+12(SB)

// pickWord: 16 bytes for each j < 8 that make VPSHUFB repeat word j.
DATA pickWord<>+0(SB)/8, $0x0100010001000100
DATA pickWord<>+8(SB)/8, $0x0100010001000100
DATA pickWord<>+16(SB)/8, $0x0302030203020302
DATA pickWord<>+24(SB)/8, $0x0302030203020302
DATA pickWord<>+32(SB)/8, $0x0504050405040504
DATA pickWord<>+40(SB)/8, $0x0504050405040504
DATA pickWord<>+48(SB)/8, $0x0706070607060706
DATA pickWord<>+56(SB)/8, $0x0706070607060706
DATA pickWord<>+64(SB)/8, $0x0908090809080908
DATA pickWord<>+72(SB)/8, $0x0908090809080908
DATA pickWord<>+80(SB)/8, $0x0b0a0b0a0b0a0b0a
DATA pickWord<>+88(SB)/8, $0x0b0a0b0a0b0a0b0a
DATA pickWord<>+96(SB)/8, $0x0d0c0d0c0d0c0d0c
DATA pickWord<>+104(SB)/8, $0x0d0c0d0c0d0c0d0c
DATA pickWord<>+112(SB)/8, $0x0f0e0f0e0f0e0f0e
DATA pickWord<>+120(SB)/8, $0x0f0e0f0e0f0e0f0e
GLOBL pickWord<>(SB), RODATA|NOPTR, $128

// pickBytes: 16 bytes for each j < 8 that repeat byte 2j in the lower half and byte 2j+1 in the upper.
DATA pickBytes<>+0(SB)/8, $0x0000000000000000
DATA pickBytes<>+8(SB)/8, $0x0101010101010101
DATA pickBytes<>+16(SB)/8, $0x0202020202020202
DATA pickBytes<>+24(SB)/8, $0x0303030303030303
DATA pickBytes<>+32(SB)/8, $0x0404040404040404
DATA pickBytes<>+40(SB)/8, $0x0505050505050505
DATA pickBytes<>+48(SB)/8, $0x0606060606060606
DATA pickBytes<>+56(SB)/8, $0x0707070707070707
DATA pickBytes<>+64(SB)/8, $0x0808080808080808
DATA pickBytes<>+72(SB)/8, $0x0909090909090909
DATA pickBytes<>+80(SB)/8, $0x0a0a0a0a0a0a0a0a
DATA pickBytes<>+88(SB)/8, $0x0b0b0b0b0b0b0b0b
DATA pickBytes<>+96(SB)/8, $0x0c0c0c0c0c0c0c0c
DATA pickBytes<>+104(SB)/8, $0x0d0d0d0d0d0d0d0d
DATA pickBytes<>+112(SB)/8, $0x0e0e0e0e0e0e0e0e
DATA pickBytes<>+120(SB)/8, $0x0f0f0f0f0f0f0f0f
GLOBL pickBytes<>(SB), RODATA|NOPTR, $128

// ADD_SCALED adds the integers V, times d (Y13) and the activations' scale of block J, to ACC.
#define ADD_SCALED(V, J, ACC) \
	VCVTDQ2PS    V, V            \
	VBROADCASTSS (J*4)(R8), Y6   \
	VMULPS       Y6, Y13, Y6     \
	VFMADD231PS  Y6, V, ACC

// Q4K_BLOCK adds block J, whose codes are in V; Y12 has the 8 scales as words, twice.
#define Q4K_BLOCK(J, V, ACC) \
	VMOVDQU        (J*32)(DI), Y4            \
	VPMADDUBSW     Y4, V, V                  \
	VBROADCASTI128 pickWord<>+(J*16)(SB), Y5 \
	VPSHUFB        Y5, Y12, Y5               \
	VPMADDWD       Y5, V, V                  \
	ADD_SCALED(V, J, ACC)

// Q4K_PAIR adds blocks J and J+1: low and high nibbles of the same 32 bytes.
#define Q4K_PAIR(J) \
	VMOVDQU (J*16+16)(SI), Y2  \
	VPSRLW  $4, Y2, Y3         \
	VPAND   Y14, Y2, Y2        \
	VPAND   Y14, Y3, Y3        \
	Q4K_BLOCK(J, Y2, Y0)       \
	Q4K_BLOCK((J+1), Y3, Y1)

// func dotQ4_KAVX2(w []byte, q Q8) float32
// Requires: AVX2, FMA, F16C
TEXT ·dotQ4_KAVX2(SB), NOSPLIT, $0-100
	DOT_ARGS
	MOVQ         q_Sums_base+72(FP), R9
	VBROADCASTSS WORD_ONES, Y15
	VBROADCASTSS LOW_NIBBLES, Y14
	SHRQ         $3, CX
	ZERO(Y11)
	TESTQ CX, CX
	JEQ   q4k_sum

q4k_loop: // do {
	// AX, BX, DX = the 12 bytes of scales and mins. Scales and mins 0..3 are the lower 6 bits of AX and BX, byte by byte; 4..7
	// are nibbles of DX below the upper two bits of AX and BX.
	MOVL 4(SI), AX
	MOVL 8(SI), BX
	MOVL 12(SI), DX
	MOVL AX, R10
	SHRL $2, R10
	ANDL $0x30303030, R10
	MOVL DX, R12
	ANDL $0x0f0f0f0f, R12
	ORL  R12, R10 // scales 4..7
	ANDL $0x3f3f3f3f, AX
	MOVL BX, R11
	SHRL $2, R11
	ANDL $0x30303030, R11
	SHRL $4, DX
	ANDL $0x0f0f0f0f, DX
	ORL  DX, R11  // mins 4..7
	ANDL $0x3f3f3f3f, BX
	SHLQ $32, R10
	ORQ  R10, AX
	SHLQ $32, R11
	ORQ  R11, BX

	// Y11 -= (dmin·Scale)·(min·sum), lane j for block j.
	VMOVQ        BX, X2
	VPMOVZXBD    X2, Y2
	VMOVDQU      (R9), Y3
	VPMADDWD     Y15, Y3, Y3
	VPMULLD      Y3, Y2, Y2
	VCVTDQ2PS    Y2, Y2
	HALF_TO(2(SI), X3, Y3)
	VMULPS       (R8), Y3, Y3
	VFNMADD231PS Y3, Y2, Y11

	VMOVQ       AX, X12
	VPMOVZXBW   X12, X12
	VINSERTI128 $1, X12, Y12, Y12
	HALF_TO((SI), X13, Y13)
	Q4K_PAIR(0)
	Q4K_PAIR(2)
	Q4K_PAIR(4)
	Q4K_PAIR(6)
	ADDQ $144, SI
	ADDQ $256, DI
	ADDQ $32, R8
	ADDQ $32, R9
	DECQ CX
	JNE  q4k_loop // } while --CX > 0

q4k_sum:
	VADDPS Y1, Y0, Y0
	VADDPS Y11, Y0, Y0
	SUM_LANES(Y0, X0, X1)
	VMOVSS X0, ret+96(FP)
	VZEROUPPER
	RET

// Q6K_BLOCK adds block J, whose low nibbles are in V and whose upper two bits are in H, in place: Σ code·q - Σ 32·q, by scales.
#define Q6K_BLOCK(J, V, H, ACC) \
	VPAND      Y14, V, V                  \
	VPAND      Y12, H, H                  \
	VPOR       H, V, V                    \
	VMOVDQU    (J*32)(DI), Y4             \
	VPMADDUBSW Y4, V, V                   \
	VPMADDUBSW Y4, Y11, Y4                \
	VPSUBW     Y4, V, V                   \
	VPSHUFB    pickBytes<>+(J*16)(SB), X10, X5 \
	VPMOVSXBW  X5, Y5                     \
	VPMADDWD   Y5, V, V                   \
	ADD_SCALED(V, J, ACC)

// Q6K_HALF adds blocks J..J+3, whose nibbles are at LOW(SI) and whose upper bits are at HIGH(SI).
#define Q6K_HALF(J, LOW, HIGH) \
	VMOVDQU HIGH(SI), Y9            \
	VMOVDQU LOW(SI), Y2             \
	VPSLLW  $4, Y9, Y3              \
	Q6K_BLOCK(J, Y2, Y3, Y0)        \
	VMOVDQU (LOW+32)(SI), Y2        \
	VPSLLW  $2, Y9, Y3              \
	Q6K_BLOCK((J+1), Y2, Y3, Y1)    \
	VMOVDQU LOW(SI), Y2             \
	VPSRLW  $4, Y2, Y2              \
	VMOVDQA Y9, Y3                  \
	Q6K_BLOCK((J+2), Y2, Y3, Y0)    \
	VMOVDQU (LOW+32)(SI), Y2        \
	VPSRLW  $4, Y2, Y2              \
	VPSRLW  $2, Y9, Y3              \
	Q6K_BLOCK((J+3), Y2, Y3, Y1)

// func dotQ6_KAVX2(w []byte, q Q8) float32
// Requires: AVX2, FMA, F16C
TEXT ·dotQ6_KAVX2(SB), NOSPLIT, $0-100
	DOT_ARGS
	VBROADCASTSS WORD_ONES, Y15
	VBROADCASTSS LOW_NIBBLES, Y14
	SHRQ         $3, CX
	VBROADCASTSS UPPER_TWO, Y12
	VBROADCASTSS BYTE_32S, Y11
	TESTQ        CX, CX
	JEQ          q6k_sum

q6k_loop: // do {
	HALF_TO(208(SI), X13, Y13)
	VMOVDQU 192(SI), X10
	Q6K_HALF(0, 0, 128)
	Q6K_HALF(4, 64, 160)
	ADDQ $210, SI
	ADDQ $256, DI
	ADDQ $32, R8
	DECQ CX
	JNE  q6k_loop // } while --CX > 0

q6k_sum:
	VADDPS Y1, Y0, Y0
	SUM_LANES(Y0, X0, X1)
	VMOVSS X0, ret+96(FP)
	VZEROUPPER
	RET
