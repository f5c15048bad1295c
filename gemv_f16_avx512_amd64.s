//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// One row times a panel of binary16, read once, from memory as a rule: a step is a value of x and a line of the panel.
//
//	SI  x     BX  panel     CX  steps left     DI  c
//	Z0, Z1  sums of columns 0..15, 16..31     Z2  a value of x     Z3, Z4  a step of the panel

// func gemvPanelF16AVX512(c, x []float32, panel []uint16)
// Requires: AVX512F
TEXT ·gemvPanelF16AVX512(SB), NOSPLIT, $0-72
	MOVQ   c_base+0(FP), DI
	MOVQ   x_base+24(FP), SI
	MOVQ   x_len+32(FP), CX
	MOVQ   panel_base+48(FP), BX
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	TESTQ  CX, CX
	JEQ    gemv_zmm_done

gemv_zmm_loop: // do {
	PREFETCHT0   AHEAD(BX)
	VBROADCASTSS (SI), Z2
	VCVTPH2PS    (BX), Z3
	VCVTPH2PS    32(BX), Z4
	VFMADD231PS  Z3, Z2, Z0
	VFMADD231PS  Z4, Z2, Z1
	ADDQ         $4, SI
	ADDQ         $64, BX
	DECQ         CX
	JNE          gemv_zmm_loop // } while --CX > 0

gemv_zmm_done:
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, 64(DI)
	VZEROUPPER
	RET
