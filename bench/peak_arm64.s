//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// The loops of peak_amd64.s, for NEON: see there.
//
// Registers: V0-V23 sums, V30 and V31 operands; R0 iterations left, R1 the output.

#define START \
	MOVD n+0(FP), R0                                                                                                               \
	MOVD out+8(FP), R1                                                                                                             \
	MOVD $0x3C3C3C3C, R2                                                                                                           \
	VDUP R2, V30.S4                                                                                                                \
	VDUP R2, V31.S4                                                                                                                \
	VEOR V0.B16, V0.B16, V0.B16; VEOR V1.B16, V1.B16, V1.B16; VEOR V2.B16, V2.B16, V2.B16; VEOR V3.B16, V3.B16, V3.B16             \
	VEOR V4.B16, V4.B16, V4.B16; VEOR V5.B16, V5.B16, V5.B16; VEOR V6.B16, V6.B16, V6.B16; VEOR V7.B16, V7.B16, V7.B16             \
	VEOR V8.B16, V8.B16, V8.B16; VEOR V9.B16, V9.B16, V9.B16; VEOR V10.B16, V10.B16, V10.B16; VEOR V11.B16, V11.B16, V11.B16       \
	VEOR V12.B16, V12.B16, V12.B16; VEOR V13.B16, V13.B16, V13.B16; VEOR V14.B16, V14.B16, V14.B16; VEOR V15.B16, V15.B16, V15.B16 \
	VEOR V16.B16, V16.B16, V16.B16; VEOR V17.B16, V17.B16, V17.B16; VEOR V18.B16, V18.B16, V18.B16; VEOR V19.B16, V19.B16, V19.B16 \
	VEOR V20.B16, V20.B16, V20.B16; VEOR V21.B16, V21.B16, V21.B16; VEOR V22.B16, V22.B16, V22.B16; VEOR V23.B16, V23.B16, V23.B16

// The sums of all registers, to V0, which is stored.
#define END_FLOATS \
	FADD_4S(1, 0, 0); FADD_4S(2, 0, 0); FADD_4S(3, 0, 0); FADD_4S(4, 0, 0)     \
	FADD_4S(5, 0, 0); FADD_4S(6, 0, 0); FADD_4S(7, 0, 0); FADD_4S(8, 0, 0)     \
	FADD_4S(9, 0, 0); FADD_4S(10, 0, 0); FADD_4S(11, 0, 0); FADD_4S(12, 0, 0)  \
	FADD_4S(13, 0, 0); FADD_4S(14, 0, 0); FADD_4S(15, 0, 0); FADD_4S(16, 0, 0) \
	FADD_4S(17, 0, 0); FADD_4S(18, 0, 0); FADD_4S(19, 0, 0); FADD_4S(20, 0, 0) \
	FADD_4S(21, 0, 0); FADD_4S(22, 0, 0); FADD_4S(23, 0, 0)                    \
	VST1 [V0.S4], (R1)

#define END_INTS \
	VADD V1.S4, V0.S4, V0.S4; VADD V2.S4, V0.S4, V0.S4; VADD V3.S4, V0.S4, V0.S4; VADD V4.S4, V0.S4, V0.S4     \
	VADD V5.S4, V0.S4, V0.S4; VADD V6.S4, V0.S4, V0.S4; VADD V7.S4, V0.S4, V0.S4; VADD V8.S4, V0.S4, V0.S4     \
	VADD V9.S4, V0.S4, V0.S4; VADD V10.S4, V0.S4, V0.S4; VADD V11.S4, V0.S4, V0.S4; VADD V12.S4, V0.S4, V0.S4  \
	VADD V13.S4, V0.S4, V0.S4; VADD V14.S4, V0.S4, V0.S4; VADD V15.S4, V0.S4, V0.S4; VADD V16.S4, V0.S4, V0.S4 \
	VADD V17.S4, V0.S4, V0.S4; VADD V18.S4, V0.S4, V0.S4; VADD V19.S4, V0.S4, V0.S4; VADD V20.S4, V0.S4, V0.S4 \
	VADD V21.S4, V0.S4, V0.S4; VADD V22.S4, V0.S4, V0.S4; VADD V23.S4, V0.S4, V0.S4                            \
	VST1 [V0.S4], (R1)

// func fmaNEON(n int, out *[256]uint32)
// 24 VFMLA of 4 lanes an iteration.
TEXT ·fmaNEON(SB), NOSPLIT, $0-16
	START
	PCALIGN $64

