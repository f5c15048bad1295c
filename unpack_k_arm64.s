//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"
#include "asm_unpack_arm64.h"

// Decoders of the K-quants, blocks of 256 values. Registers beside those of asm_unpack_arm64.h:
//
//	V0-V3    64 bytes of codes (Q4_K, Q5_K: V2, V3 are 32)    V24-V27  scales d·scale, 16 floats (Q4_K, Q5_K: V24, V25)
//	V7       upper bits                                       V20-V23  offsets -(dmin·min) likewise (Q4_K, Q5_K: V22, V23)
//	V28, V29 a lane of the offsets four times, and scratch    V31      mask of the upper bits; Q2_K: of two bits
//
// Q3_K, Q5_K and Q6_K, which have at most 8 offsets, keep the bytes of upper bits in V20 and V21.

// CODE_SCALES sets V(A), V(B), V(C), V(D) to the 16 × int8 of V4, scales or minima, times V(F).
#define CODE_SCALES(F, A, B, C, D) \
	FLOATS_16         \
	FMUL_4S(16, F, A) \
	FMUL_4S(17, F, B) \
	FMUL_4S(18, F, C) \
	FMUL_4S(19, F, D)

// Q2K_16 is 16 values whose codes are V4: by lane I of V(SC), plus that lane of the offsets MIN.
#define Q2K_16(I, SC, MIN) \
	VDUP MIN.S[I], V28.S4 \
	ADDED_16(I, SC, 28)

// Q2K_HALF is 128 values, the codes of A and B, 32 bytes: runs 0-3 by V(SC) and MIN, 4-7 by V(SC2) and MIN2.
#define Q2K_HALF(A, B, SC, MIN, SC2, MIN2) \
	VAND  V31.B16, A, V4.B16        \
	Q2K_16(0, SC, MIN)              \
	VAND  V31.B16, B, V4.B16        \
	Q2K_16(1, SC, MIN)              \
	VUSHR $2, A, V4.B16             \
	VAND  V31.B16, V4.B16, V4.B16   \
	Q2K_16(2, SC, MIN)              \
	VUSHR $2, B, V4.B16             \
	VAND  V31.B16, V4.B16, V4.B16   \
	Q2K_16(3, SC, MIN)              \
	VUSHR $4, A, V4.B16             \
	VAND  V31.B16, V4.B16, V4.B16   \
	Q2K_16(0, SC2, MIN2)            \
	VUSHR $4, B, V4.B16             \
	VAND  V31.B16, V4.B16, V4.B16   \
	Q2K_16(1, SC2, MIN2)            \
	VUSHR $6, A, V4.B16             \
	Q2K_16(2, SC2, MIN2)            \
	VUSHR $6, B, V4.B16             \
	Q2K_16(3, SC2, MIN2)

// func decodeQ2_KNEON(dst []float32, src []byte)
TEXT ·decodeQ2_KNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, q2k_done)
	VMOVI $15, V30.B16
	VMOVI $3, V31.B16

q2k_loop: // do {
	VLD1.P  16(R1), [V7.B16] // scales, minima
	VLD1.P  64(R1), [V0.B16, V1.B16, V2.B16, V3.B16]
	VLD1R.P 2(R1), [V28.H8]  // d
	VLD1R.P 2(R1), [V29.H8]  // dmin
	FCVTL_4S(28, 28)
	FCVTL_4S(29, 29)
	FNEG_4S(29, 29)
	VAND    V30.B16, V7.B16, V4.B16
	CODE_SCALES(28, 24, 25, 26, 27)
	VUSHR   $4, V7.B16, V4.B16
	CODE_SCALES(29, 20, 21, 22, 23)
	Q2K_HALF(V0.B16, V1.B16, 24, V20, 25, V21)
	Q2K_HALF(V2.B16, V3.B16, 26, V22, 27, V23)
	SUBS    $1, R2
	BNE     q2k_loop // } while --R2 > 0

q2k_done:
	RET

// How far lane i of 4 is to be shifted for bits 2i and 2i+1 of each byte to become bits 4 and 5.
DATA q3k<>+0(SB)/8, $0x0000000200000004
DATA q3k<>+8(SB)/8, $0xfffffffe00000000
GLOBL q3k<>(SB), RODATA|NOPTR, $16

// Q3K_16 is 16 values: bits 0-1 of V4 below a third, by lane I of V(SC). V31 has the bit that is the third one of the bytes H, which are inverted. VSLI
// puts six bits above two, whatever was there: clear where the third bit is set, else set, which makes q-4 of them.
//
//	V4 before  ......qq      V7  tttttttt, t inverted      V4 then  ttttttqq
#define Q3K_16(I, SC, H) \
	VCMTST V31.B16, H, V7.B16   \
	VSLI   $2, V7.B16, V4.B16   \
	SCALED_16(I, SC)

