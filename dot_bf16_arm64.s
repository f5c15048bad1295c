//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

#define ZERO(V) VEOR V.B16, V.B16, V.B16

// WIDEN makes the lower 4 bfloat16 of H, each the upper half of a float32, floats; WIDEN_UPPER the upper 4.
#define WIDEN(H, F) \
	VUXTL H.H4, F.S4      \
	VSHL  $16, F.S4, F.S4

#define WIDEN_UPPER(H, F) \
	VUXTL2 H.H8, F.S4      \
	VSHL   $16, F.S4, F.S4

// func dotBF16NEON(x []float32, h []uint16) float32
TEXT ·dotBF16NEON(SB), NOSPLIT, $0-52
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R2
	MOVD h_base+24(FP), R1
	ZERO(V0)
	ZERO(V1)
	ZERO(V2)
	ZERO(V3)
	SUBS $16, R2
	BLT  dotbf_rest

dotbf_loop16: // do {
	VLD1.P 64(R0), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1.P 32(R1), [V16.H8, V17.H8]
	WIDEN(V16, V18)
	WIDEN_UPPER(V16, V19)
	WIDEN(V17, V20)
	WIDEN_UPPER(V17, V21)
	VFMLA  V4.S4, V18.S4, V0.S4
	VFMLA  V5.S4, V19.S4, V1.S4
	VFMLA  V6.S4, V20.S4, V2.S4
	VFMLA  V7.S4, V21.S4, V3.S4
	SUBS   $16, R2
	BGE    dotbf_loop16 // } while (R2 -= 16) >= 0

dotbf_rest:
	ADDS $12, R2 // 4 less than what is left
	BLT  dotbf_sum

dotbf_loop4: // do {
	VLD1.P 16(R0), [V4.S4]
	VLD1.P 8(R1), [V16.H4]
	WIDEN(V16, V18)
	VFMLA  V4.S4, V18.S4, V0.S4
	SUBS   $4, R2
	BGE    dotbf_loop4 // } while (R2 -= 4) >= 0

dotbf_sum:
	FADD_4S(1, 0, 0)
	FADD_4S(3, 2, 2)
	FADD_4S(2, 0, 0)
	FADDP_4S(0, 0, 0)
	FADDP_2S(0, 0)
	ADDS $4, R2
	BEQ  dotbf_done

dotbf_one: // do {
	FMOVS.P 4(R0), F4
	MOVHU.P 2(R1), R3
	VMOV    R3, V16.H[0]
	WIDEN(V16, V18)
	FMADDS  F4, F0, F18, F0
	SUBS    $1, R2
	BNE     dotbf_one // } while --R2 > 0

dotbf_done:
	FMOVS F0, ret+48(FP)
	RET
