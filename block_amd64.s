//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// Kernels of block.go on 8 lanes; the last len%8 values under a mask (Y7), with the same instructions. That of SiLU is in exp_amd64.s.

// func addAVX2(dst, x, y []float32)
// Requires: AVX
TEXT ·addAVX2(SB), NOSPLIT, $0-72
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ x_base+24(FP), SI
	MOVQ y_base+48(FP), BX
	SUBQ $8, CX
	JLT  add_tail

add_loop: // do {
	VMOVUPS (SI), Y0
	VADDPS  (BX), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, SI
	ADDQ    $32, BX
	ADDQ    $32, DI
	SUBQ    $8, CX
	JGE     add_loop // } while (CX -= 8) >= 0

add_tail:
	ADDQ $8, CX
	JEQ  add_done
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS (SI), Y7, Y0
	VMASKMOVPS (BX), Y7, Y1
	VADDPS     Y1, Y0, Y0
	VMASKMOVPS Y0, Y7, (DI)

add_done:
	VZEROUPPER
	RET

// ropeSigns: from the first on, the signs that turn pairs; from the second on, those that turn them back.
DATA ·ropeSigns+0(SB)/8, $0x0000000080000000
DATA ·ropeSigns+8(SB)/8, $0x0000000080000000
DATA ·ropeSigns+16(SB)/8, $0x0000000080000000
DATA ·ropeSigns+24(SB)/8, $0x0000000080000000
DATA ·ropeSigns+32(SB)/8, $0x0000000080000000
DATA ·ropeSigns+40(SB)/8, $0x0000000080000000
DATA ·ropeSigns+48(SB)/8, $0x0000000080000000
DATA ·ropeSigns+56(SB)/8, $0x0000000080000000
DATA ·ropeSigns+64(SB)/4, $0x80000000
GLOBL ·ropeSigns(SB), RODATA|NOPTR, $68

// TURN sets Y0 = a, b, … turned by Y1 = cos, sin, …: a·cos, b·cos plus ∓b·sin, ±a·sin, each product rounded.
#define TURN \
	VMOVSLDUP  Y1, Y2         \
	VMOVSHDUP  Y1, Y1         \
	VPERMILPS  $0xb1, Y0, Y3  \ // b, a
	VMULPS     Y2, Y0, Y0     \
	VMULPS     Y1, Y3, Y3     \
	VXORPS     Y6, Y3, Y3     \
	VADDPS     Y3, Y0, Y0

// func ropeAVX2(x []float32, headDim int, cossin []float32, inverse bool)
// Requires: AVX
//
// DI a head, R8 bytes of a head, R9 values of all heads left · SI cos and sin, BX where those are, CX values of the head left · Y6 signs
TEXT ·ropeAVX2(SB), NOSPLIT, $0-57
	MOVQ    x_base+0(FP), DI
	MOVQ    x_len+8(FP), R9
	MOVQ    headDim+24(FP), R8
	MOVQ    cossin_base+32(FP), BX
	MOVQ    cossin_len+40(FP), R11
	MOVBLZX inverse+56(FP), AX
	LEAQ    ·ropeSigns(SB), DX
	VMOVUPS (DX)(AX*4), Y6
	MOVQ    R11, R10
	ANDQ    $7, R10
	JEQ     rope_head
	TAIL_MASK(R10, AX, Y7)

rope_head: // do {
	MOVQ DI, DX
	MOVQ BX, SI
	MOVQ R11, CX
	SUBQ $8, CX
	JLT  rope_tail

rope_loop: // do {
	VMOVUPS (DX), Y0
	VMOVUPS (SI), Y1
	TURN
	VMOVUPS Y0, (DX)
	ADDQ    $32, DX
	ADDQ    $32, SI
	SUBQ    $8, CX
	JGE     rope_loop // } while (CX -= 8) >= 0

rope_tail:
	ADDQ $8, CX
	JEQ  rope_next
	VMASKMOVPS (DX), Y7, Y0
	VMASKMOVPS (SI), Y7, Y1
	TURN
	VMASKMOVPS Y0, Y7, (DX)

