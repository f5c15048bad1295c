//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_unpack_amd64.h"

// Decoders of quantized blocks; layouts are in unpack_*.go. Codes of up to 5 bits are not converted: the values that a run of weights can
// take, 16 (or 4, or 2 × 16), are computed once,
//
//	table[q] = d·q + m
//
// and VPERMPS looks each code up, 16 at a time. It reads the lowest 4 bits of a lane (VPERMILPS the lowest 2) whatever is above them, so
// that packed codes need no masks, only VPMOVZXBD, which makes 16 bytes 16 lanes, and shifts. A bit that lies elsewhere chooses by a mask
// register which of two tables is read.
//
// The floats of a run's scale and offset are in the frame; instructions broadcast them from there.
//
// Registers: Z1 levels of a code, Z2 … Z5 tables, Z6 codes, Z7 values; others as each kernel says.

// LOOKUP writes 16 values at TO(DI): table T by the codes Z6.
#define LOOKUP(T, TO) \
	VPERMPS T, Z6, Z7      \
	VMOVUPS Z7, (TO)(DI)

// LOOKUP_5 takes them from table T1 where K is set, else from T0.
#define LOOKUP_5(T0, T1, K, TO) \
	VPERMPS T0, Z6, Z7     \
	VPERMPS T1, Z6, K, Z7  \
	VMOVUPS Z7, (TO)(DI)

// BROADCAST_HALF sets Z, whose lower half is Y, to the f16 at M.
#define BROADCAST_HALF(M, Y, Z) \
	VPBROADCASTW M, Y \
	VCVTPH2PS    Y, Z

// LOAD_LEVELS sets Z to 16 int8 levels as floats.
#define LOAD_LEVELS(LEVELS, Z) \
	VPMOVSXBD LEVELS, Z \
	VCVTDQ2PS Z, Z

// NEXT steps over a block of BYTES and VALUES.
#define NEXT(BYTES, VALUES) \
	ADDQ $BYTES, SI      \
	ADDQ $(4*VALUES), DI \
	DECQ CX

// func decodeQ4_0AVX512(dst []float32, src []byte)
// Requires: AVX512F
TEXT ·decodeQ4_0AVX512(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q40_done)
	LOAD_LEVELS(LEVELS_Q4_0, Z1)

q40_loop: // do {
	BROADCAST_HALF((SI), Y2, Z2)
	VMULPS    Z1, Z2, Z2
	VPMOVZXBD 2(SI), Z6
	LOOKUP(Z2, 0)
	VPSRLD    $4, Z6, Z6
	LOOKUP(Z2, 64)
	NEXT(18, 32)
	JNE       q40_loop // } while --CX > 0

q40_done:
	VZEROUPPER
	RET

// func decodeIQ4_NLAVX512(dst []float32, src []byte)
// Requires: AVX512F
TEXT ·decodeIQ4_NLAVX512(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, iq4nl_done)
	LOAD_LEVELS(LEVELS_IQ4, Z1)

iq4nl_loop: // do {
	BROADCAST_HALF((SI), Y2, Z2)
	VMULPS    Z1, Z2, Z2
	VPMOVZXBD 2(SI), Z6
	LOOKUP(Z2, 0)
	VPSRLD    $4, Z6, Z6
	LOOKUP(Z2, 64)
	NEXT(18, 32)
	JNE       iq4nl_loop // } while --CX > 0

iq4nl_done:
	VZEROUPPER
	RET

// func decodeQ4_1AVX512(dst []float32, src []byte)
// Requires: AVX512F
TEXT ·decodeQ4_1AVX512(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q41_done)
	LOAD_LEVELS(LEVELS_COUNT, Z1)

q41_loop: // do {
	BROADCAST_HALF((SI), Y2, Z2)
	BROADCAST_HALF(2(SI), Y3, Z3)
	VMULPS    Z1, Z2, Z2
	VADDPS    Z3, Z2, Z2
	VPMOVZXBD 4(SI), Z6
	LOOKUP(Z2, 0)
	VPSRLD    $4, Z6, Z6
	LOOKUP(Z2, 64)
	NEXT(20, 32)
	JNE       q41_loop // } while --CX > 0

