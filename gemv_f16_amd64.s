//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// One row times a panel of binary16, read once, from memory as a rule: a step is a value of x and a line of the panel.
//
//	SI  x     BX  panel     CX  steps left     DI  c
//	Y0-Y3  sums of columns 0..7, 8..15, 16..23, 24..31     Y4  a value of x     Y5-Y8  a step of the panel

// func gemvPanelF16AVX2(c, x []float32, panel []uint16)
// Requires: AVX2, FMA3, F16C
TEXT ·gemvPanelF16AVX2(SB), NOSPLIT, $0-72
	MOVQ   c_base+0(FP), DI
	MOVQ   x_base+24(FP), SI
	MOVQ   x_len+32(FP), CX
	MOVQ   panel_base+48(FP), BX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	TESTQ  CX, CX
	JEQ    gemv_ymm_done

gemv_ymm_loop: // do {
	PREFETCHT0   AHEAD(BX)
	VBROADCASTSS (SI), Y4
	VCVTPH2PS    (BX), Y5
	VCVTPH2PS    16(BX), Y6
	VCVTPH2PS    32(BX), Y7
	VCVTPH2PS    48(BX), Y8
	VFMADD231PS  Y5, Y4, Y0
	VFMADD231PS  Y6, Y4, Y1
	VFMADD231PS  Y7, Y4, Y2
	VFMADD231PS  Y8, Y4, Y3
	ADDQ         $4, SI
	ADDQ         $64, BX
	DECQ         CX
	JNE          gemv_ymm_loop // } while --CX > 0

gemv_ymm_done:
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VZEROUPPER
	RET