rope_next:
	LEAQ (DI)(R8*4), DI
	SUBQ R8, R9
	JGT  rope_head // } while (R9 -= R8) > 0
	VZEROUPPER
	RET

// func dotWeightedAVX2(x, weight, y []float32) float32
// Requires: AVX2, FMA
TEXT ·dotWeightedAVX2(SB), NOSPLIT, $0-76
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	MOVQ weight_base+24(FP), BX
	MOVQ y_base+48(FP), DI
	ZERO(Y0)
	ZERO(Y1)
	SUBQ $16, CX
	JLT  dotw_rest

dotw_loop16: // do {
	VMOVUPS     (SI), Y4
	VMOVUPS     32(SI), Y5
	VMULPS      (BX), Y4, Y4
	VMULPS      32(BX), Y5, Y5
	VFMADD231PS (DI), Y4, Y0
	VFMADD231PS 32(DI), Y5, Y1
	ADDQ        $64, SI
	ADDQ        $64, BX
	ADDQ        $64, DI
	SUBQ        $16, CX
	JGE         dotw_loop16 // } while (CX -= 16) >= 0

dotw_rest:
	ADDQ        $8, CX
	JLT         dotw_tail
	VMOVUPS     (SI), Y4
	VMULPS      (BX), Y4, Y4
	VFMADD231PS (DI), Y4, Y0
	ADDQ        $32, SI
	ADDQ        $32, BX
	ADDQ        $32, DI
	SUBQ        $8, CX

dotw_tail:
	ADDQ $8, CX
	JEQ  dotw_sum
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS  (SI), Y7, Y4
	VMASKMOVPS  (BX), Y7, Y5
	VMASKMOVPS  (DI), Y7, Y6
	VMULPS      Y5, Y4, Y4
	VFMADD231PS Y6, Y4, Y1

dotw_sum:
	VADDPS Y1, Y0, Y0
	SUM_LANES(Y0, X0, X1)
	VMOVSS X0, ret+72(FP)
	VZEROUPPER
	RET

// func normBackwardAVX2(dx, direct, dy, weight, x []float32, r, c float32)
// Requires: AVX2, FMA
//
// R9 bytes done
TEXT ·normBackwardAVX2(SB), NOSPLIT, $0-128
	MOVQ         dx_base+0(FP), DI
	MOVQ         dx_len+8(FP), CX
	MOVQ         direct_base+24(FP), R8
	MOVQ         dy_base+48(FP), SI
	MOVQ         weight_base+72(FP), BX
	MOVQ         x_base+96(FP), DX
	VBROADCASTSS r+120(FP), Y4
	VBROADCASTSS c+124(FP), Y5
	XORL         R9, R9
	SUBQ         $8, CX
	JLT          normb_tail

normb_loop: // do {
	VMOVUPS      (SI)(R9*1), Y0
	VMULPS       (BX)(R9*1), Y0, Y0
	VFMADD213PS  (R8)(R9*1), Y4, Y0
	VFNMADD231PS (DX)(R9*1), Y5, Y0
	VMOVUPS      Y0, (DI)(R9*1)
	ADDQ         $32, R9
	SUBQ         $8, CX
	JGE          normb_loop // } while (CX -= 8) >= 0

normb_tail:
	ADDQ $8, CX
	JEQ  normb_done
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS   (SI)(R9*1), Y7, Y0
	VMASKMOVPS   (BX)(R9*1), Y7, Y1
	VMASKMOVPS   (R8)(R9*1), Y7, Y2
	VMASKMOVPS   (DX)(R9*1), Y7, Y3
	VMULPS       Y1, Y0, Y0
	VFMADD213PS  Y2, Y4, Y0
	VFNMADD231PS Y3, Y5, Y0
	VMASKMOVPS   Y0, Y7, (DI)(R9*1)

normb_done:
	VZEROUPPER
	RET
