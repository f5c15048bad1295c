//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_unpack_amd64.h"
#include "asm_unpack_avx2_amd64.h"

// Decoders of quantized blocks; layouts are in unpack_*.go. Codes become bytes, 32 at a time, in the order of the values; bytes become
// floats 8 at a time (VPMOVSXBD, VCVTDQ2PS); these are multiplied by the scale, and the offset is added. Types whose codes are put together
// from several places keep a block's 256 codes in the frame, from where VPMOVSXBD reads them.

DATA ·unpackLevels+0(SB)/8, $0xfffefdfcfbfaf9f8 // Q4_0: -8 … 7
DATA ·unpackLevels+8(SB)/8, $0x0706050403020100
DATA ·unpackLevels+16(SB)/8, $0xf6eaddcfbfad9881 // iq4Values
DATA ·unpackLevels+24(SB)/8, $0x7159453526190d01
DATA ·unpackLevels+32(SB)/8, $0x0706050403020100 // 0 … 15
DATA ·unpackLevels+40(SB)/8, $0x0f0e0d0c0b0a0908
GLOBL ·unpackLevels(SB), RODATA|NOPTR, $48

DATA ·unpackMasks+0(SB)/4, $0x01010101
DATA ·unpackMasks+4(SB)/4, $0x03030303
DATA ·unpackMasks+8(SB)/4, $0x0f0f0f0f
DATA ·unpackMasks+12(SB)/4, $0x10101010
DATA ·unpackMasks+16(SB)/4, $0x20202020
DATA ·unpackMasks+20(SB)/4, $0x30303030
DATA ·unpackMasks+24(SB)/4, $0xf0f0f0f0
DATA ·unpackMasks+28(SB)/4, $0x04040404
DATA ·unpackMasks+32(SB)/4, $0x00000003
DATA ·unpackMasks+36(SB)/4, $0x0000000f
DATA ·unpackMasks+40(SB)/4, $0x00000020
DATA ·unpackMasks+44(SB)/4, $0x80000000
GLOBL ·unpackMasks(SB), RODATA|NOPTR, $48

DATA ·unpackShifts+0(SB)/8, $0x0000000200000000
DATA ·unpackShifts+8(SB)/8, $0x0000000600000004
DATA ·unpackShifts+16(SB)/8, $0x0000000a00000008
DATA ·unpackShifts+24(SB)/8, $0x0000000e0000000c
DATA ·unpackShifts+32(SB)/8, $0x0000000400000000
DATA ·unpackShifts+40(SB)/8, $0x0000000c00000008
DATA ·unpackShifts+48(SB)/8, $0x0000001400000010
DATA ·unpackShifts+56(SB)/8, $0x0000001c00000018
GLOBL ·unpackShifts(SB), RODATA|NOPTR, $64

// For VPSHUFB of a broadcast dword: byte i of 4 eight times.
DATA ·unpackEachByte+0(SB)/8, $0x0000000000000000
DATA ·unpackEachByte+8(SB)/8, $0x0101010101010101
DATA ·unpackEachByte+16(SB)/8, $0x0202020202020202
DATA ·unpackEachByte+24(SB)/8, $0x0303030303030303
GLOBL ·unpackEachByte(SB), RODATA|NOPTR, $32

DATA ·unpackDiagonal+0(SB)/8, $0x8040201008040201 // bit i of byte i
GLOBL ·unpackDiagonal(SB), RODATA|NOPTR, $8

// Registers of the kernels whose 32 codes go through Y0:
//
//	Y0   codes, then scratch of FLOATS_32     Y12  levels, or a mask of the fifth bit
//	Y2…5 32 floats                            Y13  bits, Y14 bytes of the fifth bits
//	Y6   d   Y7 m                             Y15  BYTES_0F

// NIBBLES_32 sets Y0 to 32 codes: the low nibbles of the 16 bytes at AT(SI), then the high ones.
#define NIBBLES_32(AT) \
	VMOVDQU     AT(SI), X0     \
	VPSRLW      $4, X0, X1     \
	VINSERTI128 $1, X1, Y0, Y0 \
	VPAND       Y15, Y0, Y0

// func decodeQ4_0AVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeQ4_0AVX2(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q40_done)
	VPBROADCASTD   BYTES_0F, Y15
	VBROADCASTI128 LEVELS_Q4_0, Y12

q40_loop: // do {
	NIBBLES_32(2)
	VPSHUFB Y0, Y12, Y0
	FLOATS_32
	HALF_TO((SI), X6, Y6)
	SCALE_32(Y6)
	STORE_32(0)
	NEXT(18, 32)
	JNE     q40_loop // } while --CX > 0

q40_done:
	VZEROUPPER
	RET

// func decodeIQ4_NLAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
//
// Q4_0 with other levels.
TEXT ·decodeIQ4_NLAVX2(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, iq4nl_done)
	VPBROADCASTD   BYTES_0F, Y15
	VBROADCASTI128 LEVELS_IQ4, Y12

