//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_arm64.h"

// Kernels on 8-bit activations, for CPUs without the dot product instructions: two products of 8 bits fit into 16 (2·128·127 < 2¹⁵).

#define ZERO(V) VEOR V.B16, V.B16, V.B16

// func quantizeQ8NEON(q Q8, x []float32)
TEXT ·quantizeQ8NEON(SB), NOSPLIT, $0-96
	MOVD  q_Codes_base+0(FP), R0
	MOVD  q_Scale_base+24(FP), R1
	MOVD  q_Scale_len+32(FP), R4
	MOVD  q_Sums_base+48(FP), R2
	MOVD  x_base+72(FP), R3
	MOVW  $0x7fffffff, R5
	VDUP  R5, V31.S4
	FMOVS $127.0, F30
	MOVW  $const_floatInf, R7
	MOVW  $const_q8Tiny, R8
	CBZ   R4, quantize_done

quantize_block: // do {
	VLD1.P 64(R3), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P 64(R3), [V4.S4, V5.S4, V6.S4, V7.S4]

	// R5 = bits of the largest magnitude; as integers they order with NaN above all.
	VAND V31.B16, V0.B16, V16.B16
	VAND V31.B16, V1.B16, V17.B16
	VAND V31.B16, V2.B16, V18.B16
	VAND V31.B16, V3.B16, V19.B16
	VAND V31.B16, V4.B16, V20.B16
	VAND V31.B16, V5.B16, V21.B16
	VAND V31.B16, V6.B16, V22.B16
	VAND V31.B16, V7.B16, V23.B16
	UMAX_4S(17, 16, 16)
	UMAX_4S(19, 18, 18)
	UMAX_4S(21, 20, 20)
	UMAX_4S(23, 22, 22)
	UMAX_4S(18, 16, 16)
	UMAX_4S(22, 20, 20)
	UMAX_4S(20, 16, 16)
	UMAXV_4S(16, 16)
	FMOVS F16, R5
	CMPW  R7, R5
	BHS   quantize_broken
	CMPW  R8, R5
	BLO   quantize_zeros

	FDIVS F30, F16, F17 // amax/127
	FMOVS F17, (R1)
	FDIVS F16, F30, F18 // 127/amax
	VDUP  V18.S[0], V18.S4
	FMUL_4S(18, 0, 0)
	FMUL_4S(18, 1, 1)
	FMUL_4S(18, 2, 2)
	FMUL_4S(18, 3, 3)
	FMUL_4S(18, 4, 4)
	FMUL_4S(18, 5, 5)
	FMUL_4S(18, 6, 6)
	FMUL_4S(18, 7, 7)
	FCVTNS_4S(0, 0)
	FCVTNS_4S(1, 1)
	FCVTNS_4S(2, 2)
	FCVTNS_4S(3, 3)
	FCVTNS_4S(4, 4)
	FCVTNS_4S(5, 5)
	FCVTNS_4S(6, 6)
	FCVTNS_4S(7, 7)
	SQXTN_4H(0, 16)
	SQXTN2_8H(1, 16)
	SQXTN_4H(2, 17)
	SQXTN2_8H(3, 17)
	SQXTN_4H(4, 18)
	SQXTN2_8H(5, 18)
	SQXTN_4H(6, 19)
	SQXTN2_8H(7, 19)
	SQXTN_8B(16, 0)
	SQXTN2_16B(17, 0)
	SQXTN_8B(18, 1)
	SQXTN2_16B(19, 1)
	SADDLV_16B(0, 2)
	SADDLV_16B(1, 3)
	VMOV V2.H[0], R5
	VMOV V3.H[0], R6
	MOVH R5, (R2)
	MOVH R6, 2(R2)

quantize_next:
	VST1.P [V0.B16, V1.B16], 32(R0)
	ADD    $4, R1
	ADD    $4, R2
	SUBS   $1, R4
	BNE    quantize_block // } while --R4 > 0

quantize_done:
	RET

quantize_broken:
	MOVW $0x7fc00000, R5 // NaN
	B    quantize_clear

quantize_zeros:
	MOVW ZR, R5

quantize_clear:
	MOVW R5, (R1)
	MOVW ZR, (R2)
	ZERO(V0)
	ZERO(V1)
	B    quantize_next

// DOT_32 sets V16 = the sums of 8 products each of the codes V2, V3 (weights) and V4, V5 (activations).
#define DOT_32 \
	SMULL_8H(4, 2, 16)  \
	SMLAL2_8H(4, 2, 16) \
	SMULL_8H(5, 3, 17)  \
	SMLAL2_8H(5, 3, 17) \
	SADDLP_4S(16, 16)   \
	SADALP_4S(17, 16)

// ADD_SCALED adds V16, times the f16 in V6 and the activations' scale at R2, to V0.
#define ADD_SCALED \
	SCVTF_4S(16, 16)       \
	FCVTL_4S(6, 6)         \
	VLD1R.P 4(R2), [V7.S4] \
	FMUL_4S(7, 6, 6)       \
	VFMLA V6.S4, V16.S4, V0.S4

// func dotQ8_0NEON(w []byte, q Q8) float32
TEXT ·dotQ8_0NEON(SB), NOSPLIT, $0-100
	MOVD w_base+0(FP), R0
	MOVD q_Codes_base+24(FP), R1
	MOVD q_Scale_base+48(FP), R2
	MOVD q_Scale_len+56(FP), R3
	ZERO(V0)
	CBZ  R3, q80_sum

q80_loop: // do {
	VLD1R.P 2(R0), [V6.H8]
	VLD1.P  32(R0), [V2.B16, V3.B16]
	VLD1.P  32(R1), [V4.B16, V5.B16]
	DOT_32
	ADD_SCALED
	SUBS    $1, R3
	BNE     q80_loop // } while --R3 > 0

q80_sum:
	FADDP_4S(0, 0, 0)
	FADDP_2S(0, 0)
	FMOVS F0, ret+96(FP)
	RET

// func dotQ4_0NEON(w []byte, q Q8) float32
TEXT ·dotQ4_0NEON(SB), NOSPLIT, $0-100
	MOVD  w_base+0(FP), R0
	MOVD  q_Codes_base+24(FP), R1
	MOVD  q_Scale_base+48(FP), R2
	MOVD  q_Scale_len+56(FP), R3
	VMOVI $15, V31.B16
	VMOVI $8, V30.B16
	ZERO(V0)
	CBZ   R3, q40_sum

q40_loop: // do {
	VLD1R.P 2(R0), [V6.H8]
	VLD1.P  16(R0), [V3.B16]
	VLD1.P  32(R1), [V4.B16, V5.B16]
	VAND    V31.B16, V3.B16, V2.B16
	VUSHR   $4, V3.B16, V3.B16
	VSUB    V30.B16, V2.B16, V2.B16
	VSUB    V30.B16, V3.B16, V3.B16
	DOT_32
	ADD_SCALED
	SUBS    $1, R3
	BNE     q40_loop // } while --R3 > 0

q40_sum:
	FADDP_4S(0, 0, 0)
	FADDP_2S(0, 0)
	FMOVS F0, ret+96(FP)
	RET
