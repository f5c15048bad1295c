//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_unpack_amd64.h"
#include "asm_unpack_avx2_amd64.h"

// Decoders of the lattice types, whose codes are points of four values: 8 indices are gathered from the list of points, which gives 32
// values, magnitudes in bytes, in their order; their signs are bits. They serve the tier AVX512 too: the gather is what they wait for.
//
// Registers beside those of asm_unpack_avx2_amd64.h:
//
//	BX  the list of points    Y8  1<<i in dword i    Y9  256 in each
//
// Frame: 8 scales, floats; IQ3_XXS: then 8 × 32 sign bits.

DATA powers<>+0(SB)/8, $0x0000000200000001
DATA powers<>+8(SB)/8, $0x0000000800000004
DATA powers<>+16(SB)/8, $0x0000002000000010
DATA powers<>+24(SB)/8, $0x0000008000000040
DATA powers<>+32(SB)/4, $0x100      // the ninth bit of an index
DATA powers<>+36(SB)/4, $0x7f       // 7 signs
DATA powers<>+40(SB)/4, $0x80       // the eighth
DATA powers<>+44(SB)/4, $0x3f000000 // 0.5
GLOBL powers<>(SB), RODATA|NOPTR, $48

// POINTS_32 sets 32 values of run S: points of indices Y0, signs the bits at M, scaled by float S of the frame.
#define POINTS_32(S, M) \
	VPCMPEQD     Y2, Y2, Y2         \
	VPGATHERDD   Y2, (BX)(Y0*4), Y3 \
	BITS_32(M)                      \
	VPXOR        Y1, Y3, Y0         \
	VPSUBB       Y1, Y0, Y0         \ // -v is ^v + 1
	FLOATS_32                       \
	VBROADCASTSS (4*S)(SP), Y6      \
	SCALE_32(Y6)                    \
	STORE_32(128*S)

#define IQ3S_RUN(S) \
	VPMOVZXBD    (2+8*S)(SI), Y0    \
	VPBROADCASTB (66+S)(SI), Y1     \
	VPAND        Y8, Y1, Y1         \
	VPCMPEQD     Y8, Y1, Y1         \
	VPAND        Y9, Y1, Y1         \
	VPOR         Y1, Y0, Y0         \
	POINTS_32(S, (74+4*S)(SI))

// func decodeIQ3_SAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeIQ3_SAVX2(SB), NOSPLIT, $32-48
	UNPACK_ARGS(8, iq3s_done)
	LEAQ         ·iq3s(SB), BX
	VMOVDQU      EACH_BYTE, Y14
	VPBROADCASTQ DIAGONAL, Y13
	VMOVDQU      powers<>(SB), Y8
	VPBROADCASTD powers<>+32(SB), Y9

iq3s_loop: // do {
	VPBROADCASTD 106(SI), Y0
	VPSRLVD      SHIFTS_4, Y0, Y0
	VPBROADCASTD DWORD_0F, Y1
	VPAND        Y1, Y0, Y0
	VPSRLD       $3, Y1, Y1 // 1
	VPADDD       Y0, Y0, Y0
	VPADDD       Y1, Y0, Y0
	VCVTDQ2PS    Y0, Y0
	HALF_TO((SI), X6, Y6)
	VMULPS       Y0, Y6, Y0
	VMOVUPS      Y0, (SP)
	IQ3S_RUN(0)
	IQ3S_RUN(1)
	IQ3S_RUN(2)
	IQ3S_RUN(3)
	IQ3S_RUN(4)
	IQ3S_RUN(5)
	IQ3S_RUN(6)
	IQ3S_RUN(7)
	NEXT(110, 256)
	JNE          iq3s_loop // } while --CX > 0

iq3s_done:
	VZEROUPPER
	RET

// IQ3XXS_SIGNS adds to Y2 the signs of values 8L … 8L+7 of each run, a byte of each dword: 7 bits of the words Y0, and their parity above.
// Y10 is 127, Y11 128.
#define IQ3XXS_SIGNS(L) \
	VPSRLD $(7*L), Y0, Y3 \
	VPAND  Y10, Y3, Y3    \
	VPSRLD $4, Y3, Y4     \
	VPXOR  Y3, Y4, Y4     \
	VPSRLD $2, Y4, Y5     \
	VPXOR  Y4, Y5, Y5     \
	VPSRLD $1, Y5, Y4     \
	VPXOR  Y4, Y5, Y5     \ // bit 0 is the parity
	VPSLLD $7, Y5, Y5     \
	VPAND  Y11, Y5, Y5    \
	VPOR   Y5, Y3, Y3     \
	VPSLLD $(8*L), Y3, Y3 \
	VPOR   Y3, Y2, Y2

#define IQ3XXS_RUN(S) \
	VPMOVZXBD (2+8*S)(SI), Y0 \
	POINTS_32(S, (32+4*S)(SP))

// func decodeIQ3_XXSAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeIQ3_XXSAVX2(SB), NOSPLIT, $64-48
	UNPACK_ARGS(8, iq3xxs_done)
	LEAQ         ·iq3xxs(SB), BX
	VMOVDQU      EACH_BYTE, Y14
	VPBROADCASTQ DIAGONAL, Y13
	VPBROADCASTD powers<>+36(SB), Y10
	VPBROADCASTD powers<>+40(SB), Y11
	VBROADCASTSS powers<>+44(SB), Y12

iq3xxs_loop: // do {
	VMOVDQU   66(SI), Y0
	VPSRLD    $28, Y0, Y1
	VCVTDQ2PS Y1, Y1
	VADDPS    Y12, Y1, Y1
	HALF_TO((SI), X6, Y6)
	VMULPS    Y1, Y6, Y1
	VMULPS    Y12, Y1, Y1
	VMOVUPS   Y1, (SP)
	VPXOR     Y2, Y2, Y2
	IQ3XXS_SIGNS(0)
	IQ3XXS_SIGNS(1)
	IQ3XXS_SIGNS(2)
	IQ3XXS_SIGNS(3)
	VMOVDQU   Y2, 32(SP)
	IQ3XXS_RUN(0)
	IQ3XXS_RUN(1)
	IQ3XXS_RUN(2)
	IQ3XXS_RUN(3)
	IQ3XXS_RUN(4)
	IQ3XXS_RUN(5)
	IQ3XXS_RUN(6)
	IQ3XXS_RUN(7)
	NEXT(98, 256)
	JNE       iq3xxs_loop // } while --CX > 0

iq3xxs_done:
	VZEROUPPER
	RET