iq4nl_loop: // do {
	NIBBLES_32(2)
	VPSHUFB Y0, Y12, Y0
	FLOATS_32
	HALF_TO((SI), X6, Y6)
	SCALE_32(Y6)
	STORE_32(0)
	NEXT(18, 32)
	JNE     iq4nl_loop // } while --CX > 0

iq4nl_done:
	VZEROUPPER
	RET

// func decodeQ4_1AVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeQ4_1AVX2(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q41_done)
	VPBROADCASTD BYTES_0F, Y15

q41_loop: // do {
	NIBBLES_32(4)
	FLOATS_32
	HALF_TO((SI), X6, Y6)
	HALF_TO(2(SI), X7, Y7)
	SCALE_32(Y6)
	ADD_32(Y7)
	STORE_32(0)
	NEXT(20, 32)
	JNE q41_loop // } while --CX > 0

q41_done:
	VZEROUPPER
	RET

// func decodeQ5_0AVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
//
// q-16 is the nibble with the bits above it clear where the fifth is set, else set.
TEXT ·decodeQ5_0AVX2(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q50_done)
	VPBROADCASTD BYTES_0F, Y15
	VMOVDQU      EACH_BYTE, Y14
	VPBROADCASTQ DIAGONAL, Y13
	VPBROADCASTD BYTES_F0, Y12

q50_loop: // do {
	NIBBLES_32(6)
	BITS_32(2(SI))
	VPANDN Y12, Y1, Y1
	VPOR   Y1, Y0, Y0
	FLOATS_32
	HALF_TO((SI), X6, Y6)
	SCALE_32(Y6)
	STORE_32(0)
	NEXT(22, 32)
	JNE    q50_loop // } while --CX > 0

q50_done:
	VZEROUPPER
	RET

// func decodeQ5_1AVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeQ5_1AVX2(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q51_done)
	VPBROADCASTD BYTES_0F, Y15
	VMOVDQU      EACH_BYTE, Y14
	VPBROADCASTQ DIAGONAL, Y13
	VPBROADCASTD BYTES_10, Y12

q51_loop: // do {
	NIBBLES_32(8)
	BITS_32(4(SI))
	VPAND Y12, Y1, Y1
	VPOR  Y1, Y0, Y0
	FLOATS_32
	HALF_TO((SI), X6, Y6)
	HALF_TO(2(SI), X7, Y7)
	SCALE_32(Y6)
	ADD_32(Y7)
	STORE_32(0)
	NEXT(24, 32)
	JNE   q51_loop // } while --CX > 0

q51_done:
	VZEROUPPER
	RET

// SCALED_8 sets 8 values of the destination to D times the int8 at CODES.
#define SCALED_8(CODES, D, TO) \
	VPMOVSXBD CODES, Y0  \
	VCVTDQ2PS Y0, Y0     \
	VMULPS    Y0, D, Y0  \
	VMOVUPS   Y0, TO

// func decodeQ8_0AVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeQ8_0AVX2(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q80_done)

q80_loop: // do {
	HALF_TO((SI), X6, Y6)
	SCALED_8(2(SI), Y6, (DI))
	SCALED_8(10(SI), Y6, 32(DI))
	SCALED_8(18(SI), Y6, 64(DI))
	SCALED_8(26(SI), Y6, 96(DI))
	NEXT(34, 32)
	JNE q80_loop // } while --CX > 0

q80_done:
	VZEROUPPER
	RET

// IQ4XS_RUN is run S of 32 values.
#define IQ4XS_RUN(S) \
	NIBBLES_32((8+16*S))         \
	VPSHUFB      Y0, Y12, Y0     \
	FLOATS_32                    \
	VBROADCASTSS (4*S)(SP), Y6   \
	SCALE_32(Y6)                 \
	STORE_32(128*S)

// func decodeIQ4_XSAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
//
// Frame: 8 scales.
TEXT ·decodeIQ4_XSAVX2(SB), NOSPLIT, $32-48
	UNPACK_ARGS(8, iq4xs_done)
	VPBROADCASTD   BYTES_0F, Y15
	VBROADCASTI128 LEVELS_IQ4, Y12

iq4xs_loop: // do {
	SCALES_IQ4_XS(Y0, Y1, X1)
	VMOVUPS Y0, (SP)
	IQ4XS_RUN(0)
	IQ4XS_RUN(1)
	IQ4XS_RUN(2)
	IQ4XS_RUN(3)
	IQ4XS_RUN(4)
	IQ4XS_RUN(5)
	IQ4XS_RUN(6)
	IQ4XS_RUN(7)
	NEXT(136, 256)
	JNE     iq4xs_loop // } while --CX > 0

iq4xs_done:
	VZEROUPPER
	RET
