//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_avx512_amd64.h"

// Kernels on 16-bit floats, as in half_amd64.s; the last len%16 values under a mask (K1).

// func f16ToF32AVX512(dst []float32, src []uint16)
// Requires: AVX512F, AVX512BW, AVX512VL, BMI2
TEXT ·f16ToF32AVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ src_base+24(FP), SI
	SUBQ $16, CX
	JLT  from16_tail

from16_loop: // do {
	PREFETCHT0 AHEAD(SI)
	VCVTPH2PS  (SI), Z0
	VMOVUPS    Z0, (DI)
	ADDQ       $32, SI
	ADDQ       $64, DI
	SUBQ       $16, CX
	JGE        from16_loop // } while (CX -= 16) >= 0

from16_tail:
	ADDQ $16, CX
	JEQ  from16_done
	TAIL_K(CX, K1)
	VMOVDQU16.Z (SI), K1, Y0
	VCVTPH2PS   Y0, Z0
	VMOVUPS     Z0, K1, (DI)

from16_done:
	VZEROUPPER
	RET

// func f32ToF16AVX512(dst []uint16, src []float32)
// Requires: AVX512F, AVX512BW, AVX512VL, BMI2
TEXT ·f32ToF16AVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ src_base+24(FP), SI
	SUBQ $16, CX
	JLT  to16_tail

to16_loop: // do {
	VMOVUPS   (SI), Z0
	VCVTPS2PH $0, Z0, (DI) // to nearest even
	ADDQ      $64, SI
	ADDQ      $32, DI
	SUBQ      $16, CX
	JGE       to16_loop // } while (CX -= 16) >= 0

to16_tail:
	ADDQ $16, CX
	JEQ  to16_done
	TAIL_K(CX, K1)
	VMOVUPS.Z (SI), K1, Z0
	VCVTPS2PH $0, Z0, Y0
	VMOVDQU16 Y0, K1, (DI)

to16_done:
	VZEROUPPER
	RET

// func bf16ToF32AVX512(dst []float32, src []uint16)
// Requires: AVX512F, AVX512BW, AVX512VL, BMI2
TEXT ·bf16ToF32AVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ src_base+24(FP), SI
	SUBQ $16, CX
	JLT  frombf_tail

frombf_loop: // do {
	VPMOVZXWD (SI), Z0
	VPSLLD    $16, Z0, Z0
	VMOVDQU32 Z0, (DI)
	ADDQ      $32, SI
	ADDQ      $64, DI
	SUBQ      $16, CX
	JGE       frombf_loop // } while (CX -= 16) >= 0

frombf_tail:
	ADDQ $16, CX
	JEQ  frombf_done
	TAIL_K(CX, K1)
	VMOVDQU16.Z (SI), K1, Y0
	VPMOVZXWD   Y0, Z0
	VPSLLD      $16, Z0, Z0
	VMOVDQU32   Z0, K1, (DI)

frombf_done:
	VZEROUPPER
	RET

DATA brainConst16<>+0(SB)/4, $0x7fff     // just under half of the last place
DATA brainConst16<>+4(SB)/4, $1
DATA brainConst16<>+8(SB)/4, $0x00400000 // the bit that makes a NaN quiet
GLOBL brainConst16<>(SB), RODATA|NOPTR, $12

#define HALF_PLACE Z7
#define BIT Z6
#define QUIET Z5

// TO_BRAIN_16 leaves in the low 16 bits of each lane of Z0 the bfloat16 of that lane: to nearest even, or quiet if NaN. The instruction of
// AVX-512 BF16 would take subnormals for zero.
#define TO_BRAIN_16 \
	VCMPPS $3, Z0, Z0, K2        \ // unordered: NaN
	VPSRLD $16, Z0, Z3           \
	VPANDD BIT, Z3, Z3           \
	VPADDD HALF_PLACE, Z3, Z3    \
	VPADDD Z3, Z0, Z3            \
	VPORD  QUIET, Z0, K2, Z3     \
	VPSRLD $16, Z3, Z0

// func f32ToBF16AVX512(dst []uint16, src []float32)
// Requires: AVX512F, BMI2
TEXT ·f32ToBF16AVX512(SB), NOSPLIT, $0-48
	MOVQ         dst_base+0(FP), DI
	MOVQ         dst_len+8(FP), CX
	MOVQ         src_base+24(FP), SI
	VPBROADCASTD brainConst16<>+0(SB), HALF_PLACE
	VPBROADCASTD brainConst16<>+4(SB), BIT
	VPBROADCASTD brainConst16<>+8(SB), QUIET
	SUBQ         $16, CX
	JLT          tobf_tail

tobf_loop: // do {
	VMOVUPS (SI), Z0
	TO_BRAIN_16
	VPMOVDW Z0, (DI)
	ADDQ    $64, SI
	ADDQ    $32, DI
	SUBQ    $16, CX
	JGE     tobf_loop // } while (CX -= 16) >= 0

tobf_tail:
	ADDQ $16, CX
	JEQ  tobf_done
	TAIL_K(CX, K1)
	VMOVUPS.Z (SI), K1, Z0
	TO_BRAIN_16
	VPMOVDW   Z0, K1, (DI)

tobf_done:
	VZEROUPPER
	RET

// func axpyF16AVX512(y []float32, a float32, h []uint16)
// Requires: AVX512F, AVX512BW, AVX512VL, BMI2
TEXT ·axpyF16AVX512(SB), NOSPLIT, $0-56
	MOVQ         y_base+0(FP), DI
	MOVQ         y_len+8(FP), CX
	VBROADCASTSS a+24(FP), Z0
	MOVQ         h_base+32(FP), SI
	SUBQ         $32, CX
	JLT          axpy16_rest

axpy16_loop32: // do {
	PREFETCHT0  AHEAD(SI)
	VCVTPH2PS   (SI), Z1
	VCVTPH2PS   32(SI), Z2
	VFMADD213PS (DI), Z0, Z1
	VFMADD213PS 64(DI), Z0, Z2
	VMOVUPS     Z1, (DI)
	VMOVUPS     Z2, 64(DI)
	ADDQ        $64, SI
	ADDQ        $128, DI
	SUBQ        $32, CX
	JGE         axpy16_loop32 // } while (CX -= 32) >= 0

axpy16_rest:
	ADDQ        $16, CX
	JLT         axpy16_tail
	VCVTPH2PS   (SI), Z1
	VFMADD213PS (DI), Z0, Z1
	VMOVUPS     Z1, (DI)
	ADDQ        $32, SI
	ADDQ        $64, DI
	SUBQ        $16, CX

axpy16_tail:
	ADDQ $16, CX
	JEQ  axpy16_done
	TAIL_K(CX, K1)
	VMOVDQU16.Z (SI), K1, Y1
	VCVTPH2PS   Y1, Z1
	VMOVUPS.Z   (DI), K1, Z2
	VFMADD213PS Z2, Z0, Z1
	VMOVUPS     Z1, K1, (DI)

axpy16_done:
	VZEROUPPER
	RET
