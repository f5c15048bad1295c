//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_amd64.h"

// Kernels on 8-bit activations. Unsigned codes of weights (4 and 6 bits) meet the signed activations in VPMADDUBSW, whose sums of two
// products stay below 2¹⁵; the offset of such codes is a second such product, subtracted. Codes of Q8_0 are signed: the
// sign of the weight moves to the activation, which is never -128, and the weight's magnitude is the unsigned factor, at most 128.

DATA q8Const<>+0(SB)/4, $0x7fffffff
DATA q8Const<>+4(SB)/4, $0x42fe0000 // 127
DATA q8Const<>+8(SB)/4, $0x00010001
DATA q8Const<>+12(SB)/4, $0x01010101
DATA q8Const<>+16(SB)/4, $0x0f0f0f0f
DATA q8Const<>+20(SB)/4, $0x08080808
GLOBL q8Const<>(SB), RODATA|NOPTR, $24

#define MAGNITUDE_BITS q8Const<>+0(SB)
#define CODE_MAX q8Const<>+4(SB)
#define WORD_ONES q8Const<>+8(SB)
#define BYTE_ONES q8Const<>+12(SB)
#define LOW_NIBBLES q8Const<>+16(SB)
#define BYTE_EIGHTS q8Const<>+20(SB)

// The order in which VPACKSSDW and VPACKSSWB leave eight groups of 4 bytes.
DATA packOrder<>+0(SB)/8, $0x0000000400000000
DATA packOrder<>+8(SB)/8, $0x0000000500000001
DATA packOrder<>+16(SB)/8, $0x0000000600000002
DATA packOrder<>+24(SB)/8, $0x0000000700000003
GLOBL packOrder<>(SB), RODATA|NOPTR, $32

// func quantizeQ8AVX2(q Q8, x []float32)
// Requires: AVX2
TEXT ·quantizeQ8AVX2(SB), NOSPLIT, $0-96
	MOVQ         q_Codes_base+0(FP), DI
	MOVQ         q_Scale_base+24(FP), R8
	MOVQ         q_Scale_len+32(FP), CX
	MOVQ         q_Sums_base+48(FP), R9
	MOVQ         x_base+72(FP), SI
	VBROADCASTSS MAGNITUDE_BITS, Y15
	VMOVSS       CODE_MAX, X14
	VBROADCASTSS WORD_ONES, Y13
	VBROADCASTSS BYTE_ONES, Y12
	VMOVDQU      packOrder<>(SB), Y11
	TESTQ        CX, CX
	JEQ          quantize_done

quantize_block: // do {
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VMOVUPS 64(SI), Y2
	VMOVUPS 96(SI), Y3

	// AX = bits of the largest magnitude; as integers they order with NaN above all.
	VPAND        Y15, Y0, Y4
	VPAND        Y15, Y1, Y5
	VPAND        Y15, Y2, Y6
	VPAND        Y15, Y3, Y7
	VPMAXUD      Y5, Y4, Y4
	VPMAXUD      Y7, Y6, Y6
	VPMAXUD      Y6, Y4, Y4
	VEXTRACTI128 $1, Y4, X5
	VPMAXUD      X5, X4, X4
	VPSHUFD      $0x4e, X4, X5
	VPMAXUD      X5, X4, X4
	VPSHUFD      $0xb1, X4, X5
	VPMAXUD      X5, X4, X4
	VMOVD        X4, AX
	CMPL         AX, $const_floatInf
	JCC          quantize_broken
	CMPL         AX, $const_q8Tiny
	JCS          quantize_zeros

	VDIVSS       X14, X4, X5 // amax/127
	VMOVSS       X5, (R8)
	VDIVSS       X4, X14, X5 // 127/amax
	VBROADCASTSS X5, Y5
	VMULPS       Y5, Y0, Y0
	VMULPS       Y5, Y1, Y1
	VMULPS       Y5, Y2, Y2
	VMULPS       Y5, Y3, Y3
	VCVTPS2DQ    Y0, Y0      // to nearest even
	VCVTPS2DQ    Y1, Y1
	VCVTPS2DQ    Y2, Y2
	VCVTPS2DQ    Y3, Y3
	VPACKSSDW    Y1, Y0, Y0
	VPACKSSDW    Y3, Y2, Y2
	VPACKSSWB    Y2, Y0, Y0
	VPERMD       Y0, Y11, Y0
	VMOVDQU      Y0, (DI)

	// The sums of 16 codes, one in each 128-bit half.
	VPMADDUBSW   Y0, Y12, Y0
	VPMADDWD     Y13, Y0, Y0
	VPHADDD      Y0, Y0, Y0
	VPHADDD      Y0, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VMOVD        X0, AX
	VMOVD        X1, BX
	MOVW         AX, (R9)
	MOVW         BX, 2(R9)

