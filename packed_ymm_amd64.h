// The bodies of the ymm kernels of Packed, included with the macros of a tier defined:
//
//	NAME4, NAME8, NAME4MIN, NAME6        names of the functions
//	DOT_NIBBLE(W, X, A, w, x, a)         adds bytes W (0..15) times bytes X to the sums A; may spoil W; w, x, a are the registers' numbers
//	SUM_NIBBLES(A)                       makes those sums 32-bit
//	DOT_SEVEN(W, X, A, w, x, a)          adds bytes W (0..127) times bytes X to 32-bit sums A; may spoil W
//	DOT_EIGHT(M, X, A, x, a)             adds the bytes at M, of codes with zero 128, times bytes X; spoils Y4, Y5, Y7
//	ADD_EIGHT(OF, A, B)                  adds what such sums lack of the block's Offset; spoils Y4
//
// Registers but for the vectors are those of packed_avx512_amd64.s; rows 0-7 and 8-15 of the group have a register each:
//
//	Y0, Y1  sums of floats     Y2, Y3  sums of integers     Y12, Y13  those of the second run of 16 columns
//	Y4-Y7, Y11  scratch        Y8-Y11  d and dmin           Y14  0x0f, or 0x80 of 8 bits      Y15  ones of 16 bits

#include "packed_group_amd64.h"

#define NEXT_GROUP(DONE) \
	START_GROUP(DONE) \
	VPXOR Y0, Y0, Y0                 \
	VPXOR Y1, Y1, Y1

#define END_GROUP \
	MOVQ    packedArgs_acc(AX), DX         \
	VMOVUPS Y0, (DX)                       \
	VMOVUPS Y1, 32(DX)                     \
	ADDQ    $64, packedArgs_acc(AX)        \
	MOVQ    packedArgs_groupBytes(AX), DX  \
	ADDQ    DX, packedArgs_w(AX)

#define BYTES(N, X, Y) \
	MOVL         N, DX \
	VMOVD        DX, X \
	VPBROADCASTB X, Y

#define WORD_ONES \
	VPCMPEQW Y15, Y15, Y15 \
	VPSRLW   $15, Y15, Y15

#define NIBBLES(M) \
	VMOVDQU M, Y4        \
	VPSRLW  $4, Y4, Y5   \
	VPAND   Y14, Y4, Y4  \
	VPAND   Y14, Y5, Y5

// PART_4 multiplies steps I and I+4.
#define PART_4(I) \
	VPBROADCASTD (I*4)(DI), Y6              \
	VPBROADCASTD (I*4+16)(DI), Y7           \
	NIBBLES((I*64)(SI))                     \
	DOT_NIBBLE(Y4, Y6, Y2, 4, 6, 2)         \
	DOT_NIBBLE(Y5, Y7, Y2, 5, 7, 2)         \
	NIBBLES((I*64+32)(SI))                  \
	DOT_NIBBLE(Y4, Y6, Y3, 4, 6, 3)         \
	DOT_NIBBLE(Y5, Y7, Y3, 5, 7, 3)

#define BLOCK_4 \
	VPXOR Y2, Y2, Y2  \
	VPXOR Y3, Y3, Y3  \
	PART_4(0)         \
	PART_4(1)         \
	PART_4(2)         \
	PART_4(3)         \
	SUM_NIBBLES(Y2)   \
	SUM_NIBBLES(Y3)

// HALF_SCALES adds Y2, Y3, times the scales of X and W, to Y0, Y1.
#define HALF_SCALES \
	VBROADCASTSS 4(R9), Y6      \
	VCVTDQ2PS    Y2, Y2         \
	VCVTDQ2PS    Y3, Y3         \
	VCVTPH2PS    (R8), Y4       \
	VCVTPH2PS    16(R8), Y5     \
	VMULPS       Y6, Y2, Y2     \
	VMULPS       Y6, Y3, Y3     \
	VFMADD231PS  Y4, Y2, Y0     \
	VFMADD231PS  Y5, Y3, Y1

// CODE_SCALES adds A, B, times the scale of X at S and the 16 codes at M by d, to Y0, Y1.
#define CODE_SCALES(A, B, M, M8, S) \
	VBROADCASTSS S, Y6          \
	VPMOVSXBD    M, Y4          \
	VPMOVSXBD    M8, Y5         \
	VCVTDQ2PS    Y4, Y4         \
	VCVTDQ2PS    Y5, Y5         \
	VMULPS       Y8, Y4, Y4     \
	VMULPS       Y9, Y5, Y5     \
	VCVTDQ2PS    A, A           \
	VCVTDQ2PS    B, B           \
	VMULPS       Y6, A, A       \
	VMULPS       Y6, B, B       \
	VFMADD231PS  Y4, A, Y0      \
	VFMADD231PS  Y5, B, Y1

TEXT NAME4(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, X14, Y14)
	WORD_ONES

group4:
	NEXT_GROUP(done4)

block4: // do {
	FETCH_BLOCK4
	BLOCK_4
	VPBROADCASTD (R9), Y4
	VPADDD       Y4, Y2, Y2
	VPADDD       Y4, Y3, Y3
	HALF_SCALES
	ADDQ $256, SI
	ADDQ $32, R8
	ADDQ $32, DI
	ADDQ $8, R9
	SUBQ $32, CX
	JNE  block4 // } while (CX -= 32) > 0

	END_GROUP
	JMP group4

