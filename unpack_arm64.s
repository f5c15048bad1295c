//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"
#include "asm_unpack_arm64.h"

// Decoders of the blocks of 32 values, and of IQ4_XS, which is eight of IQ4_NL with one d. Registers beside those of asm_unpack_arm64.h:
//
//	V0      16 bytes of nibbles              V28   m
//	V1, V7  fifth bits, then masks of them   V29   DIAGONAL
//	V27     d                                V31   levels; 0x10, Q5_1
//	V25, V26  EACH_BYTE of bits 0-15 and 16-31

DATA ·unpackLevels+0(SB)/8, $0xfffefdfcfbfaf9f8 // Q4_0: -8 … 7
DATA ·unpackLevels+8(SB)/8, $0x0706050403020100
DATA ·unpackLevels+16(SB)/8, $0xf6eaddcfbfad9881 // iq4Values
DATA ·unpackLevels+24(SB)/8, $0x7159453526190d01
GLOBL ·unpackLevels(SB), RODATA|NOPTR, $32

DATA ·unpackBits+0(SB)/8, $0x0000000000000000
DATA ·unpackBits+8(SB)/8, $0x0101010101010101
DATA ·unpackBits+16(SB)/8, $0x8040201008040201
DATA ·unpackBits+24(SB)/8, $0x8040201008040201
GLOBL ·unpackBits(SB), RODATA|NOPTR, $32

// For the upper bits of IQ4_XS's scales: byte i of 2 four times, and how far bits 2s and 2s+1 are to be shifted to become bits 4 and 5.
DATA iq4xs<>+0(SB)/8, $0x0101010100000000
DATA iq4xs<>+8(SB)/8, $0xfe000204fe000204
GLOBL iq4xs<>(SB), RODATA|NOPTR, $16

// LEVELS_32 is 32 values: the nibbles of V0, levels V31, by lane I of V(SC).
#define LEVELS_32(I, SC) \
	VAND  V30.B16, V0.B16, V4.B16    \
	VTBL  V4.B16, [V31.B16], V4.B16  \
	SCALED_16(I, SC)                 \
	VUSHR $4, V0.B16, V4.B16         \
	VTBL  V4.B16, [V31.B16], V4.B16  \
	SCALED_16(I, SC)

// func decodeQ4_0NEON(dst []float32, src []byte)
TEXT ·decodeQ4_0NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q40_done)
	MOVD  $·unpackLevels+0(SB), R3
	VLD1  (R3), [V31.B16]
	VMOVI $15, V30.B16

q40_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	VLD1.P  16(R1), [V0.B16]
	FCVTL_4S(27, 27)
	LEVELS_32(0, 27)
	SUBS    $1, R2
	BNE     q40_loop // } while --R2 > 0

q40_done:
	RET

// func decodeIQ4_NLNEON(dst []float32, src []byte)
//
// Q4_0 with other levels.
TEXT ·decodeIQ4_NLNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, iq4nl_done)
	MOVD  $·unpackLevels+16(SB), R3
	VLD1  (R3), [V31.B16]
	VMOVI $15, V30.B16

iq4nl_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	VLD1.P  16(R1), [V0.B16]
	FCVTL_4S(27, 27)
	LEVELS_32(0, 27)
	SUBS    $1, R2
	BNE     iq4nl_loop // } while --R2 > 0

iq4nl_done:
	RET

// IQ4XS_RUNS is four runs of 32 values, by the lanes of V(SC).
#define IQ4XS_RUNS(SC) \
	VLD1.P 16(R1), [V0.B16] \
	LEVELS_32(0, SC)        \
	VLD1.P 16(R1), [V0.B16] \
	LEVELS_32(1, SC)        \
	VLD1.P 16(R1), [V0.B16] \
	LEVELS_32(2, SC)        \
	VLD1.P 16(R1), [V0.B16] \
	LEVELS_32(3, SC)

// func decodeIQ4_XSNEON(dst []float32, src []byte)
//
// V24, V25 scales d·(scale-32) · V20 byte of scale s, V21 its shift · V22 48 · V23 32
TEXT ·decodeIQ4_XSNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, iq4xs_done)
	MOVD  $·unpackLevels+16(SB), R3
	VLD1  (R3), [V31.B16]
	MOVD  $iq4xs<>(SB), R3
	VLD1  (R3), [V20.B8, V21.B8]
	VMOVI $15, V30.B16
	VMOVI $48, V22.B16
	VMOVI $32, V23.B16