fmaNEONLoop:
	VFMLA V30.S4, V31.S4, V0.S4
	VFMLA V30.S4, V31.S4, V1.S4
	VFMLA V30.S4, V31.S4, V2.S4
	VFMLA V30.S4, V31.S4, V3.S4
	VFMLA V30.S4, V31.S4, V4.S4
	VFMLA V30.S4, V31.S4, V5.S4
	VFMLA V30.S4, V31.S4, V6.S4
	VFMLA V30.S4, V31.S4, V7.S4
	VFMLA V30.S4, V31.S4, V8.S4
	VFMLA V30.S4, V31.S4, V9.S4
	VFMLA V30.S4, V31.S4, V10.S4
	VFMLA V30.S4, V31.S4, V11.S4
	VFMLA V30.S4, V31.S4, V12.S4
	VFMLA V30.S4, V31.S4, V13.S4
	VFMLA V30.S4, V31.S4, V14.S4
	VFMLA V30.S4, V31.S4, V15.S4
	VFMLA V30.S4, V31.S4, V16.S4
	VFMLA V30.S4, V31.S4, V17.S4
	VFMLA V30.S4, V31.S4, V18.S4
	VFMLA V30.S4, V31.S4, V19.S4
	VFMLA V30.S4, V31.S4, V20.S4
	VFMLA V30.S4, V31.S4, V21.S4
	VFMLA V30.S4, V31.S4, V22.S4
	VFMLA V30.S4, V31.S4, V23.S4
	SUBS $1, R0, R0
	BNE  fmaNEONLoop
	END_FLOATS
	RET

// func sdotNEON(n int, out *[256]uint32)
// 24 SDOT of 16 products an iteration.
TEXT ·sdotNEON(SB), NOSPLIT, $0-16
	START
	PCALIGN $64

sdotNEONLoop:
	SDOT_4S(30, 31, 0)
	SDOT_4S(30, 31, 1)
	SDOT_4S(30, 31, 2)
	SDOT_4S(30, 31, 3)
	SDOT_4S(30, 31, 4)
	SDOT_4S(30, 31, 5)
	SDOT_4S(30, 31, 6)
	SDOT_4S(30, 31, 7)
	SDOT_4S(30, 31, 8)
	SDOT_4S(30, 31, 9)
	SDOT_4S(30, 31, 10)
	SDOT_4S(30, 31, 11)
	SDOT_4S(30, 31, 12)
	SDOT_4S(30, 31, 13)
	SDOT_4S(30, 31, 14)
	SDOT_4S(30, 31, 15)
	SDOT_4S(30, 31, 16)
	SDOT_4S(30, 31, 17)
	SDOT_4S(30, 31, 18)
	SDOT_4S(30, 31, 19)
	SDOT_4S(30, 31, 20)
	SDOT_4S(30, 31, 21)
	SDOT_4S(30, 31, 22)
	SDOT_4S(30, 31, 23)
	SUBS $1, R0, R0
	BNE  sdotNEONLoop
	END_INTS
	RET

// func smmlaNEON(n int, out *[256]uint32)
// 24 SMMLA of 32 products an iteration: a lane is the product of two rows of 8.
TEXT ·smmlaNEON(SB), NOSPLIT, $0-16
	START
	PCALIGN $64

smmlaNEONLoop:
	SMMLA_4S(30, 31, 0)
	SMMLA_4S(30, 31, 1)
	SMMLA_4S(30, 31, 2)
	SMMLA_4S(30, 31, 3)
	SMMLA_4S(30, 31, 4)
	SMMLA_4S(30, 31, 5)
	SMMLA_4S(30, 31, 6)
	SMMLA_4S(30, 31, 7)
	SMMLA_4S(30, 31, 8)
	SMMLA_4S(30, 31, 9)
	SMMLA_4S(30, 31, 10)
	SMMLA_4S(30, 31, 11)
	SMMLA_4S(30, 31, 12)
	SMMLA_4S(30, 31, 13)
	SMMLA_4S(30, 31, 14)
	SMMLA_4S(30, 31, 15)
	SMMLA_4S(30, 31, 16)
	SMMLA_4S(30, 31, 17)
	SMMLA_4S(30, 31, 18)
	SMMLA_4S(30, 31, 19)
	SMMLA_4S(30, 31, 20)
	SMMLA_4S(30, 31, 21)
	SMMLA_4S(30, 31, 22)
	SMMLA_4S(30, 31, 23)
	SUBS $1, R0, R0
	BNE  smmlaNEONLoop
	END_INTS
	RET

// func readNEON(p *byte, n int)
// Reads n bytes, a multiple of 256, and forgets them.
TEXT ·readNEON(SB), NOSPLIT, $0-16
	MOVD p+0(FP), R0
	MOVD n+8(FP), R1

readLoop:
	VLD1.P 64(R0), [V0.B16, V1.B16, V2.B16, V3.B16]
	VLD1.P 64(R0), [V4.B16, V5.B16, V6.B16, V7.B16]
	VLD1.P 64(R0), [V0.B16, V1.B16, V2.B16, V3.B16]
	VLD1.P 64(R0), [V4.B16, V5.B16, V6.B16, V7.B16]
	SUBS   $256, R1, R1
	BNE    readLoop
	RET