done4:
	VZEROUPPER
	RET

#define STEP_8(S) \
	VPBROADCASTD (S*4)(DI), Y6        \
	DOT_EIGHT((S*64)(SI), Y6, Y2, 6, 2)    \
	DOT_EIGHT((S*64+32)(SI), Y6, Y3, 6, 3)

TEXT NAME8(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x80, X14, Y14)
	WORD_ONES

group8:
	NEXT_GROUP(done8)

block8: // do {
	FETCH_BLOCK8
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	STEP_8(0)
	STEP_8(1)
	STEP_8(2)
	STEP_8(3)
	STEP_8(4)
	STEP_8(5)
	STEP_8(6)
	STEP_8(7)
	ADD_EIGHT((R9), Y2, Y3)
	HALF_SCALES
	ADDQ $512, SI
	ADDQ $32, R8
	ADDQ $32, DI
	ADDQ $8, R9
	SUBQ $32, CX
	JNE  block8 // } while (CX -= 32) > 0

	END_GROUP
	JMP group8

done8:
	VZEROUPPER
	RET

TEXT NAME4MIN(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, X14, Y14)
	WORD_ONES

group4m:
	NEXT_GROUP(done4m)

super4m: // do {
	VCVTPH2PS (R11), Y8
	VCVTPH2PS 16(R11), Y9
	VCVTPH2PS (R12), Y10
	VCVTPH2PS 16(R12), Y11
	MOVL      $8, BX

block4m: // do {
	FETCH_BLOCK4MIN
	BLOCK_4
	CODE_SCALES(Y2, Y3, (R8), 8(R8), 4(R9))
	VBROADCASTSS (R9), Y6
	VPMOVSXBD    (R10), Y4
	VPMOVSXBD    8(R10), Y5
	VCVTDQ2PS    Y4, Y4
	VCVTDQ2PS    Y5, Y5
	VMULPS       Y10, Y4, Y4
	VMULPS       Y11, Y5, Y5
	VFMADD231PS  Y4, Y6, Y0
	VFMADD231PS  Y5, Y6, Y1
	ADDQ $256, SI
	ADDQ $16, R8
	ADDQ $16, R10
	ADDQ $32, DI
	ADDQ $8, R9
	DECL BX
	JNE  block4m // } while --BX > 0

	ADDQ $32, R11
	ADDQ $32, R12
	SUBQ $256, CX
	JNE  super4m // } while (CX -= 256) > 0

	END_GROUP
	JMP group4m

done4m:
	VZEROUPPER
	RET

// UPPER_TWO puts two bits of the bytes at M, moved to bits 4 and 5, above the nibbles V.
#define UPPER_TWO(V, M, SHIFT, N) \
	VMOVDQU M, Y6         \
	SHIFT   $N, Y6, Y6    \
	VPAND   Y10, Y6, Y6   \
	VPOR    Y6, V, V

// PART_6 multiplies steps I, of the first run, and I+4, of the second.
#define PART_6(I, SHIFT, N) \
	VPBROADCASTD (I*4)(DI), Y7              \
	VPBROADCASTD (I*4+16)(DI), Y11          \
	NIBBLES((I*64)(SI))                     \
	UPPER_TWO(Y4, (R13), SHIFT, N)          \
	UPPER_TWO(Y5, 64(R13), SHIFT, N)        \
	DOT_SEVEN(Y4, Y7, Y2, 4, 7, 2)          \
	DOT_SEVEN(Y5, Y11, Y12, 5, 11, 12)      \
	NIBBLES((I*64+32)(SI))                  \
	UPPER_TWO(Y4, 32(R13), SHIFT, N)        \
	UPPER_TWO(Y5, 96(R13), SHIFT, N)        \
	DOT_SEVEN(Y4, Y7, Y3, 4, 7, 3)          \
	DOT_SEVEN(Y5, Y11, Y13, 5, 11, 13)

TEXT NAME6(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	BYTES($0x0f, X14, Y14)
	BYTES($0x30, X10, Y10)
	WORD_ONES

group6:
	NEXT_GROUP(done6)

super6: // do {
	VCVTPH2PS (R11), Y8
	VCVTPH2PS 16(R11), Y9
	MOVL      $8, BX

block6: // do {
	FETCH_BLOCK6
	VPBROADCASTD (R9), Y2
	VPBROADCASTD 8(R9), Y12
	VMOVDQA      Y2, Y3
	VMOVDQA      Y12, Y13
	PART_6(0, VPSLLW, 4)
	PART_6(1, VPSLLW, 2)
	PART_6(2, VPSLLW, 0)
	PART_6(3, VPSRLW, 2)
	CODE_SCALES(Y2, Y3, (R8), 8(R8), 4(R9))
	CODE_SCALES(Y12, Y13, 16(R8), 24(R8), 12(R9))
	ADDQ $256, SI
	ADDQ $128, R13
	ADDQ $32, R8
	ADDQ $32, DI
	ADDQ $16, R9
	DECL BX
	JNE  block6 // } while --BX > 0

	ADDQ $32, R11
	SUBQ $256, CX
	JNE  super6 // } while (CX -= 256) > 0

	END_GROUP
	JMP group6

done6:
	VZEROUPPER
	RET