iq4xs_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	VLD1R.P 2(R1), [V7.H8]  // upper bits: pair s
	VLD1R.P 4(R1), [V4.S4]  // nibbles: s even in the low ones
	FCVTL_4S(27, 27)
	VTBL    V20.B8, [V7.B16], V7.B8
	USHL_16B(21, 7, 7)
	VAND    V22.B8, V7.B8, V7.B8
	VUSHR   $4, V4.B8, V5.B8
	VAND    V30.B8, V4.B8, V4.B8
	VZIP1   V5.B8, V4.B8, V4.B8
	VORR    V7.B8, V4.B8, V4.B8
	VSUB    V23.B8, V4.B8, V4.B8
	SXTL_8H(4, 5)
	SXTL_4S(5, 24)
	SXTL2_4S(5, 25)
	SCVTF_4S(24, 24)
	SCVTF_4S(25, 25)
	FMUL_4S(24, 27, 24)
	FMUL_4S(25, 27, 25)
	IQ4XS_RUNS(24)
	IQ4XS_RUNS(25)
	SUBS    $1, R2
	BNE     iq4xs_loop // } while --R2 > 0

iq4xs_done:
	RET

// func decodeQ8_0NEON(dst []float32, src []byte)
TEXT ·decodeQ8_0NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q80_done)

q80_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	FCVTL_4S(27, 27)
	VLD1.P  16(R1), [V4.B16]
	SCALED_16(0, 27)
	VLD1.P  16(R1), [V4.B16]
	SCALED_16(0, 27)
	SUBS    $1, R2
	BNE     q80_loop // } while --R2 > 0

q80_done:
	RET

// func decodeQ4_1NEON(dst []float32, src []byte)
TEXT ·decodeQ4_1NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q41_done)
	VMOVI $15, V30.B16

q41_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	VLD1R.P 2(R1), [V28.H8] // m
	VLD1.P  16(R1), [V0.B16]
	FCVTL_4S(27, 27)
	FCVTL_4S(28, 28)
	VAND    V30.B16, V0.B16, V4.B16
	ADDED_16(0, 27, 28)
	VUSHR   $4, V0.B16, V4.B16
	ADDED_16(0, 27, 28)
	SUBS    $1, R2
	BNE     q41_loop // } while --R2 > 0

q41_done:
	RET

// FIFTH_ARGS loads the constants of the fifth bits.
#define FIFTH_ARGS \
	MOVD  $EACH_BYTE, R3            \
	VLD1  (R3), [V25.B16]           \
	MOVD  $DIAGONAL, R3             \
	VLD1  (R3), [V29.B16]           \
	VMOVI $2, V26.B16               \
	VADD  V25.B16, V26.B16, V26.B16

// func decodeQ5_0NEON(dst []float32, src []byte)
//
// VSLI puts four bits above a nibble, whatever was there: clear where the fifth bit f is set, else set, which makes q-16 of them.
//
//	V4 before  ....qqqq      V7  ffffffff, f inverted      V4 then  ffffqqqq
TEXT ·decodeQ5_0NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q50_done)
	FIFTH_ARGS
	VMOVI $255, V31.B16

q50_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	VLD1R.P 4(R1), [V1.S4]  // fifth bits
	VLD1.P  16(R1), [V0.B16]
	FCVTL_4S(27, 27)
	VEOR    V31.B16, V1.B16, V1.B16
	BITS_16(V25.B16, V1.B16, V7.B16)
	VMOV    V0.B16, V4.B16
	VSLI    $4, V7.B16, V4.B16
	SCALED_16(0, 27)
	BITS_16(V26.B16, V1.B16, V7.B16)
	VUSHR   $4, V0.B16, V4.B16
	VSLI    $4, V7.B16, V4.B16
	SCALED_16(0, 27)
	SUBS    $1, R2
	BNE     q50_loop // } while --R2 > 0

q50_done:
	RET

// func decodeQ5_1NEON(dst []float32, src []byte)
TEXT ·decodeQ5_1NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q51_done)
	FIFTH_ARGS
	VMOVI $15, V30.B16
	VMOVI $16, V31.B16

q51_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	VLD1R.P 2(R1), [V28.H8] // m
	VLD1R.P 4(R1), [V1.S4]  // fifth bits
	VLD1.P  16(R1), [V0.B16]
	FCVTL_4S(27, 27)
	FCVTL_4S(28, 28)
	BITS_16(V25.B16, V1.B16, V7.B16)
	VAND    V30.B16, V0.B16, V4.B16
	VBIT    V31.B16, V7.B16, V4.B16
	ADDED_16(0, 27, 28)
	BITS_16(V26.B16, V1.B16, V7.B16)
	VUSHR   $4, V0.B16, V4.B16
	VBIT    V31.B16, V7.B16, V4.B16
	ADDED_16(0, 27, 28)
	SUBS    $1, R2
	BNE     q51_loop // } while --R2 > 0

q51_done:
	RET
