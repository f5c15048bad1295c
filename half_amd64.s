//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// Kernels on 16-bit floats. There is no masked load of 16-bit values: the last len%8 are treated one by one, by the same instructions.

// func f16ToF32AVX2(dst []float32, src []uint16)
// Requires: AVX, F16C
TEXT ·f16ToF32AVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ src_base+24(FP), SI
	SUBQ $8, CX
	JLT  from16_tail

from16_loop: // do {
	PREFETCHT0 AHEAD(SI)
	VCVTPH2PS  (SI), Y0
	VMOVUPS    Y0, (DI)
	ADDQ       $16, SI
	ADDQ       $32, DI
	SUBQ       $8, CX
	JGE        from16_loop // } while (CX -= 8) >= 0

from16_tail:
	ADDQ $8, CX
	JEQ  from16_done

from16_one: // do {
	MOVWLZX   (SI), AX
	VMOVD     AX, X0
	VCVTPH2PS X0, X0
	VMOVSS    X0, (DI)
	ADDQ      $2, SI
	ADDQ      $4, DI
	DECQ      CX
	JNE       from16_one // } while --CX > 0

from16_done:
	VZEROUPPER
	RET

// func f32ToF16AVX2(dst []uint16, src []float32)
// Requires: AVX, F16C
TEXT ·f32ToF16AVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ src_base+24(FP), SI
	SUBQ $8, CX
	JLT  to16_tail

to16_loop: // do {
	VMOVUPS   (SI), Y0
	VCVTPS2PH $0, Y0, (DI) // to nearest even
	ADDQ      $32, SI
	ADDQ      $16, DI
	SUBQ      $8, CX
	JGE       to16_loop // } while (CX -= 8) >= 0

to16_tail:
	ADDQ $8, CX
	JEQ  to16_done

to16_one: // do {
	VMOVSS    (SI), X0
	VCVTPS2PH $0, X0, X0
	VMOVD     X0, AX
	MOVW      AX, (DI)
	ADDQ      $4, SI
	ADDQ      $2, DI
	DECQ      CX
	JNE       to16_one // } while --CX > 0

to16_done:
	VZEROUPPER
	RET

// func bf16ToF32AVX2(dst []float32, src []uint16)
// Requires: AVX2
TEXT ·bf16ToF32AVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ src_base+24(FP), SI
	SUBQ $8, CX
	JLT  frombf_tail

frombf_loop: // do {
	VPMOVZXWD (SI), Y0
	VPSLLD    $16, Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ      $16, SI
	ADDQ      $32, DI
	SUBQ      $8, CX
	JGE       frombf_loop // } while (CX -= 8) >= 0

frombf_tail:
	ADDQ $8, CX
	JEQ  frombf_done

frombf_one: // do {
	MOVWLZX (SI), AX
	SHLL    $16, AX
	MOVL    AX, (DI)
	ADDQ    $2, SI
	ADDQ    $4, DI
	DECQ    CX
	JNE     frombf_one // } while --CX > 0

frombf_done:
	VZEROUPPER
	RET

DATA brainConst<>+0(SB)/4, $0x7fff     // just under half of the last place
DATA brainConst<>+4(SB)/4, $1
DATA brainConst<>+8(SB)/4, $0x00400000 // the bit that makes a NaN quiet
GLOBL brainConst<>(SB), RODATA|NOPTR, $12

#define HALF_PLACE Y7
#define BIT Y6
#define QUIET Y5

// TO_BRAIN leaves in the low 16 bits of each lane of Y0 the bfloat16 of that lane: to nearest even, or quiet if NaN.
#define TO_BRAIN \
	VCMPPS    $3, Y0, Y0, Y1       \ // unordered: NaN
	VPOR      QUIET, Y0, Y2        \
	VPSRLD    $16, Y0, Y3          \
	VPAND     BIT, Y3, Y3          \
	VPADDD    HALF_PLACE, Y3, Y3   \
	VPADDD    Y3, Y0, Y0           \
	VBLENDVPS Y1, Y2, Y0, Y0       \
	VPSRLD    $16, Y0, Y0

// func f32ToBF16AVX2(dst []uint16, src []float32)
// Requires: AVX2
TEXT ·f32ToBF16AVX2(SB), NOSPLIT, $0-48
	MOVQ         dst_base+0(FP), DI
	MOVQ         dst_len+8(FP), CX
	MOVQ         src_base+24(FP), SI
	VBROADCASTSS brainConst<>+0(SB), HALF_PLACE
	VBROADCASTSS brainConst<>+4(SB), BIT
	VBROADCASTSS brainConst<>+8(SB), QUIET
	SUBQ         $8, CX
	JLT          tobf_tail

tobf_loop: // do {
	VMOVUPS    (SI), Y0
	TO_BRAIN
	VPACKUSDW  Y0, Y0, Y0
	VPERMQ     $0x08, Y0, Y0 // the first quarter of each half
	VMOVDQU    X0, (DI)
	ADDQ       $32, SI
	ADDQ       $16, DI
	SUBQ       $8, CX
	JGE        tobf_loop // } while (CX -= 8) >= 0

tobf_tail:
	ADDQ $8, CX
	JEQ  tobf_done

tobf_one: // do {
	VMOVSS (SI), X0
	TO_BRAIN
	VMOVD  X0, AX
	MOVW   AX, (DI)
	ADDQ   $4, SI
	ADDQ   $2, DI
	DECQ   CX
	JNE    tobf_one // } while --CX > 0

tobf_done:
	VZEROUPPER
	RET

// func axpyF16AVX2(y []float32, a float32, h []uint16)
// Requires: AVX2, FMA, F16C
TEXT ·axpyF16AVX2(SB), NOSPLIT, $0-56
	MOVQ         y_base+0(FP), DI
	MOVQ         y_len+8(FP), CX
	VBROADCASTSS a+24(FP), Y0
	MOVQ         h_base+32(FP), SI
	SUBQ         $16, CX
	JLT          axpy16_rest

axpy16_loop16: // do {
	PREFETCHT0  AHEAD(SI)
	VCVTPH2PS   (SI), Y1
	VCVTPH2PS   16(SI), Y2
	VFMADD213PS (DI), Y0, Y1
	VFMADD213PS 32(DI), Y0, Y2
	VMOVUPS     Y1, (DI)
	VMOVUPS     Y2, 32(DI)
	ADDQ        $32, SI
	ADDQ        $64, DI
	SUBQ        $16, CX
	JGE         axpy16_loop16 // } while (CX -= 16) >= 0

axpy16_rest:
	ADDQ        $8, CX
	JLT         axpy16_tail
	VCVTPH2PS   (SI), Y1
	VFMADD213PS (DI), Y0, Y1
	VMOVUPS     Y1, (DI)
	ADDQ        $16, SI
	ADDQ        $32, DI
	SUBQ        $8, CX

axpy16_tail:
	ADDQ $8, CX
	JEQ  axpy16_done

axpy16_one: // do {
	MOVWLZX     (SI), AX
	VMOVD       AX, X1
	VCVTPH2PS   X1, X1
	VFMADD213SS (DI), X0, X1
	VMOVSS      X1, (DI)
	ADDQ        $2, SI
	ADDQ        $4, DI
	DECQ        CX
	JNE         axpy16_one // } while --CX > 0

axpy16_done:
	VZEROUPPER
	RET
