//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// One row times a panel of binary16, as in gemv_f16_amd64.s.
//
//	R0  c     R1  x     R2  steps left     R3  panel
//	V0-V7  sums of columns 0..3, 4..7, …     V16  a value of x     V17-V20  a step of the panel     V21-V28  the same in float32

// func gemvPanelF16NEON(c, x []float32, panel []uint16)
TEXT ·gemvPanelF16NEON(SB), NOSPLIT, $0-72
	MOVD c_base+0(FP), R0
	MOVD x_base+24(FP), R1
	MOVD x_len+32(FP), R2
	MOVD panel_base+48(FP), R3
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	VEOR V2.B16, V2.B16, V2.B16
	VEOR V3.B16, V3.B16, V3.B16
	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	VEOR V6.B16, V6.B16, V6.B16
	VEOR V7.B16, V7.B16, V7.B16
	CBZ  R2, gemv_done

gemv_loop: // do {
	VLD1R.P 4(R1), [V16.S4]
	VLD1.P  64(R3), [V17.H8, V18.H8, V19.H8, V20.H8]
	FCVTL_4S(17, 21)
	FCVTL2_4S(17, 22)
	FCVTL_4S(18, 23)
	FCVTL2_4S(18, 24)
	FCVTL_4S(19, 25)
	FCVTL2_4S(19, 26)
	FCVTL_4S(20, 27)
	FCVTL2_4S(20, 28)
	VFMLA V16.S4, V21.S4, V0.S4
	VFMLA V16.S4, V22.S4, V1.S4
	VFMLA V16.S4, V23.S4, V2.S4
	VFMLA V16.S4, V24.S4, V3.S4
	VFMLA V16.S4, V25.S4, V4.S4
	VFMLA V16.S4, V26.S4, V5.S4
	VFMLA V16.S4, V27.S4, V6.S4
	VFMLA V16.S4, V28.S4, V7.S4
	SUBS $1, R2
	BNE  gemv_loop // } while --R2 > 0

gemv_done:
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	VST1   [V4.S4, V5.S4, V6.S4, V7.S4], (R0)
	RET