// Q3K_HALF is 128 values, the codes of A and B, 32 bytes: runs 0-3 by V(SC), 4-7 by V(SC2).
#define Q3K_HALF(A, B, SC, SC2) \
	VMOV  A, V4.B16                   \
	Q3K_16(0, SC, V20.B16)            \
	VMOV  B, V4.B16                   \
	Q3K_16(1, SC, V21.B16)            \
	VADD  V31.B16, V31.B16, V31.B16   \
	VUSHR $2, A, V4.B16               \
	Q3K_16(2, SC, V20.B16)            \
	VUSHR $2, B, V4.B16               \
	Q3K_16(3, SC, V21.B16)            \
	VADD  V31.B16, V31.B16, V31.B16   \
	VUSHR $4, A, V4.B16               \
	Q3K_16(0, SC2, V20.B16)           \
	VUSHR $4, B, V4.B16               \
	Q3K_16(1, SC2, V21.B16)           \
	VADD  V31.B16, V31.B16, V31.B16   \
	VUSHR $6, A, V4.B16               \
	Q3K_16(2, SC2, V20.B16)           \
	VUSHR $6, B, V4.B16               \
	Q3K_16(3, SC2, V21.B16)           \
	VADD  V31.B16, V31.B16, V31.B16

// func decodeQ3_KNEON(dst []float32, src []byte)
//
// V22 -1 · V23 shifts of the scales' upper bits · V28 48 · V29 32
TEXT ·decodeQ3_KNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, q3k_done)
	MOVD  $q3k<>(SB), R3
	VLD1  (R3), [V23.S4]
	VMOVI $15, V30.B16
	VMOVI $255, V22.B16
	VMOVI $48, V28.B16
	VMOVI $32, V29.B16

q3k_loop: // do {
	VLD1.P  32(R1), [V20.B16, V21.B16] // third bits
	VLD1.P  64(R1), [V0.B16, V1.B16, V2.B16, V3.B16]
	VLD1R.P 8(R1), [V4.D2]             // bits 0-3 of the scales
	VLD1R.P 4(R1), [V7.S4]             // bits 4-5
	VLD1R.P 2(R1), [V31.H8]            // d
	FCVTL_4S(31, 31)
	USHL_4S(23, 7, 7)
	VAND    V28.B16, V7.B16, V7.B16
	VUSHR   $4, V4.B16, V5.B16
	VAND    V30.B16, V4.B16, V4.B16
	VZIP1   V5.D2, V4.D2, V4.D2
	VORR    V7.B16, V4.B16, V4.B16
	VSUB    V29.B16, V4.B16, V4.B16
	CODE_SCALES(31, 24, 25, 26, 27)
	VEOR    V22.B16, V20.B16, V20.B16
	VEOR    V22.B16, V21.B16, V21.B16
	VMOVI   $1, V31.B16
	Q3K_HALF(V0.B16, V1.B16, 24, 25)
	Q3K_HALF(V2.B16, V3.B16, 26, 27)
	SUBS    $1, R2
	BNE     q3k_loop // } while --R2 > 0

q3k_done:
	RET

// SCALES_OFFSETS sets V24 and V25 to the 8 scales, and V22 and V23 to the 8 offsets, of a Q4_K or Q5_K block, whose start is at R1.
#define SCALES_OFFSETS \
	VLD1R.P 2(R1), [V26.H8]      \ // d
	VLD1R.P 2(R1), [V29.H8]      \ // dmin
	SCALES_MINS(R1)              \
	SCVTF_4S(24, 24)             \
	SCVTF_4S(25, 25)             \
	SCVTF_4S(22, 22)             \
	SCVTF_4S(23, 23)             \
	FCVTL_4S(26, 26)             \
	FCVTL_4S(29, 29)             \
	FNEG_4S(29, 29)              \
	FMUL_4S(24, 26, 24)          \
	FMUL_4S(25, 26, 25)          \
	FMUL_4S(22, 29, 22)          \
	FMUL_4S(23, 29, 23)

// Q4K_PAIR is two runs of 32 values, low and high nibbles of the same 32 bytes: by lanes I and J of the scales V(SC), plus those lanes of
// the offsets MIN.
#define Q4K_PAIR(I, J, SC, MIN) \
	VLD1.P 32(R1), [V2.B16, V3.B16]  \
	VDUP   MIN.S[I], V28.S4          \
	VDUP   MIN.S[J], V29.S4          \
	VAND   V30.B16, V2.B16, V4.B16   \
	ADDED_16(I, SC, 28)              \
	VAND   V30.B16, V3.B16, V4.B16   \
	ADDED_16(I, SC, 28)              \
	VUSHR  $4, V2.B16, V4.B16        \
	ADDED_16(J, SC, 29)              \
	VUSHR  $4, V3.B16, V4.B16        \
	ADDED_16(J, SC, 29)

// func decodeQ4_KNEON(dst []float32, src []byte)
TEXT ·decodeQ4_KNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, q4k_done)
	VMOVI $15, V30.B16

q4k_loop: // do {
	SCALES_OFFSETS
	Q4K_PAIR(0, 1, 24, V22)
	Q4K_PAIR(2, 3, 24, V22)
	Q4K_PAIR(0, 1, 25, V23)
	Q4K_PAIR(2, 3, 25, V23)
	SUBS $1, R2
	BNE  q4k_loop // } while --R2 > 0

q4k_done:
	RET

