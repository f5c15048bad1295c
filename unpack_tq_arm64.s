//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"
#include "asm_unpack_arm64.h"

// Decoders of the ternary types. Registers beside those of asm_unpack_arm64.h:
//
//	V0-V3  packed codes    V27  d    V28-V31  constants

// 1, 3, 9 and 27 in four bytes each: they bring digit i to the front in lane i.
DATA tq1<>+0(SB)/8, $0x0303030301010101
DATA tq1<>+8(SB)/8, $0x1b1b1b1b09090909
GLOBL tq1<>(SB), RODATA|NOPTR, $16

// TQ1_16 is 16 values: the first ternary digit of the bytes V(N), less 1. A byte is below 86 for 0 and above 170 for 2. V28 is 86, V29 170.
#define TQ1_16(N) \
	CMHI_16B(N, 28, 4)          \
	CMHI_16B(29, N, 5)          \
	VSUB V5.B16, V4.B16, V4.B16 \
	SCALED_16(0, 27)

// TRIPLE multiplies bytes by 3, which brings the next digit to the front.
#define TRIPLE(V) \
	VADD V, V, V7.B16 \
	VADD V7.B16, V, V

// TQ1_DIGIT_32 is a digit of V0 and V1, TQ1_DIGIT_16 one of V2, all of which move on to the next.
#define TQ1_DIGIT_32 \
	TQ1_16(0)        \
	TQ1_16(1)        \
	TRIPLE(V0.B16)   \
	TRIPLE(V1.B16)

#define TQ1_DIGIT_16 \
	TQ1_16(2)        \
	TRIPLE(V2.B16)

// func decodeTQ1_0NEON(dst []float32, src []byte)
//
// V31 powers of 3
TEXT ·decodeTQ1_0NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, tq1_done)
	MOVD  $tq1<>(SB), R3
	VLD1  (R3), [V31.B16]
	VMOVI $86, V28.B16
	VMOVI $170, V29.B16

tq1_loop: // do {
	VLD1.P  48(R1), [V0.B16, V1.B16, V2.B16]
	VLD1R.P 4(R1), [V3.S4]
	VLD1R.P 2(R1), [V27.H8] // d
	FCVTL_4S(27, 27)
	MUL_16B(31, 3, 3)
	TQ1_DIGIT_32
	TQ1_DIGIT_32
	TQ1_DIGIT_32
	TQ1_DIGIT_32
	TQ1_16(0)
	TQ1_16(1)
	TQ1_DIGIT_16
	TQ1_DIGIT_16
	TQ1_DIGIT_16
	TQ1_DIGIT_16
	TQ1_16(2)
	TQ1_16(3)
	SUBS    $1, R2
	BNE     tq1_loop // } while --R2 > 0

tq1_done:
	RET

// TQ2_16 is 16 values whose codes are V4. V28 is 1.
#define TQ2_16 \
	VSUB V28.B16, V4.B16, V4.B16 \
	SCALED_16(0, 27)

// TQ2_SHIFTED_16 is 16 values: two bits of A, which SHIFT moves to the lowest. V31 is 3.
#define TQ2_SHIFTED_16(SHIFT, A) \
	SHIFT, A, V4.B16              \
	VAND V31.B16, V4.B16, V4.B16  \
	TQ2_16

// TQ2_HALF is 128 values, the codes of A and B, 32 bytes.
#define TQ2_HALF(A, B) \
	VAND  V31.B16, A, V4.B16   \
	TQ2_16                     \
	VAND  V31.B16, B, V4.B16   \
	TQ2_16                     \
	TQ2_SHIFTED_16(VUSHR $2, A) \
	TQ2_SHIFTED_16(VUSHR $2, B) \
	TQ2_SHIFTED_16(VUSHR $4, A) \
	TQ2_SHIFTED_16(VUSHR $4, B) \
	VUSHR $6, A, V4.B16        \
	TQ2_16                     \
	VUSHR $6, B, V4.B16        \
	TQ2_16

// func decodeTQ2_0NEON(dst []float32, src []byte)
TEXT ·decodeTQ2_0NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, tq2_done)
	VMOVI $1, V28.B16
	VMOVI $3, V31.B16

tq2_loop: // do {
	VLD1.P  64(R1), [V0.B16, V1.B16, V2.B16, V3.B16]
	VLD1R.P 2(R1), [V27.H8] // d
	FCVTL_4S(27, 27)
	TQ2_HALF(V0.B16, V1.B16)
	TQ2_HALF(V2.B16, V3.B16)
	SUBS    $1, R2
	BNE     tq2_loop // } while --R2 > 0

tq2_done:
	RET
