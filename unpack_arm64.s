//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// Decoders of quantized blocks; layouts are in unpack_*.go. Codes become 16 × int8 in V4, these 16 floats in V16 … V19, which are multiplied
// by lane I of the scales V(SC). R0 destination, R1 source, R2 blocks left.

DATA unpackLevels<>+0(SB)/8, $0xfffefdfcfbfaf9f8 // Q4_0: -8 … 7
DATA unpackLevels<>+8(SB)/8, $0x0706050403020100
DATA unpackLevels<>+16(SB)/8, $0xf6eaddcfbfad9881 // iq4Values
DATA unpackLevels<>+24(SB)/8, $0x7159453526190d01
GLOBL unpackLevels<>(SB), RODATA|NOPTR, $32

// FLOATS_16 sets V16 … V19 to the 16 × int8 of V4, by V5 and V6.
#define FLOATS_16 \
	SXTL_8H(4, 5)    \
	SXTL2_8H(4, 6)   \
	SXTL_4S(5, 16)   \
	SXTL2_4S(5, 17)  \
	SXTL_4S(6, 18)   \
	SXTL2_4S(6, 19)  \
	SCVTF_4S(16, 16) \
	SCVTF_4S(17, 17) \
	SCVTF_4S(18, 18) \
	SCVTF_4S(19, 19)

#define SCALE_16(I, SC) \
	FMUL_LANE(I, SC, 16, 16) \
	FMUL_LANE(I, SC, 17, 17) \
	FMUL_LANE(I, SC, 18, 18) \
	FMUL_LANE(I, SC, 19, 19)

#define STORE_16 VST1.P [V16.S4, V17.S4, V18.S4, V19.S4], 64(R0)

#define SCALED_16(I, SC) \
	FLOATS_16       \
	SCALE_16(I, SC) \
	STORE_16

#define UNPACK_ARGS(SHIFT, NONE) \
	MOVD dst_base+0(FP), R0  \
	MOVD dst_len+8(FP), R2   \
	MOVD src_base+24(FP), R1 \
	LSR  $SHIFT, R2          \
	CBZ  R2, NONE

// func decodeQ4_0NEON(dst []float32, src []byte)
//
// V30 nibble mask · V31 levels
TEXT ·decodeQ4_0NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q40_done)
	MOVD  $unpackLevels<>(SB), R3
	VLD1  (R3), [V31.B16]
	VMOVI $15, V30.B16

q40_loop: // do {
	VLD1R.P 2(R1), [V29.H8] // d
	VLD1.P  16(R1), [V0.B16]
	FCVTL_4S(29, 29)
	VAND    V30.B16, V0.B16, V4.B16
	VTBL    V4.B16, [V31.B16], V4.B16
	SCALED_16(0, 29)
	VUSHR   $4, V0.B16, V4.B16
	VTBL    V4.B16, [V31.B16], V4.B16
	SCALED_16(0, 29)
	SUBS    $1, R2
	BNE     q40_loop // } while --R2 > 0

q40_done:
	RET

// func decodeIQ4_NLNEON(dst []float32, src []byte)
//
// Q4_0 with other levels.
TEXT ·decodeIQ4_NLNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, iq4nl_done)
	MOVD  $unpackLevels<>+16(SB), R3
	VLD1  (R3), [V31.B16]
	VMOVI $15, V30.B16

iq4nl_loop: // do {
	VLD1R.P 2(R1), [V29.H8] // d
	VLD1.P  16(R1), [V0.B16]
	FCVTL_4S(29, 29)
	VAND    V30.B16, V0.B16, V4.B16
	VTBL    V4.B16, [V31.B16], V4.B16
	SCALED_16(0, 29)
	VUSHR   $4, V0.B16, V4.B16
	VTBL    V4.B16, [V31.B16], V4.B16
	SCALED_16(0, 29)
	SUBS    $1, R2
	BNE     iq4nl_loop // } while --R2 > 0

iq4nl_done:
	RET

// func decodeQ8_0NEON(dst []float32, src []byte)
TEXT ·decodeQ8_0NEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(5, q80_done)

q80_loop: // do {
	VLD1R.P 2(R1), [V29.H8] // d
	FCVTL_4S(29, 29)
	VLD1.P  16(R1), [V4.B16]
	SCALED_16(0, 29)
	VLD1.P  16(R1), [V4.B16]
	SCALED_16(0, 29)
	SUBS    $1, R2
	BNE     q80_loop // } while --R2 > 0

q80_done:
	RET

// ADDED_16 is SCALED_16 with the offset M, four times, added.
#define ADDED_16(I, SC, M) \
	FLOATS_16          \
	SCALE_16(I, SC)    \
	FADD_4S(M, 16, 16) \
	FADD_4S(M, 17, 17) \
	FADD_4S(M, 18, 18) \
	FADD_4S(M, 19, 19) \
	STORE_16

// Q4K_PAIR is two runs of 32 values, low and high nibbles of the same 32 bytes: by lanes I and J of the scales V(SC), plus those lanes of
// the offsets MIN.
#define Q4K_PAIR(I, J, SC, MIN) \
	VLD1.P 32(R1), [V2.B16, V3.B16]  \
	VDUP   MIN.S[I], V27.S4          \
	VDUP   MIN.S[J], V28.S4          \
	VAND   V30.B16, V2.B16, V4.B16   \
	ADDED_16(I, SC, 27)              \
	VAND   V30.B16, V3.B16, V4.B16   \
	ADDED_16(I, SC, 27)              \
	VUSHR  $4, V2.B16, V4.B16        \
	ADDED_16(J, SC, 28)              \
	VUSHR  $4, V3.B16, V4.B16        \
	ADDED_16(J, SC, 28)

