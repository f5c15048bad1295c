//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"
#include "asm_unpack_arm64.h"

// Decoders of the lattice types, whose codes are points of four values: four loads from the list of points give 16 values, magnitudes in bytes, in
// their order; their signs are bits. Registers beside those of asm_unpack_arm64.h:
//
//	R1  indices, from the block's start + 2         V8-V15    EACH_BYTE of 2 bytes of signs of 16
//	R3  what comes after them                       V20, V21  signs, 4 bytes for each run of 32 values
//	R5  the list of points                          V24, V25  scales of the 8 runs
//	R6  an index                                    V27       d
//	R7, R8  IQ3_S: ninth bits of a run; one bit     V29       DIAGONAL
//	V4-V7   points, then as ever; V7 masks of signs

// LATTICE_ARGS loads the constants of the signs.
#define LATTICE_ARGS \
	MOVD  $EACH_BYTE, R3            \
	VLD1  (R3), [V8.B16]            \
	MOVD  $DIAGONAL, R3             \
	VLD1  (R3), [V29.B16]           \
	VMOVI $2, V16.B16               \
	VADD  V16.B16, V8.B16, V9.B16   \
	VADD  V16.B16, V9.B16, V10.B16  \
	VADD  V16.B16, V10.B16, V11.B16 \
	VADD  V16.B16, V11.B16, V12.B16 \
	VADD  V16.B16, V12.B16, V13.B16 \
	VADD  V16.B16, V13.B16, V14.B16 \
	VADD  V16.B16, V14.B16, V15.B16

// SIGNED_16 is 16 values: points V4 … V7, four bytes each, with two bytes of the signs S, which EACH picks, by lane I of V(SC). -v is ^v + 1.
#define SIGNED_16(EACH, S, I, SC) \
	VZIP1 V5.S4, V4.S4, V4.S4       \
	VZIP1 V7.S4, V6.S4, V6.S4       \
	VZIP1 V6.D2, V4.D2, V4.D2       \
	BITS_16(EACH, S, V7.B16)        \
	VEOR  V7.B16, V4.B16, V4.B16    \
	VSUB  V7.B16, V4.B16, V4.B16    \
	SCALED_16(I, SC)

#define IQ3XXS_POINT(AT, F) \
	MOVBU AT(R1), R6       \
	FMOVS (R5)(R6<<2), F

// IQ3XXS_16 is 16 values, indices at AT.
#define IQ3XXS_16(AT, EACH, S, I, SC) \
	IQ3XXS_POINT(AT, F4)       \
	IQ3XXS_POINT(AT+1, F5)     \
	IQ3XXS_POINT(AT+2, F6)     \
	IQ3XXS_POINT(AT+3, F7)     \
	SIGNED_16(EACH, S, I, SC)

// IQ3XXS_RUNS is four runs of 32 values, indices at AT, signs S, scales V(SC).
#define IQ3XXS_RUNS(AT, S, SC) \
	IQ3XXS_16(AT, V8.B16, S, 0, SC)      \
	IQ3XXS_16(AT+4, V9.B16, S, 0, SC)    \
	IQ3XXS_16(AT+8, V10.B16, S, 1, SC)   \
	IQ3XXS_16(AT+12, V11.B16, S, 1, SC)  \
	IQ3XXS_16(AT+16, V12.B16, S, 2, SC)  \
	IQ3XXS_16(AT+20, V13.B16, S, 2, SC)  \
	IQ3XXS_16(AT+24, V14.B16, S, 3, SC)  \
	IQ3XXS_16(AT+28, V15.B16, S, 3, SC)

// For VTBL of four registers of words: byte l of the word in lane i from register l.
DATA iq3xxs_bytes<>+0(SB)/8, $0x3726150433221100
DATA iq3xxs_bytes<>+8(SB)/8, $0x3f2e1d0c3b2a1908
GLOBL iq3xxs_bytes<>(SB), RODATA|NOPTR, $16

// IQ3XXS_WORDS sets S to the signs of four runs, whose words are at R3, and SCALES, which is V(SC), to their scales. A word, four bits of scale above
// four times 7 signs, spreads by shifts of l bits, from which byte l is taken; then the parity p of each 7 goes above them.
//
//	word  ssss3333 33322222 22111111 10000000      signs  p3333333 p2222222 p1111111 p0000000
//
// V22 is 127, V23 iq3xxs_bytes, V28 0.5.
#define IQ3XXS_WORDS(S, SCALES, SC) \
	VLD1.P 16(R3), [V0.S4]                                     \
	VSHL   $1, V0.S4, V1.S4                                    \
	VSHL   $2, V0.S4, V2.S4                                    \
	VSHL   $3, V0.S4, V3.S4                                    \
	VTBL   V23.B16, [V0.B16, V1.B16, V2.B16, V3.B16], S        \
	VAND   V22.B16, S, S                                       \
	VCNT   S, V1.B16                                           \
	VSLI   $7, V1.B16, S                                       \
	VUSHR  $28, V0.S4, SCALES                                  \
	SCVTF_4S(SC, SC)                                           \
	FADD_4S(28, SC, SC)                                        \
	FMUL_4S(27, SC, SC)                                        \
	FMUL_4S(28, SC, SC)

