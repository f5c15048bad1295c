//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"
#include "asm_unpack_arm64.h"

// The K-quants: super-blocks of 256 weights, whose 8 blocks of 32 meet one block of activations each. A weight's own scale is an integer and
// multiplies the integer sums; d·Scale, a float, multiplies them once they are complete.

#define ZERO(V) VEOR V.B16, V.B16, V.B16

// Q4K_BLOCK adds a block whose codes are V4 and V5: times scale I of V(SC), then times factor I of V(DS), to V(ACC).
#define Q4K_BLOCK(I, SC, DS, ACC) \
	VLD1.P 32(R1), [V6.B16, V7.B16]  \
	SMULL_8H(6, 4, 16)               \ // 4 products of 15·127 fit into 16 bits
	SMLAL2_8H(6, 4, 16)              \
	SMLAL_8H(7, 5, 16)               \
	SMLAL2_8H(7, 5, 16)              \
	SADDLP_4S(16, 16)                \
	MUL_LANE(I, SC, 16, 16)          \
	SCVTF_4S(16, 16)                 \
	FMLA_LANE(I, DS, 16, ACC)

// Q4K_PAIR adds two blocks, the low and the high nibbles of the same 32 bytes.
#define Q4K_PAIR(I, SC, DS) \
	VLD1.P 32(R0), [V2.B16, V3.B16]  \
	VAND   V31.B16, V2.B16, V4.B16   \
	VAND   V31.B16, V3.B16, V5.B16   \
	Q4K_BLOCK(I, SC, DS, 0)          \
	VUSHR  $4, V2.B16, V4.B16        \
	VUSHR  $4, V3.B16, V5.B16        \
	Q4K_BLOCK(I+1, SC, DS, 1)

// func dotQ4_KNEON(w []byte, q Q8) float32
//
// V0, V1 sums · V24, V25 scales · V22, V23 mins · V26, V27 d·Scale · V28 sum of the mins · V31 nibble mask
TEXT ·dotQ4_KNEON(SB), NOSPLIT, $0-100
	MOVD  w_base+0(FP), R0
	MOVD  q_Codes_base+24(FP), R1
	MOVD  q_Scale_base+48(FP), R2
	MOVD  q_Scale_len+56(FP), R3
	MOVD  q_Sums_base+72(FP), R4
	VMOVI $15, V31.B16
	ZERO(V0)
	ZERO(V1)
	ZERO(V28)
	LSR   $3, R3
	CBZ   R3, q4k_sum

q4k_loop: // do {
	VLD1R.P 2(R0), [V26.H8] // d
	VLD1R.P 2(R0), [V29.H8] // dmin
	SCALES_MINS(R0)

	// V28 -= (dmin·Scale)·(min·sum)
	VLD1.P 32(R2), [V20.S4, V21.S4] // Scale
	VLD1.P 32(R4), [V18.H8, V19.H8]
	SADDLP_4S(18, 18)
	SADDLP_4S(19, 19)
	MUL_4S(18, 22, 22)
	MUL_4S(19, 23, 23)
	SCVTF_4S(22, 22)
	SCVTF_4S(23, 23)
	FCVTL_4S(29, 29)
	FMUL_4S(20, 29, 18)
	FMUL_4S(21, 29, 19)
	VFMLS  V18.S4, V22.S4, V28.S4
	VFMLS  V19.S4, V23.S4, V28.S4

	FCVTL_4S(26, 26)
	FMUL_4S(21, 26, 27)
	FMUL_4S(20, 26, 26)
	Q4K_PAIR(0, 24, 26)
	Q4K_PAIR(2, 24, 26)
	Q4K_PAIR(0, 25, 27)
	Q4K_PAIR(2, 25, 27)
	SUBS $1, R3
	BNE  q4k_loop // } while --R3 > 0

q4k_sum:
	FADD_4S(1, 0, 0)
	FADD_4S(28, 0, 0)
	FADDP_4S(0, 0, 0)
	FADDP_2S(0, 0)
	FMOVS F0, ret+96(FP)
	RET