// Q5K_16 is 16 values whose nibbles are V4; SHIFT brings the fifth bit of the bytes H to bit 4.
#define Q5K_16(SHIFT, H, I, SC, M) \
	SHIFT, H, V7.B16            \
	VBIT  V31.B16, V7.B16, V4.B16 \
	ADDED_16(I, SC, M)

// Q5K_PAIR is Q4K_PAIR with fifth bits of V20 and V21, which SHIFT and SHIFT2 bring to bit 4 for the low and the high nibbles.
#define Q5K_PAIR(SHIFT, SHIFT2, I, J, SC, MIN) \
	VLD1.P 32(R1), [V2.B16, V3.B16]      \
	VDUP   MIN.S[I], V28.S4              \
	VDUP   MIN.S[J], V29.S4              \
	VAND   V30.B16, V2.B16, V4.B16       \
	Q5K_16(SHIFT, V20.B16, I, SC, 28)    \
	VAND   V30.B16, V3.B16, V4.B16       \
	Q5K_16(SHIFT, V21.B16, I, SC, 28)    \
	VUSHR  $4, V2.B16, V4.B16            \
	Q5K_16(SHIFT2, V20.B16, J, SC, 29)   \
	VUSHR  $4, V3.B16, V4.B16            \
	Q5K_16(SHIFT2, V21.B16, J, SC, 29)

// func decodeQ5_KNEON(dst []float32, src []byte)
TEXT ·decodeQ5_KNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, q5k_done)
	VMOVI $15, V30.B16
	VMOVI $16, V31.B16

q5k_loop: // do {
	SCALES_OFFSETS
	VLD1.P 32(R1), [V20.B16, V21.B16]
	Q5K_PAIR(VSHL $4, VSHL $3, 0, 1, 24, V22)
	Q5K_PAIR(VSHL $2, VSHL $1, 2, 3, 24, V22)
	Q5K_PAIR(VSHL $0, VUSHR $1, 0, 1, 25, V23)
	Q5K_PAIR(VUSHR $2, VUSHR $3, 2, 3, 25, V23)
	SUBS   $1, R2
	BNE    q5k_loop // } while --R2 > 0

q5k_done:
	RET

// Q6K_16 is 16 values: nibbles V4 below the upper bits of H, which are in their place with others around them, by lane I of V(SC).
#define Q6K_16(H, I, SC) \
	VBIT V31.B16, H, V4.B16      \
	VSUB V28.B16, V4.B16, V4.B16 \
	SCALED_16(I, SC)

// Q6K_HALF is 128 values, by the scales of V(SC) and V(SC2): 64 bytes of nibbles at R1, 32 of upper bits at R3.
#define Q6K_HALF(SC, SC2) \
	VLD1.P 64(R1), [V0.B16, V1.B16, V2.B16, V3.B16] \
	VLD1.P 32(R3), [V20.B16, V21.B16]               \
	VAND   V30.B16, V0.B16, V4.B16                  \
	VSHL   $4, V20.B16, V7.B16                      \
	Q6K_16(V7.B16, 0, SC)                           \
	VAND   V30.B16, V1.B16, V4.B16                  \
	VSHL   $4, V21.B16, V7.B16                      \
	Q6K_16(V7.B16, 1, SC)                           \
	VAND   V30.B16, V2.B16, V4.B16                  \
	VSHL   $2, V20.B16, V7.B16                      \
	Q6K_16(V7.B16, 2, SC)                           \
	VAND   V30.B16, V3.B16, V4.B16                  \
	VSHL   $2, V21.B16, V7.B16                      \
	Q6K_16(V7.B16, 3, SC)                           \
	VUSHR  $4, V0.B16, V4.B16                       \
	Q6K_16(V20.B16, 0, SC2)                         \
	VUSHR  $4, V1.B16, V4.B16                       \
	Q6K_16(V21.B16, 1, SC2)                         \
	VUSHR  $4, V2.B16, V4.B16                       \
	VUSHR  $2, V20.B16, V7.B16                      \
	Q6K_16(V7.B16, 2, SC2)                          \
	VUSHR  $4, V3.B16, V4.B16                       \
	VUSHR  $2, V21.B16, V7.B16                      \
	Q6K_16(V7.B16, 3, SC2)

// func decodeQ6_KNEON(dst []float32, src []byte)
//
// V28 32 · R3 upper bits · R4 scales, d
TEXT ·decodeQ6_KNEON(SB), NOSPLIT, $0-48
	UNPACK_ARGS(8, q6k_done)
	VMOVI $15, V30.B16
	VMOVI $48, V31.B16
	VMOVI $32, V28.B16

q6k_loop: // do {
	ADD    $128, R1, R3
	ADD    $192, R1, R4
	VLD1.P 16(R4), [V4.B16]
	VLD1R  (R4), [V7.H8] // d
	FCVTL_4S(7, 7)
	CODE_SCALES(7, 24, 25, 26, 27)
	Q6K_HALF(24, 25)
	Q6K_HALF(26, 27)
	ADD    $82, R1 // past upper bits, scales and d
	SUBS   $1, R2
	BNE    q6k_loop // } while --R2 > 0

q6k_done:
	RET
