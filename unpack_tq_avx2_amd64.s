//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_unpack_amd64.h"
#include "asm_unpack_avx2_amd64.h"

// Decoders of the ternary types; they serve the tier AVX512 too.

DATA thirds<>+0(SB)/4, $0x56565656 // 86, the first byte whose third is 1
DATA thirds<>+4(SB)/4, $0xabababab // 171, … is 2
GLOBL thirds<>(SB), RODATA|NOPTR, $8

// DIGITS sets Y1 to the first ternary digit of each byte of Y0, less 1, and multiplies the bytes by 3, which brings the next digit to
// the front. Y8 and Y9 are thirds, Y15 is -1 in bytes.
#define DIGITS \
	VPMAXUB  Y8, Y0, Y1  \
	VPMAXUB  Y9, Y0, Y2  \
	VPCMPEQB Y0, Y1, Y1  \
	VPCMPEQB Y0, Y2, Y2  \
	VPADDB   Y2, Y1, Y1  \
	VPSUBB   Y1, Y15, Y1 \
	VPADDB   Y0, Y0, Y2  \
	VPADDB   Y2, Y0, Y0

#define DIGITS_32(AT) \
	DIGITS            \
	VMOVDQU Y1, AT(SP)

#define DIGITS_16(AT) \
	DIGITS            \
	VMOVDQU X1, AT(SP)

#define DIGITS_4(AT) \
	DIGITS           \
	VMOVD X1, AT(SP)

// CODES_32 sets values AT … AT+31 from the frame.
#define CODES_32(AT) \
	VMOVDQU AT(SP), Y0 \
	FLOATS_32          \
	SCALE_32(Y6)       \
	STORE_32(4*AT)

// func decodeTQ1_0AVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
//
// Frame: 256 codes, int8.
TEXT ·decodeTQ1_0AVX2(SB), NOSPLIT, $256-48
	UNPACK_ARGS(8, tq1_done)
	VPCMPEQB     Y15, Y15, Y15
	VPBROADCASTD thirds<>+0(SB), Y8
	VPBROADCASTD thirds<>+4(SB), Y9

tq1_loop: // do {
	VMOVDQU (SI), Y0
	DIGITS_32(0)
	DIGITS_32(32)
	DIGITS_32(64)
	DIGITS_32(96)
	DIGITS_32(128)
	VMOVDQU 32(SI), X0
	DIGITS_16(160)
	DIGITS_16(176)
	DIGITS_16(192)
	DIGITS_16(208)
	DIGITS_16(224)
	VMOVD   48(SI), X0
	DIGITS_4(240)
	DIGITS_4(244)
	DIGITS_4(248)
	DIGITS_4(252)
	HALF_TO(52(SI), X6, Y6)
	CODES_32(0)
	CODES_32(32)
	CODES_32(64)
	CODES_32(96)
	CODES_32(128)
	CODES_32(160)
	CODES_32(192)
	CODES_32(224)
	NEXT(54, 256)
	JNE     tq1_loop // } while --CX > 0

tq1_done:
	VZEROUPPER
	RET

// TWO_BITS_32 sets values AT … AT+31 from bits B and B+1 of the bytes Y8.
#define TWO_BITS_32(B, AT) \
	VPSRLW $B, Y8, Y0   \
	VPAND  Y15, Y0, Y0  \
	VPSUBB Y14, Y0, Y0  \
	FLOATS_32           \
	SCALE_32(Y6)        \
	STORE_32(4*AT)

// func decodeTQ2_0AVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeTQ2_0AVX2(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, tq2_done)
	VPBROADCASTD BYTES_03, Y15
	VPBROADCASTD BYTES_01, Y14

tq2_loop: // do {
	HALF_TO(64(SI), X6, Y6)
	VMOVDQU (SI), Y8
	TWO_BITS_32(0, 0)
	TWO_BITS_32(2, 32)
	TWO_BITS_32(4, 64)
	TWO_BITS_32(6, 96)
	VMOVDQU 32(SI), Y8
	TWO_BITS_32(0, 128)
	TWO_BITS_32(2, 160)
	TWO_BITS_32(4, 192)
	TWO_BITS_32(6, 224)
	NEXT(66, 256)
	JNE     tq2_loop // } while --CX > 0

tq2_done:
	VZEROUPPER
	RET