// func decodeIQ3_XXSNEON(dst []float32, src []byte)
TEXT ·decodeIQ3_XXSNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, iq3xxs_done)
	LATTICE_ARGS
	MOVD  $·iq3xxs(SB), R5
	MOVD  $iq3xxs_bytes<>(SB), R3
	VLD1  (R3), [V23.B16]
	VMOVI $127, V22.B16
	FMOVS $0.5, F28
	VDUP  V28.S[0], V28.S4

iq3xxs_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	FCVTL_4S(27, 27)
	ADD     $64, R1, R3
	IQ3XXS_WORDS(V20.B16, V24.S4, 24)
	IQ3XXS_WORDS(V21.B16, V25.S4, 25)
	IQ3XXS_RUNS(0, V20.B16, 24)
	IQ3XXS_RUNS(32, V21.B16, 25)
	ADD     $96, R1
	SUBS    $1, R2
	BNE     iq3xxs_loop // } while --R2 > 0

iq3xxs_done:
	RET

// IQ3S_POINT loads a point whose ninth bit is bit B of R7.
#define IQ3S_POINT(AT, B, F) \
	MOVBU AT(R1), R6       \
	UBFX  $B, R7, $1, R8   \
	ORR   R8<<8, R6        \
	FMOVS (R5)(R6<<2), F

// IQ3S_RUN is run S of 32 values: signs SIGNS, of which EACH and EACH2 pick two bytes each, by lane I of V(SC).
#define IQ3S_RUN(S, EACH, EACH2, SIGNS, I, SC) \
	MOVBU S(R3), R7                  \
	IQ3S_POINT(8*S, 0, F4)           \
	IQ3S_POINT(8*S+1, 1, F5)         \
	IQ3S_POINT(8*S+2, 2, F6)         \
	IQ3S_POINT(8*S+3, 3, F7)         \
	SIGNED_16(EACH, SIGNS, I, SC)    \
	IQ3S_POINT(8*S+4, 4, F4)         \
	IQ3S_POINT(8*S+5, 5, F5)         \
	IQ3S_POINT(8*S+6, 6, F6)         \
	IQ3S_POINT(8*S+7, 7, F7)         \
	SIGNED_16(EACH2, SIGNS, I, SC)

// func decodeIQ3_SNEON(dst []float32, src []byte)
//
// R4 signs, scales · V23 1
TEXT ·decodeIQ3_SNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, iq3s_done)
	LATTICE_ARGS
	MOVD  $·iq3s(SB), R5
	VMOVI $15, V30.B16
	VMOVI $1, V23.B16

iq3s_loop: // do {
	VLD1R.P 2(R1), [V27.H8] // d
	FCVTL_4S(27, 27)
	ADD     $64, R1, R3
	ADD     $72, R1, R4
	VLD1.P  32(R4), [V20.B16, V21.B16]
	VLD1R   (R4), [V4.S4] // scales: the even ones in the low nibbles
	VUSHR   $4, V4.B8, V5.B8
	VAND    V30.B8, V4.B8, V4.B8
	VZIP1   V5.B8, V4.B8, V4.B8
	VADD    V4.B8, V4.B8, V4.B8
	VADD    V23.B8, V4.B8, V4.B8
	SXTL_8H(4, 5)
	SXTL_4S(5, 24)
	SXTL2_4S(5, 25)
	SCVTF_4S(24, 24)
	SCVTF_4S(25, 25)
	FMUL_4S(24, 27, 24)
	FMUL_4S(25, 27, 25)
	IQ3S_RUN(0, V8.B16, V9.B16, V20.B16, 0, 24)
	IQ3S_RUN(1, V10.B16, V11.B16, V20.B16, 1, 24)
	IQ3S_RUN(2, V12.B16, V13.B16, V20.B16, 2, 24)
	IQ3S_RUN(3, V14.B16, V15.B16, V20.B16, 3, 24)
	IQ3S_RUN(4, V8.B16, V9.B16, V21.B16, 0, 25)
	IQ3S_RUN(5, V10.B16, V11.B16, V21.B16, 1, 25)
	IQ3S_RUN(6, V12.B16, V13.B16, V21.B16, 2, 25)
	IQ3S_RUN(7, V14.B16, V15.B16, V21.B16, 3, 25)
	ADD     $108, R1
	SUBS    $1, R2
	BNE     iq3s_loop // } while --R2 > 0

iq3s_done:
	RET