q41_done:
	VZEROUPPER
	RET

// sixteens<>: the float 16.
DATA sixteen<>+0(SB)/4, $0x41800000
GLOBL sixteen<>(SB), RODATA|NOPTR, $4

// func decodeQ5_0AVX512(dst []float32, src []byte)
// Requires: AVX512F
//
// Z1 is 0 … 15, the levels where the fifth bit is set; Z0 those 16 below.
TEXT ·decodeQ5_0AVX512(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q50_done)
	LOAD_LEVELS(LEVELS_COUNT, Z1)
	VSUBPS.BCST sixteen<>(SB), Z1, Z0

q50_loop: // do {
	BROADCAST_HALF((SI), Y3, Z3)
	VMULPS    Z0, Z3, Z2
	VMULPS    Z1, Z3, Z3
	KMOVW     2(SI), K1
	KMOVW     4(SI), K2
	VPMOVZXBD 6(SI), Z6
	LOOKUP_5(Z2, Z3, K1, 0)
	VPSRLD    $4, Z6, Z6
	LOOKUP_5(Z2, Z3, K2, 64)
	NEXT(22, 32)
	JNE       q50_loop // } while --CX > 0

q50_done:
	VZEROUPPER
	RET

// func decodeQ5_1AVX512(dst []float32, src []byte)
// Requires: AVX512F
//
// Z0 is 0 … 15, Z1 is 16 … 31.
TEXT ·decodeQ5_1AVX512(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q51_done)
	LOAD_LEVELS(LEVELS_COUNT, Z0)
	VADDPS.BCST sixteen<>(SB), Z0, Z1

q51_loop: // do {
	BROADCAST_HALF((SI), Y3, Z3)
	BROADCAST_HALF(2(SI), Y4, Z4)
	VMULPS    Z0, Z3, Z2
	VMULPS    Z1, Z3, Z3
	VADDPS    Z4, Z2, Z2
	VADDPS    Z4, Z3, Z3
	KMOVW     4(SI), K1
	KMOVW     6(SI), K2
	VPMOVZXBD 8(SI), Z6
	LOOKUP_5(Z2, Z3, K1, 0)
	VPSRLD    $4, Z6, Z6
	LOOKUP_5(Z2, Z3, K2, 64)
	NEXT(24, 32)
	JNE       q51_loop // } while --CX > 0

q51_done:
	VZEROUPPER
	RET

// func decodeQ8_0AVX512(dst []float32, src []byte)
// Requires: AVX512F
TEXT ·decodeQ8_0AVX512(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q80_done)

q80_loop: // do {
	BROADCAST_HALF((SI), Y2, Z2)
	VPMOVSXBD 2(SI), Z3
	VPMOVSXBD 18(SI), Z4
	VCVTDQ2PS Z3, Z3
	VCVTDQ2PS Z4, Z4
	VMULPS    Z3, Z2, Z3
	VMULPS    Z4, Z2, Z4
	VMOVUPS   Z3, (DI)
	VMOVUPS   Z4, 64(DI)
	NEXT(34, 32)
	JNE       q80_loop // } while --CX > 0

q80_done:
	VZEROUPPER
	RET

// IQ4XS_RUN is run S of 32 values.
#define IQ4XS_RUN(S) \
	VMULPS.BCST (4*S)(SP), Z1, Z2 \
	VPMOVZXBD   (8+16*S)(SI), Z6  \
	LOOKUP(Z2, 128*S)             \
	VPSRLD      $4, Z6, Z6        \
	LOOKUP(Z2, 128*S+64)

// func decodeIQ4_XSAVX512(dst []float32, src []byte)
// Requires: AVX512F
//
// Frame: 8 scales.
TEXT ·decodeIQ4_XSAVX512(SB), NOSPLIT, $32-48
	UNPACK_ARGS(8, iq4xs_done)
	LOAD_LEVELS(LEVELS_IQ4, Z1)

iq4xs_loop: // do {
	SCALES_IQ4_XS(Y2, Y3, X3)
	VMOVUPS Y2, (SP)
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