// func decodeQ4_KNEON(dst []float32, src []byte)
//
// V22, V23 offsets -(dmin·min) · V24, V25 scales d·scale · V26, V29 d, dmin · V30 nibble mask
TEXT ·decodeQ4_KNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, q4k_done)
	VMOVI $15, V30.B16

q4k_loop: // do {
	VLD1R.P 2(R1), [V26.H8] // d
	VLD1R.P 2(R1), [V29.H8] // dmin

	// R5, R6, R7 = the 12 bytes of scales and minima. Those of number 0..3 are the lower 6 bits of R5 and R6, byte by byte; 4..7 are
	// nibbles of R7 below the upper two bits of R5 and R6.
	MOVWU.P 4(R1), R5
	MOVWU.P 4(R1), R6
	MOVWU.P 4(R1), R7
	AND     $0x0f0f0f0f, R7, R8
	LSR     $2, R5, R9
	AND     $0x30303030, R9
	ORR     R9, R8 // scales 4..7
	AND     $0x3f3f3f3f, R5
	ORR     R8<<32, R5
	LSR     $4, R7
	AND     $0x0f0f0f0f, R7
	LSR     $2, R6, R9
	AND     $0x30303030, R9
	ORR     R9, R7 // minima 4..7
	AND     $0x3f3f3f3f, R6
	ORR     R7<<32, R6
	FMOVD   R5, F24
	FMOVD   R6, F22
	VUXTL   V24.B8, V24.H8
	VUXTL2  V24.H8, V25.S4
	VUXTL   V24.H4, V24.S4
	VUXTL   V22.B8, V22.H8
	VUXTL2  V22.H8, V23.S4
	VUXTL   V22.H4, V22.S4
	SCVTF_4S(24, 24)
	SCVTF_4S(25, 25)
	SCVTF_4S(22, 22)
	SCVTF_4S(23, 23)
	FCVTL_4S(26, 26)
	FCVTL_4S(29, 29)
	FMUL_4S(24, 26, 24)
	FMUL_4S(25, 26, 25)
	FMUL_4S(22, 29, 22)
	FMUL_4S(23, 29, 23)
	FNEG_4S(22, 22)
	FNEG_4S(23, 23)
	Q4K_PAIR(0, 1, 24, V22)
	Q4K_PAIR(2, 3, 24, V22)
	Q4K_PAIR(0, 1, 25, V23)
	Q4K_PAIR(2, 3, 25, V23)
	SUBS $1, R2
	BNE  q4k_loop // } while --R2 > 0

q4k_done:
	RET

// Q6K_16 is 16 values: nibbles V4, upper bits V7 in their place with others around them, by lane I of V(SC).
#define Q6K_16(I, SC) \
	VAND V29.B16, V7.B16, V7.B16 \
	VORR V7.B16, V4.B16, V4.B16  \
	VSUB V28.B16, V4.B16, V4.B16 \
	SCALED_16(I, SC)

// Q6K_HALF is 128 values, by the scales of V(SC) and V(SC2): 64 bytes of nibbles at R1, 32 of upper bits at R3.
#define Q6K_HALF(SC, SC2) \
	VLD1.P 64(R1), [V0.B16, V1.B16, V2.B16, V3.B16] \
	VLD1.P 32(R3), [V20.B16, V21.B16]               \
	VAND   V30.B16, V0.B16, V4.B16                  \
	VSHL   $4, V20.B16, V7.B16                      \
	Q6K_16(0, SC)                                   \
	VAND   V30.B16, V1.B16, V4.B16                  \
	VSHL   $4, V21.B16, V7.B16                      \
	Q6K_16(1, SC)                                   \
	VAND   V30.B16, V2.B16, V4.B16                  \
	VSHL   $2, V20.B16, V7.B16                      \
	Q6K_16(2, SC)                                   \
	VAND   V30.B16, V3.B16, V4.B16                  \
	VSHL   $2, V21.B16, V7.B16                      \
	Q6K_16(3, SC)                                   \
	VUSHR  $4, V0.B16, V4.B16                       \
	VMOV   V20.B16, V7.B16                          \
	Q6K_16(0, SC2)                                  \
	VUSHR  $4, V1.B16, V4.B16                       \
	VMOV   V21.B16, V7.B16                          \
	Q6K_16(1, SC2)                                  \
	VUSHR  $4, V2.B16, V4.B16                       \
	VUSHR  $2, V20.B16, V7.B16                      \
	Q6K_16(2, SC2)                                  \
	VUSHR  $4, V3.B16, V4.B16                       \
	VUSHR  $2, V21.B16, V7.B16                      \
	Q6K_16(3, SC2)

// func decodeQ6_KNEON(dst []float32, src []byte)
//
// V24 … V27 scales d·scale · V28 32 · V29 mask of the upper bits · V30 of nibbles · R3 upper bits · R4 scales, d
TEXT ·decodeQ6_KNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, q6k_done)
	VMOVI $15, V30.B16
	VMOVI $48, V29.B16
	VMOVI $32, V28.B16

q6k_loop: // do {
	ADD     $128, R1, R3
	ADD     $192, R1, R4
	VLD1.P  16(R4), [V4.B16]
	VLD1R   (R4), [V7.H8] // d
	FCVTL_4S(7, 7)
	FLOATS_16
	FMUL_4S(16, 7, 24)
	FMUL_4S(17, 7, 25)
	FMUL_4S(18, 7, 26)
	FMUL_4S(19, 7, 27)
	Q6K_HALF(24, 25)
	Q6K_HALF(26, 27)
	ADD     $82, R1 // past upper bits, scales and d
	SUBS    $1, R2
	BNE     q6k_loop // } while --R2 > 0

q6k_done:
	RET