// Q6K_BLOCK adds a block whose low nibbles are V4 and V5 and whose upper bits are V6 and V7, in place: times scales I and I+1 of V(SC), then
// times factor J of V(DS), to V(ACC).
#define Q6K_BLOCK(I, SC, J, DS, ACC) \
	VAND   V30.B16, V6.B16, V6.B16   \
	VAND   V30.B16, V7.B16, V7.B16   \
	VORR   V6.B16, V4.B16, V4.B16    \
	VORR   V7.B16, V5.B16, V5.B16    \
	VSUB   V29.B16, V4.B16, V4.B16   \
	VSUB   V29.B16, V5.B16, V5.B16   \
	VLD1.P 32(R1), [V6.B16, V7.B16]  \
	SMULL_8H(6, 4, 16)               \
	SMLAL2_8H(6, 4, 16)              \
	SMULL_8H(7, 5, 17)               \
	SMLAL2_8H(7, 5, 17)              \
	SADDLP_4S(16, 16)                \
	SADDLP_4S(17, 17)                \
	MUL_LANE(I, SC, 16, 16)          \
	MLA_LANE(I+1, SC, 17, 16)        \
	SCVTF_4S(16, 16)                 \
	FMLA_LANE(J, DS, 16, ACC)

// Q6K_HALF adds four blocks, whose scales are those of V(SC) and V(SC2) and whose factors are those of V(DS).
#define Q6K_HALF(SC, SC2, DS) \
	VLD1.P 64(R0), [V18.B16, V19.B16, V20.B16, V21.B16] \ // low nibbles
	VLD1.P 32(R5), [V22.B16, V23.B16]                   \ // upper bits
	VAND   V31.B16, V18.B16, V4.B16                     \
	VAND   V31.B16, V19.B16, V5.B16                     \
	VSHL   $4, V22.B16, V6.B16                          \
	VSHL   $4, V23.B16, V7.B16                          \
	Q6K_BLOCK(0, SC, 0, DS, 0)                          \
	VAND   V31.B16, V20.B16, V4.B16                     \
	VAND   V31.B16, V21.B16, V5.B16                     \
	VSHL   $2, V22.B16, V6.B16                          \
	VSHL   $2, V23.B16, V7.B16                          \
	Q6K_BLOCK(2, SC, 1, DS, 1)                          \
	VUSHR  $4, V18.B16, V4.B16                          \
	VUSHR  $4, V19.B16, V5.B16                          \
	VMOV   V22.B16, V6.B16                              \
	VMOV   V23.B16, V7.B16                              \
	Q6K_BLOCK(0, SC2, 2, DS, 0)                         \
	VUSHR  $4, V20.B16, V4.B16                          \
	VUSHR  $4, V21.B16, V5.B16                          \
	VUSHR  $2, V22.B16, V6.B16                          \
	VUSHR  $2, V23.B16, V7.B16                          \
	Q6K_BLOCK(2, SC2, 3, DS, 1)

// func dotQ6_KNEON(w []byte, q Q8) float32
//
// V0, V1 sums · V24..V27 scales · V2, V3 d·Scale · V29 32 · V30 mask of the upper bits · V31 nibble mask
TEXT ·dotQ6_KNEON(SB), NOSPLIT, $0-100
	MOVD  w_base+0(FP), R0
	MOVD  q_Codes_base+24(FP), R1
	MOVD  q_Scale_base+48(FP), R2
	MOVD  q_Scale_len+56(FP), R3
	VMOVI $15, V31.B16
	VMOVI $48, V30.B16
	VMOVI $32, V29.B16
	ZERO(V0)
	ZERO(V1)
	LSR   $3, R3
	CBZ   R3, q6k_sum

q6k_loop: // do {
	ADD    $128, R0, R5 // upper bits
	ADD    $192, R0, R6 // scales, then d
	VLD1.P 16(R6), [V24.B16]
	SXTL2_8H(24, 26)
	SXTL_8H(24, 24)
	SXTL2_4S(24, 25)
	SXTL_4S(24, 24)
	SXTL2_4S(26, 27)
	SXTL_4S(26, 26)
	VLD1R  (R6), [V28.H8]
	FCVTL_4S(28, 28)
	VLD1.P 32(R2), [V2.S4, V3.S4]
	FMUL_4S(28, 2, 2)
	FMUL_4S(28, 3, 3)
	Q6K_HALF(24, 25, 2)
	Q6K_HALF(26, 27, 3)
	ADD    $82, R0 // to the next super-block
	SUBS   $1, R3
	BNE    q6k_loop // } while --R3 > 0

q6k_sum:
	FADD_4S(1, 0, 0)
	FADDP_4S(0, 0, 0)
	FADDP_2S(0, 0)
	FMOVS F0, ret+96(FP)
	RET