quantize_next:
	ADDQ $128, SI
	ADDQ $32, DI
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ CX
	JNE  quantize_block // } while --CX > 0

quantize_done:
	VZEROUPPER
	RET

quantize_broken:
	MOVL $0x7fc00000, AX // NaN
	JMP  quantize_clear

quantize_zeros:
	XORL AX, AX

quantize_clear:
	MOVL    AX, (R8)
	ZERO(Y0)
	VMOVDQU Y0, (DI)
	MOVL    $0, (R9)
	JMP     quantize_next

// Q8_BLOCK adds the product of the block of weights at W+SI and of activations at Q+DI, scale at S+R8, to ACC.
#define Q8_BLOCK(W, Q, S, ACC) \
	VMOVDQU      (W+2)(SI), Y2 \
	VPABSB       Y2, Y3        \
	VMOVDQU      Q(DI), Y4     \
	VPSIGNB      Y2, Y4, Y4    \
	VPMADDUBSW   Y4, Y3, Y3    \
	VPMADDWD     Y15, Y3, Y3   \
	VCVTDQ2PS    Y3, Y3        \
	HALF_TO(W(SI), X5, Y5)     \
	VBROADCASTSS S(R8), Y6     \
	VMULPS       Y6, Y5, Y5    \
	VFMADD231PS  Y5, Y3, ACC

// func dotQ8_0AVX2(w []byte, q Q8) float32
// Requires: AVX2, FMA, F16C
TEXT ·dotQ8_0AVX2(SB), NOSPLIT, $0-100
	DOT_ARGS
	VBROADCASTSS WORD_ONES, Y15
	SUBQ $2, CX
	JLT  q80_last

q80_loop: // do {
	Q8_BLOCK(0, 0, 0, Y0)
	Q8_BLOCK(34, 32, 4, Y1)
	ADDQ $68, SI
	ADDQ $64, DI
	ADDQ $8, R8
	SUBQ $2, CX
	JGE  q80_loop // } while (CX -= 2) >= 0

q80_last:
	ADDQ $2, CX
	JEQ  q80_sum
	Q8_BLOCK(0, 0, 0, Y0)

q80_sum:
	VADDPS Y1, Y0, Y0
	SUM_LANES(Y0, X0, X1)
	VMOVSS X0, ret+96(FP)
	VZEROUPPER
	RET

// Q4_BLOCK is Q8_BLOCK for Q4_0: Σ nibble·code - Σ 8·code.
#define Q4_BLOCK(W, Q, S, ACC) \
	VMOVDQU      (W+2)(SI), X2    \
	VPSRLW       $4, X2, X3       \
	VINSERTI128  $1, X3, Y2, Y2   \
	VPAND        Y14, Y2, Y2      \
	VMOVDQU      Q(DI), Y4        \
	VPMADDUBSW   Y4, Y2, Y2       \
	VPMADDUBSW   Y4, Y13, Y4      \
	VPSUBW       Y4, Y2, Y2       \
	VPMADDWD     Y15, Y2, Y2      \
	VCVTDQ2PS    Y2, Y2           \
	HALF_TO(W(SI), X5, Y5)        \
	VBROADCASTSS S(R8), Y6        \
	VMULPS       Y6, Y5, Y5       \
	VFMADD231PS  Y5, Y2, ACC

// func dotQ4_0AVX2(w []byte, q Q8) float32
// Requires: AVX2, FMA, F16C
TEXT ·dotQ4_0AVX2(SB), NOSPLIT, $0-100
	DOT_ARGS
	VBROADCASTSS WORD_ONES, Y15
	VBROADCASTSS LOW_NIBBLES, Y14
	VBROADCASTSS BYTE_EIGHTS, Y13
	SUBQ         $2, CX
	JLT          q40_last

q40_loop: // do {
	Q4_BLOCK(0, 0, 0, Y0)
	Q4_BLOCK(18, 32, 4, Y1)
	ADDQ $36, SI
	ADDQ $64, DI
	ADDQ $8, R8
	SUBQ $2, CX
	JGE  q40_loop // } while (CX -= 2) >= 0

q40_last:
	ADDQ $2, CX
	JEQ  q40_sum
	Q4_BLOCK(0, 0, 0, Y0)

q40_sum:
	VADDPS Y1, Y0, Y0
	SUM_LANES(Y0, X0, X1)
	VMOVSS X0, ret+96(FP)
	VZEROUPPER
	RET
